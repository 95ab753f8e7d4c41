"""Selectbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_noop

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements._kept_calls import kept
from formrerun.elements._parameters import clean_icon
from formrerun.elements.inputs._choices import ChoiceField
from formrerun.elements.inputs._options import FormatFunc, coerce_enum, default_index
from formrerun.elements.inputs._query_options import read_select_options
from formrerun.elements.inputs._select import SEARCH_FROM, FilterMode, Select, check_filter, on_first_page
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width

__all__ = ["selectbox"]


@dataclass(eq=False, kw_only=True)
class Selectbox(Select):
    """One of many options."""

    kind: ClassVar[str] = "selectbox"
    PROMPTS = (
        gettext_noop("Choose an option"),
        gettext_noop("Choose or add an option"),
        gettext_noop("Add an option"),
    )

    icon: str = ""
    empty: bool = False

    def context(self) -> dict[str, Any]:
        search = self.accept_new or self.remote or (len(self.options) >= SEARCH_FROM and self.filter_mode is not None)
        return {**super().context(), "search": search, "nothing": not self.shown or not self.shown[0]}


@command
@kept
def selectbox(
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
    placeholder: str | None = None,
    disabled: bool = False,
    required: bool = False,
    validators: Validators = (),
    label_visibility: LabelVisibility = "visible",
    icon: str | None = None,
    accept_new_options: bool = False,
    filter_mode: FilterMode = "fuzzy",
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
    search_fields: Sequence[str] | None = None,
) -> Any:
    """
    Draw a select box and return a copy of the chosen option, or None.

    It is the browser's own list, with a search field from 15 options on. Of a list of more than
    ``SELECT_REMOTE_OPTIONS`` options, and of a QuerySet of more than ``SELECT_REMOTE_ROWS`` rows, only the first 50 are
    sent; the server searches the others, in the database if they are rows. Give it a ``key`` then: without one, it is
    known by its label and the rows' model.

    Parameters
    ----------
    options
        Any iterable: a list, an Enum, a QuerySet (its rows stay in the database; the keys go to the page), a Series …
    index
        Which one is chosen at first; None for none, and then the choice can be emptied again. With a number it cannot
        be: for a guess that may be taken back set ``session_state[key]`` before the first run draws it, with
        ``index=None``.
    format_func
        Gives an option's label; the value returned is the option itself.
    placeholder
        Shown while nothing is chosen.
    required
        Refuse an empty choice.
    accept_new_options
        Let people type a text that is not among the options; it is returned as str.
    filter_mode
        How the search field finds options: "fuzzy", "contains", "prefix", or None for no search. Rows of the database
        are found by the beginning of a field with "prefix", by any part of it with the others.
    search_fields
        Of a QuerySet: the names of the fields that are searched, as in Django's admin ("name", "city__name", "^code").
        By default those of the model's admin, or else all its texts.
    """
    check_filter(filter_mode, accept_new_options)
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    found = read_select_options(options, format_func, search_fields)
    first = common.unless_emptied(default_index(index, found))
    chosen = draw_input(
        "selectbox",
        Selectbox,
        ChoiceField(
            options=found,
            index=first,
            accept_new=bool(accept_new_options),
            required=bool(required),
            to_label=format_func,
        ),
        common,
        identity={
            "options": found.identity,
            "index": index,
            "help": help,
            "placeholder": placeholder,
            "accept_new_options": accept_new_options,
            "filter_mode": filter_mode,
            "width": width,
            "required": required,
            "icon": icon,
        },
        resets=("accept_new_options",),
        default_given=index != 0,
        **on_first_page(found),
        placeholder=placeholder,
        icon=clean_icon(icon),
        empty=first is None,
        accept_new=bool(accept_new_options),
        filter_mode=filter_mode,
    )
    return coerce_enum(chosen, found)
