"""With 1,000,000 tabs no statement of a request reads a table from its beginning to its end: PostgreSQL says how."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from formrerun import store
from formrerun.engine.control_flow import Interrupt
from formrerun.submissions import interrupts
from tests.services import database, postgres_database
from tests.store.conftest import Backend, save

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

ROWS = 1_000_000
FILL = {
    "formrerun_tab": """
        INSERT INTO formrerun_tab (id, owner, "user", page, birth, format, run, completed, used, expires, meta,
                                   state, manifest, hashes, html)
        SELECT md5(n::text), md5((n / 20)::text), (n / 100)::text, 'p', 'abcd', 1, 1, 1, n %% 2 = 0,
               now() + (n %% 86400 + 600) * interval '1 second', '', '', '', '', '' FROM generate_series(1, %s) n""",
    "formrerun_shared": """
        INSERT INTO formrerun_shared (id, format, version, expires, state)
        SELECT md5(n::text), 1, 1, now() + interval '1 day', '' FROM generate_series(1, %s / 10) n""",
    "formrerun_blob": """
        INSERT INTO formrerun_blob (digest, data, used)
        SELECT md5(n::text), '', current_date FROM generate_series(1, %s / 10) n""",
    "formrerun_wish": """
        INSERT INTO formrerun_wish (tab, wish, submission, at)
        SELECT md5(n::text), 'stop', 's', extract(epoch FROM now()) FROM generate_series(1, %s / 10) n""",
}


class Explainer:
    """Asks for the plan of each statement before it is run."""

    def __init__(self):
        self.plans = {}

    def __call__(self, execute, sql, params, many, context):
        if sql.split(None, 1)[0] in ("SELECT", "UPDATE", "DELETE", "INSERT"):
            with context["connection"].connection.cursor() as asking:
                asking.execute(f"EXPLAIN {sql}", params or None)
                self.plans[sql] = "\n".join(line for (line,) in asking.fetchall())
        return execute(sql, params, many, context)


@pytest.fixture(scope="module")
def crowded(django_db_blocker):
    """Return the entry of a database in which a million tabs stand."""
    with postgres_database() as entry:
        with django_db_blocker.unblock(), database("own", entry):
            call_command("migrate", "formrerun", database="own", verbosity=0)
            with connections["own"].cursor() as cursor:
                for statement in FILL.values():
                    cursor.execute(statement, [ROWS])
                cursor.execute("ANALYZE")
        yield entry


@pytest.fixture
def backend(crowded, settings, django_db_blocker):
    """Return the store that stands on it; one visitor has as many tabs as one may."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.FORMRERUN = {"STORE": "db", "DATABASE": "own"}
    with django_db_blocker.unblock(), database("own", crowded):
        yield Backend("db on PostgreSQL", {})


def go_through(backend, scope):
    """Do what requests do: open a tab, submit it, look at it, stop it, log out; with data beside it."""
    own = backend.store
    with own.open(backend.who, "p", scope) as claim:
        claim.record.state.user["count"] = 1
        claim.blobs.put(b"rows" * 2000)
        tab = save(claim)
    with own.claim(tab, backend.who, "p", scope) as claim:
        claim.transaction.begin()
        claim.record.state.user["count"] = 2
        assert own.missing(["0" * 64])
        save(claim)
    assert own.peek(tab, backend.who, "p") is not None
    own.read_blob("0" * 64)
    assert own.living([tab]) == {tab}
    interrupts.request_interrupt(tab, Interrupt.STOP, "submission")
    assert interrupts._found([tab])
    own.drop_owner(backend.owner)


@pytest.mark.parametrize("scope", ["tab", "session"])
def test_no_statement_of_a_request_reads_a_whole_table(backend, scope):
    explainer = Explainer()
    with connections["own"].execute_wrapper(explainer):
        go_through(backend, scope)
    assert len(explainer.plans) > 10
    slow = {sql: plan for sql, plan in explainer.plans.items() if "Seq Scan on formrerun" in plan}
    assert not slow, "\n\n".join(f"{sql}\n{plan}" for sql, plan in slow.items())


def test_what_has_expired_is_deleted_in_parts(backend):
    """And by the index: what lives is not looked at for that."""
    past = timezone.now() - timedelta(days=1)
    with connections["own"].cursor() as cursor:
        for table in ("formrerun_tab", "formrerun_shared"):
            ids = "SELECT md5(n::text) FROM generate_series(1, 1700) n"
            cursor.execute(f"UPDATE {table} SET expires = %s WHERE id IN ({ids})", [past])
    explainer = Explainer()
    with connections["own"].execute_wrapper(explainer):
        assert store.default().delete_expired() == 1700
    looked = [plan for sql, plan in explainer.plans.items() if "expires" in sql]
    assert len(looked) >= 2
    assert not [plan for plan in looked if "Seq Scan on formrerun" in plan]
