"""Radio buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements._kept_calls import kept
from formrerun.elements.inputs._choices import ChoiceField
from formrerun.elements.inputs._options import FormatFunc, coerce_enum, default_index, read_options
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import StreamlitInvalidParameterTypeError

__all__ = ["radio"]


@dataclass(eq=False, kw_only=True)
class Radio(Widget):
    """One of a few options, all of them seen."""

    kind: ClassVar[str] = "radio"
    content_width: ClassVar[bool] = True

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
    if not isinstance(caption, (str, Promise)):
        raise StreamlitInvalidParameterTypeError("captions", type(caption).__name__, ["str", "None"])
    return str(caption)


@command
@kept
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
    required: bool = False,
    validators: Validators = (),
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
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    found = read_options(options, format_func)
    chosen = draw_input(
        "radio",
        Radio,
        ChoiceField(options=found, index=common.unless_emptied(default_index(index, found)), to_label=format_func),
        common,
        identity={
            "options": found.labels,
            "index": index,
            "help": help,
            "horizontal": horizontal,
            "captions": captions,
            "width": width,
        },
        default_given=index != 0,
        options=found.labels,
        wires=found.wires,
        captions=tuple(map(_caption, captions)) if captions is not None else (),
        horizontal=bool(horizontal),
    )
    return coerce_enum(chosen, found)
