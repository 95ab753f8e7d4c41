"""Parts, entity tags and heads: what resumes a download, and what is not sent again."""

from __future__ import annotations

import gzip

import pytest

import formrerun as fr
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


def page():
    fr.dataframe({"n": range(500)})
    fr.download_button("Save", b"0123456789", "digits.bin")


@pytest.fixture
def visitor(serve):
    """Open the page."""
    return Visitor(serve(page))


@pytest.fixture
def table(visitor):
    """Return how to ask for the table's data."""
    there = visitor.page.one("fr-table")["data-fr-src"]
    return lambda query=None, method="get", **headers: getattr(visitor.client, method)(there, query, headers=headers)


@pytest.fixture
def file(visitor):
    """Return how to ask for the file."""
    there = visitor.page.by_test_id("stDownloadButton")[0].one("a")["href"]
    return lambda method="get", **headers: getattr(visitor.client, method)(there, headers=headers)


@pytest.mark.parametrize("query", [None, {"page": 2, "size": 300}, {"format": "csv"}])
def test_a_part_of_a_table(table, query):
    whole = table(query)
    assert whole["Accept-Ranges"] == "bytes"
    first, rest = (table(query, **{"Range": part, "If-Range": whole["ETag"]}) for part in ("bytes=0-99", "bytes=100-"))
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first["Content-Range"] == f"bytes 0-99/{len(whole.content)}"
    assert first.content + rest.content == whole.content
    assert first["Content-Type"] == whole["Content-Type"]


def test_a_part_is_one_of_the_plain_bytes(table):
    packed = table(**{"Accept-Encoding": "gzip"})
    part = table(Range="bytes=0-9", **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content)[:10] == part.content
    assert part["Content-Encoding"] == "identity"
    assert packed["ETag"] != part["ETag"]


def test_a_part_of_what_was_packed_is_not_joined_to_plain_bytes(table):
    packed = table(**{"Accept-Encoding": "gzip"})
    assert table(Range="bytes=9-", **{"If-Range": packed["ETag"], "Accept-Encoding": "gzip"}).status_code == 200


def test_a_part_that_is_not_there_is_not_kept(table):
    answer = table(Range="bytes=999999-")
    assert (answer.status_code, answer["Cache-Control"]) == (416, "private, no-cache")
    assert answer["Content-Range"].startswith("bytes */")


def test_a_table_that_the_browser_has_is_not_sent_again(table):
    tag = table()["ETag"]
    again = table(**{"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert "immutable" in again["Cache-Control"]
    assert table(**{"If-Match": tag}).status_code == 200
    refused = table(**{"If-Match": '"older"'})
    assert (refused.status_code, refused["Cache-Control"]) == (412, "private, no-cache")


def test_a_wrong_question_is_still_a_wrong_question(table):
    assert table({"page": "x"}, Range="bytes=0-1").status_code == 400


@pytest.mark.parametrize("of", ["table", "file"])
def test_a_head_is_that_of_the_whole(request, of):
    ask = request.getfixturevalue(of)
    whole, head = ask(), ask(method="head", Range="bytes=0-1")
    assert (head.status_code, head.content) == (200, b"")
    assert [head[name] for name in ("ETag", "Content-Type", "Accept-Ranges")] == [
        whole[name] for name in ("ETag", "Content-Type", "Accept-Ranges")
    ]


def test_the_unit_is_known_in_any_case(file):
    assert file(Range="Bytes=0-1").content == b"01"
