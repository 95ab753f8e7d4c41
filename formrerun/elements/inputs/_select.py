"""What ``selectbox`` and ``multiselect`` share."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext as _

from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    StreamlitIncompatibleParametersError,
    StreamlitInvalidParameterTypeError,
    StreamlitValueError,
)

FilterMode = Literal["fuzzy", "contains", "prefix"] | None
#: From this many options a select box gets a search field; below it the browser's own list is quicker to use.
SEARCH_FROM = 15


@dataclass(eq=False, kw_only=True)
class Select(Widget):
    options: tuple[str, ...] = ()
    wires: tuple[str, ...] = ()
    placeholder: str | None = None
    accept_new: bool = False
    filter_mode: FilterMode = "fuzzy"

    #: What stands there while nothing is chosen: of options, of options or a text of one's own, of such a text only.
    PROMPTS: ClassVar[tuple[str, str, str]]

    def _prompt(self) -> str:
        choose, choose_or_add, add = self.PROMPTS
        if self.accept_new:
            return _(choose_or_add if self.options else add)
        return _(choose) if self.options else _("No options to select")

    def context(self) -> dict[str, Any]:
        chosen = set(self.shown)
        plain = self.options == self.wires
        rows = [
            # A browser trims and folds the blanks of an option's text; the value says it exactly.
            {
                "label": label,
                "wire": wire,
                "selected": wire in chosen,
                "explicit": not plain or label != " ".join(label.split()),
            }
            for label, wire in zip(self.options, self.wires, strict=True)
        ]
        known = set(self.wires)
        rows += [
            {"label": text, "wire": text, "selected": True, "explicit": True, "new": True}
            for text in self.shown
            if text and text not in known
        ]
        # Nobody can choose of nothing, which is said there unless the author says something else.
        disabled = self.disabled or not (self.options or self.accept_new or self.placeholder)
        return {**super().context(), "rows": rows, "prompt": self.placeholder or self._prompt(), "disabled": disabled}


def check_filter(filter_mode: Any, accept_new: bool) -> None:
    """Raise an API error if this is no way to search, or new options need one."""
    if filter_mode not in ("fuzzy", "contains", "prefix", None):
        raise StreamlitValueError("filter_mode", ["fuzzy", "contains", "prefix", "None"])
    if filter_mode is None and accept_new:
        raise StreamlitIncompatibleParametersError(
            "filter_mode=None",
            "accept_new_options=True",
            explanation="`filter_mode` cannot be `None` when `accept_new_options=True`. "
            "Set `filter_mode` to `fuzzy`, `contains`, or `prefix`.",
        )


def check_most(most: Any) -> None:
    """Raise an API error if this is no number of options that may be chosen."""
    if most is not None and (isinstance(most, bool) or not isinstance(most, Integral) or most < 1):
        detail = "To disable `st.multiselect`, use `disabled=True`." if most == 0 else None
        raise StreamlitValueError("max_selections", ["a positive integer"], detail=detail)


def clean_select_all(select_all: Any) -> int:
    """Return up to how many options "Select all" is offered; -1 for always."""
    if isinstance(select_all, bool):
        return -1 if select_all else 0
    if not isinstance(select_all, int):
        raise StreamlitInvalidParameterTypeError("select_all", type(select_all).__name__, ["bool", "int"])
    if select_all < 0:
        raise StreamlitValueError(
            "select_all",
            ["True", "False", "a non-negative integer"],
            detail="When using an int, `select_all` must be a non-negative integer.",
        )
    return select_all
