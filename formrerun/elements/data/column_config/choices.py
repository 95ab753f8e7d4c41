"""Columns of choices: yes or no, one of several, some of several."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements.data.column_config._common import (
    Alignment,
    ColumnConfig,
    ColumnType,
    ColumnWidth,
    column_type,
)
from formrerun.exceptions import StreamlitAPIException

SelectboxOptionValue = str | int | float | bool


@column_type
@dataclass(frozen=True, kw_only=True)
class Checkbox(ColumnType):
    """Yes or no."""

    name: ClassVar[str] = "checkbox"


def _options(given: Iterable[Any]) -> list[dict[str, Any]]:
    """Return options as dicts of their value, and of label and colour where they have these."""
    made = []
    for option in given:
        if isinstance(option, Mapping):
            if "value" not in option:
                raise StreamlitAPIException(f"The option {dict(option)!r} of a column has no `value`.")
            one = {"value": option["value"]}
            one.update((name, str(option[name])) for name in ("label", "color") if option.get(name) is not None)
            made.append(one)
        else:
            made.append({"value": option})
    return made


@column_type
@dataclass(frozen=True, kw_only=True)
class Selectbox(ColumnType):
    """One of several values, each with the text that it is shown as."""

    name: ClassVar[str] = "selectbox"
    takes: ClassVar[Mapping[str, tuple[type, ...]]] = {"options": (list,)}

    options: Any = None

    def __post_init__(self) -> None:
        if self.options is not None:
            object.__setattr__(self, "options", _options(self.options))


@column_type
@dataclass(frozen=True, kw_only=True)
class List(ColumnType):
    """Lists, a tag an entry."""

    name: ClassVar[str] = "list"


@column_type
@dataclass(frozen=True, kw_only=True)
class Multiselect(ColumnType):
    """Some of several values, each with the text and the colour that it is shown as."""

    name: ClassVar[str] = "multiselect"
    takes: ClassVar[Mapping[str, tuple[type, ...]]] = {"options": (list,), "accept_new_options": (bool,)}

    options: Any = None
    accept_new_options: bool | None = None

    def __post_init__(self) -> None:
        if self.options is not None:
            object.__setattr__(self, "options", _options(self.options))


def CheckboxColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
    default: bool | None = None,
) -> ColumnConfig:
    """Describe a column of True and False as check boxes."""
    return ColumnConfig(
        label=label, width=width, help=help, disabled=disabled, required=required, pinned=pinned, alignment=alignment,
        default=default, type_config={"type": "checkbox"},
    )  # fmt: skip


def SelectboxColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    default: SelectboxOptionValue | None = None,
    options: Iterable[SelectboxOptionValue] | None = None,
    format_func: Callable[[SelectboxOptionValue], str] | None = None,
) -> ColumnConfig:
    """
    Describe a column of one of several values.

    Parameters
    ----------
    options
        What can be chosen; by default the categories of a categorical column.
    format_func
        Gives the text that an option is shown as.
    """
    given: list[Any] | None = None if options is None else list(options)
    if given and format_func is not None:
        given = [{"value": option, "label": format_func(option)} for option in given]
    return ColumnConfig(
        label=label, width=width, help=help, disabled=disabled, required=required, pinned=pinned, default=default,
        type_config={"type": "selectbox", "options": given},
    )  # fmt: skip


def ListColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    pinned: bool | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    default: Iterable[str] | None = None,
) -> ColumnConfig:
    """Describe a column of lists: a tag for each entry."""
    return ColumnConfig(
        label=label, width=width, help=help, pinned=pinned, disabled=disabled, required=required,
        default=None if default is None else list(default), type_config={"type": "list"},
    )  # fmt: skip


def MultiselectColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    default: Iterable[str] | None = None,
    options: Iterable[str] | None = None,
    accept_new_options: bool | None = None,
    color: str | Iterable[str] | None = None,
    format_func: Callable[[str], str] | None = None,
) -> ColumnConfig:
    """
    Describe a column of some of several values.

    Parameters
    ----------
    options
        What can be chosen.
    accept_new_options
        Whether other texts may be typed.
    color
        Of the tags: a colour of the theme ("red", "primary", …), one of CSS, "auto" for another one each, or a list of
        colours for the options in their order.
    format_func
        Gives the text that an option is shown as.
    """
    made: list[dict[str, Any]] | None = None
    if options is not None:
        colors = None if color is None else itertools.cycle([color] if isinstance(color, str) else color)
        made = []
        for option in options:
            one: dict[str, Any] = {"value": option}
            if format_func is not None:
                one["label"] = format_func(option)
            if colors is not None:
                one["color"] = next(colors)
            made.append(one)
    return ColumnConfig(
        label=label, width=width, help=help, disabled=disabled, required=required, pinned=pinned,
        default=None if default is None else list(default),
        type_config={"type": "multiselect", "options": made, "accept_new_options": accept_new_options},
    )  # fmt: skip
