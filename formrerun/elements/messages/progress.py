"""Progress: a bar that fills."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise

from formrerun.elements._parameters import check_width, clean_text
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Width
from formrerun.exceptions import StreamlitInvalidParameterTypeError, StreamlitValueOutOfRangeError

__all__ = ["progress"]


@dataclass(eq=False, kw_only=True)
class Progress(Element):
    """A bar filled to ``value`` per cent."""

    kind: ClassVar[str] = "progress"

    value: int = 0
    text: str = ""


def _percent(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["int", "float"])
    most = 100 if isinstance(value, int) else 1.0
    # Sums of fractions overshoot by their last digit: 0.1 added ten times is a full bar.
    if not 0 <= value <= most and not any(math.isclose(value, end, abs_tol=1e-9) for end in (0, most)):
        raise StreamlitValueOutOfRangeError("value", value, type(value)(0), most)
    return value if isinstance(value, int) else min(100, max(0, int(value * 100)))


@command
def progress(value: float, text: str | None = None, width: Width = "stretch") -> DeltaGenerator:
    """
    Draw a progress bar; ``.progress(…)`` of what this returns moves it.

    Parameters
    ----------
    value
        A whole number from 0 to 100, or a fraction from 0.0 to 1.0.
    text
        A line above the bar; Markdown.

    Raises
    ------
    StreamlitValueOutOfRangeError
        If the value lies outside of that.

    Examples
    --------
    >>> bar = fr.progress(0, "Importing")
    >>> for done, row in enumerate(rows, start=1):
    ...     load(row)
    ...     bar.progress(done / len(rows), f"Row {done}")
    """
    filled = _percent(value)
    if text is not None and not isinstance(text, (str, Promise)):
        raise StreamlitInvalidParameterTypeError("text", type(text).__name__, ["str"])
    check_width(width)
    return draw(Progress(value=filled, text=clean_text(text or ""), width=width))
