"""Radio buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._parameters import check_width, clean_help, clean_label
from formrerun.elements.inputs._choices import ChoiceField, FormatFunc, coerce_enum, default_index, read_options
from formrerun.engine.context import current_run
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import StreamlitInvalidParameterTypeError

__all__ = ["radio"]


@dataclass(eq=False, kw_only=True)
class Radio(Widget):
    """One of a few options, all of them seen."""

    kind: ClassVar[str] = "radio"

    options: tuple[str, ...] = ()
    wires: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    horizontal: bool = False

    def context(self) -> dict[str, Any]:
        captions = [*self.captions, *[""] * (len(self.options) - len(self.captions))]
        chosen = self.shown[0] if self.shown else ""
        rows = [
            {"label": label, "wire": wire, "caption": caption, "checked": wire == chosen, "place": place}
            for place, (label, wire, caption) in enumerate(zip(self.options, self.wires, captions, strict=False))
        ]
        disabled = self.disabled or not rows
        return {**super().context(), "rows": rows, "has_captions": any(self.captions), "disabled": disabled}


def _caption(caption: Any) -> str:
    if caption is None:
        return ""
    if not isinstance(caption, str):
        raise StreamlitInvalidParameterTypeError("captions", type(caption).__name__, ["str", "None"])
    return caption


@command
def radio(
    label: str,
    options: Any,
    index: int | None = 0,
    format_func: FormatFunc = str,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    disabled: bool = False,
    horizontal: bool = False,
    captions: Sequence[str] | None = None,
    label_visibility: LabelVisibility = "visible",
    width: Width = "content",
    bind: str | None = None,
    persist_state: str | None = None,
) -> Any:
    """
    Draw radio buttons and return a copy of the chosen option, or None.

    Parameters
    ----------
    options
        Any iterable: a list, an Enum, a QuerySet, a Series …
    index
        Which one is chosen at first; None for none.
    format_func
        Gives an option's label; the value returned is the option itself.
    horizontal
        Side by side instead of below each other.
    captions
        A small text under each label.
    """
    run = current_run()
    found = read_options(options, format_func)
    label = clean_label(label, label_visibility)
    declared = declare(
        run, "radio", key,
        {
            "label": label, "options": found.labels, "index": index, "help": help, "horizontal": horizontal,
            "captions": captions, "width": width,
        },
        on_change=on_change, args=args, kwargs=kwargs, default_given=index != 0, bind=bind, persist_state=persist_state,
    )  # fmt: skip
    check_width(width, allow_content=True)
    index = default_index(index, found)
    if declared.key is not None and run.state.peek(declared.key) is None:
        index = None
    widget = Radio(
        **declared.as_kwargs(),
        label=label,
        help=clean_help(help),
        disabled=bool(disabled),
        label_visibility=label_visibility,
        width=width,
        options=found.labels,
        wires=found.wires,
        captions=tuple(map(_caption, captions)) if captions is not None else (),
        horizontal=bool(horizontal),
        field=ChoiceField(options=found, index=index, to_label=format_func),
    )
    return coerce_enum(register(run, widget), found)
