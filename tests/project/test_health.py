"""What a monitor hears."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_a_process_that_can_work_says_so(client):
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_process_without_its_database_does_not(client):
    def is_away(*args):
        raise OperationalError("the database is away")

    client.raise_request_exception = False
    with connection.execute_wrapper(is_away):
        assert client.get("/health/").status_code == 500
