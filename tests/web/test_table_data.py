"""The data of tables and maps over HTTP: who gets it, in which pieces, and what a wrong question is answered."""

from __future__ import annotations

import csv
import gzip
import io
import json

import pytest
from django.test import Client

import formrerun as fr
from formrerun.tables import encoding
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db

CITIES = [{"city": "Bern", "people": 134_794}, {"city": "accra", "people": 2_291_000}, {"city": "Cork", "people": None}]
ROWS = 7_000


def small(request):
    fr.text_input("Note")
    fr.dataframe(CITIES)


def large(request):
    fr.text_input("Note")
    fr.dataframe({
        "n": range(ROWS),
        "name": [f"Item {n * 7919 % ROWS:04}" for n in range(ROWS)],
        "share": [None if n % 1000 == 0 else n / 7 for n in range(ROWS)],
        "even": [n % 2 == 0 for n in range(ROWS)],
    })  # fmt: skip


def address(visitor, tag="fr-table"):
    return visitor.page.one(tag)["data-fr-src"]


@pytest.fixture
def visitor(serve):
    """Open a page in a browser of its own."""
    return lambda page: Visitor(serve(page))


@pytest.fixture
def rows(visitor):
    """Return how to ask for rows of the large table."""
    asked = visitor(large)
    return lambda **query: asked.client.get(address(asked), query)


# ------------------------------------------------------------------------------------------------- who gets it


@pytest.fixture
def ada(django_user_model):
    """A user who may see what only some may."""
    return django_user_model.objects.create_user("ada", email="may")


@pytest.fixture
def guarded(serve, ada):
    """Return the answer to a table, and the client, of a page that asks who is there."""

    def open_(page, **rule):
        client = Client()
        client.force_login(ada)
        shown = Visitor(serve(page, **rule), client)
        return client, address(shown)

    return open_


@pytest.mark.parametrize("query", [{}, {"format": "csv"}, {"page": 1, "size": 2}], ids=str)
def test_who_may_not_see_the_page_any_more_gets_nothing(guarded, ada, query):
    client, there = guarded(small, user_passes=lambda user: user.email == "may")
    answer = client.get(there, query)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-cache"
    again = client.get(there, query, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    ada.email = "may not"
    ada.save()
    for headers in ({}, {"If-None-Match": answer["ETag"]}):
        assert client.get(there, query, headers=headers).status_code == 403


def test_a_permission_that_was_withdrawn_is_asked_for_again(guarded, ada):
    from django.contrib.auth.models import Permission

    allowed = Permission.objects.get(codename="view_user")
    ada.user_permissions.add(allowed)
    client, there = guarded(small, permission_required="auth.view_user")
    assert client.get(there).status_code == 200
    ada.user_permissions.remove(allowed)
    assert client.get(there).status_code == 403


def test_each_question_has_a_tag_of_its_own(guarded):
    client, there = guarded(large, login_required=True)
    tags = {client.get(there, {"page": page, "size": 10})["ETag"] for page in (1, 2, 3)}
    assert len(tags) == 3


def test_an_address_without_its_page_is_none(guarded):
    client, there = guarded(small, login_required=True)
    for other in (there.rpartition(".")[0] + "/", there.partition(".")[0] + "/", there[:-1] + "x/"):
        assert client.get(other).status_code == 404


def test_who_has_logged_out_gets_nothing(guarded):
    client, there = guarded(small, login_required=True)
    client.logout()
    assert client.get(there).status_code in (403, 404)


def test_who_was_shown_a_table_gets_it_and_may_keep_it(visitor):
    shown = visitor(small)
    answer = shown.client.get(address(shown))
    assert answer.json() == {"values": [["Bern", "accra", "Cork"], [134_794, 2_291_000, None]]}
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_it_travels_compressed(visitor):
    shown = visitor(small)
    answer = shown.client.get(address(shown), headers={"Accept-Encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert json.loads(gzip.decompress(answer.content))["values"][0] == ["Bern", "accra", "Cork"]


def test_nobody_else_gets_it(visitor):
    shown, other = visitor(small), visitor(large)
    assert other.client.get(address(shown)).status_code == 404
    assert Client().get(address(shown)).status_code == 404


def test_a_user_who_logs_out_no_longer_gets_it(serve, django_user_model):
    client = Client()
    client.force_login(django_user_model.objects.create_user("ada"))
    shown = Visitor(serve(small), client)
    assert client.get(address(shown)).status_code == 200
    client.logout()
    assert client.get(address(shown)).status_code == 404


def test_a_mark_opens_no_other_data(visitor):
    shown = visitor(small)
    head, digest, mark = address(shown).rstrip("/").rsplit("/", 2)
    other = "0" * len(digest)
    for path in (
        f"{head}/{other}/{mark}/",
        f"{head}/{digest}/{'0' * len(mark)}/",
        f"{head}/{digest}/x/",
        f"{head}/x/{mark}/",
    ):
        assert shown.client.get(path).status_code == 404


def test_another_process_answers_from_the_record(visitor):
    shown = visitor(small)
    encoding.forget()
    assert shown.client.get(address(shown)).json()["values"][0] == ["Bern", "accra", "Cork"]


def test_a_page_without_widgets_has_its_data_too(visitor):
    def page():
        fr.dataframe(CITIES)

    shown = visitor(page)
    encoding.forget()
    assert shown.client.get(address(shown)).status_code == 200


def test_it_can_only_be_read(visitor):
    shown = visitor(small)
    assert shown.client.post(address(shown)).status_code in (403, 405)
    assert shown.client.head(address(shown)).status_code == 200


# ------------------------------------------------------------------------------------------------- in which pieces


def test_a_large_table_is_not_sent_as_a_whole(rows):
    assert rows().status_code == 400


def test_rows_come_in_pages(rows):
    page = rows(page=2, size=50).json()
    assert page["total"] == ROWS
    assert page["values"][0] == list(range(50, 100))
    assert rows(page=ROWS // 50, size=50).json()["values"][0][-1] == ROWS - 1


def test_the_server_sorts_numbers_and_texts(rows):
    assert rows(page=1, size=3, sort=1).json()["values"][1] == ["Item 0000", "Item 0001", "Item 0002"]
    assert rows(page=1, size=2, sort=0, dir="desc").json()["values"][0] == [ROWS - 1, ROWS - 2]


@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_missing_values_come_last_in_both_directions(rows, direction):
    shares = rows(page=7, size=1000, sort=2, dir=direction).json()["values"][2]
    assert shares[-7:] == [None] * 7
    assert None not in shares[:-7]
    assert shares[:-7] == sorted(shares[:-7], reverse=direction == "desc")


def test_the_server_finds_rows_whatever_the_case(rows):
    found = rows(page=1, q="ITEM 012", sort=1).json()
    assert found["total"] == 10
    assert found["values"][1] == [f"Item 012{n}" for n in range(10)]
    assert rows(page=1, q="nothing like it").json() == {"total": 0, "values": [[], [], [], []], "rows": []}
    assert rows(page=1, q="item 0120", sort=1).json()["rows"] == [480]


def test_a_number_is_found_by_either_decimal_sign(serve, db, settings):
    settings.FORMRERUN = {**getattr(settings, "FORMRERUN", {}), "TABLE_REMOTE_ROWS": 1}
    visitor = Visitor(serve(lambda: fr.dataframe({"n": [2.75, 3.5], "t": ["a", "1,25"]})))
    source = visitor.page.one("fr-table")["data-fr-src"]
    found = [visitor.client.get(f"{source}?page=1&size=9&q={text}").json()["rows"] for text in ("2,75", "2.75", "1.25")]
    assert found == [[0], [0], [1]]


def test_a_download_holds_all_rows_that_were_found_in_their_order(rows):
    answer = rows(format="csv", q="item 012", sort=1, dir="desc")
    assert answer["Content-Disposition"] == 'attachment; filename="table.csv"'
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0] == ["n", "name", "share", "even"]
    assert [line[1] for line in lines[1:]] == [f"Item 012{n}" for n in reversed(range(10))]
    assert {line[3] for line in lines[1:]} == {"true", "false"}


def test_a_cell_is_no_formula_in_a_spreadsheet(visitor):
    typed = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-a", "\t=1", "-1.5", "+49 (30) 123-4", "-", "a=1"]
    shown = visitor(lambda: fr.dataframe({"=head": typed, "n": range(-4, 5)}))
    content = shown.client.get(address(shown), {"format": "csv"}).content.decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(content, newline=""))
    assert head == ["'=head", "n"]
    assert [line[0] for line in lines] == [*(f"'{text}" for text in typed[:5]), *typed[5:]]
    assert [line[1] for line in lines] == [str(number) for number in range(-4, 5)]


def test_a_hidden_column_never_leaves_the_server(visitor):
    def page():
        fr.dataframe(CITIES, column_config={"people": None})

    shown = visitor(page)
    assert shown.client.get(address(shown)).json()["values"] == [["Bern", "accra", "Cork"]]
    assert b"134794" not in shown.client.get(address(shown), {"format": "csv"}).content
    assert shown.client.get(address(shown), {"page": 1, "sort": 1}).status_code == 400


def test_a_map_s_points_come_at_once(visitor):
    shown = visitor(lambda: fr.map({"lat": [1.5], "lon": [2.5]}))
    source = address(shown, "fr-map")
    assert shown.client.get(source).json() == {"lat": [1.5], "lon": [2.5], "size": 100}
    assert shown.client.get(source, {"page": 1}).status_code == 400


# ------------------------------------------------------------------------------------------------- wrong questions


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"}, {"page": "-1"}, {"page": "1.5"}, {"page": "x"}, {"page": "١"}, {"page": "9" * 400},
        {"page": "71"}, {"page": "1", "size": "0"}, {"page": "1", "size": "1001"}, {"page": "1", "sort": "4"},
        {"page": "1", "sort": "-1"}, {"page": "1", "sort": "name"}, {"page": "1", "sort": "0", "dir": "up"},
        {"page": "1", "q": "x" * 201}, {"format": "xml"}, {"format": "csv", "sort": "4"}, {"other": "1"},
    ],
    ids=str,
)  # fmt: skip
def test_a_question_that_no_table_asks_is_refused(rows, query):
    answer = rows(**query)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/plain"
