"""Graphs of nodes and edges, laid out by Graphviz on the server and drawn in the page, or as an image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._deprecations import older_width
from formrerun.elements._parameters import check_height, check_width
from formrerun.elements.charts import _dot
from formrerun.elements.data._tabular import clean_alt
from formrerun.elements.kept_files import kept_file
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Height, Width
from formrerun.exceptions import StreamlitInvalidParameterTypeError, StreamlitValueError

__all__ = ["graphviz_chart"]

#: The most edges that are said in words.
SAID = 200


@dataclass(eq=False, kw_only=True)
class Graph(Element):
    """A graph: its SVG, the address of its image if that is too large for a page, or why there is none."""

    kind: ClassVar[str] = "graphviz_chart"

    svg: str = ""
    url: str = ""
    alt: str = ""
    nodes: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()
    error: str = ""
    is_missing: bool = False
    spec: str = ""
    engine: str = "dot"

    def context(self) -> dict[str, Any]:
        from django.utils.html import format_html
        from django.utils.safestring import mark_safe
        from django.utils.translation import gettext as _

        made = super().context()
        label = self.alt
        if not label:
            label = _("Graph of %(nodes)s nodes and %(edges)s edges") % {
                "nodes": len(self.nodes), "edges": len(self.edges),
            }  # fmt: skip
            if said := ", ".join((self.edges or self.nodes)[:SAID]).replace("->", " → ").replace("--", " – "):
                label = f"{label}: {said}"
        made["label"] = label
        if self.svg:
            # What is an image has no links for who does not see it.
            role = "group" if "<a " in self.svg else "img"
            made["svg"] = format_html(
                '<svg role="{}" aria-label="{}"{}', role, label, mark_safe(self.svg[len("<svg") :])
            )
        return made


@command
def graphviz_chart(
    figure_or_dot: Any,
    use_container_width: bool | None = None,
    *,
    width: Width = "content",
    height: Height = "content",
    alt: str | None = None,
) -> DeltaGenerator:
    """
    Draw a graph by Graphviz.

    The server's own program ``dot`` draws it into the page, links and hints included; above 100 kB as an image. Where
    it is not installed, the element says what to install and shows the text. The text may be a visitor's: the program
    can read no file, and has ten seconds, and no link of it runs anything.

    Parameters
    ----------
    figure_or_dot
        Text in the language DOT; or a ``Graph``, ``Digraph`` or ``Source`` of the package graphviz.
    width, height
        "content", "stretch" or pixels; ``use_container_width`` is the older name of ``width``.
    alt
        What screen readers say. By default how many nodes and edges there are, and which.

    Raises
    ------
    StreamlitInvalidParameterTypeError
        If it is neither.

    Examples
    --------
    >>> fr.graphviz_chart("digraph { run -> wait -> run }", alt="A process runs and waits")
    """
    if use_container_width is not None:
        width = older_width(use_container_width, "content")
    check_width(width, allow_content=True)
    check_height(height, allow_content=True)
    if isinstance(figure_or_dot, str):
        dot, engine = figure_or_dot, "dot"
    elif isinstance(getattr(figure_or_dot, "source", None), str):
        dot, engine = figure_or_dot.source, getattr(figure_or_dot, "engine", None) or "dot"
    else:
        raise StreamlitInvalidParameterTypeError(
            "figure_or_dot",
            type(figure_or_dot).__name__,
            ["graphviz.Graph", "graphviz.Digraph", "graphviz.Source", "str"],
        )
    if engine not in _dot.ENGINES:
        raise StreamlitValueError("engine", [f"'{name}'" for name in _dot.ENGINES])
    drawn = _dot.svg_of(dot, engine)
    return draw(
        Graph(
            svg=drawn.inline,
            url=kept_file(drawn.svg, "image/svg+xml") if drawn.svg and not drawn.inline else "",
            alt=clean_alt(alt),
            nodes=drawn.nodes,
            edges=drawn.edges,
            error=drawn.error,
            is_missing=drawn.is_missing,
            spec=dot,
            engine=engine,
            width=width,
            height=height,
        )
    )
