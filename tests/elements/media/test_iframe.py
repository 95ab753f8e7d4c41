"""Frames."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def framed(serve, client):
    """Draw a frame; return it."""
    return lambda *given, **more: Visitor(serve(lambda: fr.iframe(*given, **more)), client).page.by_test_id("stIFrame")[
        0
    ]


@pytest.mark.parametrize("url", ["https://example.org/?a=1&b=2", "/static/report.html", "data:text/html,x"])
def test_an_address(framed, url):
    frame = framed(url, alt="A report", tab_index=-1)
    assert (frame["src"], frame["title"], frame["tabindex"]) == (url, "A report", "-1")


def test_a_document_reaches_nothing_of_the_page(framed, tmp_path):
    html = '<p title="x">Hello <b>there</b></p><script>parent.document</script>'
    path = tmp_path / "report.html"
    path.write_text(html)
    for frame in (framed(html), framed(path)):
        assert frame["srcdoc"] == html
        assert "src" not in frame
        assert "allow-same-origin" not in frame["sandbox"]
        assert frame["title"]


def test_another_file_is_shown_by_the_browser(framed, client, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7")
    answer = client.get(framed(path)["src"])
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Content-Security-Policy"] == "frame-ancestors 'self'"  # in a sandbox browsers show no PDF


def test_height_and_width(serve, client):
    page = Visitor(serve(lambda: fr.iframe("/a/", width=300, height=200)), client).page
    assert {"w300", "h200"} <= set(page.one("link", id="fr-sizes")["href"].partition("?")[2].split(","))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"tab_index": -2}, "Invalid `tab_index` value."),
        ({"tab_index": True}, ""),
        ({"height": 0}, "Invalid height value: 0."),
        ({"width": "wide"}, "Invalid width value: 'wide'."),
    ],
)
def test_what_streamlit_refuses(show, given, message):
    assert show(lambda: fr.iframe("/a/", **given)).exception[0].message.startswith(message)


def test_a_file_that_is_not_there(show, tmp_path):
    message = show(lambda: fr.iframe(tmp_path / "none.html")).exception[0].message
    assert message.startswith(f"Unable to read file '{tmp_path / 'none.html'}'")
