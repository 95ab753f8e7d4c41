"""Diagrams of Mermaid's: what the browser is told, and the document in which they are drawn."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

import formrerun as fr
from formrerun.elements.charts.mermaid_chart import name_of
from tests.visitor import Visitor

TEXT = """
    graph LR
        A --> B
"""


@pytest.mark.django_db
class TestSent:
    def test_a_text_is_fetched_and_stands_there_without_a_script(self, serve):
        visitor = Visitor(serve(lambda: fr.mermaid_chart(TEXT)))
        element = visitor.page.one("fr-mermaid")
        assert visitor.client.get(element["data-fr-src"]).json() == {"text": "graph LR\n    A --> B"}
        assert "graph LR A --> B" in element.text
        assert element["data-fr-label"] == "Diagram: flowchart"

    def test_it_is_called_as_it_says_or_as_its_author_does(self, serve):
        text = 'pie\n  accTitle: Pets\n  "Dogs" : 1'
        assert Visitor(serve(lambda: fr.mermaid_chart(text))).page.one("fr-mermaid")["data-fr-label"] == "Pets"
        named = Visitor(serve(lambda: fr.mermaid_chart(text, alt="Cats")))
        assert named.page.one("fr-mermaid")["data-fr-label"] == "Cats"

    def test_its_frame_reaches_nothing(self):
        answer = Client().get(reverse("formrerun:mermaid"))
        policy = answer["Content-Security-Policy"]
        assert policy.startswith("sandbox allow-scripts; default-src 'none'; script-src 'self'; style-src")
        assert "connect-src" not in policy
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert b"mermaid.min.js" in answer.content

    def test_its_scripts_may_be_those_of_another_host(self, settings):
        settings.STATIC_URL = "https://cdn.example.org/static/"
        policy = Client().get(reverse("formrerun:mermaid"))["Content-Security-Policy"]
        assert "script-src 'self' https://cdn.example.org;" in policy


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sequenceDiagram\n A->>B: x", "sequence diagram"),
        ("%% a comment\n%%{init: {}}%%\nstateDiagram-v2", "state diagram"),
        ("---\ntitle: graph\n---\nxychart-beta", "XY chart"),
        ("unheard", "unheard"),
        ("", "Mermaid"),
    ],
)
def test_kinds_have_names(text, name):
    assert name_of(text) == name


def test_widths_are_judged():
    with pytest.raises(fr.errors.StreamlitAPIException, match="width"):
        fr.mermaid_chart(TEXT, width="wide")
