"""``connection("sql")`` to databases of SQLAlchemy's: a file of SQLite's, and a server of PostgreSQL's."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy import text

import formrerun as fr
from formrerun.testing import AppTest
from tests.services import postgres_database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def where(request, tmp_path):
    """What says where the database is: by its address, and by its parts."""
    if request.param == "sqlite":
        yield {"url": f"sqlite:///{tmp_path / 'pets.sqlite3'}"}
        return
    with postgres_database() as entry:
        yield {
            "dialect": "postgresql", "driver": "psycopg", "host": entry["HOST"] or "127.0.0.1", "port": entry["PORT"],
            "username": entry["USER"], "password": entry["PASSWORD"], "database": entry["NAME"],
            "poolclass": sa.pool.StaticPool,
        }  # fmt: skip


@pytest.fixture
def conn(show, where):
    """The connection that a page has, with a table of three pets."""
    made = []

    def page():
        conn = fr.connection("pets", type="sql", **where)
        made.append(conn)
        with conn.session as session:
            session.execute(text("CREATE TABLE pets (name text, legs int)"))
            session.execute(
                text("INSERT INTO pets VALUES (:name, :legs)"),
                [{"name": "Ada", "legs": 4}, {"name": "Bob", "legs": 2}, {"name": "Cleo", "legs": 4}],
            )
            session.commit()

    fr.cache_resource.clear()
    assert not show(page).exception
    yield made[0]
    made[0].engine.dispose()
    fr.cache_resource.clear()


def test_a_query_is_a_frame_that_is_remembered(show, conn):
    def page():
        legs = {"legs": 4}
        found = conn.query("SELECT name FROM pets WHERE legs = :legs ORDER BY name", params=legs, ttl=600)
        fr.text(list(found["name"]))
        with conn.session as session:
            session.execute(text("INSERT INTO pets VALUES ('Dot', 4)"))
            session.commit()
        again = conn.query("SELECT name FROM pets WHERE legs = :legs ORDER BY name", params=legs, ttl=600)
        fresh = conn.query("SELECT name FROM pets WHERE legs = :legs ORDER BY name", params=legs, ttl=0)
        fr.text((list(again["name"]), list(fresh["name"])))

    at = show(page)
    assert not at.exception
    assert [each.value for each in at.text] == ["['Ada', 'Cleo']", "(['Ada', 'Cleo'], ['Ada', 'Cleo', 'Dot'])"]


def test_an_index_and_parts_of_a_result(show, conn):
    def page():
        fr.text(conn.query("SELECT * FROM pets ORDER BY name", index_col="name").loc["Bob", "legs"])
        fr.text([len(part) for part in conn.query("SELECT * FROM pets", chunksize=2)])

    at = show(page)
    assert not at.exception
    assert [each.value for each in at.text] == ["2", "[2, 1]"]


def test_what_a_session_does_not_commit_is_undone(show, conn):
    def page():
        with conn.session as session:
            session.execute(text("DELETE FROM pets"))
        with conn.connect() as opened:
            fr.text(opened.execute(text("SELECT count(*) FROM pets")).scalar())
        fr.text((conn.driver, type(conn.engine).__name__))

    at = show(page)
    assert not at.exception
    assert at.text[0].value == "3"
    assert at.text[1].value in ("('pysqlite', 'Engine')", "('psycopg', 'Engine')")


@pytest.mark.postgres
def test_a_lost_connection_is_made_again(show):
    with postgres_database() as entry:
        url = sa.engine.URL.create(
            "postgresql+psycopg", entry["USER"], entry["PASSWORD"] or None, entry["HOST"] or "127.0.0.1",
            int(entry["PORT"] or 5432), entry["NAME"],
        )  # fmt: skip
        conn = None

        def page():
            nonlocal conn
            conn = fr.connection("lost", type="sql", url=url.render_as_string(hide_password=False))
            pid = int(conn.query("SELECT pg_backend_pid() AS pid", ttl=0)["pid"][0])
            other = sa.create_engine(url)
            with other.connect() as opened:
                opened.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
            other.dispose()
            fr.text(int(conn.query("SELECT 42 AS answer", ttl=0)["answer"][0]))

        at = show(page)
        assert not at.exception
        assert at.text[0].value == "42"
        conn.engine.dispose()
        fr.cache_resource.clear()


def test_secrets_say_where_it_is(tmp_path):
    at = AppTest.from_string("""
        import streamlit as st
        st.text(st.connection("pets", type="sql").query("SELECT 1 + 1 AS two")["two"][0])
    """)
    at.secrets["connections"] = {
        "pets": {"url": f"sqlite:///{tmp_path / 'db'}", "note": "ours", "create_engine_kwargs": {"echo": False}}
    }
    at.run()
    assert not at.exception
    assert at.text[0].value == "2"
