"""What authors see of a submission while DEBUG is on: why it ran, what was sent, what became of it, and as a test."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import clear_url_caches, include, path

import formrerun as fr
from formrerun.submissions import inspection, unstorable
from formrerun.testing import AppTest
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inspecting(settings):
    settings.FORMRERUN = {**getattr(settings, "FORMRERUN", {}), "DEBUG_PANEL": True}


def send():
    fr.session_state.sent = fr.session_state.get("sent", 0) + 1
    Group.objects.create(name=fr.session_state.name)


@fr.page
def inspected(request):
    with fr.form("one"):
        fr.text_input("Name", key="name")
        fr.text_input("Word", key="word", type="password")
        fr.date_input("Day", dt.date(2026, 1, 2), key="day")
        fr.form_submit_button("Send", on_click=send, key="send")
    fr.write(Group.objects.count())


def panel(visitor):
    """Return what the panel shows."""
    answer = visitor.client.get(visitor.page.one(id="fr-inspection")["data-fr-src"])
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def visitor(serve):
    return Visitor(serve(inspected, plain=True), script=True)


def test_a_submission_is_told_step_by_step(visitor):
    visitor.fill("Name", "<Ann>").fill("Word", "hidden").press("Send")
    seen, opened = inspection.of_tab(visitor.tab)[0], inspection.of_tab(visitor.tab)[-1]
    assert (seen.why, seen.trigger, seen.end, seen.runs) == ("submitted", "send", "completed", 1)
    assert seen.callbacks == "tests.submissions.test_inspection.send()"
    assert [field[:4] for field in seen.fields if field.name == "name"] == [("name", "''", "<Ann>", "'<Ann>'")]
    assert [field.verdict for field in seen.fields] == ["new", "new", "as before"]
    assert ("sent", "", "1") in seen.state
    assert [name for name, _took in seen.steps] == ["judging", "callbacks", "page", "rendering", "saving"]
    assert [query.step for query in seen.queries if "auth_group" in query.sql] == ["callbacks", "page"]
    assert opened.why == "opened"


def test_the_panel_shows_it_to_its_visitor_alone(visitor):
    visitor.fill("Name", "<Ann>").fill("Word", "hidden").press("Send")
    shown = panel(visitor)
    assert "&lt;Ann&gt;" in shown
    assert "hidden" not in shown
    stranger = Visitor(visitor.url)
    assert stranger.client.get(visitor.page.one(id="fr-inspection")["data-fr-src"]).status_code == 404


def test_without_debug_there_is_no_panel(visitor, settings):
    address = visitor.page.one(id="fr-inspection")["data-fr-src"]
    settings.FORMRERUN = {**settings.FORMRERUN, "DEBUG_PANEL": None}
    settings.DEBUG = False
    assert visitor.client.get(address).status_code == 404
    assert not visitor.open().page.all(id="fr-inspection")
    settings.DEBUG = True
    assert visitor.open().page.all(id="fr-inspection")


def test_a_refusal_and_a_repeat_are_told(serve):
    def refuse():
        raise ValidationError({"name": ["Taken."]})

    def page(request):
        fr.text_input("Name", key="name")
        fr.button("Send", on_click=refuse, key="send")

    visitor = Visitor(serve(page), script=True)
    visitor.press("Send")
    assert "Taken." in inspection.of_tab(visitor.tab)[0].end

    visitor = Visitor(serve(lambda request: fr.button("Press", key="press")), script=True)
    body = visitor.compose("fr-page", visitor.button("Press")["value"])
    visitor.send(body)
    visitor.send(body)
    assert inspection.of_tab(visitor.tab)[0].why == "answered from the record"


def test_a_replay_is_told_with_its_cure(serve):
    def page(request):
        fr.button("Press", key="press", on_click=lambda: None)

    visitor = Visitor(serve(page), script=True)
    unstorable.forget()
    visitor.press("Press")
    assert inspection.of_tab(visitor.tab)[0].replays == 1
    assert "a lambda" in panel(visitor)


def test_what_was_sent_can_be_copied_as_a_test(visitor):
    visitor.fill("Name", "Ann").fill("Day", "2026-03-04").press("Send")
    code = inspection.of_tab(visitor.tab)[0].code
    assert "at.get_by_key('day').set_value(datetime.date(2026, 3, 4))" in code
    Group.objects.all().delete()
    names = {"AppTest": AppTest}
    exec(compile(code, "copied", "exec"), names)
    names["test_inspected"](None)
    assert Group.objects.get().name == "Ann"


def test_a_look_that_fails_lets_the_submission_pass(visitor, monkeypatch, caplog):
    monkeypatch.setattr(inspection, "written_test", lambda *given: 1 / 0)
    visitor.fill("Name", "Ann")
    assert visitor.press("Send").status_code == 200
    assert Group.objects.get().name == "Ann"
    assert "could not be noted" in caplog.text


def test_the_debug_toolbar_has_a_panel_of_it(serve, settings):
    pytest.importorskip("debug_toolbar")
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "debug_toolbar"]
    settings.MIDDLEWARE = ["debug_toolbar.middleware.DebugToolbarMiddleware", *settings.MIDDLEWARE]
    settings.DEBUG_TOOLBAR_PANELS = ["formrerun.debug_toolbar.FormrerunPanel"]
    settings.DEBUG_TOOLBAR_CONFIG = {"SHOW_TOOLBAR_CALLBACK": lambda request: True, "IS_RUNNING_TESTS": False}
    address = serve(inspected, plain=True)
    settings.ROOT_URLCONF.urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))
    clear_url_caches()
    answer = Client().get(address)
    assert b"FormrerunPanel" in answer.content
    assert b"opened, completed" in answer.content
