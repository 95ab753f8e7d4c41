"""What ``selectbox`` and ``multiselect`` share."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from numbers import Integral
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext as _

from formrerun.elements.inputs._options import PAGE, Options
from formrerun.engine.fields import OptionPage
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    StreamlitIncompatibleParametersError,
    StreamlitInvalidParameterTypeError,
    StreamlitValueError,
)

FilterMode = Literal["fuzzy", "contains", "prefix"] | None
#: From this many options a select box gets a search field; below it the browser's own list is quicker to use.
SEARCH_FROM = 15
#: The longest text that options are looked for by.
LONGEST = 200


@dataclass(eq=False, kw_only=True)
class Select(Widget):
    options: Sequence[str] = ()
    wires: Sequence[str] = ()
    remote: bool = False
    looked_for: str = ""
    start: int = 0
    found: OptionPage | None = part(default=None, metadata={"html": False})
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

    def look_for(self, question: list[str]) -> None:
        """
        Show what a text finds instead of the first options.

        Parameters
        ----------
        question
            The text, and how many of what it finds come before.
        """
        if not self.remote or len(question) != 2:
            return
        text, number = question
        self.looked_for = text[:LONGEST]
        self.start = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 0
        mode = self.filter_mode or ""
        self.found = found = self.field.search(self.looked_for, mode, self.start, PAGE)  # type: ignore[attr-defined]
        self.wires, self.options = map(tuple, zip(*found.options, strict=True)) if found.options else ((), ())

    def html_key(self) -> Hashable:
        return (super().html_key(), *self._named()) if self.remote else super().html_key()

    def _named(self) -> list[tuple[str, str]]:
        """Return what posts the chosen options that the page does not have anyway, and their labels."""
        known = set(self.wires)
        left = [text for text in self.shown if text and text not in known]
        return self.field.options.named(left).options if self.remote and left else []  # type: ignore[attr-defined]

    def context(self) -> dict[str, Any]:
        chosen = set(self.shown)
        named = self._named()
        offered = list(zip(self.options, self.wires, strict=True)) + [(label, wire) for wire, label in named]
        extra = {wire for wire, _label in named}
        plain = not self.remote and self.options == self.wires
        rows = [
            # A browser trims and folds the blanks of an option's text; the value says it exactly.
            {
                "label": label,
                "wire": wire,
                "selected": wire in chosen,
                "explicit": not plain or label != " ".join(label.split()),
                "chosen": wire in extra,
            }
            for label, wire in offered
        ]
        known = {wire for _label, wire in offered}
        rows += [
            {"label": text, "wire": text, "selected": True, "explicit": True, "new": True}
            for text in self.shown
            if text and text not in known
        ]
        # Nobody can choose of nothing, which is said there unless the author says something else.
        disabled = self.disabled or not (self.options or self.accept_new or self.placeholder)
        said = {"rows": rows, "prompt": self.placeholder or self._prompt(), "disabled": disabled}
        return {**super().context(), **said, **(self._find_context() if self.remote else {})}

    def _find_context(self) -> dict[str, Any]:
        """Return the variables of what looks for options without JavaScript."""
        found, after = self.found, self.start + len(self.wires)
        text = ""
        if found is not None:
            between = {"first": self.start + 1, "last": after}
            text = _("Options %(first)d to %(last)d.") % between if found.options else _("No results")
        return {"following": after if found is None or found.more else 0, "found_text": text}


def on_first_page(options: Options) -> dict[str, Any]:
    """Return the template's variables of the options: all of them, or the first ones of many."""
    if not options.remote:
        return {"options": options.labels, "wires": options.wires}
    return {"options": tuple(options.labels[:PAGE]), "wires": tuple(options.wires[:PAGE]), "remote": True}


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
