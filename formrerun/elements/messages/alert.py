"""Messages: success, info, warning, error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from formrerun.elements._parameters import check_width, clean_icon, clean_text, leading_icon
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Width

__all__ = ["error", "info", "success", "warning"]

Kind = Literal["success", "info", "warning", "error"]


@dataclass(eq=False, kw_only=True)
class Alert(Element):
    """A message with a colour."""

    kind: ClassVar[str] = "alert"

    level: Kind = "info"
    body: str = ""
    icon: str = ""
    title: str = ""

    @property
    def type_name(self) -> str:  # type: ignore[override]
        return self.level


def _alert(level: Kind, body: Any, icon: Any, width: Width, title: Any) -> DeltaGenerator:
    check_width(width)
    text = clean_text(body)
    sign, text = leading_icon(text) if icon is None else (clean_icon(icon), text)
    return draw(
        Alert(
            level=level,
            body=text,
            icon=sign,
            width=width,
            title="" if title is None else str(title),
        )
    )


@command
def success(
    body: Any, *, icon: str | None = None, width: Width = "stretch", title: str | None = None
) -> DeltaGenerator:
    """
    Draw a green message; Markdown.

    Parameters
    ----------
    icon
        By default the emoji or Material icon that the text begins with; "" leaves that where it is.
    title
        A line above it, in bold.
    """
    return _alert("success", body, icon, width, title)


@command
def info(body: Any, *, icon: str | None = None, width: Width = "stretch", title: str | None = None) -> DeltaGenerator:
    """
    Draw a blue message; Markdown.

    Parameters
    ----------
    icon
        By default the emoji or Material icon that the text begins with; "" leaves that where it is.
    title
        A line above it, in bold.
    """
    return _alert("info", body, icon, width, title)


@command
def warning(
    body: Any, *, icon: str | None = None, width: Width = "stretch", title: str | None = None
) -> DeltaGenerator:
    """
    Draw a yellow message; Markdown.

    Parameters
    ----------
    icon
        By default the emoji or Material icon that the text begins with; "" leaves that where it is.
    title
        A line above it, in bold.
    """
    return _alert("warning", body, icon, width, title)


@command
def error(body: Any, *, icon: str | None = None, width: Width = "stretch", title: str | None = None) -> DeltaGenerator:
    """
    Draw a red message; Markdown.

    Parameters
    ----------
    icon
        By default the emoji or Material icon that the text begins with; "" leaves that where it is.
    title
        A line above it, in bold.
    """
    return _alert("error", body, icon, width, title)
