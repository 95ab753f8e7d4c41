"""Graphs, drawn by Graphviz on the server; the text may be a visitor's."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import pytest

import formrerun as fr
from formrerun.elements.charts import _dot
from tests.visitor import Visitor

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("dot") is None, reason="There is no Graphviz: its program dot is not installed."),
]


def drawn(serve, dot, tag="svg", **parameters):
    visitor = Visitor(serve(lambda: fr.graphviz_chart(dot, **parameters)))
    return visitor.page.one(**{"data-testid": "stGraphVizChart"}).one(tag)


def test_a_graph_stands_in_the_page_with_its_edges_said(serve):
    graph = drawn(serve, "digraph { run -> wait -> run }")
    assert graph["role"] == "img"
    assert graph["aria-label"] == "Graph of 2 nodes and 2 edges: run → wait, wait → run"
    assert [node.text for node in graph.all("title")] == ["", "run", "wait", "run->wait", "wait->run"]


def test_a_description_of_the_page_stands_for_it(serve):
    assert drawn(serve, "graph { a -- b }", alt="Two of them")["aria-label"] == "Two of them"


def test_its_links_lead_somewhere(serve):
    graph = drawn(serve, 'digraph { a [URL="/orders/3?all=1&by=day" tooltip="Order 3"] }')
    link = graph.one("a")
    assert (link["xlink:href"], link["xlink:title"]) == ("/orders/3?all=1&by=day", "Order 3")
    assert graph["role"] == "group"  # what is an image has no links


@pytest.mark.parametrize("address", ["javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:a"])
def test_a_link_that_would_run_leads_nowhere(serve, address):
    assert "xlink:href" not in drawn(serve, f'digraph {{ a [URL="{address}"] }}').one("a")


def test_no_id_or_class_of_it_is_taken_for_one_of_the_page(serve):
    graph = drawn(serve, 'digraph { a [id="fr-root" class="fr-dialog stApp" style=filled fillcolor="red:blue"] }')
    gradient = graph.one("lineargradient")
    assert [node for node in graph.walk() if "id" in node] == [gradient]
    assert graph.one("ellipse")["fill"] == f"url(#{gradient['id']})"
    assert [stop["stop-color"] for stop in graph.all("stop")] == ["red", "blue"]
    assert {node.get("class") for node in graph.walk()} == {"", "graph", "node"}


def test_a_large_one_is_an_image_beside_the_page(serve):
    edges = "; ".join(f"n{number} -> n{number + 1}" for number in range(400))
    image = drawn(serve, f"digraph {{ {edges} }}", "img")
    assert image["alt"].startswith("Graph of 401 nodes and 400 edges: n0 → n1, ")


def test_an_object_of_the_package_graphviz_says_its_engine(show):
    graph = SimpleNamespace(source="graph { a -- b }", engine="circo")
    at = show(lambda: fr.graphviz_chart(graph))
    assert not at.exception
    assert at.get("graphviz_chart")[0]._node.engine == "circo"


def test_write_draws_one(show):
    graphviz = pytest.importorskip("graphviz")
    at = show(lambda: fr.write(graphviz.Source("graph { a -- b }")))
    assert at.get("graphviz_chart")[0]._node.nodes == ("a", "b")


def test_what_is_no_dot_says_what_is_wrong(serve):
    text = Visitor(serve(lambda: fr.graphviz_chart("digraph { a -> "))).text
    assert "Graphviz cannot draw this graph: syntax error in line 1" in text
    assert "digraph { a ->" in text


def test_the_text_cannot_read_a_file(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>SECRET</text></svg>')
    for dot in (
        f'digraph {{ a [image="{secret}"] }}',
        f'digraph {{ a [shapefile="{secret}"] }}',
        f'digraph {{ a [label=<<table><tr><td><img src="{secret}"/></td></tr></table>>] }}',
        f'digraph {{ imagepath="{tmp_path}"; a [image="secret.svg"] }}',
    ):
        drawn = _dot.svg_of(dot, "dot")
        assert b"SECRET" not in drawn.svg
        assert b"secret.svg" not in drawn.svg.replace(b"<title>", b"")


def test_without_graphviz_the_page_says_what_to_install(serve, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    text = Visitor(serve(lambda: fr.graphviz_chart("digraph { only_here -> b }"))).text
    assert "Graphviz, which is not installed on the server" in text
    assert "only_here -> b" in text


def test_a_graph_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(_dot, "SECONDS", 1)
    edges = "; ".join(f"n{a} -> n{b}" for a in range(150) for b in range(150))
    drawn = _dot.svg_of(f"digraph {{ {edges} }}", "dot")
    assert drawn.error
    assert not drawn.svg


@pytest.mark.parametrize("given", [5, None, ["digraph {}"]])
def test_what_is_no_graph_is_an_error(show, given):
    at = show(lambda: fr.graphviz_chart(given))
    assert "Invalid `figure_or_dot` type" in at.exception[0].value
