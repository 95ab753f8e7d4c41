"""Checkbox and toggle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements._kept_calls import kept
from formrerun.engine.demands import Validators
from formrerun.engine.fields import BoolField
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget

__all__ = ["checkbox", "toggle"]


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
        identity={"value": bool(value), "help": common.help, "width": common.width},
        default_given=value is not False,
        switch=kind == "toggle",
        wrap=wrap,
    )


@command
@kept
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
    required: bool = False,
    validators: Validators = (),
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
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    return _draw("checkbox", value, wrap, common)


@command
@kept
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
    required: bool = False,
    validators: Validators = (),
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
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    return _draw("toggle", value, wrap, common)
