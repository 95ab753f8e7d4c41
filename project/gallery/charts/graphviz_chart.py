"""Graphs of nodes and edges, laid out by Graphviz."""

from __future__ import annotations

import formrerun as fr


def a_graph() -> None:
    """Text in the language DOT."""
    fr.graphviz_chart("digraph { rankdir=LR; typed -> sent -> judged -> applied; judged -> refused -> typed }")
