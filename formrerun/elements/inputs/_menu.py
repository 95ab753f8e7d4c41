"""What a menu button is made of: the field of what is chosen, what sends it, and what may be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from formrerun.elements._buttons import ButtonLook
from formrerun.elements.inputs._choices import ChoiceField
from formrerun.elements.inputs._options import FormatFunc, Options, read_options
from formrerun.engine.demands import confirmation
from formrerun.engine.widgets import Widget
from formrerun.exceptions import Invalid, StreamlitAPIException, StreamlitMissingRequiredParameterError


@dataclass(frozen=True, kw_only=True)
class MenuField(ChoiceField):
    """The option that was chosen, in the run that this caused; None in every other."""

    tag = "menu"

    index: int | None = None

    def judge(self, posted: list[str], current: list[str]) -> list[str]:
        text = next(filter(None, reversed(posted)), "")
        if not text:
            raise Invalid(_("This field is required."))
        place = self.find(text)
        if place is None:
            raise Invalid(_("What was chosen here does not exist any more."))
        return [self.options.wires[place]]

    def normalize(self, value: Any) -> Any:
        return None


@dataclass(eq=False, kw_only=True)
class MenuSend(Widget):
    """What sends the chosen option; the menu button draws it."""

    kind: ClassVar[str] = "menu_button_send"


@dataclass(eq=False, kw_only=True)
class MenuButton(ButtonLook, Widget):
    """
    A button that opens a list of options, a form of its own.

    Attributes
    ----------
    sends
        The id of what sends the chosen option.
    """

    kind: ClassVar[str] = "menu_button"

    sends: str = ""
    options: Sequence[str] = ()
    wires: Sequence[str] = ()
    confirm: str = ""

    def context(self) -> dict[str, Any]:
        rows = [{"label": label, "wire": wire} for label, wire in zip(self.options, self.wires, strict=True)]
        return {**super().context(), "rows": rows, "confirmation": confirmation(self.sends, self.confirm)}


def read_menu(options: Any, format_func: FormatFunc) -> Options:
    """Return the options; raise if there is none, or if one could not tell two of them apart."""
    found = read_options(options, format_func)
    if not found.labels:
        raise StreamlitMissingRequiredParameterError("options", detail="Provide at least one option.")
    if len(set(found.labels)) != len(found.labels):
        raise StreamlitAPIException(
            "The `format_func` produced duplicate labels for the menu button options. Each formatted option label must "
            "be unique."
        )
    return found
