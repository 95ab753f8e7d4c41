"""Multiselect: several of many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_noop

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements._kept_calls import kept
from formrerun.elements.inputs._choices import ChoicesField, full_text
from formrerun.elements.inputs._options import FormatFunc, coerce_enum, default_indices
from formrerun.elements.inputs._query_options import read_select_options
from formrerun.elements.inputs._select import (
    FilterMode,
    Select,
    check_filter,
    check_most,
    clean_select_all,
    on_first_page,
)
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width

__all__ = ["multiselect"]


@dataclass(eq=False, kw_only=True)
class Multiselect(Select):
    """Some of many options."""

    kind: ClassVar[str] = "multiselect"
    PROMPTS = (
        gettext_noop("Choose options"),
        gettext_noop("Choose or add options"),
        gettext_noop("Add options"),
    )

    most: int | None = None
    select_all: int = 1000
    wrap: bool | None = None

    def context(self) -> dict[str, Any]:
        return {**super().context(), "most_text": "" if self.most is None else full_text(self.most)}


@command
@kept
def multiselect(
    label: str,
    options: Any,
    default: Any = None,
    format_func: FormatFunc = str,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    max_selections: int | None = None,
    placeholder: str | None = None,
    disabled: bool = False,
    required: bool = False,
    validators: Validators = (),
    label_visibility: LabelVisibility = "visible",
    accept_new_options: bool = False,
    filter_mode: FilterMode = "fuzzy",
    select_all: bool | int = 1000,
    width: Width = "stretch",
    wrap: bool | None = None,
    bind: str | None = None,
    persist_state: str | None = None,
    search_fields: Sequence[str] | None = None,
) -> list[Any]:
    """
    Draw a field for several options and return copies of the chosen ones, in the order of choosing.

    Parameters
    ----------
    options, format_func, placeholder, accept_new_options, filter_mode, search_fields
        As in :func:`selectbox`.
    default
        The options chosen at first: one, or several.
    max_selections
        The most that may be chosen; enforced in the browser and on the server.
    select_all
        Offer "Select all": always, never, or up to that many options.
    wrap
        False keeps the chosen options in one row that scrolls; otherwise they break into lines.

    Raises
    ------
    StreamlitDefaultNotInOptionsError
        If a default is not among the options.
    StreamlitSelectionCountExceedsMaxError
        If more is chosen by code than ``max_selections``.
    """
    check_most(max_selections)
    check_filter(filter_mode, accept_new_options)
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    found = read_select_options(options, format_func, search_fields)
    indexes = default_indices(default, found)
    offer_all = clean_select_all(select_all)
    chosen = draw_input(
        "multiselect",
        Multiselect,
        ChoicesField(
            options=found,
            indexes=indexes,
            accept_new=bool(accept_new_options),
            most=max_selections,
            to_label=format_func,
        ),
        common,
        identity={
            "options": found.identity,
            "default": indexes,
            "help": help,
            "max_selections": max_selections,
            "placeholder": placeholder,
            "accept_new_options": accept_new_options,
            "filter_mode": filter_mode,
            "select_all": offer_all,
            "width": width,
        },
        resets=("max_selections", "accept_new_options"),
        default_given=default is not None,
        **on_first_page(found),
        placeholder=placeholder,
        accept_new=bool(accept_new_options),
        filter_mode=filter_mode,
        most=max_selections,
        select_all=offer_all,
        wrap=wrap,
    )
    return [coerce_enum(item, found) for item in chosen]
