"""Versions while many refresh at once, where rows are locked: none is lost, none is given twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from formrerun.live import topics
from tests.services import database, mysql_database, postgres_database


@pytest.fixture(
    params=[
        pytest.param(postgres_database, marks=pytest.mark.postgres, id="PostgreSQL"),
        pytest.param(mysql_database, marks=pytest.mark.mariadb, id="MariaDB"),
    ]
)
def alias(request, settings, django_db_blocker):
    """A database where the versions stand."""
    with request.param() as entry, django_db_blocker.unblock(), database("versions", entry) as alias:
        settings.FORMRERUN = {"DATABASE": alias}
        call_command("migrate", "formrerun_live", database=alias, verbosity=0)
        yield alias


def raised(names):
    """Raise versions in a thread of its own."""
    try:
        return [topics.raise_version(name) for name in names]
    finally:
        connections.close_all()


@pytest.mark.usefixtures("alias")
def test_each_refresh_has_a_number_of_its_own():
    with ThreadPoolExecutor(8) as threads:
        numbers = [number for found in threads.map(raised, [["orders"] * 10] * 8) for number in found]
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + 80))
    assert topics.versions(["orders"]) == {"orders": max(numbers)}


@pytest.mark.usefixtures("alias")
def test_refreshes_of_several_topics_in_any_order_do_not_wait_for_each_other_for_ever():
    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(raised, [["orders", "stock"] * 20, ["stock", "orders"] * 20]))
    assert [len(numbers) for numbers in found] == [40, 40]


def test_a_refresh_does_not_hold_up_whoever_writes(alias):
    topics.raise_version("orders")
    with transaction.atomic(using=alias), ThreadPoolExecutor(1) as threads:
        topics.versions(["orders"])  # a page that is still reading
        assert threads.submit(raised, ["orders"]).result(20)


@pytest.mark.usefixtures("alias")
def test_names_that_differ_in_case_accents_or_blanks_are_different_topics():
    names = ["order", "Order", "ordér", "order ", "ORDER😀", "😀"]
    topics.note(names)
    for times, name in enumerate(names):
        for _ in range(times):
            topics.raise_version(name)
    topics.note(names)
    found = topics.versions(names)
    assert list(found) == names
    assert all(found.values())
    before = topics.versions(names)
    topics.raise_version("Order")
    assert [name for name, version in topics.versions(names).items() if version != before[name]] == ["Order"]
