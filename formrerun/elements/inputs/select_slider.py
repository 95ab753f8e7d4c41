"""Select slider: a slider over options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from formrerun.elements._parameters import check_width, clean_help, clean_label
from formrerun.elements.inputs._choices import (
    FormatFunc,
    Mapped,
    Options,
    coerce_enum,
    pack_options,
    read_options,
    unpack_options,
)
from formrerun.elements.inputs.slider import Slider
from formrerun.engine.context import current_run
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widget_state import UNSET
from formrerun.exceptions import NotOffered, StreamlitMissingRequiredParameterError

__all__ = ["select_slider"]


class SelectSlider(Slider):
    """A slider whose handles stand at options; drawn as a slider over their places."""

    type_name = "select_slider"


@dataclass(frozen=True, kw_only=True)
class SelectSliderField(Mapped):
    """
    One option, or two with what lies between them.

    The page posts places; labels are stored, so that a handle stays at its option when the options change.
    """

    tag = "select_slider"
    stores_posted = True

    options: Options
    indexes: tuple[int, ...] = (0,)
    to_label: FormatFunc = str

    def initial(self) -> Any:
        return self._values(self.indexes)

    def _values(self, places: tuple[int, ...] | list[int]) -> Any:
        made = tuple(self.options.values[place] for place in places)
        return made if len(self.indexes) == 2 else made[0]

    def parse_posted(self, posted: list[str], current: Any) -> Any:
        try:
            places = sorted(int(float(text)) for text in posted)
        except (ValueError, OverflowError):
            raise NotOffered from None
        if len(places) != len(self.indexes) or not all(0 <= place < len(self.options.labels) for place in places):
            raise NotOffered
        return self._values(places)

    def _place(self, value: Any) -> int:
        try:
            return self.options.index(value)
        except ValueError:
            return self.options.labels.index(self._label(value))

    def _label(self, value: Any) -> str:
        try:
            return str(self.to_label(value))
        except Exception:
            return str(value)

    def to_posted(self, value: Any) -> list[str]:
        return [str(self._place(item)) for item in (value if len(self.indexes) == 2 else (value,))]

    def to_stored(self, value: Any) -> list[str]:
        items = value if isinstance(value, (tuple, list)) and len(self.indexes) == 2 else (value,)
        return [self.wire_of(self._label(item)) for item in items]

    def to_query(self, value: Any) -> list[str]:
        return self.to_stored(value)

    def from_query(self, texts: list[str]) -> Any:
        if not self.is_offered(texts):
            raise NotOffered
        return self.from_stored(texts)

    def stored_to_posted(self, stored: list[str]) -> list[str]:
        return self.to_posted(self.from_stored(stored))

    def from_stored(self, stored: list[str]) -> Any:
        found = [self.by_wire(label) for label in stored]
        if len(found) != len(self.indexes) or any(item is UNSET for item in found):
            return self.initial()
        return tuple(found) if len(self.indexes) == 2 else found[0]

    def revalidate(self, value: Any) -> Any:
        items = value if len(self.indexes) == 2 and isinstance(value, (tuple, list)) else (value,)
        if len(items) != len(self.indexes) or any(self._label(item) not in self.options.labels for item in items):
            return self.initial()
        return value

    def pack(self) -> list[Any]:
        return [pack_options(self.options), list(self.indexes)]

    @classmethod
    def unpack(cls, packed: list[Any]) -> SelectSliderField:
        return cls(options=unpack_options(packed[0]), indexes=tuple(packed[1]))


@command
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
    run = current_run()
    found = read_options(options, format_func)
    if not found.labels:
        raise StreamlitMissingRequiredParameterError("options", detail="Provide at least one option.")
    if isinstance(value, (list, tuple)):
        first, second = (found.index(item) for item in value)
        indexes: tuple[int, ...] = tuple(sorted((first, second)))
    elif value is None:
        indexes = (0,)
    else:
        indexes = (found.index(value),)
    label = clean_label(label, label_visibility)
    declared = declare(
        run, "select_slider", key,
        {"label": label, "options": found.labels, "value": indexes, "help": help, "width": width},
        on_change=on_change, args=args, kwargs=kwargs, default_given=value is not None,
        bind=bind, persist_state=persist_state,
    )  # fmt: skip
    check_width(width)
    widget = SelectSlider(
        **declared.as_kwargs(),
        label=label,
        help=clean_help(help),
        disabled=bool(disabled),
        label_visibility=label_visibility,
        width=width,
        low="0",
        high=str(len(found.labels) - 1),
        step="1",
        of="option",
        format="",
        low_text=found.labels[0],
        high_text=found.labels[-1],
        options=found.labels,
        field=SelectSliderField(options=found, indexes=indexes, to_label=format_func),
    )
    chosen = register(run, widget)
    return (
        tuple(coerce_enum(item, found) for item in chosen) if isinstance(chosen, tuple) else coerce_enum(chosen, found)
    )
