"""Pills: options as round buttons, of which one or several are on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._input import InputParameters
from formrerun.elements.inputs._button_group import ButtonGroup, SelectionMode, draw_group
from formrerun.elements.inputs._options import FormatFunc
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width

__all__ = ["pills"]


@dataclass(eq=False, kw_only=True)
class Pills(ButtonGroup):
    """Options as round buttons."""

    kind: ClassVar[str] = "pills"


@command
def pills(
    label: str,
    options: Any,
    *,
    selection_mode: SelectionMode = "single",
    default: Any = None,
    required: bool = False,
    format_func: FormatFunc | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    disabled: bool = False,
    validators: Validators = (),
    label_visibility: LabelVisibility = "visible",
    width: Width = "content",
    wrap: bool | None = None,
    bind: str | None = None,
    persist_state: str | None = None,
) -> Any:
    """
    Draw options as round buttons and return a copy of the chosen one, or None; of several a list.

    Parameters
    ----------
    options
        Any iterable: a list, an Enum, a QuerySet, a Series … An emoji or ``:material/name:`` in a label is an icon.
    selection_mode
        "single" for one option, "multi" for several.
    default
        The option chosen at first; with "multi" one, or several.
    required
        The chosen option cannot be taken back, and a form is refused while there is none; only with "single".
    format_func
        Gives an option's label; the value returned is the option itself.
    wrap
        False keeps the buttons in one row that scrolls; otherwise they break into lines.

    Raises
    ------
    StreamlitDefaultNotInOptionsError
        If a default is not among the options.
    """
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    return draw_group(
        Pills,
        options,
        format_func,
        common,
        selection_mode=selection_mode,
        default=default,
        wrap=wrap,
    )
