"""``text_area``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements._kept_calls import kept
from formrerun.elements._parameters import check_height, clean_placeholder
from formrerun.elements.inputs._text_field import TextField, cut
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import Height, LabelVisibility, Width
from formrerun.engine.widgets import Widget


@dataclass(eq=False, kw_only=True)
class TextArea(Widget):
    """Lines of text."""

    kind: ClassVar[str] = "text_area"
    printed: ClassVar[str] = "shown.0"

    max_chars: int | None = None
    placeholder: str | None = None


@command
@kept
def text_area(
    label: str,
    value: str | None = "",
    height: Height | None = None,
    max_chars: int | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    placeholder: str | None = None,
    disabled: bool = False,
    required: bool = False,
    validators: Validators = (),
    label_visibility: LabelVisibility = "visible",
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
) -> str | None:
    """
    Draw a field for several lines of text and return the text, its lines ended by "\\n".

    Parameters
    ----------
    value, max_chars, required
        As in :func:`text_input`.
    height
        Pixels, "content" to grow with the text, "stretch"; default about three lines.
    """
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    value = None if value is None else str(value)
    if height is not None:
        check_height(height, allow_content=True)
    return draw_input(
        "text_area",
        TextArea,
        TextField(
            default=cut(common.unless_emptied(value), max_chars),
            max_chars=max_chars,
            required=bool(required),
            lines=True,
        ),
        common,
        identity={
            "value": value,
            "height": height,
            "max_chars": max_chars,
            "help": help,
            "placeholder": str(placeholder),
            "width": width,
            "required": required,
        },
        resets=("max_chars",),
        default_given=value not in ("", None),
        height=height,
        max_chars=max_chars,
        placeholder=clean_placeholder(placeholder),
    )


__all__ = ["text_area"]
