"""Selectbox and multiselect."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from formrerun.elements._parameters import check_width, clean_help, clean_icon, clean_label
from formrerun.elements.inputs._choices import (
    ChoiceField,
    ChoicesField,
    FormatFunc,
    coerce_enum,
    default_index,
    default_indices,
    read_options,
)
from formrerun.engine.context import current_run
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    StreamlitIncompatibleParametersError,
    StreamlitInvalidParameterTypeError,
    StreamlitValueError,
)

__all__ = ["multiselect", "selectbox"]

FilterMode = Literal["fuzzy", "contains", "prefix"] | None
#: From this many options a select box gets a search field; below it the browser's own list is quicker to use.
SEARCH_FROM = 15


@dataclass(eq=False, kw_only=True)
class _Select(Widget):
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


@dataclass(eq=False, kw_only=True)
class Selectbox(_Select):
    """One of many options."""

    kind: ClassVar[str] = "selectbox"
    PROMPTS = (
        gettext_noop("Choose an option"),
        gettext_noop("Choose or add an option"),
        gettext_noop("Add an option"),
    )

    icon: str = ""
    required: bool = False
    empty: bool = False

    def context(self) -> dict[str, Any]:
        search = self.accept_new or (len(self.options) >= SEARCH_FROM and self.filter_mode is not None)
        return {**super().context(), "search": search, "nothing": not self.shown or not self.shown[0]}


@dataclass(eq=False, kw_only=True)
class Multiselect(_Select):
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


def _check_filter(filter_mode: Any, accept_new: bool) -> None:
    if filter_mode not in ("fuzzy", "contains", "prefix", None):
        raise StreamlitValueError("filter_mode", ["fuzzy", "contains", "prefix", "None"])
    if filter_mode is None and accept_new:
        raise StreamlitIncompatibleParametersError(
            "filter_mode=None",
            "accept_new_options=True",
            explanation="`filter_mode` cannot be `None` when `accept_new_options=True`. "
            "Set `filter_mode` to `fuzzy`, `contains`, or `prefix`.",
        )


@command
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
    label_visibility: LabelVisibility = "visible",
    icon: str | None = None,
    accept_new_options: bool = False,
    filter_mode: FilterMode = "fuzzy",
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
) -> Any:
    """
    Draw a select box and return a copy of the chosen option, or None.

    It is the browser's own list, with a search field from 15 options on.

    Parameters
    ----------
    options
        Any iterable: a list, an Enum, a QuerySet (its rows stay in the database; the keys go to the page), a Series …
    index
        Which one is chosen at first; None for none, and then the choice can be emptied again.
    format_func
        Gives an option's label; the value returned is the option itself.
    placeholder
        Shown while nothing is chosen.
    required
        Refuse an empty choice.
    accept_new_options
        Let people type a text that is not among the options; it is returned as str.
    filter_mode
        How the search field finds options: "fuzzy", "contains", "prefix", or None for no search.
    """
    run = current_run()
    found = read_options(options, format_func)
    index = default_index(index, found)
    _check_filter(filter_mode, accept_new_options)
    label = clean_label(label, label_visibility)
    declared = declare(
        run, "selectbox", key,
        {
            "label": label, "options": found.labels, "index": index, "help": help, "placeholder": placeholder,
            "accept_new_options": accept_new_options, "filter_mode": filter_mode, "width": width, "required": required,
            "icon": icon,
        },
        resets=("accept_new_options",), on_change=on_change, args=args, kwargs=kwargs, default_given=index != 0,
        bind=bind, persist_state=persist_state,
    )  # fmt: skip
    check_width(width)
    if declared.key is not None and run.state._get(declared.key) is None:
        index = None
    widget = Selectbox(
        **declared.common(),
        label=label,
        help=clean_help(help),
        disabled=bool(disabled),
        label_visibility=label_visibility,
        width=width,
        options=found.labels,
        wires=found.wires,
        placeholder=placeholder,
        icon=clean_icon(icon),
        required=bool(required),
        empty=index is None,
        accept_new=bool(accept_new_options),
        filter_mode=filter_mode,
        field=ChoiceField(
            options=found,
            index=index,
            accept_new=bool(accept_new_options),
            required=bool(required),
            to_label=format_func,
        ),
    )
    return coerce_enum(register(run, widget), found)


@command
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
    label_visibility: LabelVisibility = "visible",
    accept_new_options: bool = False,
    filter_mode: FilterMode = "fuzzy",
    select_all: bool | int = 1000,
    width: Width = "stretch",
    wrap: bool | None = None,
    bind: str | None = None,
    persist_state: str | None = None,
) -> list[Any]:
    """
    Draw a field for several options and return copies of the chosen ones, in the order of choosing.

    Parameters
    ----------
    options, format_func, placeholder, accept_new_options, filter_mode
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
    run = current_run()
    if max_selections is not None and (
        isinstance(max_selections, bool) or not isinstance(max_selections, Integral) or max_selections < 1
    ):
        detail = "To disable `st.multiselect`, use `disabled=True`." if max_selections == 0 else None
        raise StreamlitValueError("max_selections", ["a positive integer"], detail=detail)
    found = read_options(options, format_func)
    indexes = default_indices(default, found)
    _check_filter(filter_mode, accept_new_options)
    if isinstance(select_all, bool):
        offer_all = -1 if select_all else 0
    elif isinstance(select_all, int):
        if select_all < 0:
            raise StreamlitValueError(
                "select_all", ["True", "False", "a non-negative integer"],
                detail="When using an int, `select_all` must be a non-negative integer.",
            )  # fmt: skip
        offer_all = select_all
    else:
        raise StreamlitInvalidParameterTypeError("select_all", type(select_all).__name__, ["bool", "int"])
    label = clean_label(label, label_visibility)
    declared = declare(
        run, "multiselect", key,
        {
            "label": label, "options": found.labels, "default": indexes, "help": help, "max_selections": max_selections,
            "placeholder": placeholder, "accept_new_options": accept_new_options, "filter_mode": filter_mode,
            "select_all": offer_all, "width": width,
        },
        resets=("max_selections", "accept_new_options"), on_change=on_change, args=args, kwargs=kwargs,
        default_given=default is not None, bind=bind, persist_state=persist_state,
    )  # fmt: skip
    check_width(width)
    widget = Multiselect(
        **declared.common(),
        label=label,
        help=clean_help(help),
        disabled=bool(disabled),
        label_visibility=label_visibility,
        width=width,
        options=found.labels,
        wires=found.wires,
        placeholder=placeholder,
        accept_new=bool(accept_new_options),
        filter_mode=filter_mode,
        most=max_selections,
        select_all=offer_all,
        wrap=wrap,
        field=ChoicesField(
            options=found,
            indexes=indexes,
            accept_new=bool(accept_new_options),
            most=max_selections,
            to_label=format_func,
        ),
    )
    return [coerce_enum(item, found) for item in register(run, widget)]
