"""Frames."""

from __future__ import annotations

import pytest

import formrerun as fr
from formrerun.components import v1
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


def test_a_document_runs_its_scripts_and_reaches_nothing_of_the_page(framed, client, tmp_path):
    html = '<p title="x">Hello <b>there</b></p><script>parent.document</script>'
    path = tmp_path / "report.html"
    path.write_text(html)
    for frame in (framed(html), framed(path), framed(html, height=100)):
        assert "allow-same-origin" not in frame["sandbox"]
        assert frame["title"]
        answer = client.get(frame["src"])
        assert html.encode() in answer.content
        assert answer["Content-Type"] == "text/html; charset=utf-8"
        assert answer["Content-Security-Policy"].startswith("sandbox allow-scripts")
        assert "allow-same-origin" not in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_html_with_scripts_stands_in_a_frame(serve, client):
    script = "<p>one</p><script>document.title = 'x'</script>"
    page = Visitor(serve(lambda: fr.html(script, unsafe_allow_javascript=True)), client).page
    assert script.encode() in client.get(page.by_test_id("stIFrame")[0]["src"]).content
    page = Visitor(serve(lambda: fr.html("<p>one</p>", unsafe_allow_javascript=True)), client).page
    assert page.by_test_id("stHtml")


def test_components_v1(serve, client):
    def page():
        v1.html("<script>1</script>", height=80, width=200)
        v1.iframe("https://example.org/", scrolling=True)

    page = Visitor(serve(page), client).page
    own, other = page.by_test_id("stIFrame")
    assert b"<script>1</script>" in client.get(own["src"]).content
    assert (own["scrolling"], other["src"], other.get("scrolling")) == ("no", "https://example.org/", "")
    assert {"w200", "h80", "h150"} <= set(page.one("link", id="fr-sizes")["href"].partition("?")[2].split(","))


def test_a_document_that_only_runs_has_no_height(serve, client):
    drawn = Visitor(serve(lambda: v1.html("<script>1</script>", height=0, width=0)), client).page
    assert "fr-h-0" in drawn.by_test_id("stIFrame")[0].parent["class"]


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
