"""``@page(state="session")`` and ``"user"``: several tabs, one state, and no update lost."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse

import formrerun as fr
from formrerun import store
from formrerun.exceptions import RecordTooNew
from formrerun.models import Shared as Stored
from formrerun.store import Owner, coding
from formrerun.store.locks import Deadline
from tests.store.conftest import BACKENDS, save
from tests.store.test_contract import common, encoded, processes, threads
from tests.visitor import Visitor


def count() -> None:
    fr.session_state.count = fr.session_state.get("count", 0) + 1


def board():
    """A counter, a form with a keyed field, and a field that each tab has for itself."""
    with fr.form("f"):
        fr.text_input("Name", "nobody", key="name")
        fr.form_submit_button("Save")
    fr.text_input("Note")
    if fr.session_state.get("details"):
        fr.checkbox("More", key="more")
    fr.button("Count", on_click=count)
    fr.button("Show details", on_click=lambda: fr.session_state.update(details=True))
    fr.button("Rename", on_click=lambda: fr.session_state.update(name="code"))
    fr.write(f"count={fr.session_state.get('count')} name={fr.session_state.name}")


@pytest.fixture(params=["db", "cache", "file", "process"])
def tabs(request, serve, settings, tmp_path, transactional_db):
    """Two tabs of one browser, in each kind of store."""
    settings.FORMRERUN = {"STORE": request.param, "FILE_STORE_PATH": str(tmp_path)}
    url = serve(board, state="session")
    client = Client(enforce_csrf_checks=True)
    return Visitor(url, client, script=True), Visitor(url, client, script=True)


def test_what_one_tab_writes_the_other_reads(tabs):
    one, other = tabs
    one.press("Count")
    other.press("Count")
    one.press("Count")
    assert "count=3" in one.text
    other.press("Show details")
    assert "count=3" in other.text


def test_a_field_with_a_key_is_the_same_in_both(tabs):
    one, other = tabs
    one.fill("Name", "Ada").press("Save")
    before = other.mark
    other.press("Count")
    assert other.shown("Name") == ["Ada"]
    assert "name=Ada" in other.text
    # The browser shows it, for it came with a new revision.
    assert other.controls("Name")[0]["data-fr-rev"] != before
    one.press("Rename")
    other.press("Count")
    assert other.shown("Name") == ["code"]


def test_what_is_seen_is_what_is_sent(tabs):
    one, other = tabs
    one.fill("Name", "Ada").press("Save")
    other.fill("Name", "Bob").press("Save")  # it never saw Ada
    assert "name=Bob" in other.text
    one.press("Count")
    assert one.shown("Name") == ["Bob"]


def test_what_a_tab_has_typed_since_stays_its_own(tabs):
    one, other = tabs
    revision = one.controls("Name")[0]["data-fr-rev"]
    other.press("Count")
    one.press("Count")
    assert one.controls("Name")[0]["data-fr-rev"] == revision


def test_a_field_without_a_key_belongs_to_its_tab(tabs):
    one, other = tabs
    one.change("Note", "mine")
    other.press("Count")
    assert other.shown("Note") == [""]


def test_a_field_that_is_left_out_is_forgotten_by_all(tabs):
    one, other = tabs
    one.press("Show details")
    one.change("More", True)
    other.press("Count")
    assert other.shown("More") == ["on"] or other.controls("More")[0].get("checked") is not None


def test_a_new_tab_joins(tabs):
    one, _other = tabs
    one.fill("Name", "Ada").press("Save")
    one.press("Count")
    third = Visitor(one.url, one.client)
    assert third.shown("Name") == ["Ada"]
    assert "count=1 name=Ada" in third.text


def test_another_session_has_a_state_of_its_own(tabs):
    one, _other = tabs
    one.press("Count")
    assert "count=None" in Visitor(one.url).text


@pytest.mark.parametrize("backend", BACKENDS, indirect=True)
@pytest.mark.parametrize("scope", ["session", "user"])
def test_two_tabs_never_lose_an_update(backend, scope):
    mine = []
    for _ in range(2):
        with backend.store.open(backend.who, "p", scope) as claim:
            mine.append(save(claim))
    threads(backend, mine, 10, scope)
    assert backend.read(mine[0]) == backend.read(mine[1]) == {"count": 20}


@common
def test_two_tabs_in_two_processes_never_lose_an_update(backend):
    mine = []
    for _ in range(2):
        with backend.store.open(backend.who, "p", "session") as claim:
            mine.append(save(claim))
    processes(backend, mine, 15, "session")
    assert backend.read(mine[0]) == backend.read(mine[1]) == {"count": 30}


def test_logging_out_ends_a_session_s_common_state(backend):
    with backend.store.open(backend.who, "p", "session") as claim:
        claim.record.state.user["secret"] = 1
        save(claim)
    backend.store.drop_owner(backend.owner)
    with backend.store.open(backend.who, "p", "session") as claim:
        assert "secret" not in claim.record.state.user


def test_a_user_s_common_state_is_there_in_another_session(backend):
    backend.owner = Owner("k" * 64, "7")
    with backend.store.open(backend.who, "p", "user") as claim:
        claim.record.state.user["draft"] = 1
        save(claim)
    backend.store.drop_owner(backend.owner)  # logged out here, it belongs to the user still
    backend.owner = Owner("n" * 64, "7")
    with backend.store.open(backend.who, "p", "user") as claim:
        assert claim.record.state.user["draft"] == 1
    backend.owner = Owner("n" * 64, "8")
    with backend.store.open(backend.who, "p", "user") as claim:
        assert "draft" not in claim.record.state.user


def test_an_anonymous_visitor_s_user_state_is_the_session_s(serve, client, django_user_model, transactional_db):
    url = serve(board, state="user")
    one, other = Visitor(url, client), Visitor(url, client)
    one.press("Count")
    other.press("Count")
    assert "count=2" in other.text
    client.force_login(django_user_model.objects.create_user("ada"))
    one.press("Count")  # the tab goes on, with the user's own state
    assert "count=1" in one.text
    elsewhere = Client()
    elsewhere.force_login(django_user_model.objects.get())
    assert "count=1" in Visitor(url, elsewhere).text
    client.post(reverse("logout"))
    assert "count=None" in Visitor(url, client).text


# ----------------------------------------------------------------------------------------------------- the edges


def test_a_page_that_waits_too_long_for_another_tab_asks_to_come_again(tabs, settings):
    one, other = tabs
    before = settings.FORMRERUN
    settings.FORMRERUN = {**before, "LOCK_TIMEOUT": 0.01}
    secret = one.client.session["_formrerun"]
    shared = Owner.of(Request({"_formrerun": secret})).shared_id("session")
    between = "-" if settings.FORMRERUN["STORE"] in ("cache", "file") else "."
    with store.default().locks.hold(f"shared{between}{shared}", Deadline()):
        looked = one.client.get(one.url)
        pressed = other.press("Count")
    for answer in (looked, pressed):
        assert answer.status_code == 503
        assert answer["Retry-After"] == "1"
    settings.FORMRERUN = before
    assert other.press("Count").status_code == 200


class Request:
    """A request of which only the session counts."""

    def __init__(self, session: dict[str, str]) -> None:
        self.session = session


@pytest.mark.parametrize("name", ["db", "process"])
def test_a_page_that_is_switched_to_takes_a_copy_along(name, serve, settings, transactional_db):
    settings.FORMRERUN = {"STORE": name}

    def second():
        fr.button("Count", on_click=count)
        fr.write(f"count={fr.session_state.get('count')}")

    target = serve(second, state="tab")

    def first():
        fr.button("Count", on_click=count)
        fr.write(f"count={fr.session_state.get('count')}")
        if fr.button("Go"):
            fr.switch_page(target)

    visitor = Visitor(serve(first), script=True)
    visitor.press("Count")
    tab = visitor.tab
    visitor.press("Go")
    assert visitor.url.startswith(f"{target}?fr=")
    visitor.url = target
    visitor.press("Count")
    assert "count=2" in visitor.text
    who = Owner.of(Request(dict(visitor.client.session)))
    assert store.default().peek(tab, lambda create: who, "")[0].state["count"] == 1


@encoded
def test_a_newer_release_s_common_state_is_left_alone(backend, monkeypatch):
    with backend.store.open(backend.who, "p", "session") as claim:
        claim.record.state.user["kept"] = 1
        tab = save(claim)
    with backend.store.claim(tab, backend.who, "p", "session") as claim:
        monkeypatch.setattr(coding, "FORMAT", 2)
        claim.record.state.user["kept"] = 2
        save(claim)
    monkeypatch.setattr(coding, "FORMAT", 1)
    with pytest.raises(RecordTooNew), backend.store.open(backend.who, "p", "session"):
        pass


@encoded
def test_a_common_state_that_is_not_signed_is_not_read(backend, caplog):
    with backend.store.open(backend.who, "p", "session") as claim:
        claim.record.state.user["kept"] = 1
        save(claim)
    if backend.is_on("db"):
        Stored.objects.using("own").update(state=b"{}")
    else:
        backend.store.write(f"shared-{backend.owner.key}", b"{}", 100)
    with caplog.at_level(logging.WARNING), backend.store.open(backend.who, "p", "session") as claim:
        assert dict(claim.record.state.user) == {}
    assert "is not signed with this SECRET_KEY" in caplog.text


@encoded
def test_a_page_that_leaves_the_common_state_begins_with_its_own(backend):
    with backend.store.open(backend.who, "p", "session") as claim:
        claim.record.state.user["common"] = 1
        tab = save(claim)
    with backend.store.claim(tab, backend.who, "p", "tab") as claim:
        assert "common" not in claim.record.state.user
        claim.record.state.user["mine"] = 2
        save(claim)
    with backend.store.claim(tab, backend.who, "p", "session") as claim:  # and takes its own along when it comes back
        assert dict(claim.record.state.user) == {"common": 1, "mine": 2}
