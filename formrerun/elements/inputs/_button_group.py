"""What ``pills`` and ``segmented_control`` share: options as buttons, of which one or several are on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements.inputs._choices import ChoiceField, ChoicesField
from formrerun.elements.inputs._option_names import label_mark, parts_of
from formrerun.elements.inputs._options import FormatFunc, Options, coerce_enum, default_indices, read_options
from formrerun.engine.widgets import Widget
from formrerun.exceptions import StreamlitAPIException, StreamlitIncompatibleParametersError, StreamlitValueError

SelectionMode = Literal["single", "multi"]


@dataclass(frozen=True, kw_only=True)
class OneButtonField(ChoiceField):
    """One option or none, whatever the default is; ``required`` keeps the one that was chosen."""

    tag = "button_group"

    def judge(self, posted: list[str], current: list[str]) -> list[str]:
        if posted and posted[-1]:
            return super().judge(posted, current)
        return current if self.required or not self.options.wires else [""]


@dataclass(frozen=True, kw_only=True)
class ButtonsField(ChoicesField):
    """Some of the options, in the order of choosing: boxes are posted in that of the page."""

    tag = "button_groups"

    def judge(self, posted: list[str], current: list[str]) -> list[str]:
        wires = super().judge(posted, current)
        kept = [wire for wire in self.today(current) if wire in wires]
        return kept + [wire for wire in wires if wire not in kept]


@dataclass(eq=False, kw_only=True)
class ButtonGroup(Widget):
    """Options as buttons."""

    content_width: ClassVar[bool] = True

    options: tuple[str, ...] = ()
    wires: tuple[str, ...] = ()
    several: bool = False
    wrap: bool | None = None

    def context(self) -> dict[str, Any]:
        chosen = set(self.shown)
        rows: list[dict[str, Any]] = []
        parts: set[str] = set()
        for place, (label, wire) in enumerate(zip(self.options, self.wires, strict=True)):
            # Each box keeps what was clicked by its id: that of its option, wherever it stands.
            part = label_mark(parts_of(wire)[0])
            part = f"{part}-{place}" if part in parts else part
            parts.add(part)
            rows.append({"label": label, "wire": wire, "on": wire in chosen, "part": part})
        disabled = self.disabled or not rows
        return {**super().context(), "rows": rows, "none": not chosen - {""}, "disabled": disabled, "kind": self.kind}


def draw_group(
    widget: type[ButtonGroup],
    options: Any,
    format_func: FormatFunc | None,
    common: InputParameters,
    *,
    selection_mode: SelectionMode,
    default: Any,
    wrap: bool | None,
) -> Any:
    """Draw a group of buttons and return the option that is on, or None; of several a list."""
    kind, several, to_label = widget.kind, selection_mode == "multi", format_func or str
    if common.required and several:
        raise StreamlitIncompatibleParametersError(
            "required=True",
            "selection_mode='multi'",
            explanation="`required` is only supported for single-select mode.",
        )
    found = read_options(options, to_label)
    places = default_indices(default, found)
    if selection_mode not in ("single", "multi"):
        raise StreamlitValueError("selection_mode", ["'single'", "'multi'"])
    if not several and len(places) > 1:
        raise StreamlitAPIException(
            f"The default argument to `st.{kind}` must be a single value when `selection_mode='single'`."
        )
    value = draw_input(
        kind,
        widget,
        _field(found, places, to_label, several=several, required=bool(common.required)),
        common,
        identity={"options": found.labels, "default": places, "selection_mode": selection_mode},
        resets=("selection_mode",),
        default_given=bool(places),
        options=found.labels,
        wires=found.wires,
        several=several,
        wrap=wrap,
    )
    return [coerce_enum(item, found) for item in value] if several else coerce_enum(value, found)


def _field(
    options: Options, places: tuple[int, ...], to_label: FormatFunc, *, several: bool, required: bool
) -> OneButtonField | ButtonsField:
    if several:
        return ButtonsField(options=options, indexes=places, to_label=to_label)
    index = places[0] if places else None
    return OneButtonField(options=options, index=index, required=required, to_label=to_label)
