"""What MariaDB and MySQL do otherwise: deadlocks undo a whole run, statements have a size, keys know no case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from formrerun.exceptions import Conflict, StateTooLarge, WriteLocked
from formrerun.models import Blob, Interrupt, Tab
from formrerun.store import Owner, dialects
from formrerun.store.transactions import RunTransaction
from tests.services import database, mysql_database
from tests.store.conftest import save
from tests.store.test_contract import only

pytestmark = only("db on MariaDB")


@pytest.fixture(autouse=True)
def rows(backend: Any) -> Iterator[Any]:
    """What an author writes: rows that a run and somebody else may want, here of the one table at hand."""
    table = Interrupt.objects.using("own")
    for name in "ab":
        table.create(tab=name, wish="", submission="", at=0)
    yield table
    table.all().delete()


def touch(name: str) -> None:
    """Lock a row by changing it."""
    rows = Interrupt.objects.using("own").filter(tab=name)
    rows.update(at=rows.get().at + 1)


@contextmanager
def somebody(first: str, then: str | None = None) -> Iterator[None]:
    """Let another connection lock a row, and wait for the one that the block has locked if it is given."""
    has, may_end = Event(), Event()

    def work() -> None:
        try:
            with transaction.atomic("own"):
                touch(first)
                # Whoever has written least is undone; that shall be the run.
                Interrupt.objects.using("own").bulk_create(
                    Interrupt(tab=f"more {number}", wish="", submission="", at=0) for number in range(100)
                )
                has.set()
                if then is not None:
                    touch(then)
                may_end.wait(60)
        finally:
            connections.close_all()

    thread = Thread(target=work)
    thread.start()
    assert has.wait(60)
    try:
        yield
    finally:
        may_end.set()
        thread.join()


@pytest.mark.parametrize("caught", [False, True], ids=["raised", "caught by the author"])
def test_a_deadlock_undoes_the_run_which_begins_again(backend, rows, caught):
    """The server has let go of the record too: a page that goes on would write what belongs to no submission."""
    tab = backend.open(count=1)

    def page() -> None:
        with backend.store.claim(tab, backend.who, "p") as claim:
            claim.record.state.user["count"] = 2
            with claim.transaction.protected():
                touch("a")
                with somebody("b", then="a"):  # whoever comes second finds the circle
                    try:
                        touch("b")
                    except DatabaseError:
                        if not caught:
                            raise
            save(claim)

    with pytest.raises(Conflict):
        page()
    assert backend.read(tab) == {"count": 1}
    assert rows.get(tab="a").at == 1  # somebody else's
    with backend.store.claim(tab, backend.who, "p") as claim:
        assert claim.record.run == 2
        save(claim)


def impatient() -> None:
    with connections["own"].cursor() as cursor:
        cursor.execute("SET innodb_lock_wait_timeout = 1")


def test_a_run_that_waits_too_long_for_a_row_begins_again(backend, rows, caplog):
    def page() -> None:
        with RunTransaction("own") as run, run.protected():
            touch("a")
            impatient()
            touch("b")

    with somebody("b"), pytest.raises(WriteLocked):
        page()
    assert rows.get(tab="a").at == 0
    assert "could not get a lock" in caplog.text


def test_an_author_may_go_without_a_row_that_somebody_has(backend, rows):
    def first() -> str:
        try:
            with transaction.atomic("own"):
                return rows.select_for_update(nowait=True).get(tab="b").tab
        except DatabaseError:
            return "nothing"

    with somebody("b"), RunTransaction("own") as run, run.protected():
        touch("a")
        assert first() == "nothing"
    assert rows.get(tab="a").at == 1


@pytest.mark.parametrize("level", ["read committed", "repeatable read", None])
def test_a_claim_reads_what_was_committed_last_whatever_the_isolation_level(backend, level):
    """What the claim sees is no older than the run before, and neither is what the page reads after it."""
    entry = backend.settings["DATABASES"]["own"]
    with database("own", {**entry, "OPTIONS": {**entry["OPTIONS"], "isolation_level": level}}):
        backend.store.locks.__init__()
        with backend.store.open(backend.who, "p", "session") as claim:
            tab = save(claim)
        done: list[int] = []

        def count() -> None:
            """Count on in another process: it knows no lock of this one."""
            try:
                store = type(backend.store)()
                for _ in range(10):
                    with store.claim(tab, backend.who, "p", "session") as claim:
                        seen = Interrupt.objects.using("own").get(tab="a").at
                        claim.record.shared.adopt(claim.record.state)
                        user = claim.record.state.user
                        assert user.get("count", 0) == seen
                        user["count"] = user.get("count", 0) + 1
                        touch("a")
                        save(claim)
                        done.append(1)
            finally:
                connections.close_all()

        threads = [Thread(target=count) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(done) == 30
        assert Interrupt.objects.using("own").get(tab="a").at == 30


# ---------------------------------------------------------------------------------------------------------- sizes


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let the server take statements of 300,000 bytes."""
    monkeypatch.setitem(dialects._packets, "own", 300_000 + dialects.AROUND)
    return 300_000


def test_a_state_takes_no_more_than_a_third_of_a_statement(backend, small):
    failures: list[str] = []
    with backend.store.open(backend.who, "p") as claim:
        claim.record.state.user.update(large='"' * 100_000, fits='"' * 20_000)
        claim.encode(lambda key, value, error: failures.append(str(error)))
        claim.save()
        tab = claim.record.id
    assert backend.read(tab) == {"fits": '"' * 20_000}
    assert ["max_allowed_packet" in text for text in failures] == [True]


def test_blobs_are_written_in_as_many_statements_as_they_need(backend, small):
    with backend.store.open(backend.who, "p") as claim:
        digests = [claim.blobs.put(bytes([number]) * 140_000) for number in range(5)]
        save(claim)
    backend.store.loaded.clear()
    assert [len(backend.store.data(digest)) for digest in digests] == [140_000] * 5


def test_what_no_statement_can_carry_is_refused_and_not_sent(backend, small):
    def open_() -> None:
        with backend.store.open(backend.who, "p") as claim:
            claim.blobs.put(b"'" * 200_000)  # each of them takes two bytes there
            save(claim)

    with pytest.raises(StateTooLarge):
        open_()
    assert not Blob.objects.using("own").exists()


def test_a_record_of_several_megabytes_is_stored(backend):
    tab = backend.open(rows=["x" * 1000] * 4000)
    assert len(backend.read(tab)["rows"]) == 4000


@pytest.mark.parametrize("charset", ["utf8mb4", "utf8mb3"])
def test_any_text_is_stored_whatever_the_tables_know(backend, settings, charset):
    with mysql_database() as entry, database("made", entry):
        with connections["made"].cursor() as cursor:
            cursor.execute(f"ALTER DATABASE CHARACTER SET {charset}")
        with connections["made"].schema_editor() as editor:
            editor.create_model(Tab)
        settings.FORMRERUN = {**settings.FORMRERUN, "DATABASE": "made"}
        tab = backend.open(**{"😀": "grin 😀", "key": "日本"})
        assert backend.read(tab) == {"😀": "grin 😀", "key": "日本"}


# ------------------------------------------------------------------------------------------------------------ keys


def test_a_tab_s_name_in_capitals_or_with_blanks_is_no_tab(backend):
    tab = backend.open()
    for other in (tab.upper(), f"{tab} "):
        assert other == tab or backend.store.peek(other, backend.who, "p") is None


def test_the_owner_is_compared_letter_by_letter(backend):
    tab = backend.open()
    assert backend.read(tab, Owner("K" * 64)) is None
