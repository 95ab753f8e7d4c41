"""Where a test forbids the database, pages run as ever though the audit is on; nothing is written, and that is said."""

from __future__ import annotations

import formrerun as fr


def refuse():
    fr.field_error("name", "No.")


def page():
    fr.text_input("Name", key="name")
    fr.button("Save")
    fr.button("Refuse", on_click=refuse)


def test_a_page_is_tested_without_a_database(show, settings, caplog):
    settings.FORMRERUN = {"AUDIT": True}
    at = show(page, store="process")
    at.text_input[0].set_value("Ada")
    at.button[0].click().run()
    assert at.text_input[0].value == "Ada"
    assert not at.exception
    assert "is not written down" in caplog.text
    at.button[1].click().run()
    assert at.text_input[0].error == "No."
