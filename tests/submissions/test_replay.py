"""Callbacks and options no other process can know: kept in this one, else found by one replay (decisions 15, 20)."""

from __future__ import annotations

import pytest
from django.db import transaction

import formrerun as fr
from formrerun.submissions import unstorable
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


class Local:
    """A page with a closure as callback, which counts what happens to it."""

    def __init__(self):
        self.runs, self.called, self.word = 0, [], "one"

    def page(self):
        self.runs += 1
        word = self.word
        fr.session_state.noise = self.runs  # what a replay writes is thrown away
        with fr.form("f"):
            fr.text_input("Name", key="name")
            fr.form_submit_button("Send", on_click=lambda: self.called.append((word, fr.session_state.name)))
        fr.text(f"runs {self.runs} noise {fr.session_state.noise}")


@pytest.fixture
def local(serve):
    made = Local()

    def page():
        made.page()

    made.visitor = Visitor(serve(page), script=True)
    return made


def test_the_process_that_drew_it_needs_no_replay(local):
    local.visitor.fill("Name", "Ada").press("Send")
    assert local.called == [("one", "Ada")]
    assert local.runs == 2


def test_another_process_runs_the_page_once_more_and_says_how_to_avoid_it(local, caplog):
    unstorable.forget()
    local.visitor.fill("Name", "Ada").press("Send")
    assert local.called == [("one", "Ada")]
    assert local.runs == 3
    assert "runs once more to find what no other process can know" in caplog.text
    assert "Make the callback a function at module level" in caplog.text


def test_a_function_that_is_no_longer_the_one_that_was_drawn_is_not_called(local):
    unstorable.forget()
    local.word = "two"
    answer = local.visitor.fill("Name", "Ada").press("Send")
    assert answer.status_code == 409
    assert local.called == []


def test_a_repeat_needs_no_replay(local):
    visitor = local.visitor.fill("Name", "Ada")
    body = visitor.compose(visitor.button("Send")["form"], visitor.button("Send")["value"])
    visitor.send(body)
    runs = local.runs
    unstorable.forget()
    assert visitor.send(body).status_code == 200
    assert (local.runs, len(local.called)) == (runs, 1)


def test_a_function_at_module_level_never_needs_one():
    visitor = Visitor("/t/greeting/", script=True)
    unstorable.forget()
    visitor.press("Greet")
    assert "count=1" in visitor.text


class Opaque:
    """An option the codec does not know."""

    def __init__(self, name):
        self.name = name

    def __str__(self):
        return self.name


def test_options_that_cannot_be_stored_are_found_again_too(serve):
    runs = []

    def page():
        runs.append(1)
        chosen = fr.selectbox("Pick", [Opaque("a"), Opaque("b")])
        fr.text(f"<{chosen}>")

    visitor = Visitor(serve(page), script=True)
    unstorable.forget()
    visitor.change("Pick", "b")
    assert "<b>" in visitor.text
    assert len(runs) == 3


def test_what_a_replay_writes_to_the_database_is_undone(serve):
    from django.contrib.auth.models import Group

    def page():
        Group.objects.create(name=f"group {Group.objects.count()}")
        fr.button("Send", on_click=lambda: None)

    visitor = Visitor(serve(page), script=True)
    unstorable.forget()
    visitor.press("Send")
    assert Group.objects.count() == 2


def test_a_replay_does_not_press_the_last_button_again(serve):
    sent = []

    def page():
        if fr.button("Mail"):
            sent.append("mail")
        fr.button("Other", on_click=lambda: sent.append("other"))

    visitor = Visitor(serve(page), script=True)
    visitor.press("Mail")
    unstorable.forget()
    visitor.press("Other")
    assert sent == ["mail", "other"]


def test_what_is_drawn_only_under_the_last_button_is_found_by_pressing_it(serve):
    called = []

    def page():
        if fr.button("Ask"):
            fr.button("Sure", on_click=lambda: called.append("sure"))

    visitor = Visitor(serve(page), script=True)
    visitor.press("Ask")
    unstorable.forget()
    visitor.open(f"{visitor.url}?fr={visitor.tab}.0").press("Sure")
    assert called == ["sure"]


@fr.dialog("Order")
def order():
    fr.button("Check")
    fr.button("Send", on_click=lambda: fr.session_state.update(sent=True))
    fr.text(f"sent {'sent' in fr.session_state}")


def test_what_stands_in_a_dialog_that_has_run_alone_since_is_found_there(serve):
    def page():
        if fr.button("Open"):
            order()

    visitor = Visitor(serve(page), script=True)
    for label in ("Open", "Check"):
        visitor.press(label)
        visitor.open(f"{visitor.url}?fr={visitor.tab}.0")
    unstorable.forget()
    visitor.press("Send")
    assert "sent True" in visitor.open(f"{visitor.url}?fr={visitor.tab}.0").text


@pytest.mark.parametrize("atomic", [True, False])
def test_a_refused_plain_form_leaves_nothing_in_the_database(serve, atomic):
    from django.contrib.auth.models import Group

    told = []

    def page():
        Group.objects.create(name=f"group {Group.objects.count()}")
        transaction.on_commit(lambda: told.append(1))
        fr.session_state.count = fr.session_state.get("count", 0) + 1
        with fr.form("f"):
            fr.number_input("N", 0, 5)
            fr.form_submit_button("Go")

    visitor = Visitor(serve(page, atomic=atomic))
    before = Group.objects.count(), len(told)
    assert visitor.fill("N", "77").press("Go").status_code == 422
    assert (Group.objects.count(), len(told)) == before
    assert visitor.shown("N") == ["77"]
    assert visitor.fill("N", "3").press("Go").status_code == 303
