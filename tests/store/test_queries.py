"""How many queries a submission takes: at most five, with database sessions and a logged-in user."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

import formrerun as fr
from formrerun import store
from tests.store.conftest import save
from tests.store.test_contract import only
from tests.visitor import Visitor

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def statements(captured: CaptureQueriesContext) -> list[str]:
    """Return what was asked, but for the control of transactions."""
    return [query["sql"] for query in captured if not query["sql"].startswith(CONTROL)]


def count() -> None:
    fr.session_state.count = fr.session_state.get("count", 0) + 1


def page():
    fr.selectbox("Choose", [f"option {number} of many" for number in range(500)])
    fr.text_input("Name", key="name")
    fr.button("Press")
    fr.button("Count", on_click=count)


@pytest.mark.parametrize(
    ("state", "button", "most"),
    [("tab", "Press", 4), ("tab", "Count", 5), ("session", "Press", 6), ("session", "Count", 8)],
)
def test_a_submission_on_sqlite(serve, client, django_user_model, transactional_db, state, button, most):
    """Session, user, load, claim (if something must be in one transaction), save; what tabs share likewise."""
    client.force_login(django_user_model.objects.create_user("ada"))
    visitor = Visitor(serve(page, state=state), client, script=True)
    visitor.press(button)
    body = visitor.compose("fr-page", visitor.button(button)["value"])
    with CaptureQueriesContext(connections["default"]) as captured:
        assert client.post(visitor.url, body, content_type="application/json").status_code == 200
    assert len(statements(captured)) <= most, statements(captured)


@only("db on PostgreSQL", "db on MariaDB")
@pytest.mark.parametrize(("scope", "most"), [("tab", 2), ("session", 4)])
def test_a_claim_locks_and_loads_at_once(backend, scope, most):
    with backend.store.open(backend.who, "p", scope) as claim:
        tab = save(claim)
    with (
        CaptureQueriesContext(connections["own"]) as captured,
        backend.store.claim(tab, backend.who, "p", scope) as claim,
    ):
        claim.transaction.begin()
        claim.record.state.user["count"] = 1
        save(claim)
    assert len(statements(captured)) == most, statements(captured)


@only("db on SQLite", "db on PostgreSQL", "db on MariaDB")
def test_what_did_not_change_is_not_written(backend):
    tab = backend.open(count=1)
    with CaptureQueriesContext(connections["own"]) as captured, backend.store.claim(tab, backend.who, "p") as claim:
        save(claim)
    update = statements(captured)[-1]
    assert update.startswith("UPDATE formrerun_tab")
    for column in ("state", "manifest", "html", "meta", "owner"):
        assert f"{connections['own'].ops.quote_name(column)} =" not in update


@only("db on SQLite")
def test_a_blob_is_written_once_and_touched_once_a_day(backend):
    def put(into: store.Store) -> int:
        with CaptureQueriesContext(connections["own"]) as captured, into.open(backend.who, "p") as claim:
            claim.blobs.put(b"rows" * 2000)
            save(claim)
        return sum("INSERT INTO" in sql and "formrerun_blob" in sql for sql in statements(captured))

    assert [put(backend.store), put(backend.store)] == [1, 0]
    assert put(type(backend.store)()) == 1  # another process does not know
