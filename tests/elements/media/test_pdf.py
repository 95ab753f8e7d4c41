"""PDF documents."""

from __future__ import annotations

import io

import pytest

import formrerun as fr
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


def test_a_document_is_shown_by_the_browser_and_linked_to(serve, client, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7")
    for data in (path, str(path), b"%PDF-1.7", io.BytesIO(b"%PDF-1.7")):
        page = Visitor(serve(lambda data=data: fr.pdf(data, height=300, alt="A report")), client).page
        drawn = page.by_test_id("stPdf")[0]
        frame, link = drawn.all("iframe")[0], drawn.all("a")[0]
        assert frame["title"] == "A report"
        assert frame["src"] == link["href"]
        answer = client.get(frame["src"])
        assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7", "application/pdf")


def test_an_address_stays_one(serve, client):
    page = Visitor(serve(lambda: fr.pdf("https://example.org/a.pdf")), client).page
    assert page.by_test_id("stPdf")[0].all("a")[0]["href"] == "https://example.org/a.pdf"


def test_no_data_are_an_error(show):
    assert show(lambda: fr.pdf(None)).exception[0].message.startswith("The `data` parameter is required.")
