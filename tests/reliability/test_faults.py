"""Each fault, what the person sees of it, and what is stored afterwards. ``docs/reliability.md`` has the table."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import Any

import pytest

from tests.reliability.conftest import Database
from tests.reliability.fleet import Fleet, Person, wait

pytestmark = pytest.mark.slow

SALE = [("callback", "tea"), ("body", "tea")]


# ----------------------------------------------------------------------------------------------- a process is killed


@pytest.mark.parametrize(
    ("place", "stored"),
    [
        ("before callback", []),
        ("after callback", []),
        ("before body", []),
        ("after body", []),
        ("commit", SALE),  # everything is stored, the answer is not made
        ("answer", SALE),  # the answer is made, not sent
    ],
)
def test_killed_before_the_commit_nothing_is_stored_and_after_it_everything(
    fleet: Fleet, database: Database, place: str, stored: list[Any]
) -> None:
    """The person's browser sends the same submission again: it runs, or is answered from what the first has stored."""
    person = fleet.person("/till/?who=a")
    body = person.fill("Article", "tea").prepare("Sell")
    fleet.die_at(place)

    with pytest.raises((OSError, HTTPException)):
        person.ask(body)
    assert database.written() == stored
    answer = person.send(body)

    assert database.written() == SALE
    assert "sold=1" in answer.text


def test_a_submission_of_a_client_that_goes_away_finishes(fleet: Fleet, database: Database) -> None:
    """The connection drops in the middle of the run: it goes on to its commit, and a repeat is answered from it."""
    person = fleet.person("/slow/")
    body = person.fill("Article", "tea").fill("Seconds", 60).prepare("Sell")

    person.vanish(body, lambda: fleet.has("running tea"))
    fleet.go_on()
    wait(database.written)

    assert database.written() == [("begun", "tea"), ("ended", "tea")]
    assert "sold=1" in person.send(body).text
    assert database.written() == [("begun", "tea"), ("ended", "tea")]


@pytest.mark.postgres
def test_clients_that_go_away_leave_no_connection_behind(start: Callable[..., Fleet], postgresql: Database) -> None:
    """Their runs end, and so do the database connections of these."""
    fleet = start(postgresql, 1)
    people = [fleet.person("/slow/") for _ in range(8)]
    for number, person in enumerate(people):
        body = person.fill("Article", f"tea {number}").fill("Seconds", 60).prepare("Sell")
        person.vanish(body, lambda number=number: fleet.has(f"running tea {number}"))
    fleet.go_on()

    wait(lambda: len(postgresql.written()) == 2 * len(people))
    wait(lambda: not connections(postgresql))


@pytest.mark.postgres
def test_a_page_outside_of_a_transaction_is_cut_short_and_never_run_again(
    start: Callable[..., Fleet], postgresql: Database
) -> None:
    """With atomic=False what was written stays; when nobody can be running it any more, the repeat says so."""
    fleet = start(postgresql)
    person = fleet.person("/import/")
    body = person.fill("Article", "tea").prepare("Sell")
    fleet.die_at("after begun")

    with pytest.raises((OSError, HTTPException)):
        person.ask(body)
    answer = person.post_patiently(body)

    assert answer.status_code == 409
    assert "What was done by then stays done" in answer.text
    assert postgresql.written() == [("begun", "tea")]
    assert "sold=2" in person.fill("Article", "coffee").press("Sell").text


# ------------------------------------------------------------------------------------------------- the database fails


#: The processes' connections to the database of the test; others have databases of their own.
CONNECTIONS = "FROM pg_stat_activity WHERE application_name = 'reliability' AND datname = current_database()"


def connections(database: Database) -> list[Any]:
    """Return the processes' connections to the database."""
    return database.rows(f"SELECT pid, state {CONNECTIONS}")


@pytest.mark.postgres
def test_a_commit_that_fails_saves_nothing_and_says_so(start: Callable[..., Fleet], postgresql: Database) -> None:
    """A deferred constraint fails at COMMIT, when the page is made already: it is not shown; what is typed stays."""
    fleet = start(postgresql)
    postgresql.rows("ALTER TABLE reliability_row ADD UNIQUE (place, token) DEFERRABLE INITIALLY DEFERRED")
    person = fleet.person("/till/?who=a")
    person.fill("Article", "tea").press("Sell")

    answer = person.ask(person.fill("Article", "tea").prepare("Sell"))

    assert answer.status_code == 500
    assert "FR-Run" not in answer
    assert postgresql.written() == SALE
    assert "sold=2" in person.fill("Article", "coffee").press("Sell").text
    assert postgresql.written() == [*SALE, ("callback", "coffee"), ("body", "coffee")]


@pytest.mark.postgres
def test_a_lost_database_connection_undoes_the_run_and_the_retry_does_it(
    start: Callable[..., Fleet], postgresql: Database
) -> None:
    """The connection is cut in the middle of the run, as a restart of the database does: 503, and once on the retry."""
    fleet = start(postgresql)
    person = fleet.person("/slow/")
    body = person.fill("Article", "tea").fill("Seconds", 60).prepare("Sell")

    with ThreadPoolExecutor() as pool:
        first = pool.submit(person.ask, body)
        wait(lambda: fleet.has("running tea"))
        postgresql.rows(f"SELECT pg_terminate_backend(pid, 60000) {CONNECTIONS}")
        fleet.go_on()
        answer = first.result()
    assert (answer.status_code, answer.get("Retry-After")) == (503, "1")
    assert postgresql.written() == []
    person.send(body)

    assert postgresql.written() == [("begun", "tea"), ("ended", "tea")]
    assert person.look().endswith("sold=1 plus=0 notes=0")


@pytest.mark.postgres
@pytest.mark.parametrize("page", ["till", "desk"])
def test_a_database_that_is_away_for_a_while_is_waited_for(
    start: Callable[..., Fleet], postgresql: Database, elsewhere: Any, page: str
) -> None:
    """
    Nobody can connect: the browser is told to try again, and when the database is back the submission runs once.

    The desk asks for a login, and who is logged in stands in the database as well.
    """
    fleet = start(postgresql)
    person = fleet.person("/till/?who=a") if page == "till" else logged_in(fleet)
    body = person.fill("Article", "tea").prepare("Sell")

    elsewhere.execute(f'ALTER DATABASE "{postgresql.name}" ALLOW_CONNECTIONS false')
    elsewhere.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [postgresql.name])
    answer = person.ask(body)
    elsewhere.execute(f'ALTER DATABASE "{postgresql.name}" ALLOW_CONNECTIONS true')

    assert (answer.status_code, answer.get("Retry-After")) == (503, "1")
    person.send(body)
    assert ("callback", "tea") in postgresql.written()
    assert len(postgresql.written()) == len(set(postgresql.written()))


def test_a_locked_sqlite_file_is_waited_for(start: Callable[..., Fleet], sqlite: Database) -> None:
    """Another program holds the write lock for longer than the timeout: the same, and nothing has run before."""
    fleet = start(sqlite, SQLITE_TIMEOUT="0.1")
    person = fleet.person("/till/?who=a")
    body = person.fill("Article", "tea").prepare("Sell")

    holder = sqlite3.connect(sqlite.url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    answer = person.ask(body)
    holder.execute("ROLLBACK")
    holder.close()

    assert (answer.status_code, answer.get("Retry-After")) == (503, "1")
    assert sqlite.written() == []
    person.send(body)
    assert sqlite.written() == SALE


def test_what_fails_after_the_commit_does_not_look_like_a_failed_submission(fleet: Fleet, database: Database) -> None:
    """An on_commit function of the page raises: it is logged, and the person sees that the sale is done."""
    person = fleet.person("/mail/")

    answer = person.fill("Article", "tea").press("Sell")

    assert "sold=1" in answer.text
    assert database.written() == [("callback", "tea")]
    assert "The mail server does not answer." in fleet.said()


# ------------------------------------------------------------------------------------------ login, logout, CSRF token


def logged_in(fleet: Fleet, name: str = "ann") -> Person:
    """Open the desk as this user."""
    browser = fleet.browser()
    browser.login(name)
    return Person("/desk/", browser)


def expire_sessions(database: Database) -> None:
    """Let all sessions end, as time does."""
    database.rows("DELETE FROM django_session")


def test_an_expired_login_keeps_the_submission_for_after_the_next_one(fleet: Fleet, database: Database) -> None:
    """401 with the way to log in; then the same submission goes on, with the state of before, once."""
    person = logged_in(fleet)
    person.fill("Article", "cake").press("Sell")
    body = person.fill("Article", "tea").prepare("Sell")

    expire_sessions(database)
    refused = person.ask(body)
    assert refused.status_code == 401
    assert json.loads(refused.text)["login"] == "/login/?next=%2Fdesk%2F"
    assert database.written() == [("callback", "cake")]

    person.client.login("ann")
    person.renew_token()
    assert "sold=2" in person.send(body).text
    assert "sold=2" in person.send(body).text
    assert database.written() == [("callback", "cake"), ("callback", "tea")]


def test_a_submission_that_was_done_before_the_login_expired_is_not_done_again(
    fleet: Fleet, database: Database
) -> None:
    """The answer was lost, then the session expired: the repeat after the new login is answered from the record."""
    person = logged_in(fleet)
    body = person.fill("Article", "tea").prepare("Sell")
    fleet.die_at("answer")
    with pytest.raises((OSError, HTTPException)):
        person.ask(body)

    expire_sessions(database)
    person.client.login("ann")
    person.renew_token()

    assert "sold=1" in person.send(body).text
    assert database.written() == [("callback", "tea")]


def test_logging_out_ends_what_expiry_does_not(fleet: Fleet, database: Database) -> None:
    """Nobody reaches the tab after a logout, the same user logged in again neither: 404."""
    person = logged_in(fleet)
    body = person.fill("Article", "tea").prepare("Sell")

    person.client.logout()
    assert person.ask(body).status_code in (401, 403)  # 403: the token went with the session
    person.client.login("ann")
    person.renew_token()

    assert person.ask(body).status_code == 404
    assert database.written() == []


def test_somebody_elses_tab_looks_like_none(fleet: Fleet, database: Database) -> None:
    """Its id gives the answer that an id nobody has gives."""
    ann, bob = logged_in(fleet), logged_in(fleet, "bob")
    body = ann.fill("Article", "tea").prepare("Sell")

    foreign = bob.ask(body)
    unknown = bob.ask({**body, "tab": "0" * 32})

    assert foreign.status_code == unknown.status_code == 404
    assert foreign.text == unknown.text
    assert database.written() == []


def test_a_rotated_csrf_token_costs_one_more_request(fleet: Fleet, database: Database) -> None:
    """A login in another tab rotates it: 403, a fresh token, the same submission again."""
    person = logged_in(fleet)
    body = person.fill("Article", "tea").prepare("Sell")

    person.client.login("ann")
    assert person.ask(body).status_code == 403
    assert database.written() == []
    person.renew_token()
    person.send(body)

    assert database.written() == [("callback", "tea")]


# ------------------------------------------------------------------------------------------------- the record is gone


def test_an_expired_tab_is_refused_and_a_fresh_one_takes_the_same_input(fleet: Fleet, database: Database) -> None:
    """404: the script loads the page around what is typed, and the person presses again."""
    person = fleet.person("/till/?who=a")
    body = person.fill("Article", "tea").prepare("Sell")
    database.rows("UPDATE formrerun_tab SET expires = '2001-01-01 00:00:00'")

    assert person.ask(body).status_code == 404
    assert database.written() == []
    person.open()
    person.fill("Article", "tea").press("Sell")

    assert database.written() == SALE


def test_a_record_of_a_newer_release_is_left_alone(fleet: Fleet, database: Database) -> None:
    """A process of the release before says 503 and keeps its hands off: the next retry meets a new process."""
    person = fleet.person("/till/?who=a")
    person.fill("Article", "cake").press("Sell")
    body = person.fill("Article", "tea").prepare("Sell")
    [(format_, state)] = database.rows("SELECT format, state FROM formrerun_tab WHERE used")

    database.rows("UPDATE formrerun_tab SET format = format + 1")
    answer = person.ask(body)
    assert (answer.status_code, answer.get("Retry-After")) == (503, "1")
    assert database.rows("SELECT format, state FROM formrerun_tab WHERE used") == [(format_ + 1, state)]
    database.rows("UPDATE formrerun_tab SET format = format - 1")

    assert "sold=2" in person.send(body).text
