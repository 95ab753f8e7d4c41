"""``mermaid_chart``: diagrams that a text in Mermaid's language describes."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements.charts import _chart
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Width

__all__ = ["mermaid_chart"]

#: What stands before a diagram's first word: front matter, settings, comments.
_BEFORE = re.compile(r"\s*(?:---[ \t]*\n.*?\n[ \t]*---[ \t]*\n|%%\{.*?\}%%|%%[^\n]*\n|\n)", re.DOTALL)
_TITLE = re.compile(r"^[ \t]*acc(?:Title[ \t]*:|Descr[ \t]*:|Descr[ \t]*\{)[ \t]*([^\n}]+)", re.MULTILINE)
#: The first word of a diagram, and what it is called.
_NAMES = {
    "graph": "flowchart", "flowchart": "flowchart", "sequenceDiagram": "sequence diagram",
    "classDiagram": "class diagram", "stateDiagram": "state diagram", "erDiagram": "entity relationship diagram",
    "journey": "user journey", "gantt": "Gantt chart", "pie": "pie chart", "quadrantChart": "quadrant chart",
    "requirementDiagram": "requirement diagram", "gitGraph": "Git graph", "mindmap": "mind map",
    "timeline": "timeline", "sankey": "Sankey diagram", "xychart": "XY chart", "block": "block diagram",
    "kanban": "Kanban board", "architecture": "architecture diagram", "radar": "radar chart",
    "packet": "packet diagram",
}  # fmt: skip


@dataclass(eq=False, kw_only=True)
class MermaidChart(_chart.Chart):
    """A diagram of Mermaid's."""

    kind: ClassVar[str] = "mermaid_chart"
    type_name: ClassVar[str] = "markdown"

    body: str = ""

    def context(self) -> dict[str, Any]:
        from django.utils.translation import gettext as _

        made = super().context()
        made["words"] |= {
            "data": _("Show the text"),
            "broken": _("This diagram cannot be drawn: %s"),
            "slow": _("it takes too long"),
            "unframed": _("this site’s Content-Security-Policy refuses its frame. Add 'self' to `frame-src`."),
        }
        if not self.alt:
            made["label"] = _("Diagram: %(kind)s") % {"kind": name_of(self.body)}
        return made


@command
def mermaid_chart(body: str, *, width: Width = "stretch", alt: str | None = None) -> DeltaGenerator:
    """
    Draw a diagram that a text in Mermaid's language describes.

    The browser draws it in a frame that reaches nothing, and shows it as an image: the text may be a visitor's. It has
    a second to twenty; a text that is no diagram is shown with what is wrong in it.

    Parameters
    ----------
    body
        The text: a flowchart, a sequence, states, classes, a plan, a mind map …
    width
        "stretch", "content" or pixels. No diagram is drawn larger than it is.
    alt
        A description for screen readers; by default what ``accTitle`` or ``accDescr`` say, or which kind it is.

    Examples
    --------
    >>> fr.mermaid_chart("graph LR; Start --> Question{Right?} -->|yes| End", alt="From start to end")
    """
    text = textwrap.dedent(str(body)).strip()
    shown = _chart.chart_sizes(width, "content", None)
    said = _TITLE.search(text)
    alt = alt if alt is not None or said is None else said[1].strip()
    made: DeltaGenerator = _chart.draw_chart(
        "mermaid_chart", MermaidChart,
        width=shown, height=None, alt=alt, body=text, **_chart.kept(_source(text)),
    )  # fmt: skip
    return made


def _source(text: str) -> _chart.ChartSource:
    return _chart.source_once("mermaid", text, lambda: _chart.ChartSource({"text": text}))


def name_of(text: str) -> str:
    """Return what kind of diagram a text describes; its first word, if we have no name for it."""
    at = 0
    while found := _BEFORE.match(text, at):
        at = found.end()
    word = re.match(r"\s*([A-Za-z]+)", text[at:])
    return _NAMES.get(word[1], word[1]) if word else "Mermaid"
