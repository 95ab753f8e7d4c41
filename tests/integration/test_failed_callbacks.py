"""An exception in a callback keeps the page: it is drawn as it was before, what was typed in it, the error on top."""

from __future__ import annotations

from collections import Counter

import pytest

import formrerun as fr
from project.shop.models import Customer
from tests.visitor import Visitor

#: How often the pages of this module ran in the test that runs now.
RAN: Counter[str] = Counter()


def fail():
    RAN["callback"] += 1
    raise ValueError("no connection")


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def visit(request, serve, settings):
    """Open a page in a browser, with its script and without."""
    settings.FORMRERUN = {"SHOW_ERROR_DETAILS": True}

    def open_(page, **options):
        RAN.clear()
        return Visitor(serve(page, **options), script=request.param)

    return open_


def error_of(place):
    """Return the one error in a part of a page."""
    (error,) = place.by_test_id("stException")
    return error.text


def order():
    RAN["page"] += 1
    fr.title("Order")
    with fr.form("order", clear_on_submit=True):
        fr.text_input("Street", key="street")
        fr.checkbox("Express", key="express")
        pressed = fr.form_submit_button("Order", on_click=fail)
    if pressed:
        RAN["ordered"] += 1
    with fr.form("other"):
        fr.text_input("Note", key="note")
        fr.form_submit_button("Save")
    fr.write(f"to {fr.session_state.street}")


@pytest.mark.django_db
class TestThePageStays:
    def test_a_form_keeps_what_was_typed_and_is_not_cleared(self, visit):
        visitor = visit(order)
        RAN.clear()
        answer = visitor.fill("Street", "Elm 1").fill("Express", True).press("Order")
        assert RAN == {"callback": 1, "page": 1}  # the button counts as not pressed
        assert error_of(visitor.page).startswith("ValueError : no connection")
        assert visitor.text.index("no connection") < visitor.text.index("Order")
        assert (visitor.shown("Street"), visitor.shown("Express")) == (["Elm 1"], ["1"])
        assert "to Elm 1" in visitor.text
        assert (answer.get("FR-Failed") == "1") is visitor.script

    def test_it_can_be_sent_again(self, visit, monkeypatch):
        visitor = visit(order)
        visitor.fill("Street", "Elm 1").press("Order")
        monkeypatch.setattr(fail, "__code__", (lambda: None).__code__)
        visitor.press("Order")
        assert RAN["ordered"] == 1
        assert "no connection" not in visitor.text
        assert visitor.shown("Street") == [""]  # now it is cleared

    def test_a_repeat_gets_the_same_page_and_runs_nothing(self, visit):
        visitor = visit(order)
        visitor.fill("Street", "Elm 1")
        again = visitor.compose, visitor.pairs
        form, trigger = visitor.button("Order")["form"], visitor.button("Order")["value"]
        body = again[0](form, trigger) if visitor.script else again[1](form, trigger)
        send = visitor.send if visitor.script else visitor.send_form
        send(body)
        RAN.clear()
        send(body)
        assert not RAN
        assert "no connection" in error_of(visitor.page)
        assert visitor.shown("Street") == ["Elm 1"]

    def test_a_field_outside_forms(self, visit):
        def page():
            fr.number_input("Amount", value=1, key="amount", on_change=fail)
            fr.write(f"amount {fr.session_state.amount}")

        visitor = visit(page)
        visitor.change("Amount", "7")
        assert "no connection" in error_of(visitor.page)
        assert visitor.shown("Amount") == ["7"]
        assert "amount 7" in visitor.text

    def test_an_error_of_the_page_stands_where_it_was_raised(self, visit):
        def page():
            fr.button("Go", on_click=fail)
            if RAN["callback"]:
                fr.write("so far")
                raise KeyError("second")

        visitor = visit(page)
        visitor.press("Go")
        first, second = visitor.page.by_test_id("stException")
        assert "no connection" in first.text
        assert "second" in second.text

    def test_a_rerun_of_the_page_does_not_lose_the_error(self, visit):
        def page():
            fr.button("Go", on_click=fail)
            if RAN["callback"] and not fr.session_state.get("again"):
                fr.session_state.again = True
                fr.rerun()

        visitor = visit(page)
        visitor.press("Go")
        assert "no connection" in error_of(visitor.page)

    def test_visitors_are_told_that_it_was_not_done(self, visit, settings):
        settings.FORMRERUN = {"SHOW_ERROR_DETAILS": False}
        visitor = visit(order)
        visitor.fill("Street", "Elm 1").press("Order")
        assert error_of(visitor.page) == (
            "This could not be done. The error was written to the server's log; your input is kept."
        )

    def test_a_chat_box_has_its_message_back(self, visit):
        def page():
            fr.chat_input("Message", key="message", on_submit=fail)
            fr.write(f"said: {fr.session_state.message}")

        visitor = visit(page)
        visitor.fill("Message", "hello").press("Send message")
        assert "no connection" in error_of(visitor.page)
        assert "said: None" in visitor.text
        assert visitor.shown("Message") == ["hello"]
        if visitor.script:  # it has emptied the box itself, and fills it where nothing was typed since
            assert "data-fr-soft" in visitor.controls("Message")[0]


@pytest.mark.django_db
class TestFragments:
    def test_one_has_the_error_on_top_and_runs_alone(self, visit):
        @fr.fragment
        def part():
            RAN["part"] += 1
            fr.text_input("Name", key="name", on_change=fail)

        def page():
            RAN["page"] += 1
            fr.write("above")
            part()

        visitor = visit(page)
        RAN.clear()
        visitor.change("Name", "Ada")
        assert RAN["page"] == (0 if visitor.script else 1)
        assert "no connection" in error_of(visitor.page)
        assert visitor.shown("Name") == ["Ada"]
        if visitor.script:
            assert visitor.text.index("above") < visitor.text.index("no connection")

    def test_a_dialog_stays_open_with_the_error_in_it(self, visit):
        visitor = visit(with_dialog)
        visitor.press("Edit")
        visitor.fill("Reason", "too late").press("Send")
        dialog = visitor.page.one("dialog")
        assert "no connection" in error_of(dialog)
        assert visitor.shown("Reason") == ["too late"]


@fr.dialog("Why?")
def why():
    with fr.form("why", clear_on_submit=True):
        fr.text_input("Reason")
        fr.form_submit_button("Send", on_click=fail)


def with_dialog():
    if fr.button("Edit"):
        why()


def test_its_writes_are_undone_and_those_of_the_callback_before_stay(db, show):
    def first():
        Customer.objects.create(name="first", email="first@example.com")
        fr.session_state.log.append("first")

    def second():
        Customer.objects.create(name="second", email="second@example.com")
        fr.session_state.log.append("second")
        fr.session_state.one, fr.session_state.two, fr.session_state.new = "set", "set", 1
        fr.query_params.tab = "set"
        raise ValueError("no")

    def page():
        fr.session_state.setdefault("log", [])
        fr.text_input("1", key="one", on_change=first)
        fr.text_input("2", key="two", on_change=second)
        fr.text((fr.session_state.log, fr.session_state.one, fr.session_state.two, "new" in fr.session_state))

    at = show(page)
    at.text_input("one").set_value("typed")
    at.text_input("two").set_value("typed too")
    at.run()
    assert at.exception[0].message == "no"
    assert at.text[0].value == "(['first'], 'typed', 'typed too', False)"
    assert at.query_params == {}
    assert [customer.name for customer in Customer.objects.all()] == ["first"]


def test_what_it_has_changed_in_place_is_as_it_was_in_every_store(db, show):
    def change():
        kept = fr.session_state.kept
        kept["list"].append(3)
        kept["set"].clear()
        kept["dict"]["b"] = 2
        kept["more"] = True
        raise ValueError("no")

    def page():
        fr.session_state.setdefault("kept", {"list": [1, 2], "set": {1}, "dict": {"a": 1}})
        fr.button("Go", on_click=change)
        fr.text(fr.session_state.kept)

    for store in ("process", "project"):
        at = show(page, store=store)
        for _again in range(2):
            at.button[0].click().run()
            assert at.text[0].value == "{'list': [1, 2], 'set': {1}, 'dict': {'a': 1}}"


def test_what_tabs_share_is_as_it_was_too(db, show):
    def change():
        fr.session_state.count += 1
        raise ValueError("no")

    @fr.page(state="session")
    def page():
        fr.session_state.setdefault("count", 0)
        fr.button("Go", on_click=change)
        fr.text(fr.session_state.count)

    for store in ("process", "project"):
        at = show(page, store=store)
        at.button[0].click().run()
        assert at.text[0].value == "0"


def test_the_page_that_an_earlier_callback_wanted_is_not_gone_to(show):
    def page():
        fr.text_input("1", key="one", on_change=lambda: fr.switch_page("/elsewhere/"))
        fr.text_input("2", key="two", on_change=fail)

    at = show(page)
    at.text_input("one").set_value("x")
    at.text_input("two").set_value("y")
    at.run()
    assert at.exception[0].message == "no connection"
    assert at.text_input("one").value == "x"
