"""What becomes of a value when its widget is not drawn (semantics 3.3)."""

from __future__ import annotations

import datetime as dt

import pytest

import formrerun as fr
from tests.visitor import Visitor


class Hidden:
    """A page that draws a text input unless the test hides it, and says what the key holds at the end."""

    def __init__(self, show, before=lambda: None, **options):
        self.shown, self.before = True, before

        def page():
            self.before()
            if self.shown:
                self.returned = fr.text_input("T", **{"value": "def", **options})
            self.held = fr.session_state.get("t", "gone")
            fr.button("Run")

        self.at = show(page)

    def edit(self, text):
        self.at.text_input[0].set_value(text).run()

    def run(self, shown):
        self.shown = shown
        self.at.run()


def test_in_the_run_that_leaves_it_out_the_key_is_still_there(show):
    page = Hidden(show, key="t")
    page.edit("x")
    page.run(shown=False)
    assert page.held == "x"
    assert "t" not in page.at.session_state
    page.run(shown=False)
    assert page.held == "gone"


@pytest.mark.parametrize("options", [{"key": "t"}, {}], ids=["keyed", "unkeyed"])
def test_drawn_again_it_begins_with_its_default(show, options):
    page = Hidden(show, **options)
    page.edit("x")
    page.run(shown=False)
    page.run(shown=True)
    assert page.returned == "def"


def test_writing_a_key_to_itself_keeps_it(show):
    def keep():
        if "t" in fr.session_state:
            fr.session_state.t = fr.session_state.t

    page = Hidden(show, keep, key="t")
    page.edit("x")
    for shown in (False, False, True):
        page.run(shown)
    assert page.returned == "x"


def test_writing_a_key_to_itself_does_not_take_the_field_from_the_person_who_types(show):
    """``s.k = s.k`` in every run keeps the value alive; it is no write that discards an edit."""

    def keep():
        fr.session_state.t = fr.session_state.get("t", "seed")

    page = Hidden(show, keep, key="t")
    before = page.at.text_input[0]._node.state.rev
    page.run(shown=True)
    page.run(shown=True)
    assert page.at.text_input[0]._node.state.rev == before


def test_a_value_that_was_there_first_comes_back_as_it_was(show):
    """setdefault("t", "seed"), edit to "hello", hide, show → "seed"."""
    page = Hidden(show, lambda: fr.session_state.setdefault("t", "seed"), key="t")
    assert page.returned == "seed"
    page.edit("hello")
    page.run(shown=False)
    page.run(shown=True)
    assert page.returned == "seed"


@pytest.mark.parametrize("how", ["stop", "raise", "rerun"])
def test_a_run_that_does_not_come_to_its_end_forgets_nothing(show, how):
    leave = False

    def page():
        if leave == "stop":
            fr.stop()
        if leave == "raise":
            raise ValueError
        if leave == "rerun" and not fr.session_state.get("again"):
            fr.session_state.again = True
            fr.rerun()
        fr.text(fr.text_input("T", "def", key="t"))
        fr.text(fr.text_input("U", "def"))

    at = show(page)
    at.text_input[0].set_value("x")
    at.text_input[1].set_value("y")
    at.run()
    leave = how
    at.run()
    leave = False
    at.run()
    # One source of truth (a DEFECT of Streamlit's): server and field agree, and both keep the value.
    assert [text.value for text in at.text] == ["x", "y"]
    assert [field.proto.value for field in at.text_input] == ["x", "y"]


@pytest.mark.parametrize("how", ["del", "clear", "delattr"])
def test_deleting_a_key_resets_its_widget(show, how):
    """DEFECT of Streamlit's: there the field still shows the old value and sends it back."""
    delete = False

    def page():
        if delete and how == "del":
            del fr.session_state["t"]
        if delete and how == "delattr":
            del fr.session_state.t
        if delete and how == "clear":
            fr.session_state.clear()
        fr.text(fr.text_input("T", "def", key="t"))

    at = show(page)
    at.text_input[0].set_value("x").run()
    revision = at.text_input[0]._node.state.rev
    delete = True
    at.run()
    assert at.text[0].value == "def"
    assert at.text_input[0].value == "def"
    assert at.text_input[0]._node.state.rev > revision  # the browser takes the server's value
    delete = False
    at.run()
    assert at.text[0].value == "def"


@pytest.mark.parametrize(
    ("draw", "wrong"),
    [
        (lambda: fr.slider("W", value=dt.date(2024, 1, 5), key="w"), 50),
        (lambda: fr.slider("W", value=dt.datetime(2024, 1, 5), key="w"), "b"),
        (lambda: fr.number_input("W", 0, 10, key="w"), "b"),
        (lambda: fr.date_input("W", (), key="w"), 50),
        (lambda: fr.datetime_input("W", key="w"), 50),
    ],
    ids=["days", "moments", "number", "range of days", "moment"],
)  # fmt: skip
def test_a_value_that_a_widget_does_not_take_is_refused_in_each_run(show, draw, wrong):
    def page():
        fr.button("Again")
        fr.session_state.setdefault("w", wrong)
        draw()

    at = show(page)
    for _run in range(4):
        assert [error.message.partition(" type. ")[0] for error in at.exception] == ["Invalid `value`"]
        at.button[0].click().run()


def test_clearing_the_state_deletes_keys_and_leaves_widgets_without_one(show):
    def page():
        if fr.button("Clear"):
            fr.session_state.clear()
            fr.rerun()
        fr.session_state.setdefault("mine", [])
        fr.text([fr.text_input("Keyed", "def", key="t"), fr.text_input("Other", "def")])

    at = show(page)
    at.session_state.mine = ["kept"]
    for field in at.text_input:
        field.set_value("x")
    at.run().button[0].click().run().run()
    assert at.text[0].value == "['def', 'x']"
    assert at.session_state.mine == []


def one(request):
    """The page people come from."""
    fr.text_input("T", "def", key="t")
    fr.session_state.mine = "kept"
    if fr.button("Go on"):
        fr.switch_page(two)


def two(request):
    """The page they go to."""
    fr.text((sorted(fr.session_state), fr.text_input("T", "def", key="t")))
    if fr.button("Back"):
        fr.switch_page(one)


one, two = fr.page(one), fr.page(two)


@pytest.mark.django_db
@pytest.mark.parametrize("script", [True, False])
def test_a_change_of_page_takes_along_what_authors_wrote_and_no_widget(serve, script):
    url = serve(one)
    serve(two)
    visitor = Visitor(url, script=script)
    visitor.fill("T", "typed")
    visitor.press("Go on")
    assert "(['mine'], 'def')" in visitor.text
    visitor.press("Back")
    assert visitor.shown("T") == ["def"]
