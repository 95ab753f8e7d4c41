"""``connection``: databases by Streamlit's names."""

from __future__ import annotations

import pytest
from django.db import connections

import formrerun as fr
from formrerun.api.database_connections import _PART, BaseConnection, _placeholder
from formrerun.testing import AppTest

pytestmark = pytest.mark.django_db


def test_django_s_database_answers(show):
    pytest.importorskip("pandas")

    def page():
        found = fr.connection("sql").query("SELECT :a + 1 AS b, '10% :a' AS c", params={"a": 41}, ttl=5)
        fr.text((int(found["b"][0]), found["c"][0]))

    at = show(page)
    assert not at.exception
    assert at.text[0].value == "(42, '10% :a')"


def test_what_a_session_does_not_commit_is_undone(show):
    def page():
        conn = fr.connection("default")
        with conn.session as session:
            session.execute("CREATE TABLE shelf (name text)")
            session.execute("INSERT INTO shelf VALUES (:name)", {"name": "kept"})
            session.commit()
            session.execute("INSERT INTO shelf VALUES (:name)", {"name": "lost"})
        with conn.session as session:
            fr.text([row["name"] for row in session.execute("SELECT name FROM shelf").mappings()])

    at = show(page)
    assert not at.exception
    assert at.text[0].value == "['kept']"


def test_a_database_that_there_is_not(show):
    message = show(lambda: fr.connection("nowhere")).exception[0].message
    assert message.startswith("Missing SQL DB connection configuration.")
    assert "default" in message


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("snowflake", None), ("snowflake-callers-rights", None), ("lake", "snowflake"),
        ("lake", type("SnowflakeConnection", (), {})),
    ],
)  # fmt: skip
def test_of_snowflake_it_says_what_to_use(show, name, kind):
    message = show(lambda: fr.connection(name, type=kind)).exception[0].message
    assert "snowflake-sqlalchemy" in message
    assert f"[connections.{name}]" in message


def test_a_script_without_a_project_has_no_database(show, monkeypatch):
    monkeypatch.setattr(connections["default"], "vendor", "unknown")
    assert (
        show(lambda: fr.connection("sql")).exception[0].message.startswith("Missing SQL DB connection configuration.")
    )


class Shelf(BaseConnection[list]):
    def _connect(self, **kwargs):
        return [kwargs["first"]]


def test_a_class_of_one_s_own_is_made_once(show):
    def page():
        one, other = (fr.connection("shelf", type=Shelf, first=1) for _ in range(2))
        fr.text((one is other, one._instance))

    assert show(page).text[0].value == "(True, [1])"


def test_scripts_import_the_classes():
    at = AppTest.from_string("""
        import streamlit as st
        from streamlit.connections import BaseConnection, SQLConnection
        st.text(isinstance(st.connection("sql"), SQLConnection) and issubclass(SQLConnection, BaseConnection))
        st.set_option("client.toolbarMode", "minimal")
        st.text(st.get_option("client.toolbarMode"))
    """).run()
    assert [text.value for text in at.text] == ["True", "minimal"]


@pytest.mark.parametrize(
    ("sql", "made"),
    [
        ("a = :b", "a = %(b)s"),
        ("a::int", "a::int"),
        ("a LIKE '%:b'", "a LIKE '%%:b'"),
        ("a % 2", "a %% 2"),
        ('":b"', '":b"'),
    ],
)
def test_parameters(sql, made):
    assert _PART.sub(_placeholder, sql) == made
