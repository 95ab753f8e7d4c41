"""``@page(atomic=False)``: values and callbacks are committed, then the page runs outside of any transaction."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection, connections, transaction

import formrerun as fr
from formrerun import store
from formrerun.exceptions import FormrerunError, TabBusy
from formrerun.models import Tab
from formrerun.protocol.record import CRASHED, STARTED
from formrerun.store import Owner, coding
from tests.store.conftest import BACKENDS, save
from tests.store.test_contract import in_thread, only
from tests.visitor import Visitor

stored = only(*(name for name in BACKENDS if name != "process"))


class Died(BaseException):
    """The process was killed: nothing of ours catches it."""


class Import:
    """A page that imports rows one by one."""

    def __init__(self) -> None:
        self.runs = 0
        self.during: Any = lambda: None

    def start(self) -> None:
        fr.session_state.started = fr.session_state.get("started", 0) + 1
        Group.objects.create(name=f"callback {fr.session_state.started}")

    def __call__(self) -> None:
        with fr.form("f"):
            fr.text_input("File", key="file")
            sent = fr.form_submit_button("Import", on_click=start, args=(id(self),))
        if sent:
            self.runs += 1
            Group.objects.create(name=f"row {self.runs}")
            self.during()
        fr.write(f"started={fr.session_state.get('started')} runs={self.runs}")


imports: dict[int, Import] = {}


def start(which: int) -> None:
    imports[which].start()


@pytest.fixture
def page(serve, transactional_db):
    made = Import()
    imports[id(made)] = made

    def importing():
        made()

    made.url = serve(importing, atomic=False)
    yield made
    imports.clear()


def rows() -> list[str]:
    """Return what is committed, as another connection sees it."""
    names: list[str] = []
    in_thread(lambda: names.extend(Group.objects.order_by("id").values_list("name", flat=True)))
    return names


def test_what_the_page_writes_is_there_at_once(page):
    seen = []
    page.during = lambda: seen.append((rows(), connection.in_atomic_block))
    visitor = Visitor(page.url, script=True)
    assert visitor.fill("File", "a.csv").press("Import").status_code == 200
    assert seen == [(["callback 1", "row 1"], False)]
    assert "started=1 runs=1" in visitor.text
    assert visitor.shown("File") == ["a.csv"]


def test_what_it_has_written_stays_when_it_raises(page):
    page.during = lambda: 1 / 0
    visitor = Visitor(page.url, script=True)
    visitor.press("Import")
    assert rows() == ["callback 1", "row 1"]
    assert "This part of the page could not be shown" in visitor.text
    page.during = lambda: None
    visitor.press("Import")
    assert "started=2" in visitor.text


def test_a_repeat_is_answered_from_the_record(page):
    visitor = Visitor(page.url, script=True)
    body = visitor.compose(visitor.button("Import")["form"], visitor.button("Import")["value"])
    visitor.send(body)
    visitor.send(body)
    assert page.runs == 1
    assert rows() == ["callback 1", "row 1"]


def die() -> None:
    raise Died


def let_the_lease_end() -> None:
    """Let the time pass in which the process that died could have shown that it lives."""
    for tab in Tab.objects.all():
        Tab.objects.filter(pk=tab.pk).update(meta=json.dumps({**json.loads(tab.meta), "l": 0}))


def test_a_page_whose_process_died_is_shown_as_cut_short_and_never_runs_again(page):
    page.during = die
    visitor = Visitor(page.url, script=True)
    body = visitor.compose(visitor.button("Import")["form"], visitor.button("Import")["value"])
    with pytest.raises(Died):
        visitor.send(body)
    assert rows() == ["callback 1", "row 1"]
    page.during = lambda: None
    assert visitor.send(body).status_code == 503  # the process may be alive still
    let_the_lease_end()
    answer = visitor.send(body)
    assert answer.status_code == 409
    assert "This was cut short" in answer.json()["message"]
    assert visitor.send(body).status_code == 409
    assert page.runs == 1
    visitor.press("Import")
    assert "started=2 runs=2" in visitor.text


#: The shortest waits of the script between two tries, in seconds (static/formrerun/src/formrerun/retries.js).
WAITS = [0.75 * wait for wait in (0.4, 0.8, 1.6, 3.2, 6.4, 12.8)]


@pytest.mark.parametrize("unanswered", range(5), ids=lambda tries: f"after {tries} tries without an answer")
@pytest.mark.parametrize("since_the_last_beat", [0, 9.9])
def test_the_browser_does_not_give_up_before_that_is_known(page, monkeypatch, unanswered, since_the_last_beat):
    """It waits as long as it is told, and gives up after its sixth wait: by then the lease has ended."""
    page.during = die
    visitor = Visitor(page.url, script=True)
    body = visitor.compose(visitor.button("Import")["form"], visitor.button("Import")["value"])
    with pytest.raises(Died):
        visitor.send(body)
    now = time.time() + since_the_last_beat + sum(WAITS[:unanswered])
    monkeypatch.setattr(time, "time", lambda: now)
    answer = visitor.send(body)
    for wait in WAITS[unanswered:]:
        if answer.status_code == 503:
            now += max(wait, float(answer["Retry-After"]))
            answer = visitor.send(body)
    assert answer.status_code == 409


def test_a_run_that_is_alive_is_asked_for_at_each_beat_of_its_heart(page):
    answers = []
    visitor = Visitor(page.url, script=True)
    page.during = lambda: in_thread(lambda: answers.append(other_process(visitor)))
    visitor.press("Import")
    assert [answer.status_code for answer in answers] == [503]
    assert 1 <= int(answers[0]["Retry-After"]) <= 11


def other_process(visitor):
    """Send something else of the same tab to a process that knows no lock of this one."""
    store.make.cache_clear()
    return visitor.send(visitor.compose("fr-page", ""))


def test_a_page_that_shares_its_state_has_to_be_atomic():
    with pytest.raises(FormrerunError, match="what tabs share stays locked"):
        fr.page(atomic=False, state="session")(lambda: None)


# ------------------------------------------------------------------------------------------------ in every store


def begin_and_die(backend: Any, tab: str) -> None:
    with backend.store.claim(tab, backend.who, "p") as claim:
        claim.record.state.user["count"] = 1
        claim.record.note("press", STARTED)
        claim.encode(lambda *_: None)
        with claim.saved_outside_transaction():
            raise Died


@stored
def test_the_next_one_finds_that_it_has_crashed(backend, monkeypatch):
    tab = backend.open()
    monkeypatch.setattr("formrerun.store.database.LEASE", -1)
    with pytest.raises(Died):
        begin_and_die(backend, tab)
    with backend.store.claim(tab, backend.who, "p") as claim:
        assert claim.record.outcome("press") == (2, CRASHED)
        assert claim.record.state.user["count"] == 1
        save(claim)


@stored
def test_what_is_saved_after_it_counts(backend):
    tab = backend.open()
    with backend.store.claim(tab, backend.who, "p") as claim:
        claim.record.note("press", STARTED)
        claim.encode(lambda *_: None)
        with claim.saved_outside_transaction():
            assert not connections["own"].in_atomic_block
            assert backend.store.peek(tab, backend.who, "p")[0].outcome("press") == (2, STARTED)
        claim.record.note("press", "completed")
        save(claim)
    with backend.store.claim(tab, backend.who, "p") as claim:
        assert claim.record.outcome("press") == (2, "completed")


@only("db on SQLite", "db on PostgreSQL", "db on MariaDB")
def test_a_lease_keeps_other_processes_out_and_is_renewed(backend):
    tab = backend.open()
    with pytest.raises(Died):
        begin_and_die(backend, tab)
    backend.store.locks.__init__()  # as in another process
    with pytest.raises(TabBusy), backend.store.claim(tab, backend.who, "p"):
        pass
    with backend.store.open(backend.who, "p") as claim:
        save(claim)
    claim._renew()
    assert coding.load_meta(claim.record, Tab.objects.using("own").get(pk=claim.record.id).meta) > 1_700_000_000


@only("db on PostgreSQL")
def test_a_connection_that_was_lost_meanwhile_is_replaced(backend):
    tab = backend.open()
    with backend.store.claim(tab, backend.who, "p") as claim:
        claim.encode(lambda *_: None)
        with claim.saved_outside_transaction():
            pid = connections["own"].connection.info.backend_pid
            in_thread(lambda: connections["own"].cursor().execute("SELECT pg_terminate_backend(%s, 5000)", [pid]))
            with pytest.raises(Exception, match=r"closed|terminat"), transaction.atomic("own"):
                Tab.objects.using("own").count()
        claim.record.state.user["count"] = 1
        save(claim)
    assert backend.read(tab, Owner("k" * 64)) == {"count": 1}
