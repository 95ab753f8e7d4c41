"""A script is ``__main__`` while it runs: its classes are pickled, cached, stored, and know their type hints."""

from __future__ import annotations

import pickle
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from formrerun.api.scripts import text_page
from formrerun.testing import AppTest

CLASSES = """
    from __future__ import annotations
    import enum
    from dataclasses import dataclass, field, fields
    from typing import ClassVar, NamedTuple
    import streamlit as st

    class Size(enum.Enum):
        S = 1

    class Line(NamedTuple):
        item: str

    @dataclass
    class Order:
        size: Size
        lines: list[Line] = field(default_factory=list)
        kinds: ClassVar[int] = 3
"""


def run(source, **options):
    return AppTest.from_string(textwrap.dedent(CLASSES) + textwrap.dedent(source), default_timeout=60, **options).run()


def texts(at):
    assert not at.exception
    return [text.value for text in at.text]


def test_type_hints_find_the_names_of_the_script():
    at = run("""
        import typing
        st.text([field.name for field in fields(Order)])
        st.text(typing.get_type_hints(Order)["size"] is Size)
        import __main__
        st.text((__main__.Order is Order, hasattr(__main__, "nothing"), "Order" in dir(__main__)))
        __main__.added = 1
        st.text(added)
        del __main__.added
        st.text("added" in globals())
    """)
    assert texts(at) == ["['size', 'lines']", "True", "(True, False, True)", "1", "False"]


def test_objects_of_its_classes_are_cached():
    at = run("""
        st.session_state.setdefault("calls", 0)
        @st.cache_data
        def load(size):
            st.session_state.calls += 1
            return [Order(size, [Line("pen")])]
        order = load(Size.S)[0]
        st.text((isinstance(order, Order), order.size is Size.S, st.session_state.calls))
        st.button("Again")
    """)
    assert texts(at) == ["(True, True, 1)"]
    assert texts(at.button[0].click().run()) == ["(True, True, 1)"]


@pytest.mark.django_db
def test_objects_of_its_classes_are_stored():
    at = run(
        """
        def double(number): return 2 * number
        if "order" not in st.session_state:
            st.session_state.order, st.session_state.kind = Order(Size.S, [Line("pen")]), Order
            st.session_state.function = double
        def grow(): st.session_state.order.lines.append(Line("ink"))
        st.button("Grow", on_click=grow)
        st.button("Look")
        order = st.session_state.order
        st.text((len(order.lines), st.session_state.function(2), st.session_state.kind is Order))
        st.text((isinstance(order, Order), order.size is Size.S))
        """,
        store="project",
    )
    assert texts(at) == ["(1, 4, True)", "(True, True)"]
    assert texts(at.button[0].click().run())[0] == "(2, 4, True)"
    assert texts(at.button[1].click().run()) == ["(2, 4, True)", "(True, True)"]


@pytest.mark.django_db
def test_a_class_that_is_not_at_the_top_of_the_script_is_refused_where_it_is_set():
    at = run(
        """
        def make():
            @dataclass
            class Inner:
                a: int = 1
            return Inner()
        st.session_state.inner = make()
        """,
        store="project",
    )
    assert "`st.session_state['inner']` holds a value of type __main__.make" in at.exception[0].message


def test_scripts_that_run_side_by_side_do_not_disturb_each_other(show):
    meet = threading.Barrier(2)
    source = """
        import pickle
        class Own:
            name = {name!r}
        meet.wait()
        st.text(pickle.loads(pickle.dumps(Own)).name)
        meet.wait()
    """

    def seen(name):
        page = text_page(textwrap.dedent(CLASSES) + textwrap.dedent(source).format(name=name), names={"meet": meet})
        return texts(show(lambda: page.function()))

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(seen, ["one", "other"])) == [["one"], ["other"]]


def test_for_everybody_else_it_is_the_program_that_runs():
    main = sys.modules["__main__"]
    before = set(vars(main))
    run("st.text(1)")
    assert sys.modules["__main__"] is main
    assert set(vars(main)) == before
    assert pickle.loads(pickle.dumps(texts)) is texts
