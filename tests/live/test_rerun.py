"""The rerun that a browser asks for: the page as it is now, and nothing else happens."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

import formrerun as fr
from formrerun import live
from formrerun.signals import submission_committed
from tests.live.conftest import topics
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
GROUPS = "model:auth.group"


def add_group():
    Group.objects.create(name=fr.session_state.name)


def page():
    fr.text(f"{live.follow(Group.objects.all()).count()} groups")
    fr.session_state.runs = fr.session_state.get("runs", 0) + 1
    with fr.form("new"):
        fr.text_input("Name", key="name")
        pressed = fr.form_submit_button("Add", on_click=add_group)
    fr.text(f"run {fr.session_state.runs} pressed {pressed}")


def dashboard():
    """A page without widgets."""
    fr.text(f"{live.follow(Group.objects.all()).count()} groups")


def rerun(visitor):
    return visitor.send(visitor.compose("fr-page", "", kind="rerun"), **{"FR-Kind": "rerun"})


def test_it_shows_what_has_changed_and_is_no_submission(serve):
    heard = []
    submission_committed.connect(lambda **said: heard.append(said), weak=False, dispatch_uid="test")
    try:
        ann = Visitor(serve(page), script=True)
        ann.fill("Name", "a").press("Add")
        Group.objects.create(name="b")
        answer = rerun(ann)
    finally:
        submission_committed.disconnect(dispatch_uid="test")
    assert answer.status_code == 200
    assert "2 groups" in ann.text
    assert "run 3 pressed False" in ann.text
    assert len(heard) == 1


def test_it_applies_nothing_that_is_sent_with_it(serve):
    ann = Visitor(serve(page), script=True)
    button = ann.button("Add")
    rerun_with_all = ann.fill("Name", "sneaked in").compose(button["form"], button["value"], kind="rerun")
    assert ann.send(rerun_with_all).status_code == 200
    assert ann.shown("Name") == [""]
    assert not Group.objects.exists()


def test_what_is_not_answered_may_be_asked_twice(serve):
    ann = Visitor(serve(page), script=True)
    body = ann.compose("fr-page", "", kind="rerun")
    ann.send(body)
    ann.send(body)
    assert "run 3" in ann.text


def test_the_answer_is_the_difference_to_the_page_before(serve):
    ann = Visitor(serve(page), script=True)
    Group.objects.create(name="a")
    answer = rerun(ann)
    assert "FR-Base" in answer
    assert b"1 groups" in answer.content
    assert b"Name" not in answer.content


def test_a_page_without_widgets_runs_again_too(serve):
    ann = Visitor(serve(dashboard), script=True)
    assert ann.tab
    Group.objects.create(name="a")
    assert rerun(ann).status_code == 200
    assert "1 groups" in ann.text


def test_the_page_says_which_versions_it_shows(serve):
    ann = Visitor(serve(page), script=True)
    before = topics(ann)[GROUPS]
    Group.objects.create(name="a")
    rerun(ann)
    assert topics(ann)[GROUPS] == before + 1


def test_what_a_submission_changes_itself_is_no_news_to_its_page(serve):
    ann, bob = Visitor(serve(page), script=True), Visitor(serve(page), script=True)
    ann.fill("Name", "a").press("Add")
    shown = topics(ann)[GROUPS]
    assert shown == topics(bob)[GROUPS] + 1
    assert shown == topics(bob.open())[GROUPS]


def test_what_a_page_changed_before_it_failed_is_no_change(serve):
    def fails():
        live.follow(Group)
        if fr.button("Add"):
            Group.objects.create(name="a")
            raise ZeroDivisionError

    ann = Visitor(serve(fails), script=True)
    before = topics(ann)[GROUPS]
    ann.press("Add")
    assert ann.page.by_test_id("stException")
    assert not Group.objects.exists()
    assert topics(ann)[GROUPS] == before


def test_subscribing_costs_one_query(serve):
    def quiet():
        fr.text("nothing")
        fr.button("Go")

    def alive():
        live.subscribe("orders", "stock", "prices")
        fr.text("nothing")
        fr.button("Go")

    counts = []
    for function in (quiet, alive):
        ann = Visitor(serve(function), script=True)
        body = ann.compose("fr-page", ann.button("Go")["value"])
        with CaptureQueriesContext(connection) as queries:
            ann.client.post(
                ann.url, body, content_type="application/json", headers={"X-CSRFToken": ann.app["data-fr-csrf"]}
            )
        counts.append(len(queries))
    assert counts[1] == counts[0] + 1


def test_a_page_that_changes_what_it_follows_whenever_it_runs_is_warned_of(serve, caplog):
    def visits():
        live.follow(Group)
        Group.objects.create(name=fr.session_state.setdefault("visits", 0))
        fr.session_state.visits += 1

    ann = Visitor(serve(visits), script=True)
    assert not caplog.text
    rerun(ann)
    rerun(ann)
    assert caplog.text.count("in a run that nobody asked for") == 1
