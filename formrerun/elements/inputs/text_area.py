"""``text_area``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._parameters import check_height, check_width, clean_help, clean_label, clean_placeholder
from formrerun.elements.inputs._text_field import TextField
from formrerun.engine.context import current_run
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.tree import Height, LabelVisibility, Width
from formrerun.engine.widgets import Widget


@dataclass(eq=False, kw_only=True)
class TextArea(Widget):
    """Lines of text."""

    kind: ClassVar[str] = "text_area"

    max_chars: int | None = None
    placeholder: str | None = None
    required: bool = False


@command
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
    run = current_run()
    value = None if value is None else str(value)
    label = clean_label(label, label_visibility)
    declared = declare(
        run, "text_area", key,
        {
            "label": label, "value": value, "height": height, "max_chars": max_chars, "help": help,
            "placeholder": str(placeholder), "width": width, "required": required,
        },
        resets=("max_chars",), on_change=on_change, args=args, kwargs=kwargs,
        default_given=value not in ("", None), bind=bind, persist_state=persist_state,
    )  # fmt: skip
    check_width(width)
    if height is not None:
        check_height(height, allow_content=True)
    if declared.key is not None and run.state.peek(declared.key) is None:
        value = None
    widget = TextArea(
        **declared.as_kwargs(),
        label=label,
        help=clean_help(help),
        disabled=bool(disabled),
        label_visibility=label_visibility,
        width=width,
        height=height,
        max_chars=max_chars,
        placeholder=clean_placeholder(placeholder),
        required=bool(required),
        field=TextField(
            default=value if value is None or max_chars is None else value[:max_chars],
            max_chars=max_chars, required=bool(required), lines=True,
        ),
    )  # fmt: skip
    return register(run, widget)  # type: ignore[no-any-return]


__all__ = ["text_area"]
