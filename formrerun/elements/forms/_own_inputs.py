"""The inputs that only forms of Django's have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements.inputs.number_input import NumberInput
from formrerun.elements.inputs.radio import Radio
from formrerun.engine.widgets import Widget
from formrerun.utils.languages import decimal_sign


@dataclass(eq=False, kw_only=True)
class HiddenInput(Widget):
    """A value that nobody sees, posted with its form."""

    kind: ClassVar[str] = "hidden_input"


@dataclass(eq=False, kw_only=True)
class CheckboxGroup(Radio):
    """Some of a few options, all of them seen."""

    kind: ClassVar[str] = "checkbox_group"

    def context(self) -> dict[str, Any]:
        context = super().context()
        for row in context["rows"]:
            row["checked"] = row["wire"] in self.shown
        return context


@dataclass(eq=False, kw_only=True)
class RawNumberInput(NumberInput):
    """A number whose bounds Django's field holds."""

    def context(self) -> dict[str, Any]:
        return {**Widget.context(self), "range_text": "", "decimal": decimal_sign()}


__all__ = ["CheckboxGroup", "HiddenInput", "RawNumberInput"]
