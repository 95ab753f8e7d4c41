"""Select slider: a slider over options."""

from __future__ import annotations

from typing import Any

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements._kept_calls import kept
from formrerun.elements.inputs._options import FormatFunc, Options, coerce_enum, read_options
from formrerun.elements.inputs._select_slider_field import SelectSliderField
from formrerun.elements.inputs.slider import Slider
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.exceptions import StreamlitMissingRequiredParameterError

__all__ = ["select_slider"]


class SelectSlider(Slider):
    """A slider whose handles stand at options; drawn as a slider over their places."""

    type_name = "select_slider"


@command
@kept
def select_slider(
    label: str,
    options: Any = (),
    value: Any = None,
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
    label_visibility: LabelVisibility = "visible",
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
) -> Any:
    """
    Draw a slider over options and return a copy of the chosen one, or a tuple of two.

    Parameters
    ----------
    options
        Any iterable with at least one item, in the order of the slider.
    value
        The option at first (default the first one), or two for a range.
    format_func
        Gives an option's label.

    Raises
    ------
    StreamlitMissingRequiredParameterError
        If there is no option.
    ValueError
        If ``value`` is not an option.
    """
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    found = read_options(options, format_func)
    if not found.labels:
        raise StreamlitMissingRequiredParameterError("options", detail="Provide at least one option.")
    indexes = _indexes_of(value, found)
    chosen = draw_input(
        "select_slider",
        SelectSlider,
        SelectSliderField(options=found, indexes=indexes, to_label=format_func),
        common,
        identity={"options": found.labels, "value": indexes, "help": help, "width": width},
        default_given=value is not None,
        high=str(len(found.labels) - 1),
        of="option",
        format="",
        low_text=found.labels[0],
        high_text=found.labels[-1],
        options=found.labels,
        wires=found.wires if found.wires != found.labels else (),
    )
    if isinstance(chosen, tuple):
        return tuple(coerce_enum(item, found) for item in chosen)
    return coerce_enum(chosen, found)


def _indexes_of(value: Any, options: Options) -> tuple[int, ...]:
    """Return where the handles stand at first."""
    if isinstance(value, (list, tuple)):
        first, second = (options.index(item) for item in value)
        return tuple(sorted((first, second)))
    if value is None:
        return (options.place_of(None) or 0,)  # it may be one of them
    return (options.index(value),)
