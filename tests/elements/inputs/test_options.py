"""An option is its value, not its label: choices stay where labels change, and rows are not fetched one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext_lazy

import formrerun as fr
from formrerun import codec
from tests.visitor import Visitor


class Colour(Enum):
    RED = 1
    BLUE = 2


@dataclass
class Item:
    id: int
    name: str


class Plain:
    """No codec knows it, no two are equal, and nothing says which one it is but its label."""

    def __init__(self, name: str) -> None:
        self.name = name


PLAIN = [Plain("one"), Plain("two"), Plain("three")]
OPTIONS: dict[str, Any] = {
    "texts": ["A", "B", "C"],
    "numbers": [1, 2, 3],
    "floats": [0.5, 0.1 + 0.2, 1.5],
    "none": [None, "B", "C"],
    "bools": [True, False],
    "enum": Colour,
    "days": [dt.date(2024, 1, 1), dt.date(2024, 1, 2)],
    "tuples": [("a", 1), ("b", 2)],
    "dicts": [{"id": 1}, {"id": 2}],
    "dataclasses": [Item(1, "one"), Item(2, "two")],
    "objects": PLAIN,
    "texts with newlines": ["one\rtwo", "one\ntwo", "one two"],
    "long texts": ["x" * 500, "x" * 501],
    "functions": [len, sorted],
}
KINDS = ["selectbox", "radio", "multiselect", "select_slider"]


def choose(at: Any, kind: str, place: int) -> None:
    """Choose the option at a place, as a person does who sees its label."""
    widget = getattr(at, kind)[0]
    label = widget.options[place]
    widget.set_value([label] if kind == "multiselect" else label).run()


def draw(kind: str, *args: Any, **options: Any) -> Any:
    value = getattr(fr, kind)(*args, **options)
    return value[0] if kind == "multiselect" and value else value


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_a_choice_stays_when_its_label_counts(show, options, kind):
    said: list[Any] = []
    store = "process" if options is PLAIN else "project"  # what no codec knows is known by its label alone there

    def page():
        fr.session_state.visits = visits = fr.session_state.get("visits", 0) + 1
        said[:] = [draw(kind, "One", options, format_func=lambda o: f"{o!s} ({visits})", key="one")]
        fr.button("Again")

    at = show(page, store=store)
    wanted = list(options)[1]
    choose(at, kind, 1)
    chosen = [(said[0].name if options is PLAIN else said[0])]
    at.button[0].click().run()
    at.button[0].click().run()
    chosen.append(said[0].name if options is PLAIN else said[0])
    assert chosen == [wanted.name if options is PLAIN else wanted] * 2
    assert not at.exception


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["selectbox", "radio", "multiselect"])
def test_a_page_that_was_drawn_with_other_labels_posts_the_option(serve, kind):
    """What is posted comes from a page whose labels nobody shows any more."""
    said: list[Any] = []
    visits = iter(range(100))

    def page():
        visit = next(visits)
        with fr.form("f"):
            said[:] = [draw(kind, "One", [10, 20, 30], format_func=lambda o: f"{o} ({visit})", key="one")]
            fr.form_submit_button("Go")
        fr.button("Other")

    visitor = Visitor(serve(page), script=True)
    old = visitor.fill("One", "20 (0)").compose(visitor.button("Go")["form"], visitor.button("Go")["value"])
    visitor.press("Other")
    visitor.send(old)
    assert said == [20]


@pytest.mark.django_db
@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("kind", ["selectbox", "radio", "multiselect"])
def test_an_option_may_have_any_characters(serve, kind, script):
    """A browser and a form change line breaks under way, and drop other characters."""
    said: list[Any] = []
    options = ["plain", "a\rb", "a\nb", "a\r\nb", "\x00c", " blank ", "\u2063d"]

    def page():
        with fr.form("f"):
            said[:] = [draw(kind, "One", options, format_func=lambda o: f"{options.index(o)}", key="one")]
            fr.form_submit_button("Go")

    visitor = Visitor(serve(page), script=script)
    for place, option in enumerate(options):
        visitor.fill("One", str(place)).press("Go")
        assert said == [option]
        assert not any(set("\r\n\0") & set(str(node.attrs)) for node in visitor.page.walk())


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["selectbox", "radio", "multiselect"])
def test_a_refused_plain_form_shows_the_choice_again(serve, kind):
    visits = iter(range(100))

    def page():
        visit = next(visits)
        with fr.form("f"):
            draw(kind, "One", [10, 20, 30], format_func=lambda o: f"{o} ({visit})", key="one")
            fr.text_input("Needed", required=True)
            fr.form_submit_button("Go")

    visitor = Visitor(serve(page)).fill("One", "20 (0)")
    assert visitor.press("Go").status_code == 422
    (shown,) = visitor.shown("One")
    assert shown.startswith("20")


@pytest.mark.django_db
def test_a_label_is_taken_too(serve):
    """A page of the release before posts labels."""
    said: list[Any] = []
    labels = {1: "one", 2: "two"}
    url = serve(lambda: said.append(fr.selectbox("One", [1, 2], format_func=labels.get, key="one")) or fr.button("Go"))
    Visitor(url, script=True).fill("One", "two").press("Go")
    assert said[-1] == 2


@pytest.mark.parametrize("store", ["process", "project"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_value_that_moves_stays_under_its_label(show, db, kind, store):
    """Moments that are reckoned from now on are others in every run."""
    said: list[Any] = []
    clock = iter(range(100))

    def page():
        now = next(clock)
        names = {now - 7: "a week", now - 30: "a month"}
        said[:] = [draw(kind, "Since", list(names), format_func=names.get, key="one"), now]
        fr.button("Again")

    at = show(page, store=store)
    choose(at, kind, 1)
    at.button[0].click().run()
    assert said[0] == said[1] - 30


@pytest.mark.parametrize("kind", KINDS)
def test_a_lazy_option_stays_in_another_language(show, kind):
    said: list[Any] = []
    options = [gettext_lazy("Yes"), gettext_lazy("No")]

    def page():
        said[:] = [draw(kind, "One", options, key="one")]
        fr.button("Again")

    at = show(page)
    choose(at, kind, 1)
    with translation.override("de"):
        at.button[0].click().run()
        assert said == ["Nein"]


@pytest.mark.parametrize("kind", ["selectbox", "radio", "multiselect"])
def test_the_value_counts_before_the_label(show, kind):
    labels = {1: "one", 2: "two"}
    said: list[Any] = []

    def page():
        said[:] = [draw(kind, "One", [1, 2], format_func=lambda o: labels[o], key="one")]
        fr.button("Again")

    at = show(page)
    choose(at, kind, 1)
    labels.update({1: "two", 2: "one"})
    at.button[0].click().run()
    assert said == [2]


@pytest.mark.parametrize("kind", ["selectbox", "radio"])
def test_of_two_options_with_one_label_the_chosen_one_counts(serve, db, kind):
    said: list[Any] = []
    url = serve(lambda: said.append(draw(kind, "One", [1, 2, 3], format_func=lambda o: "same", key="one")))
    visitor = Visitor(url, script=True)
    wires = [
        each["value"] for each in visitor.page.all("option" if kind == "selectbox" else "input") if "value" in each
    ]
    visitor.change("One", next(wire for wire in wires if wire.startswith("2")))
    assert said[-1] == 2


@pytest.mark.parametrize("kind", ["selectbox", "multiselect"])
def test_a_text_that_is_typed_is_an_option_only_by_its_label(show, kind):
    said: list[Any] = []
    labels = {"a": "Apple", "b": "Pear"}

    def page():
        said[:] = [
            draw(kind, "One", list(labels), format_func=lambda o: labels.get(o, o), accept_new_options=True, key="one")
        ]

    at = show(page)
    choose(at, kind, 1)
    assert said == ["b"]
    getattr(at, kind)[0].set_value(["Quince"] if kind == "multiselect" else "Quince").run()
    assert said == ["Quince"]


class TestOptionsThatWereEmpty:
    def page(self, **parameters):
        options = ["d1", "d2"] if fr.checkbox("Any", key="any") else []
        self.said = [
            fr.selectbox("Select", options, key="select", **parameters),
            fr.radio("Radio", options, key="radio", **parameters),
            fr.multiselect("Multi", options, options[:1], key="multi"),
        ]

    @pytest.mark.parametrize("store", ["process", "project"])
    def test_the_default_is_there_when_they_are(self, show, db, store):
        at = show(lambda: self.page(), store=store)
        assert self.said == [None, None, []]
        at.checkbox[0].check().run()
        assert self.said == ["d1", "d1", ["d1"]]
        at.run()
        assert self.said == ["d1", "d1", ["d1"]]

    def test_what_was_emptied_on_purpose_stays_empty(self, show):
        at = show(lambda: self.page(index=None))
        at.checkbox[0].check().run()
        assert self.said == [None, None, ["d1"]]
        at.multiselect[0].set_value([]).run()
        at.session_state.select = None
        at.run().run()
        assert self.said == [None, None, []]


@pytest.fixture
def groups(db: None) -> list[Group]:
    return [Group.objects.create(name=name) for name in ("one", "two", "three")]


def test_a_row_s_key_may_have_any_characters(serve, db):
    tomorrow = dt.datetime(2030, 1, 1, tzinfo=dt.timezone.utc)
    for key in ("a\rb", "a\nb"):
        Session.objects.create(session_key=key, session_data=repr(key), expire_date=tomorrow)
    said: list[Any] = []

    def page():
        with fr.form("f"):
            rows = Session.objects.filter(session_key__startswith="a")
            said[:] = [fr.radio("One", rows, format_func=lambda row: row.session_data, key="one").pk]
            fr.form_submit_button("Go")

    visitor = Visitor(serve(page))
    for key in ("a\rb", "a\nb"):
        visitor.fill("One", repr(key)).press("Go")
        assert said == [key]


class TestARowThatIsGone:
    @pytest.mark.parametrize("kind", ["selectbox", "radio"])
    @pytest.mark.parametrize("store", ["process", "project"])
    def test_the_default_is_chosen_and_the_field_says_why(self, show, groups, kind, store):
        read: list[Any] = []

        def page():
            read[:] = [getattr(fr, kind)("Group", Group.objects.order_by("pk"), key="g")]
            fr.button("Again", on_click=lambda: fr.session_state.g)

        at = show(page, store=store)
        choose(at, kind, 1)
        assert read == [groups[1]]
        groups[1].delete()
        at.button[0].click().run()
        assert (read, len(at.exception)) == ([groups[0]], 0)
        assert getattr(at, kind)[0].proto.error == "What was chosen here does not exist any more."
        at.run()
        assert (read, getattr(at, kind)[0].proto.error) == ([groups[0]], "")

    def test_a_pair_goes_back_to_its_default(self, show, groups):
        def page():
            rows = Group.objects.order_by("pk")
            fr.select_slider("Groups", rows, (rows[0], rows[1]), key="g")

        at = show(page, store="project")
        at.select_slider[0].set_value((groups[1], groups[2])).run()
        Group.objects.filter(name="three").delete()
        at.run()
        assert at.select_slider[0].value == (groups[0], groups[1])
        assert at.select_slider[0].proto.error

    def test_of_several_the_others_stay(self, show, groups):
        at = show(lambda: fr.multiselect("Groups", Group.objects.order_by("pk"), key="g"), store="project")
        at.multiselect[0].set_value(groups).run()
        Group.objects.filter(name="two").delete()
        at.run()
        assert at.multiselect[0].value == [groups[0], groups[2]]
        assert at.multiselect[0].proto.error

    def test_all_rows_may_go(self, show, groups):
        at = show(lambda: fr.selectbox("Group", Group.objects.order_by("pk"), key="g"), store="project")
        at.selectbox[0].select_index(1).run()
        Group.objects.all().delete()
        at.run()
        assert (at.selectbox[0].value, len(at.exception)) == (None, 0)
        new = Group.objects.create(name="four")
        at.run()
        assert at.selectbox[0].value == new

    def test_what_other_filters_hide_is_not_gone(self, show, groups):
        names = ["one", "two", "three"]
        at = show(lambda: fr.selectbox("G", Group.objects.filter(name__in=names).order_by("pk"), key="g"))
        at.selectbox[0].select_index(1).run()
        names.remove("two")
        at.run()
        assert (at.selectbox[0].value, at.selectbox[0].proto.error) == (groups[0], "")


def test_a_renamed_row_stays_chosen(show, groups):
    at = show(lambda: fr.selectbox("Group", Group.objects.order_by("pk"), key="g"), store="project")
    at.selectbox[0].select_index(1).run()
    Group.objects.filter(pk=groups[1].pk).update(name="renamed")
    at.run()
    assert (at.selectbox[0].value, at.selectbox[0].options[1]) == (groups[1], "renamed")


@pytest.mark.parametrize("kind", ["selectbox", "radio", "multiselect", "select_slider"])
def test_rows_of_two_models_and_none_are_told_apart(show, groups, kind):
    user = User.objects.create(pk=groups[1].pk, username="u")
    options = [None, *groups, user]
    if kind == "select_slider":
        options = options[1:]
    said: list[Any] = []
    at = show(lambda: said.append(draw(kind, "One", options, key="one")), store="project")
    for place, option in enumerate(options):
        choose(at, kind, place)
        assert said[-1] == option


@pytest.mark.parametrize("parts", [{}, {"script": True}], ids=["plain", "script"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mixed", [False, True])
def test_rows_take_one_query_however_many(serve, groups, kind, parts, mixed):
    def queries() -> Iterator[int]:
        for more in (0, 50):
            Group.objects.bulk_create([Group(name=f"more {number}") for number in range(more)])
            visitor = Visitor(serve(page), **parts)
            visitor.fill("One", "1" if kind == "select_slider" else "two")
            with CaptureQueriesContext(connection) as caught:
                visitor.press("Go")
            yield sum("auth_group" in query["sql"] for query in caught)

    def page():
        rows = Group.objects.order_by("pk")
        with fr.form("f"):
            draw(kind, "One", [*rows, User(pk=7, username="u")] if mixed else rows, key="one")
            fr.form_submit_button("Go")

    assert list(queries()) == [1, 1]


@pytest.mark.parametrize(
    "kind", [list, tuple, lambda rows: dict(enumerate(rows)), lambda rows: dict(zip("abcd", rows, strict=True))]
)
def test_stored_rows_are_read_in_one_query(groups, kind):
    stored = codec.dumps(kind([None, *groups]))
    Group.objects.filter(name="two").delete()
    with CaptureQueriesContext(connection) as caught:
        assert codec.loads(stored) == kind([None, groups[0], None, groups[2]])
    assert len(caught) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("store", ["process", "project"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_format_func_may_read_the_state_of_the_run(show, kind, store):
    """It is called in runs alone: neither a test nor the judging of a submission has the state that it reads."""
    said: list[Any] = []

    def note():
        said.append(fr.session_state.pick)

    def page():
        fr.session_state.setdefault("names", {1: "one", 2: "two"})
        draw(kind, "One", [1, 2], format_func=lambda o: fr.session_state.names[o], key="pick", on_change=note)

    at = show(page, store=store)
    widget = getattr(at, kind)[0]
    widget.set_value([2] if kind == "multiselect" else 2)
    assert widget.indices == [1] if kind == "multiselect" else widget.index == 1
    widget.run()
    assert said == [[2] if kind == "multiselect" else 2]
    if kind != "select_slider":
        getattr(at, kind)[0].unselect(2).run()
    assert not at.exception
