"""``code``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._parameters import check_height, check_width
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Height, Width


@dataclass(eq=False, kw_only=True)
class Code(Element):
    """Code with colours and a button to copy it."""

    kind: ClassVar[str] = "code"

    body: str = ""
    language: str | None = "python"
    numbers: bool = False
    wrap: bool = False

    def context(self) -> dict[str, Any]:
        from django.utils.safestring import mark_safe

        from formrerun.markup.highlighting import highlight

        made = highlight(self.body, self.language, numbers=self.numbers, wrap=self.wrap)
        return {**super().context(), "rendered": mark_safe(made)}


@command
def code(
    body: Any,
    language: str | None = "python",
    *,
    line_numbers: bool = False,
    wrap_lines: bool = False,
    height: Height | None = "content",
    width: Width = "stretch",
) -> DeltaGenerator:
    """
    Draw code with colours and a button to copy it.

    Parameters
    ----------
    language
        A name that Pygments knows; None for plain text.
    line_numbers
        Number the lines.
    wrap_lines
        Break long lines instead of scrolling.
    """
    if height is None:
        height = "content"
    check_height(height, allow_content=True)
    check_width(width, allow_content=True)
    body = re.sub(r"\n\Z", "", re.sub(r"\A\n", "", str(body)))
    return draw(
        Code(
            body=body, language=language, numbers=bool(line_numbers), wrap=bool(wrap_lines), height=height, width=width
        )
    )


__all__ = ["code"]
