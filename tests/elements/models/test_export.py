"""A model's table as a file: what is shown, all of it, to whom may see the page."""

from __future__ import annotations

import csv
import io

from project.shop.models import Customer


def download(visitor):
    """Follow the link; return the lines of the file."""
    link = visitor.page.by_test_id("stDownloadButton")[0].one("a")["href"]
    answer = visitor.client.get(link)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.streaming
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_it_has_all_rows_that_match_in_their_order(table):
    visitor = table(filters=["status"], query="?orders_status=paid&orders_sort=number")
    lines = download(visitor)
    assert lines[0] == ["Number", "Customer", "Status", "Placed on"]
    assert lines[1] == ["0004", "Bram", "Paid", "2026-01-05"]
    assert len(lines) == 16


def test_it_has_what_the_last_run_shows(table):
    visitor = table()
    visitor.change("Search", "0007")
    assert [line[0] for line in download(visitor)[1:]] == ["0007"]


def test_a_text_is_no_formula(table, orders):
    Customer.objects.filter(name="Ada").update(name="=1+1")
    assert "'=1+1" in {line[1] for line in download(table())}


def test_it_is_offered_where_the_author_wants_it_and_there_are_rows(table):
    assert table(export=False).page.by_test_id("stDownloadButton") == []
    assert table(query="?orders_q=nobody").page.by_test_id("stDownloadButton") == []
