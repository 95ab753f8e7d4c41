"""Checkbox and toggle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._input import InputParameters, draw_input
from formrerun.engine.fields import Field
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import NotOffered, StreamlitInvalidParameterTypeError

__all__ = ["checkbox", "toggle"]


@dataclass(frozen=True, kw_only=True)
class BoolField(Field[bool]):
    """Checked or not: a box that is not checked is absent from a POST."""

    tag = "bool"

    default: bool = False

    def initial(self) -> bool:
        return self.default

    def parse_posted(self, posted: list[str], current: Any) -> bool:
        return bool(posted)

    def to_posted(self, value: bool) -> list[str]:
        return ["1"] if value else []

    def to_query(self, value: bool) -> list[str]:
        return ["true" if value else "false"]

    def from_query(self, texts: list[str]) -> bool:
        if texts[-1].lower() not in ("true", "false"):
            raise NotOffered
        return texts[-1].lower() == "true"

    def coerce(self, value: Any) -> bool:
        if value is None:
            return False
        if not isinstance(value, int) and type(value).__name__ not in ("bool_", "bool"):  # the names of numpy's
            raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["bool", "None"])
        return value if isinstance(value, int) else bool(value)  # type: ignore[return-value]  # Streamlit too returns 2

    def normalize(self, value: bool) -> bool:
        return bool(value)


@dataclass(eq=False, kw_only=True)
class Checkbox(Widget):
    """A box to check, drawn as a box or as a switch."""

    kind: ClassVar[str] = "checkbox"
    content_width: ClassVar[bool] = True

    switch: bool = False
    wrap: bool | None = None

    @property
    def type_name(self) -> str:  # type: ignore[override]
        return "toggle" if self.switch else "checkbox"


def _draw(kind: str, value: bool, wrap: bool | None, common: InputParameters) -> bool:
    return draw_input(
        kind,
        Checkbox,
        BoolField(default=bool(value)),
        common,
        identity={"value": bool(value)},
        default_given=value is not False,
        switch=kind == "toggle",
        wrap=wrap,
    )


@command
def checkbox(
    label: str,
    value: bool = False,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    disabled: bool = False,
    label_visibility: LabelVisibility = "visible",
    width: Width = "content",
    wrap: bool | None = None,
    bind: str | None = None,
    persist_state: str | None = None,
) -> bool:
    """
    Draw a checkbox and return whether it is checked.

    Parameters
    ----------
    value
        Whether it is checked at first.
    wrap
        Let a long label break into lines.
    """
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state
    )
    return _draw("checkbox", value, wrap, common)


@command
def toggle(
    label: str,
    value: bool = False,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    disabled: bool = False,
    label_visibility: LabelVisibility = "visible",
    width: Width = "content",
    wrap: bool | None = None,
    bind: str | None = None,
    persist_state: str | None = None,
) -> bool:
    """
    Draw a switch and return whether it is on.

    Parameters
    ----------
    value
        Whether it is on at first.
    wrap
        Let a long label break into lines.
    """
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state
    )
    return _draw("toggle", value, wrap, common)
