"""Who else has the same thing open, and whether it was changed elsewhere."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

import formrerun as fr
from formrerun import live
from formrerun.live import people, topics
from formrerun.live.models import Presence
from formrerun.testing import AppTest
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = "/formrerun/live/people/"


def page():
    group = Group.objects.get(name="managers")
    live.presence(group)
    with fr.form("rename"):
        fr.text_input("Name", key="name")
        fr.form_submit_button("Rename")


@pytest.fixture
def group():
    return Group.objects.create(name="managers")


@pytest.fixture
def come(serve, group):
    """Return how a user opens the page in a browser of their own."""
    url = serve(page)

    def open_(name: str) -> Visitor:
        client = Client(enforce_csrf_checks=True)
        if name:
            client.force_login(User.objects.get_or_create(username=name)[0])
        return Visitor(url, client, script=True)

    return open_


def say(visitor, state, **more):
    """Say what the script of the page says."""
    body = {"of": visitor.page.one("fr-presence")["data-fr-of"], "state": state, **more}
    return visitor.client.post(
        PEOPLE, json.dumps(body), content_type="application/json", headers={"X-CSRFToken": visitor.app["data-fr-csrf"]}
    )


def test_others_are_told_who_is_there_and_who_is_editing(come):
    ana, ben = come("ana"), come("ben")
    assert "open" not in ben.text
    assert say(ana, "looks").status_code == 204
    assert ben.open().text.startswith("ana has this open.")
    say(ana, "edits")
    assert "ana is editing this." in ben.open().text
    say(ana, "leaves")
    assert "ana" not in ben.open().text


def test_nobody_is_told_of_their_own_tabs(come):
    ana, again = come("ana"), come("ana")
    say(ana, "edits")
    assert "ana" not in again.open().text


def test_who_is_not_logged_in_is_somebody(come):
    nobody, ben = come(""), come("ben")
    say(nobody, "edits")
    assert "Somebody is editing this." in ben.open().text


def test_news_refresh_the_topic_and_a_mere_sign_of_life_does_not(come, group):
    ana = come("ana")
    topic = people.topic_of(group)

    def version():
        return topics.versions([topic])[topic]

    before = version()
    say(ana, "looks")
    came = version()
    say(ana, "looks")
    assert before < came == version()
    say(ana, "edits")
    assert version() > came


def test_who_was_not_heard_of_for_a_while_is_gone_and_others_are_told(come, group):
    ana, ben = come("ana"), come("ben")
    say(ana, "edits")
    Presence.objects.update(seen=timezone.now() - people.AWAY - timedelta(seconds=1))
    assert "ana" not in ben.open().text
    say(ben, "looks")
    assert [row.name for row in Presence.objects.all()] == ["ben"]


def test_names_are_no_markdown(come, group):
    User.objects.create_user("eve", first_name="**Eve** <b>:material/home:", last_name="[x](http://x)")
    eve, ben = come("eve"), come("ben")
    say(eve, "edits")
    assert "**Eve** <b>:material/home: [x](http://x) is editing this." in ben.open().text


class TestWhatIsMadeByHand:
    def test_a_list_of_another_session_is_refused(self, come):
        ana, ben = come("ana"), come("ben")
        assert say(ben, "edits", of=ana.page.one("fr-presence")["data-fr-of"]).status_code == 403
        assert not Presence.objects.exists()

    @pytest.mark.parametrize(
        "body", ["", "[]", "{}", '{"of": 1, "state": "edits"}', '{"of": "x:y", "state": "looks"}', "9" * 9999]
    )
    def test_what_cannot_be_read_is(self, come, body):
        ana = come("ana")
        answer = ana.client.post(
            PEOPLE, body, content_type="application/json", headers={"X-CSRFToken": ana.app["data-fr-csrf"]}
        )
        assert answer.status_code in (400, 403)

    def test_a_state_that_there_is_not_is(self, come):
        assert say(come("ana"), "dances").status_code == 403

    def test_what_has_no_token_is(self, come):
        ana = come("ana")
        body = json.dumps({"of": ana.page.one("fr-presence")["data-fr-of"], "state": "edits"})
        assert ana.client.post(PEOPLE, body, content_type="application/json").status_code == 403

    def test_looking_at_the_address_is(self, come):
        assert come("ana").client.get(PEOPLE).status_code == 405


def test_a_page_that_is_only_opened_writes_nothing(come):
    come("ana")
    assert not Presence.objects.exists()


@pytest.mark.parametrize("of", [None, "", Group, Group(name="unsaved")])
def test_what_nobody_can_have_open_is_said(show, of):
    assert "needs a row of a model" in show(lambda: live.presence(of)).exception[0].message
    assert "needs a row of a model" in show(lambda: live.changes(of)).exception[0].message


def test_it_is_returned_too(show, group):
    Presence.objects.create(
        id="1", topic="people:the till", tab="t", user="7", name="Ana", is_editing=True, seen=timezone.now()
    )
    found = []
    at = show(lambda: found.extend(live.presence("the till", show=False)))
    assert found == [live.Person("Ana", True)]
    assert not at.warning


class TestChanges:
    @staticmethod
    def page():
        group = Group.objects.get(pk=fr.session_state.setdefault("pk", Group.objects.get().pk))
        live.changes(group)
        fr.text(f"this is {group.name}")

    def rerun(self, visitor):
        """Ask for the fragment, as the script does that has heard of a change."""
        part = visitor.page.one("fr-live")["data-fr-part"]
        return visitor.send(visitor.compose("fr-page", "", kind="rerun", fragment=part), **{"FR-Kind": "rerun"})

    def test_a_row_that_was_changed_elsewhere_is_said_with_its_fields(self, serve, group):
        visitor = Visitor(serve(self.page), script=True)
        Group.objects.filter(pk=group.pk).update(name="bosses")
        self.rerun(visitor)
        assert "This was changed elsewhere meanwhile: name." in visitor.text
        assert "this is managers" in visitor.text  # what stands around it is left alone
        visitor.press("Show it")
        assert visitor.text == "this is bosses"

    def test_one_that_is_as_it_was_is_not(self, serve, group):
        visitor = Visitor(serve(self.page), script=True)
        Group.objects.create(name="others")
        self.rerun(visitor)
        assert visitor.text == "this is managers"

    def test_nor_what_one_has_changed_oneself(self, serve, group):
        def page():
            fr.button("Rename", on_click=rename, args=(group.pk,))
            live.changes(Group.objects.get(pk=group.pk))

        visitor = Visitor(serve(page), script=True)
        visitor.press("Rename")
        self.rerun(visitor)
        assert visitor.text == "Rename"

    def test_one_that_is_gone_is_said(self, serve, group):
        visitor = Visitor(serve(self.page), script=True)
        group.delete()
        self.rerun(visitor)
        assert "This was deleted meanwhile." in visitor.text


def rename(pk):
    Group.objects.filter(pk=pk).update(name="renamed")


def test_apptest_draws_it(group):
    at = AppTest.from_page(fr.page(page)).run()
    assert [field.label for field in at.text_input] == ["Name"]
