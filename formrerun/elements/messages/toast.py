"""Toast: a message that goes by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from formrerun.elements._parameters import clean_icon, clean_text
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Placement
from formrerun.exceptions import StreamlitMissingRequiredParameterError, StreamlitValueError

__all__ = ["toast"]

DURATIONS = {"short": 4, "long": 10, "infinite": 0}  # seconds; 0: until it is closed


@dataclass(eq=False, kw_only=True)
class Toast(Element):
    """
    A message over the page.

    It is shown with the answer whose run drew it, once that run is committed, and stays for ``duration`` seconds,
    whatever runs meanwhile.
    """

    kind: ClassVar[str] = "toast"

    placement: Placement = field(default="overlay", metadata={"html": False})
    body: str = ""
    icon: str = ""
    duration: int = 4


@command
def toast(
    body: Any, *, icon: str | None = None, duration: Literal["short", "long", "infinite"] | int = "short"
) -> DeltaGenerator:
    """
    Show a message in a corner of the page for a while; it is shown once what the run has written is stored.

    Parameters
    ----------
    body
        Markdown.
    icon
        An emoji or ``:material/name:``.
    duration
        "short" (4 seconds), "long" (10 seconds), "infinite" (until it is closed), or seconds.
    """
    if str(body) == "":
        raise StreamlitMissingRequiredParameterError("body", detail="Please provide a message.")
    seconds = DURATIONS.get(duration) if isinstance(duration, str) else duration
    if type(seconds) is not int or (seconds <= 0 and duration != "infinite"):
        raise StreamlitValueError("duration", ["short", "long", "infinite", "a positive integer"])
    return draw(Toast(body=clean_text(body), icon=clean_icon(icon), duration=seconds))
