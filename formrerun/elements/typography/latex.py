"""``latex``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._parameters import check_width, clean_help, clean_text
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Width


@dataclass(eq=False, kw_only=True)
class Latex(Element):
    """A formula in a line of its own."""

    kind: ClassVar[str] = "latex"

    body: str = ""
    help: str | None = None

    @property
    def value(self) -> str:
        """The formula as Markdown."""
        return f"$$\n{self.body}\n$$"

    def context(self) -> dict[str, Any]:
        from django.utils.safestring import mark_safe

        from formrerun.markup.formulas import math_ml

        return {**super().context(), "rendered": mark_safe(math_ml(self.body, display=True))}


@command
def latex(body: Any, *, help: str | None = None, width: Width = "stretch") -> DeltaGenerator:
    """
    Draw a formula in a line of its own, as MathML.

    Parameters
    ----------
    body
        LaTeX, or a SymPy expression.
    """
    check_width(width, allow_content=True)
    if hasattr(body, "free_symbols") and not isinstance(body, str):
        import sympy

        body = sympy.latex(body)
    return draw(Latex(body=clean_text(body), help=clean_help(help), width=width))


__all__ = ["latex"]
