"""The audit's line stands in the transaction of what was done, on every database."""

from __future__ import annotations

from django.db import connections

import formrerun as fr
from formrerun.models import AuditEntry
from formrerun.testing import AppTest
from tests.store.test_contract import only


@only("db on SQLite", "db on PostgreSQL", "db on MariaDB")
def test_a_line_commits_with_what_was_done_or_not_at_all(backend, settings):
    settings.FORMRERUN = {**settings.FORMRERUN, "AUDIT": True}
    table = AuditEntry.objects.using("own")
    table.all().delete()

    @fr.page
    def page():
        fr.text_input("Name", key="name")
        fr.button("Save", on_click=write)

    def write():
        with connections["own"].cursor() as cursor:
            cursor.execute("UPDATE formrerun_shared SET version = 0")
        if fr.session_state.name == "wrong":
            fr.field_error("name", "No.")

    at = AppTest.from_page(page, store="project").run()
    at.text_input[0].set_value("Ada ☃")
    at.button[0].click().run()
    assert [(line.result, line.changes[0]["new"]) for line in table.all()] == [("done", "Ada ☃")]
    at.text_input[0].set_value("wrong")
    at.button[0].click().run()
    assert [line.result for line in table.order_by("id")] == ["done", "refused"]
    table.all().delete()
