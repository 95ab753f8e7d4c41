"""Callbacks: when they run, what they see, how they end (semantics 2.3)."""

from __future__ import annotations

import pytest

import formrerun as fr
from formrerun.engine import callbacks


def test_it_runs_once_before_the_page_and_sees_the_new_values(show):
    order = []

    def changed():
        order.append(("callback", fr.session_state.t, fr.session_state.other))

    def page():
        order.append(("page", fr.session_state.get("t")))
        fr.text_input("T", key="t", on_change=changed)
        fr.text_input("O", "o", key="other")

    at = show(page)
    at.text_input("t").set_value("x")
    at.text_input("other").set_value("y")
    at.run()
    assert order == [("page", None), ("callback", "x", "y"), ("page", "x")]


def test_arguments_are_those_of_the_run_before(show):
    calls = []

    def page():
        n = fr.session_state.get("n", 0)
        fr.session_state.n = n + 1
        fr.button("B", on_click=lambda *a, **k: calls.append((a, k)), args=(n,), kwargs={"named": n})

    at = show(page)
    at.button[0].click().run()
    at.run()
    at.button[0].click().run()
    assert calls == [((0,), {"named": 0}), ((2,), {"named": 2})]


class TestOnlyOnChange:
    @pytest.mark.parametrize(
        ("widget", "same", "other"),
        [
            (lambda **k: fr.text_input("W", "a", **k), "a", "b"),
            (lambda **k: fr.number_input("W", value=1, **k), 1, 2),
            (lambda **k: fr.checkbox("W", **k), False, True),
            (lambda **k: fr.slider("W", 0, 10, (2, 3), **k), (2, 3), (2, 4)),
            (lambda **k: fr.multiselect("W", ["a", "b"], ["a"], **k), ["a"], []),
            (lambda **k: fr.color_picker("W", **k), "#000000", "#000001"),
        ],
        ids=["text", "number", "box", "range", "multiselect", "colour"],
    )
    def test_the_same_value_again_is_no_change(self, show, widget, same, other):
        calls = []

        def page():
            widget(key="w", on_change=lambda: calls.append(fr.session_state.w))

        at = show(page)
        at.get_by_key("w").set_value(same).run()
        assert calls == []
        at.get_by_key("w").set_value(other).run()
        at.get_by_key("w").set_value(other).run()
        assert calls == [other]

    def test_a_write_by_code_is_no_change(self, show):
        calls = []

        def page():
            if fr.button("Set"):
                fr.session_state.t = "set"
            fr.text_input("T", key="t", on_change=calls.append, args=("t",))

        at = show(page)
        at.button[0].click().run()
        at.run()
        assert at.session_state.t == "set"
        assert calls == []

    def test_a_write_by_another_callback_is_none(self, show):
        calls = []

        def one_changed():
            calls.append("one")
            fr.session_state.two = not fr.session_state.one

        def page():
            fr.checkbox("1", key="one", on_change=one_changed)
            fr.checkbox("2", key="two", on_change=calls.append, args=("two",))

        at = show(page)
        at.checkbox("one").check().run()
        assert calls == ["one"]
        # The browser sends back what it was told: no change either.
        at.checkbox("two").uncheck().run()
        assert calls == ["one"]

    def test_a_button_fires_at_every_press(self, show):
        calls = []

        def page():
            fr.button("B", on_click=calls.append, args=(1,))

        at = show(page)
        at.button[0].click().run()
        at.button[0].click().run()
        at.run()
        assert calls == [1, 1]


def test_two_boxes_that_exclude_each_other(show):
    """Of Streamlit's own tests, st_session_state."""

    def on_one():
        fr.session_state.two = not fr.session_state.one

    def on_two():
        fr.session_state.one = not fr.session_state.two

    def page():
        fr.checkbox("1", True, key="one", on_change=on_one)
        fr.checkbox("2", key="two", on_change=on_two)
        fr.text((fr.session_state.one, fr.session_state.two))

    at = show(page)
    at.checkbox("two").check().run()
    assert at.text[0].value == "(False, True)"
    at.checkbox("two").uncheck().run()
    assert at.text[0].value == "(True, False)"
    at.checkbox("one").uncheck().run()
    assert at.text[0].value == "(False, True)"


def test_several_run_in_the_order_of_the_page(show):
    calls = []

    def page():
        for name in ("a", "b", "c"):
            fr.text_input(name, key=name, on_change=calls.append, args=(name,))
        fr.button("B", on_click=calls.append, args=("button",))
        fr.text_input("d", key="d", on_change=calls.append, args=("d",))

    at = show(page)
    for name in ("d", "c", "a"):
        at.text_input(name).set_value("x")
    at.button[0].click().run()
    assert calls == ["a", "c", "button", "d"]


@pytest.mark.parametrize(("word", "ignored"), [("rerun", False), ("ignore", True), (None, False)])
def test_words_instead_of_a_callback(show, word, ignored):
    def page():
        fr.text(fr.text_input("T", key="t", on_change=word))

    at = show(page)
    assert at.text_input[0].ignore_rerun is ignored
    at.text_input[0].set_value("x").run()
    assert at.text[0].value == "x"


@pytest.mark.parametrize("word", ["nonsense", 1, ""])
def test_other_words_are_refused(show, word):
    def page():
        fr.text_input("T", on_change=word)

    assert show(page).exception[0].message == (
        "Invalid `on_change` value. Supported values: 'rerun', 'ignore', a callback function."
    )


def test_what_it_draws_stands_above_the_page_for_one_run(show):
    def draw():
        fr.text("from the callback")
        fr.sidebar.text("aside")
        with fr.container():
            fr.text("in a container")

    def page():
        fr.text("page")
        fr.button("B", on_click=draw)

    at = show(page)
    at.button[0].click().run()
    assert [text.value for text in at.main.text] == ["from the callback", "in a container", "page"]
    assert at.sidebar.text[0].value == "aside"
    at.run()
    assert [text.value for text in at.text] == ["page"]


def test_a_container_handed_over_from_the_run_before_stands_for_the_top(show):
    """Streamlit's #7711: a callback writes into a handle of an older run."""

    def page():
        box = fr.container()
        box.text("in the box")
        fr.button("B", on_click=lambda: box.text("late"))

    at = show(page)
    at.button[0].click().run()
    assert not at.exception
    assert [text.value for text in at.text] == ["late", "in the box"]


def test_an_exception_ends_everything_and_is_not_tried_again(show):
    calls = []

    def fail():
        calls.append("fail")
        raise ValueError("broken")

    def page():
        fr.text_input("A", key="a", on_change=fail)
        fr.text_input("B", key="b", on_change=calls.append, args=("b",))
        fr.text(("page", fr.session_state.a, fr.session_state.b))

    at = show(page)
    at.text_input("a").set_value("x")
    at.text_input("b").set_value("y")
    at.run()
    assert calls == ["fail"]
    assert (at.exception[0].proto.type, at.exception[0].message) == ("ValueError", "broken")
    assert at.text[0].value == "('page', 'x', 'y')"
    at.run()
    assert calls == ["fail"]
    assert not at.exception
    assert at.text[0].value == "('page', 'x', 'y')"


def test_stop_ends_the_callback_and_the_page(show):
    calls = []

    def page():
        fr.text("page")
        fr.text_input("A", key="a", on_change=fr.stop)
        fr.text_input("B", key="b", on_change=calls.append, args=("b",))

    at = show(page)
    at.text_input("a").set_value("x")
    at.text_input("b").set_value("y")
    at.run()
    assert len(at.main) == 0
    at.run()
    assert at.text[0].value == "page"
    assert (at.session_state.a, at.session_state.b) == ("x", "y")


def test_rerun_ends_its_own_callback_only_and_triggers_are_false(show):
    calls = []

    def rerun():
        calls.append("before")
        fr.rerun()
        calls.append("after")

    def page():
        calls.append("page")
        fr.text_input("A", key="a", on_change=rerun)
        fr.text(fr.button("B", on_click=calls.append, args=("button",)))

    at = show(page)
    at.text_input("a").set_value("x")
    at.button[0].click().run()
    assert calls == ["page", "before", "button", "page"]
    assert at.text[0].value == "False"


def test_a_value_for_a_widget_that_is_disabled_in_this_very_run_is_dropped(show):
    """The callback fires, for the widget was enabled when it was used (2.3)."""
    calls = []
    disabled = False

    def page():
        fr.text(fr.text_input("T", "def", key="t", disabled=disabled, on_change=calls.append, args=("changed",)))

    at = show(page)
    at.text_input[0].set_value("x")
    disabled = True
    at.run()
    assert calls == ["changed"]
    assert at.text[0].value == "def"
    assert at.text_input[0].value == "def"


def test_a_callback_that_is_no_function_is_refused(show):
    def page():
        fr.button("B", on_click=7)

    assert "Invalid `on_click` value." in show(page).exception[0].message


def test_what_a_callback_returns_means_nothing(show):
    def page():
        fr.button("B", on_click=lambda: 7)
        fr.text("page")

    at = show(page)
    at.button[0].click().run()
    assert [text.value for text in at.text] == ["page"]


def module_level():
    """Something any process can import."""


class TestPacking:
    """What stands in the manifest for a callback."""

    def test_an_importable_function_goes_by_its_path_with_its_arguments(self):
        packed = callbacks.pack(callbacks.Callback(module_level, (1, (2, 3)), {"key": None}))
        assert packed[:2] == ["path", "tests.integration.test_callbacks:module_level"]
        again = callbacks.unpack(packed)
        assert (again.function, again.args, again.kwargs) == (module_level, (1, (2, 3)), {"key": None})

    def test_a_lambda_and_unstorable_arguments_stay_in_the_process(self):
        for callback in (callbacks.Callback(lambda: None), callbacks.Callback(module_level, (object(),))):
            packed = callbacks.pack(callback)
            assert packed[0] == "live"
            assert callbacks.unpack(packed) is None

    def test_none_is_none(self):
        assert callbacks.pack(None) is None
        assert callbacks.unpack(None) is None

    @pytest.mark.parametrize("path", ["no.such.module:f", "tests.integration.test_callbacks:gone"])
    def test_a_function_that_is_gone_is_none(self, path):
        assert callbacks.unpack(["path", path, [], {}]) is None

    def test_a_fingerprint_knows_code_defaults_and_what_is_closed_over(self):
        def make(number, default=1, body="one"):
            if body == "one":
                return lambda value=default: number + value
            return lambda value=default: number - value

        base = callbacks.fingerprint(make(1))
        assert callbacks.fingerprint(make(1)) == base
        others = [make(2), make(1, 2), make(1, body="two")]
        assert base not in map(callbacks.fingerprint, others)
