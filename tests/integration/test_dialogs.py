"""Dialogs: fragments over the page (semantics 2.6)."""

from __future__ import annotations

from collections import Counter

import pytest

import formrerun as fr
from formrerun.submissions import unstorable
from tests.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("come")]

#: How often the pages and dialogs of this module ran in the test that runs now.
RAN: Counter[str] = Counter()


def dialog_of(visitor):
    """Return the dialog that is open, or None."""
    found = visitor.page.all("dialog")
    assert len(found) <= 1
    return found[0] if found else None


@fr.dialog("Cancel the *order*?", width="large", icon="🗑️")
def cancel(number):
    """Asks for a reason."""
    RAN["dialog"] += 1
    fr.text(f"About order {number}")
    reason = fr.selectbox("Reason", ["changed my mind", "other"], key="reason")
    if reason == "other":
        fr.text_input("Which one", key="which")
    with fr.form("note"):
        note = fr.text_input("Note", key="note")
        noted = fr.form_submit_button("Note it")
    if noted:
        fr.text(f"noted {note}")
    if fr.button("Yes"):
        fr.session_state.cancelled = f"{number} {reason}"
        fr.rerun()


def orders():
    RAN["page"] += 1
    fr.text_input("Search")
    if fr.button("Cancel order"):
        cancel(7)
    fr.text(f"cancelled: {fr.session_state.get('cancelled')}")


def test_a_call_opens_it_over_the_page(come):
    visitor = come(orders)
    assert dialog_of(visitor) is None
    visitor.press("Cancel order")
    dialog = dialog_of(visitor)
    assert "open" in dialog
    assert visitor.page.one(id=dialog["aria-labelledby"]).text == "🗑️ Cancel the order ?"
    assert dialog.by_test_id("stDialogIcon")[0].text == "🗑️"
    assert "fr-dialog-large" in dialog["class"]
    assert "About order 7" in dialog.text
    assert "cancelled: None" in visitor.text


def test_what_is_done_in_it_runs_only_it(come):
    visitor = come(orders)
    visitor.press("Cancel order")
    RAN.clear()
    answer = visitor.change("Reason", "other")
    assert RAN == {"dialog": 1}
    assert b"Which one" in answer.content
    assert b"cancelled" not in answer.content
    visitor.change("Which one", "too late")
    visitor.fill("Note", "call her").press("Note it")
    assert RAN == {"dialog": 3}
    assert "noted call her" in dialog_of(visitor).text
    assert visitor.shown("Which one") == ["too late"]


def test_while_it_is_open_it_stays_the_same_and_another_call_opens_it_anew(come):
    visitor = come(orders)
    visitor.press("Cancel order")
    before = dialog_of(visitor)["data-fr-rev"]
    visitor.change("Reason", "other")
    assert dialog_of(visitor)["data-fr-rev"] == before  # a browser leaves it as it is
    visitor.press("Cancel order")
    assert dialog_of(visitor)["data-fr-rev"] != before


def test_rerun_closes_it_for_the_page_runs_without_the_call(come):
    visitor = come(orders)
    visitor.press("Cancel order")
    RAN.clear()
    visitor.press("Yes")
    assert RAN == {"dialog": 1, "page": 1}
    assert dialog_of(visitor) is None
    assert "cancelled: 7 changed my mind" in visitor.text


def test_what_runs_the_page_closes_it(come):
    visitor = come(orders)
    visitor.press("Cancel order")
    visitor.change("Search", "x")
    assert dialog_of(visitor) is None


def test_what_was_typed_in_it_is_forgotten_when_it_is_closed(come):
    visitor = come(orders)
    visitor.press("Cancel order")
    visitor.change("Reason", "other")
    visitor.press("Yes")
    visitor.press("Cancel order")
    assert visitor.shown("Reason") == ["changed my mind"]


def test_another_process_runs_it_alone(come):
    visitor = come(orders)
    visitor.press("Cancel order")
    RAN.clear()
    unstorable.forget()
    visitor.change("Reason", "other")
    assert RAN == {"dialog": 1}


def test_without_a_script_it_stands_open_in_the_page(serve):
    visitor = Visitor(serve(orders))
    visitor.press("Cancel order")
    assert "open" in dialog_of(visitor)
    visitor.fill("Note", "soon").press("Note it")
    assert "noted soon" in dialog_of(visitor).text
    visitor.fill("Reason", "other").press("Yes")
    assert dialog_of(visitor) is None
    assert "cancelled: 7 other" in visitor.text


def test_without_a_script_what_is_changed_around_it_runs_the_page(serve):
    visitor = Visitor(serve(orders))
    visitor.press("Cancel order")
    visitor.fill("Search", "shoes").press("Yes")
    assert dialog_of(visitor) is None
    assert "cancelled: None" in visitor.text
    assert visitor.shown("Search") == ["shoes"]


# ----------------------------------------------------------------------------------------------------- where it stands


def test_it_stands_over_the_page_wherever_it_is_called(come):
    @fr.dialog("Here")
    def here():
        fr.text(f"inside, {fr.text_input('Name')!r}")

    def page():
        with fr.sidebar, fr.expander("More"):
            fr.text("before")
            here()
            fr.text("after")

    visitor = come(page)
    assert visitor.page.one(id="fr-s").text.split() == ["More", "before", "after"]
    assert "inside, ''" in visitor.page.one(id="fr-m").text
    visitor.change("Name", "Ada")
    assert "inside, 'Ada'" in dialog_of(visitor).text


def test_a_fragment_in_it_runs_alone(come):
    @fr.fragment
    def part():
        RAN["part"] += 1
        fr.text(f"ticked {fr.checkbox('Tick')}")

    @fr.dialog("With a part")
    def shown():
        RAN["dialog"] += 1
        part()
        fr.button("Beside")

    visitor = come(shown)
    visitor.change("Tick", True)
    assert RAN == {"part": 1}
    assert "ticked True" in dialog_of(visitor).text
    visitor.press("Beside")
    assert RAN == {"part": 2, "dialog": 1}
    assert "ticked True" in dialog_of(visitor).text


def test_a_fragment_that_opens_it_leaves_the_page_alone(come):
    @fr.dialog("From a part")
    def shown():
        RAN["dialog"] += 1
        fr.text(f"says {fr.text_input('Word')}")

    @fr.fragment
    def part():
        RAN["part"] += 1
        if fr.button("Open"):
            shown()

    def page():
        RAN["page"] += 1
        part()
        fr.text("the rest")

    visitor = come(page)
    visitor.press("Open")
    assert dialog_of(visitor) is not None
    assert "the rest" in visitor.text
    visitor.change("Word", "hello")
    assert "says hello" in dialog_of(visitor).text
    assert "the rest" in visitor.text


def test_rerun_of_its_own_scope_runs_it_once_more(come):
    @fr.dialog("Again")
    def shown():
        RAN["dialog"] += 1
        fr.text(f"times {fr.session_state.get('times', 0)}")
        if fr.button("Once more"):
            fr.session_state.times = 1
            fr.rerun(scope="fragment")

    visitor = come(shown)
    visitor.press("Once more")
    assert RAN == {"dialog": 2}
    assert "times 1" in dialog_of(visitor).text


def test_an_exception_of_the_whole_run_is_shown_in_it_too(come):
    @fr.dialog("Fails")
    def shown():
        with fr.form("f"):
            raise ValueError("the dialog fails")

    def page():
        shown()
        fr.text("the rest")

    visitor = come(page)
    assert "the dialog fails" in dialog_of(visitor).text
    assert "Missing Submit Button" not in visitor.text  # one may have followed
    assert "the rest" not in visitor.text


def test_an_exception_stays_in_it(come):
    @fr.dialog("Fails")
    def shown():
        if fr.button("Fail"):
            raise ValueError("the dialog fails")

    def page():
        shown()
        fr.text("the rest")

    visitor = come(page)
    visitor.press("Fail")
    assert "the dialog fails" in dialog_of(visitor).text
    assert "the rest" in visitor.text


# ------------------------------------------------------------------------------------------------------- dismissing


def dismiss(visitor):
    """Do what the script does when a dialog is closed by Escape, its cross, or a click beside it."""
    button = visitor.page.one(id=dialog_of(visitor)["data-fr-dismiss"])
    return visitor.send(visitor.compose(button["form"], button["value"]))


def test_dismissing_is_between_the_person_and_the_browser(come):
    visitor = come(orders)
    visitor.press("Cancel order")
    dialog = dialog_of(visitor)
    assert "data-fr-dismissible" in dialog
    assert "data-fr-dismiss" not in dialog  # the server is not told
    assert dialog.one("button", data_fr_dismisses="")


# ---------------------------------------------------------------------------------- runs that nobody asked for


@fr.dialog("Really?")
def confirm():
    fr.button("Yes")


def counting():
    fr.session_state.runs = fr.session_state.get("runs", 0) + 1
    if fr.button("Delete"):
        confirm()
    if fr.button("Watch"):
        fr.session_state.watched = 2
    if fr.session_state.get("watched"):
        fr.session_state.watched -= 1
        confirm()
    fr.text(f"run {fr.session_state.runs}")


def by_itself(visitor, **more):
    """Run the page as a timer does, or a live update, while this dialog is open in the browser."""
    return visitor.send(visitor.compose("fr-page", "", kind="rerun", **more))


def name_of(visitor):
    """Return what the dialog that is open is called in the protocol."""
    (found,) = [node for node in visitor.page.walk() if node.get("data-fr-fragment") and node.all("dialog")]
    return found["data-fr-fragment"]


def test_a_run_that_nobody_asked_for_closes_no_dialog(come):
    visitor = come(counting)
    visitor.press("Delete")
    open_ = name_of(visitor)
    for _timer in range(2):
        answer = by_itself(visitor, dialogs=[open_])
        assert (answer.status_code, answer.content, answer["FR-Held"]) == (200, b"", "1")
    assert dialog_of(visitor) is not None
    by_itself(visitor)  # it was dismissed, which the server is not told
    assert dialog_of(visitor) is None
    assert "run 3" in visitor.text  # what was held did not happen


def test_a_run_that_draws_the_dialog_again_goes_through(come):
    visitor = come(counting)
    visitor.press("Watch")
    assert "FR-Held" not in by_itself(visitor, dialogs=[name_of(visitor)])
    assert "run 3" in visitor.text
    assert dialog_of(visitor) is not None


@pytest.mark.parametrize("dialogs", ["x", [7], {"a": 1}, [["x"]], None])
def test_dialogs_that_are_no_list_of_texts(come, dialogs):
    visitor = come(counting)
    assert by_itself(visitor, dialogs=dialogs).status_code == 400


@pytest.mark.parametrize("dialogs", [["nothing"], ["../.."], ["x" * 10_000], [""]])
def test_dialogs_that_are_none_hold_nothing(come, dialogs):
    visitor = come(counting)
    assert "FR-Held" not in by_itself(visitor, dialogs=dialogs)
    assert "run 2" in visitor.text


# ----------------------------------------------------------------------------------------------------- dismissing


def test_the_page_runs_when_it_is_dismissed_if_it_wants_to(come):
    @fr.dialog("Tell me", on_dismiss="rerun")
    def shown():
        RAN["dialog"] += 1
        fr.text(f"says {fr.text_input('Word')}")

    def page():
        RAN["page"] += 1
        if fr.button("Open"):
            shown()
        fr.text(f"page run {fr.session_state.setdefault('runs', 0)}")

    visitor = come(page)
    visitor.press("Open")
    visitor.change("Word", "hello")
    RAN.clear()
    dismiss(visitor)
    assert RAN == {"page": 1}
    assert dialog_of(visitor) is None


def test_a_callback_is_called_when_it_is_dismissed(come):
    def note():
        fr.session_state.dismissed = fr.session_state.get("dismissed", 0) + 1

    @fr.dialog("Tell me", on_dismiss=note)
    def shown():
        fr.text(f"says {fr.text_input('Word')}")

    def page():
        if fr.button("Open"):
            shown()
        fr.text(f"dismissed {fr.session_state.get('dismissed', 0)}")

    visitor = come(page)
    for times in (1, 2):
        visitor.press("Open")
        dismiss(visitor)
        assert f"dismissed {times}" in visitor.text
    unstorable.forget()
    visitor.press("Open")
    dismiss(visitor)
    assert "dismissed 3" in visitor.text


def test_one_that_cannot_be_dismissed_has_no_cross(come):
    @fr.dialog("Stay", dismissible=False)
    def shown():
        fr.text("inside")

    dialog = dialog_of(come(shown))
    assert "data-fr-dismissible" not in dialog
    assert not dialog.all("button")


# ------------------------------------------------------------------------------------------------ what is not allowed


def test_no_dialog_in_a_dialog(show):
    @fr.dialog("Inner")
    def inner():
        fr.text("inner")

    @fr.dialog("Outer")
    def outer():
        inner()

    assert show(lambda: outer()).exception[0].message == "Dialogs may not be nested inside other dialogs."


def test_no_dialog_in_a_dialog_that_runs_alone(come):
    @fr.dialog("Inner")
    def inner():
        fr.text("inner")

    @fr.dialog("Outer")
    def outer():
        if fr.button("Open another"):
            inner()

    visitor = come(outer)
    visitor.press("Open another")
    assert "Dialogs may not be nested inside other dialogs." in dialog_of(visitor).text


def test_no_dialog_in_a_fragment_of_a_dialog(show):
    @fr.dialog("Inner")
    def inner():
        fr.text("inner")

    part = fr.fragment(lambda: inner())

    @fr.dialog("Outer")
    def outer():
        part()

    assert show(lambda: outer()).exception[0].message == "Dialogs may not be nested inside other dialogs."


def test_one_dialog_a_run(show):
    @fr.dialog("One")
    def one():
        fr.text("one")

    def page():
        one()
        one()

    shown = show(page).exception[0]
    assert shown.proto.type == "StreamlitInvalidLayoutContextError"
    assert shown.message == (
        "Only one dialog is allowed to be opened at the same time. Please make sure to not call a dialog-decorated "
        "function more than once in a script run."
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"title": ""}, 'The `title` parameter is required. For example: `@st.dialog("Example Title")`.'),
        (
            {"width": "huge"},
            "Invalid `width` value. Supported values: 'small', 'medium', 'large', a positive integer. Got 'huge'.",
        ),
        (
            {"width": 0},
            "Invalid `width` value. Supported values: 'small', 'medium', 'large', a positive integer. Got 0.",
        ),
        (
            {"position": "left top"},
            "Invalid `position` value. Supported values: 'center', 'top', 'bottom', 'left', 'right'.",
        ),
        (
            {"on_dismiss": "close"},
            "Invalid `on_dismiss` value. Supported values: 'rerun', 'ignore', a callback function.",
        ),
    ],
)
def test_what_it_cannot_be(options, message):
    with pytest.raises(fr.errors.StreamlitAPIException) as raised:
        fr.dialog(**{"title": "Title", **options})
    assert str(raised.value) == message


@fr.fragment
def twice():
    fr.text(f"found {fr.text_input('Where')!r}")


@fr.dialog("Look elsewhere")
def elsewhere():
    fr.text(f"searched {fr.text_input('Search')!r}")
    twice()


def test_a_widget_of_the_page_may_stand_in_it_once_more(show):
    def page():
        fr.text_input("Search")
        fr.text_input("Where")
        if fr.button("Elsewhere"):
            elsewhere()

    at = show(page).as_browser()
    at.button[0].click().run()
    assert not at.exception
    inside = at.get("dialog")[0]
    for place, said in ((0, "searched 'x'"), (1, "found 'x'")):
        inside.text_input[place].input("x").run()
        inside = at.get("dialog")[0]
        assert said in inside.text.values
    inside.text_input[1].input("y").run()
    assert at.get("dialog")[0].text.values == ["searched 'x'", "found 'y'"]
    assert [field.value for field in at.main.text_input] == ["", ""]
