"""One run, one transaction: on SQLite it begins with the first write, where rows are locked with the run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import Error, IntegrityError, OperationalError, connections, transaction

from formrerun.exceptions import DeadTransaction, WriteLocked
from formrerun.store.transactions import RunTransaction
from tests.store.test_contract import only

everywhere = only("db on SQLite", "db on PostgreSQL", "db on MariaDB")
sqlite, postgres, mariadb = only("db on SQLite"), only("db on PostgreSQL"), only("db on MariaDB")
locks_rows = only("db on PostgreSQL", "db on MariaDB")


@pytest.fixture(autouse=True)
def table(backend):
    """The author's table: names, each once."""
    with connections["own"].schema_editor() as editor:
        editor.create_model(ContentType)
    yield
    with connections["own"].schema_editor() as editor:
        editor.delete_model(ContentType)


def write(name: str) -> None:
    """Write as an author does."""
    ContentType.objects.using("own").create(app_label=name, model="m")


def written() -> list[str]:
    """Return what has been committed, as another connection sees it."""
    names: list[str] = []

    def look() -> None:
        names.extend(ContentType.objects.using("own").order_by("id").values_list("app_label", flat=True))

    elsewhere(look)
    return names


def elsewhere(function: Callable[[], Any]) -> None:
    """Call a function on another connection."""
    raised: list[BaseException] = []

    def work() -> None:
        try:
            function()
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    thread = Thread(target=work)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


class Claimed:
    """A claim that only says in which order things happened."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1
        write("claim")


# ------------------------------------------------------------------------------------------------ where it begins


@sqlite
def test_on_sqlite_a_run_that_reads_blocks_nobody(backend):
    claim = Claimed()
    with RunTransaction("own", claim) as run:
        assert not ContentType.objects.using("own").exists()
        elsewhere(lambda: write("another tab"))
        assert ContentType.objects.using("own").exists()
        assert not run.begun
    assert claim.times == 0


@sqlite
def test_on_sqlite_the_first_write_begins_with_the_claim(backend):
    claim = Claimed()
    with RunTransaction("own", claim) as run:
        assert ContentType.objects.using("own").count() == 0
        write("page")
        assert run.begun
        assert run.wrote
        assert written() == []
    assert claim.times == 1
    assert written() == ["claim", "page"]


@sqlite
def test_on_sqlite_a_writer_that_waits_too_long_begins_again(backend):
    def page() -> None:
        connections["own"].settings_dict["OPTIONS"] = {"timeout": 0.05}
        with RunTransaction("own", Claimed()):
            try:
                write("page")
            except Exception:
                pytest.fail("the author's `except Exception` must not see it")

    with RunTransaction("own"):
        write("holder")
        with pytest.raises(WriteLocked):
            elsewhere(page)
    assert written() == ["holder"]


@locks_rows
def test_where_rows_are_locked_the_claim_is_the_first_statement(backend):
    claim = Claimed()
    with RunTransaction("own", claim) as run:
        assert run.begun
        assert claim.times == 1
        assert written() == []
    assert written() == ["claim"]


# --------------------------------------------------------------------------------------------- what is undone


@everywhere
def test_what_raises_takes_claim_and_writes_with_it(backend):
    def fail() -> None:
        with RunTransaction("own", Claimed()):
            write("page")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert written() == []


@everywhere
def test_a_body_that_raises_leaves_the_callbacks_writes(backend):
    with RunTransaction("own", Claimed()) as run:
        run.begin()
        with run.protected():
            write("callback")
        with suppress(ZeroDivisionError), run.protected(late=True):
            write("body")
            raise ZeroDivisionError
        write("record")
    assert written() == ["claim", "callback", "record"]


@everywhere
def test_a_body_that_raises_at_its_first_write_leaves_nothing_of_it(backend):
    with RunTransaction("own", Claimed()) as run:
        with suppress(ZeroDivisionError), run.protected(late=True):
            write("body")
            raise ZeroDivisionError
        write("record")
    assert written() == ["claim", "record"]


@everywhere
def test_an_error_caught_inside_the_author_s_atomic_harms_nothing(backend):
    with RunTransaction("own") as run:
        with run.protected():
            write("one")
            with pytest.raises(IntegrityError), transaction.atomic("own"):
                write("one")
            write("two")
        write("record")
    assert written() == ["one", "two", "record"]


def insert(name: str) -> None:
    """Write without Django's models."""
    with connections["own"].cursor() as cursor:
        cursor.execute("INSERT INTO django_content_type (app_label, model) VALUES (%s, 'm')", [name])


def twice(run: RunTransaction, write: Callable[[str], None]) -> None:
    """A body that catches the error of its second write."""
    with run.protected():
        write("one")
        with suppress(IntegrityError):
            write("one")


@everywhere
def test_an_error_caught_without_it_is_the_body_s_failure(backend):
    """What the body wrote is undone, the cure is said, and the record can be saved all the same."""
    with RunTransaction("own", Claimed()) as run:
        with pytest.raises(DeadTransaction, match=r"`with transaction.atomic\(\):`"):
            twice(run, write)
        write("record")
    assert written() == ["claim", "record"]


@postgres
def test_a_transaction_that_postgresql_has_given_up_is_found_out(backend):
    with RunTransaction("own", Claimed()) as run:
        with pytest.raises(DeadTransaction):
            twice(run, insert)
        write("record")
    assert written() == ["claim", "record"]


@only("db on SQLite", "db on MariaDB")
def test_others_give_none_up(backend):
    with RunTransaction("own") as run:
        twice(run, insert)
    assert written() == ["one"]


@everywhere
def test_a_body_that_asks_for_rollback_gets_it(backend):
    def body(run: RunTransaction) -> None:
        with run.protected():
            write("body")
            transaction.set_rollback(True, using="own")

    with RunTransaction("own", Claimed()) as run:
        with pytest.raises(DeadTransaction, match="asked for a rollback"):
            body(run)
        write("record")
    assert written() == ["claim", "record"]


@everywhere
def test_it_knows_when_the_author_s_own_block_is_open(backend):
    with RunTransaction("own") as run:
        assert not run.in_authors_block
        with run.protected():
            assert not run.in_authors_block
            with transaction.atomic("own"):
                assert run.in_authors_block
            assert not run.in_authors_block


@everywhere
def test_inside_another_transaction_it_is_part_of_that(backend):
    """As in a TestCase."""

    def outer() -> None:
        with transaction.atomic("own"):
            with RunTransaction("own", Claimed()):
                write("page")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        outer()
    assert written() == []


# ------------------------------------------------------------------------------------------------- after the commit


@everywhere
def test_what_waits_for_the_commit_comes_after_it(backend):
    seen: list[Any] = []
    with RunTransaction("own") as run:
        run.on_commit(lambda: seen.append(written()))
        with run.protected():
            transaction.on_commit(lambda: seen.append("page"), using="own")
            write("page")
        assert seen == []
    assert seen == [["page"], "page"]


@everywhere
def test_what_a_body_wanted_then_is_dropped_with_its_writes(backend):
    seen: list[str] = []
    with RunTransaction("own") as run:
        with run.protected():
            transaction.on_commit(lambda: seen.append("callback"), using="own")
        with suppress(ZeroDivisionError), run.protected(late=True):
            transaction.on_commit(lambda: seen.append("body"), using="own")
            raise ZeroDivisionError
        write("record")
    assert seen == ["callback"]


@everywhere
def test_nothing_comes_after_a_commit_that_failed(backend):
    seen: list[str] = []

    def fail() -> None:
        with RunTransaction("own") as run:
            run.on_commit(lambda: seen.append("run"))
            write("page")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert seen == []


# ---------------------------------------------------------------------------------------------- a lost connection


def kill() -> None:
    """End this thread's connection as a restart of the server does."""
    held = connections["own"].connection
    if connections["own"].vendor == "mysql":
        statement, pid = "KILL %s", held.thread_id()
    else:
        statement, pid = "SELECT pg_terminate_backend(%s, 5000)", held.info.backend_pid

    def terminate() -> None:
        with connections["own"].cursor() as cursor:
            cursor.execute(statement, [pid])

    elsewhere(terminate)


@locks_rows
@pytest.mark.parametrize("caught", [False, True], ids=["raised", "caught by the author"])
def test_a_lost_connection_undoes_the_run_and_the_next_one_works(backend, caught):
    def page() -> None:
        with RunTransaction("own", Claimed()) as run:
            with run.protected():
                write("body")
                kill()
                try:
                    write("more")
                except OperationalError:
                    if not caught:
                        raise
            write("record")

    with pytest.raises(Error):
        page()
    assert written() == []
    connections["own"].close_if_unusable_or_obsolete()
    with RunTransaction("own", Claimed()):
        write("page")
    assert written() == ["claim", "page"]
