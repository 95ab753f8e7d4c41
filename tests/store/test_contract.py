"""What every store promises, wherever its records stand."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timezone
from threading import Event, Thread
from typing import Any

import pytest
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.db import connections, transaction

from formrerun.exceptions import Conflict, RecordTooNew, TabBusy, TabGone
from formrerun.models import Tab
from formrerun.store import Claim, Owner, coding
from formrerun.store.locks import Heartbeat
from tests.services import database
from tests.store.conftest import BACKENDS, Backend, save
from tests.store.worker import count_up


def only(*names: str) -> Any:
    """Run a test with these backends."""
    return pytest.mark.parametrize("backend", names, indirect=True)


encoded = only(*(name for name in BACKENDS if name != "process"))  # their records outlive the process
common = only(*(name for name in BACKENDS if name not in ("process", "cache on LocMem")))  # all processes see them


def processes(backend: Backend, tabs: list[str], times: int, scope: str = "tab") -> None:
    """Count up in one process for each tab, all at the same time."""
    started = []
    for tab in tabs:
        told = {"settings": backend.settings, "tab": tab, "owner": backend.owner.key, "times": times, "scope": scope}
        command = [sys.executable, "-m", "tests.store.worker", json.dumps(told)]
        started.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        process.communicate(timeout=100)
        assert process.returncode == 0


def threads(backend: Backend, tabs: list[str], times: int, scope: str = "tab") -> None:
    """Count up in one thread for each tab, all at the same time."""

    def work(tab: str) -> None:
        try:
            count_up(backend.store, tab, backend.owner, times, scope)
        finally:
            connections.close_all()

    started = [Thread(target=work, args=(tab,)) for tab in tabs]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()


def run(backend: Backend, tab: str, body: Callable[[Any], None]) -> None:
    """Claim a tab, do something, save it."""
    with backend.store.claim(tab, backend.who, "p") as claim:
        body(claim)
        save(claim)


def in_thread(function: Callable[[], Any]) -> None:
    """Call a function on connections of its own."""

    def work() -> None:
        try:
            function()
        finally:
            connections.close_all()

    thread = Thread(target=work)
    thread.start()
    thread.join()


def raw(backend: Backend, tab: str) -> Any:
    """Return the bytes of a tab's record where they stand."""
    if backend.is_on("db"):
        return bytes(Tab.objects.using("own").get(pk=tab).state)
    return backend.store.read(f"tab-{tab}")


def overwrite(backend: Backend, tab: str, data: bytes) -> None:
    """Change them there."""
    if backend.is_on("db"):
        Tab.objects.using("own").filter(pk=tab).update(state=data)
    else:
        backend.store.write(f"tab-{tab}", data, 100)


# ------------------------------------------------------------------------------------------------- load and save


def test_a_claim_must_say_how_it_is_saved_and_what_was_stored():
    assert Claim.__abstractmethods__ == {"save", "stored_shared", "stored_state"}


def test_a_detached_record_is_drawn_beside_a_run_and_never_saved(backend):
    tab = backend.open(count=1)
    with backend.store.claim(tab, backend.who, "p") as claim:
        with backend.store.detached(*backend.store.peek(tab, backend.who, "p")) as detached:
            assert detached.record.id == tab
            assert detached.record.state.user["count"] == 1
            assert detached.stored_state().user["count"] == 1
            assert detached.stored_shared() is None
            with detached.transaction.protected():
                pass
            with pytest.raises(RuntimeError, match="cannot be saved"):
                detached.save()
        save(claim)
    assert backend.store.peek(tab, backend.who, "p")[0].run == 2


def test_what_a_run_saves_the_next_one_finds(backend):
    tab = backend.open(day=date(2026, 11, 21), items=[1, "two", None])
    with backend.store.claim(tab, backend.who, "p") as claim:
        assert claim.record.run == 2
        assert claim.record.state.user["day"] == date(2026, 11, 21)
        claim.record.state.user["items"].append((3, 4))
        claim.record.note("press", "completed")
        claim.record.used = True
        save(claim)
    with backend.store.claim(tab, backend.who, "p") as claim:
        assert claim.record.run == 3
        assert claim.record.outcome("press") == (2, "completed")
        assert claim.record.used
        assert claim.record.state.user["items"] == [1, "two", None, (3, 4)]


def test_the_stored_state_does_not_know_what_the_run_has_done(backend):
    tab = backend.open(count=1)
    with backend.store.claim(tab, backend.who, "p") as claim:
        claim.record.state.user["count"] = 2
        assert claim.stored_state().user["count"] == 1


@encoded
def test_a_run_that_raises_saves_nothing(backend):
    tab = backend.open(count=1)

    def failing(claim: Any) -> None:
        claim.record.state.user["more"] = 2
        save(claim)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(backend, tab, failing)
    assert backend.read(tab) == {"count": 1}


def test_looking_claims_nothing(backend):
    tab = backend.open(count=1)
    with backend.store.claim(tab, backend.who, "p") as claim:
        assert backend.read(tab) == {"count": 1}
        save(claim)
    assert backend.store.peek(tab, backend.who, "p")[0].run == 2


def test_what_was_looked_up_is_nothing_that_a_run_still_changes(backend):
    tab = backend.open(count=1)
    found = backend.store.peek(tab, backend.who, "p")[0]
    with backend.store.claim(tab, backend.who, "p") as claim:
        claim.record.state.user["count"] = 2
        claim.record.note("press", "completed")
        claim.record.used = True
        during = backend.store.peek(tab, backend.who, "p")[0]
        save(claim)
    for record in (found, during):
        assert dict(record.state.user) == {"count": 1}
        assert (record.used, record.outcomes) == (False, [])
    assert backend.read(tab) == {"count": 2}


# ------------------------------------------------------------------------------------------------- whose it is


@pytest.mark.parametrize("tab", ["0" * 32, "", "../../etc/passwd", "a b", "é", "x" * 300], ids=repr)
def test_an_unknown_tab_is_gone(backend, tab):
    with pytest.raises(TabGone), backend.store.claim(tab, backend.who, "p"):
        pass
    assert backend.read(tab) is None


def test_another_owners_tab_is_gone(backend):
    tab = backend.open()
    stranger = Owner("s" * 64, "7")
    with pytest.raises(TabGone), backend.store.claim(tab, lambda create: stranger, "p"):
        pass
    assert backend.read(tab, stranger) is None
    assert backend.read(tab, Owner()) is None


def test_another_pages_tab_is_gone(backend):
    tab = backend.open()
    with pytest.raises(TabGone), backend.store.claim(tab, backend.who, "q"):
        pass
    assert backend.store.peek(tab, backend.who, "") is not None


def test_the_same_user_goes_on_in_another_session(backend):
    backend.owner = Owner("k" * 64, "7")
    tab = backend.open(count=1)
    backend.owner = Owner("n" * 64, "7")
    with backend.store.claim(tab, backend.who, "p") as claim:
        save(claim)
    backend.owner = Owner("n" * 64)
    assert backend.read(tab) == {"count": 1}


def test_logging_out_ends_the_tabs_of_the_session(backend):
    mine = [backend.open(), backend.open()]
    leaver, backend.owner = backend.owner, Owner("s" * 64)
    other = backend.open()
    backend.store.drop_owner(leaver)
    assert [backend.read(tab, leaver) for tab in mine] == [None, None]
    assert backend.read(other) == {}


def test_a_run_that_logs_out_leaves_nothing(backend):
    tab, leaver = backend.open(secret=1), backend.owner
    with backend.store.claim(tab, backend.who, "p") as claim:
        backend.store.drop_owner(leaver)
        backend.owner = Owner("n" * 64)
        save(claim)
    assert backend.read(tab, leaver) is None
    assert backend.read(tab) is None


# --------------------------------------------------------------------------------------- one run at a time


def test_a_second_submission_waits_and_then_gives_way(backend, settings):
    settings.FORMRERUN = {**settings.FORMRERUN, "LOCK_TIMEOUT": 0.05}
    tab = backend.open()
    seen = []

    def second() -> None:
        try:
            with backend.store.claim(tab, backend.who, "p"):
                pass
        except TabBusy as error:
            seen.append(error.status)

    with backend.store.claim(tab, backend.who, "p") as claim:
        in_thread(second)
        save(claim)
    assert seen == [503]
    with backend.store.claim(tab, backend.who, "p"):
        pass  # and it is free again


def test_other_tabs_do_not_wait(backend):
    first, second = backend.open(), backend.open()
    with backend.store.claim(first, backend.who, "p"), backend.store.claim(second, backend.who, "p") as claim:
        save(claim)


def test_two_threads_never_lose_an_update(backend):
    tab = backend.open()
    threads(backend, [tab, tab, tab], times=10)
    assert backend.read(tab) == {"count": 30}


@common
def test_two_processes_never_lose_an_update(backend):
    tab = backend.open()
    processes(backend, [tab, tab], times=15)
    assert backend.read(tab) == {"count": 30}


def test_nobody_waits_for_a_lock_that_nobody_holds(backend):
    tab = backend.open()
    threads(backend, [tab, tab], times=5)
    assert len(backend.store.locks) == 0


@only("db on SQLite")
def test_the_run_that_came_too_late_begins_again(backend):
    tab = backend.open(count=1)

    def late(claim: Any) -> None:
        in_thread(lambda: Tab.objects.using("own").filter(pk=tab).update(run=2))  # as another process does
        claim.transaction.begin()

    with pytest.raises(Conflict):
        run(backend, tab, late)


@only("cache on LocMem", "cache on Redis")
def test_a_lock_that_was_lost_saves_nothing(backend):
    tab = backend.open(count=1)

    def pausing(claim: Any) -> None:
        claim.record.state.user["count"] = 2
        caches["default"].set(f"formrerun:lock-tab-{tab}", "another process")

    with pytest.raises(Conflict):
        run(backend, tab, pausing)
    assert backend.read(tab) == {"count": 1}


@only("cache on LocMem", "cache on Redis", "file")
def test_a_record_that_cannot_be_saved_after_the_commit_undoes_nothing_and_the_log_says_so(
    backend, monkeypatch, caplog
):
    tab, mailed = backend.open(count=1), []

    def page(claim: Any) -> None:
        claim.record.state.user["count"] = 2
        claim.transaction.on_commit(lambda: mailed.append(True))
        monkeypatch.setattr(type(backend.store), "write", lambda *_: 1 / 0)

    run(backend, tab, page)
    assert mailed == [True]
    assert backend.read(tab) == {"count": 1}
    assert "its state could not be saved" in caplog.text


# ------------------------------------------------------------------------------------------------ what it reads


def expire(backend: Backend, tab: str) -> None:
    """Let a tab's time be over."""
    if backend.is_on("db"):
        Tab.objects.using("own").filter(pk=tab).update(expires=datetime(2026, 1, 1, tzinfo=timezone.utc))
    else:
        backend.store.write(f"tab-{tab}", raw(backend, tab), -1)


@encoded
def test_an_expired_tab_is_gone_and_purged(backend):
    kept, tab = backend.open(), backend.open()
    expire(backend, tab)
    with pytest.raises(TabGone), backend.store.claim(tab, backend.who, "p"):
        pass
    assert backend.read(tab) is None
    assert backend.store.purge() == (0 if backend.is_on("cache") else 1)  # a cache does it itself
    assert backend.read(kept) == {}


@pytest.mark.parametrize("damage", ["unsigned", "changed", "another tab's", "empty", "noise"])
@encoded
def test_what_this_project_has_not_signed_is_not_read(backend, damage, caplog):
    tab = backend.open(count=1)
    data = raw(backend, tab)
    overwrite(
        backend,
        tab,
        {
            "unsigned": data[coding.SIGNATURE :],
            "changed": data.replace(b"count", b"admin"),
            "another tab's": raw(backend, backend.open(count=2)),
            "empty": b"",
            "noise": bytes(range(256)),
        }[damage],
    )
    with caplog.at_level(logging.WARNING), pytest.raises(TabGone), backend.store.claim(tab, backend.who, "p"):
        pass
    assert "not signed with this SECRET_KEY" in caplog.text


@encoded
def test_a_rotated_key_still_reads(backend, settings):
    tab = backend.open(count=1)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]
    assert backend.read(tab) == {"count": 1}


@encoded
def test_a_newer_release_s_record_is_left_alone(backend, monkeypatch):
    monkeypatch.setattr(coding, "FORMAT", 2)
    tab = backend.open(count=1)
    monkeypatch.setattr(coding, "FORMAT", 1)
    with pytest.raises(RecordTooNew), backend.store.claim(tab, backend.who, "p"):
        pass
    monkeypatch.setattr(coding, "FORMAT", 2)
    assert backend.read(tab) == {"count": 1}


@encoded
def test_the_last_release_s_record_is_upgraded(backend, monkeypatch):
    tab = backend.open(count=1)
    monkeypatch.setattr(coding, "FORMAT", 2)
    monkeypatch.setitem(coding.UPGRADES, 1, lambda columns: {**columns, "format": 2, "birth": "newb"})
    with backend.store.claim(tab, backend.who, "p") as claim:
        assert claim.record.birth == "newb"
        save(claim)
    monkeypatch.delitem(coding.UPGRADES, 1)
    assert backend.read(tab) == {"count": 1}


@encoded
def test_an_older_record_is_gone(backend, monkeypatch, caplog):
    tab = backend.open(count=1)
    monkeypatch.setattr(coding, "FORMAT", 2)
    with caplog.at_level(logging.WARNING), pytest.raises(TabGone), backend.store.claim(tab, backend.who, "p"):
        pass
    assert "has format 1, which this release cannot read" in caplog.text


# ------------------------------------------------------------------------------------------------------- blobs


def test_blobs_are_found_by_their_digest_in_any_process(backend):
    with backend.store.open(backend.who, "p") as claim:
        digest = claim.blobs.put(b"rows" * 100)
        assert claim.blobs.get(digest) == b"rows" * 100
        save(claim)
    if backend.is_encoded:
        backend.store.loaded.clear()
    assert backend.store.data(digest) == b"rows" * 100
    assert backend.store.data("0" * 64) is None


@only("cache on LocMem", "cache on Redis", "file")
def test_a_blob_that_was_dropped_is_written_again(backend):
    digests = []
    for _ in range(2):
        with backend.store.open(backend.who, "p") as claim:
            digests.append(claim.blobs.put(b"rows" * 100))
            save(claim)
        assert backend.store.read_blob(digests[-1]) == b"rows" * 100
        backend.store.delete(f"blob-{digests[-1]}")
    assert digests[0] == digests[1]


@encoded
def test_a_blob_that_was_changed_is_not_read(backend):
    with backend.store.open(backend.who, "p") as claim:
        digest = claim.blobs.put(b"rows" * 100)
        save(claim)
    backend.store.loaded.clear()
    backend.store.write_blobs({digest: b"other"}, date(2026, 11, 21))
    if backend.is_on("db"):
        from formrerun.models import Blob

        Blob.objects.using("own").update(data=b"other")
    assert backend.store.data(digest) is None


@pytest.fixture
def long_ago(monkeypatch):
    """Let files that were written a moment ago count as old."""
    monkeypatch.setattr("formrerun.store.file.BEFORE_NAMED", -1)


def put(backend: Backend, data: bytes) -> tuple[str, str]:
    """Open a tab that shows a table; return its id and the table's digest."""
    with backend.store.open(backend.who, "p") as claim:
        digest = claim.blobs.put(data)
        claim.record.snapshot.parts = [f'<fr-table data-fr-src="/data/{digest}/…/">']
        return save(claim), digest


swept = only("db on SQLite", "db on PostgreSQL", "db on MariaDB", "file")  # a cache does it by itself


@swept
@pytest.mark.usefixtures("long_ago")
def test_data_goes_with_the_last_tab_that_names_it(backend):
    tab, digest = put(backend, b"rows" * 100)
    other, same = put(backend, b"rows" * 100)
    backend.store.purge()
    assert backend.store.data(digest) == b"rows" * 100
    expire(backend, tab)
    backend.store.purge()
    assert backend.store.data(same) == b"rows" * 100
    expire(backend, other)
    backend.store.purge()
    assert backend.store.data(digest) is None


@swept
@pytest.mark.usefixtures("long_ago")
def test_data_goes_after_a_logout(backend):
    _tab, digest = put(backend, b"rows" * 100)
    backend.store.drop_owner(backend.owner)
    backend.store.purge()
    assert backend.store.data(digest) is None


@swept
@pytest.mark.usefixtures("long_ago")
def test_what_a_part_of_a_page_names_that_is_a_blob_itself_stays(backend):
    with backend.store.open(backend.who, "p") as claim:
        rows = claim.blobs.put(b"rows" * 100)
        part = claim.blobs.put(f'<fr-table data-fr-src="/data/{rows}/…/">'.encode() * 50)
        claim.record.snapshot.parts = ["<p>", {"b": part}]
        save(claim)
    backend.store.purge()
    assert backend.store.data(rows) == b"rows" * 100
    assert backend.store.data(part) is not None


@swept
@pytest.mark.usefixtures("long_ago")
def test_so_do_the_parts_of_a_large_file_that_it_names(backend):
    with backend.store.open(backend.who, "p") as claim:
        megabyte = claim.blobs.put(b"a picture" * 100)
        file = claim.blobs.put(f'{{"is": "file", "parts": ["{megabyte}"]}}\n'.encode())
        part = claim.blobs.put(f'<img src="/file/{file}/…/">'.encode() * 50)
        claim.record.snapshot.parts = ["<p>", {"b": part}]
        save(claim)
    backend.store.purge()
    assert backend.store.data(file) is not None
    assert backend.store.data(megabyte) == b"a picture" * 100


@swept
@pytest.mark.usefixtures("long_ago")
def test_data_of_a_page_without_a_record_stays_for_a_day(backend):
    with backend.store.open(backend.who, "p") as claim:
        digest = claim.blobs.put(b"rows" * 100)
        claim.blobs.flush(for_record=False)
    backend.store.purge()
    assert backend.store.data(digest) == b"rows" * 100


@swept
@pytest.mark.usefixtures("long_ago")
def test_a_process_that_has_written_data_today_writes_it_again_if_it_was_purged_elsewhere(backend):
    tab, digest = put(backend, b"rows" * 100)
    expire(backend, tab)
    type(backend.store)().purge()  # another process
    assert backend.store.read_blob(digest) is None
    for _ in range(2):
        put(backend, b"rows" * 100)
        assert backend.store.read_blob(digest) == b"rows" * 100


@only("db on PostgreSQL", "db on MariaDB")
def test_data_that_a_run_is_about_to_name_is_not_purged(backend):
    _tab, digest = put(backend, b"rows" * 100)
    backend.store.drop_owner(backend.owner)
    with backend.store.open(backend.who, "p") as claim:
        claim.blobs.put(b"rows" * 100)
        claim.record.snapshot.parts = [f'<fr-table data-fr-src="/data/{digest}/…/">']
        save(claim)
        in_thread(type(backend.store)().purge)
    assert backend.store.read_blob(digest) == b"rows" * 100


# ------------------------------------------------------------------------------------------------------- bounds


def test_a_session_has_so_many_tabs_and_unused_ones_give_way_first(backend, settings):
    settings.FORMRERUN = {**settings.FORMRERUN, "TABS_PER_SESSION": 3}
    used = backend.open(name="used")
    with backend.store.claim(used, backend.who, "p") as claim:
        claim.record.used = True
        save(claim)
    unused = [backend.open() for _ in range(4)]
    assert backend.read(used) == {"name": "used"}
    assert [backend.read(tab) for tab in unused] == [None, None, {}, {}]


def use(backend: Backend, tab: str) -> None:
    with backend.store.claim(tab, backend.who, "p") as claim:
        claim.record.used = True
        save(claim)


def test_what_was_just_opened_stays_however_many_were_used_before_it(backend, settings):
    settings.FORMRERUN = {**settings.FORMRERUN, "TABS_PER_SESSION": 6}
    used = [backend.open() for _ in range(6)]
    for tab in used:
        use(backend, tab)
    opened = [backend.open() for _ in range(3)]
    assert [backend.read(tab) for tab in opened] == [{}, {}, {}]
    assert [backend.read(tab) is None for tab in used] == [True] * 3 + [False] * 3  # the longest idle


def test_a_tab_that_somebody_is_at_stays(backend, settings):
    settings.FORMRERUN = {**settings.FORMRERUN, "TABS_PER_SESSION": 6}
    mine = backend.open()
    for _ in range(20):
        use(backend, mine)
        use(backend, backend.open())
    assert backend.read(mine) == {}


def test_another_session_s_tabs_count_for_themselves(backend, settings):
    settings.FORMRERUN = {**settings.FORMRERUN, "TABS_PER_SESSION": 1}
    mine = backend.open()
    backend.owner = Owner("s" * 64)
    backend.open()
    assert backend.read(mine, Owner("k" * 64)) == {}


@only("db on PostgreSQL", "db on MariaDB")
@pytest.mark.parametrize("why", ["it has expired", "the session has too many"])
def test_opening_a_tab_does_not_wait_for_one_that_runs_and_has_to_go(backend, settings, why):
    tab = backend.open(name="runs")
    settings.FORMRERUN = {**settings.FORMRERUN, "TABS_PER_SESSION": 2 if why == "it has expired" else 1}
    if why == "it has expired":
        expire(backend, tab)
    with database("second", backend.settings["DATABASES"]["own"]), transaction.atomic("second"):
        list(Tab.objects.using("second").filter(pk=tab).select_for_update())
        with connections["own"].cursor() as cursor:  # waiting would raise
            cursor.execute(
                "SET lock_timeout = 500" if backend.is_on("PostgreSQL") else "SET innodb_lock_wait_timeout = 1"
            )
        fresh = backend.open(name="fresh")
    assert backend.read(fresh) == {"name": "fresh"}
    assert Tab.objects.using("own").filter(pk=tab).exists()
    connections["own"].close()
    backend.open()
    assert not Tab.objects.using("own").filter(pk=tab).exists()


@encoded
def test_a_state_that_is_too_large_names_its_largest_entry(backend, settings):
    tab = backend.open(small="s", large="l")
    settings.FORMRERUN = {**settings.FORMRERUN, "MAX_STATE_BYTES": 1000}
    failures: list[tuple[str, str]] = []
    with backend.store.claim(tab, backend.who, "p") as claim:
        claim.record.state.user.update(small="S" * 100, large="L" * 2000, new="N" * 1500)
        claim.encode(lambda key, value, error: failures.append((key, str(error))))
        claim.save()
    assert [key for key, _text in failures] == ["large", "new"]
    assert "`st.session_state['large']` with 2,002 bytes, which was not stored" in failures[0][1]
    # What does not fit stays as it was stored.
    assert backend.read(tab) == {"small": "S" * 100, "large": "l"}


@only("file")
def test_a_file_store_leaves_no_locks_behind(backend):
    tab = backend.open()
    with suppress(ZeroDivisionError), backend.store.claim(tab, backend.who, "p"):
        raise ZeroDivisionError
    names = sorted(path.name.partition("-")[0] for path in backend.store.folder.iterdir())
    assert names == ["owner", "tab"]


@only("db on PostgreSQL", "db on MariaDB", "cache on LocMem", "cache on Redis", "file")
def test_another_process_waits_and_then_gives_way(backend, settings):
    tab = backend.open()
    settings.FORMRERUN = {**settings.FORMRERUN, "LOCK_TIMEOUT": 0.2}
    elsewhere = type(backend.store)()  # it shares no lock of this process
    seen = []

    def second() -> None:
        try:
            with elsewhere.claim(tab, backend.who, "p"):
                pass
        except TabBusy as error:
            seen.append(str(error))

    with backend.store.claim(tab, backend.who, "p") as claim:
        in_thread(second)
        save(claim)
    assert seen == ["The submission before this one is still running; your input is kept and will be sent again."]
    with elsewhere.claim(tab, backend.who, "p") as claim:
        assert claim.record.run == 3


def seconds_left(key: str) -> float:
    """Return how long a key of the cache lives."""
    cache = caches["default"]
    if isinstance(cache, RedisCache):
        return float(cache._cache.get_client().ttl(cache.make_and_validate_key(key)))
    return float(cache._expire_info[cache.make_and_validate_key(key)] - time.time())


@only("cache on LocMem", "cache on Redis")
def test_the_lock_of_a_long_run_is_renewed(backend):
    store, beaten = backend.store, Event()
    store.heart = Heartbeat(0.01)
    tab = backend.open()
    key = f"formrerun:lock-tab-{tab}"
    with store.claim(tab, backend.who, "p") as claim, store.heart.beats(beaten.set):
        caches["default"].touch(key, 10)  # most of its time is over
        for _ in range(2):  # the second beat began after that
            beaten.clear()
            assert beaten.wait(60)
        assert seconds_left(key) > 10
        save(claim)
    assert caches["default"].get(key) is None
