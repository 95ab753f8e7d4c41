"""Columns of texts: plain, as links, as Markdown, as unfolding JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._parameters import clean_icon
from formrerun.elements.data.column_config._common import (
    Alignment,
    ColumnConfig,
    ColumnType,
    ColumnWidth,
    column_type,
)
from formrerun.utils.icons import material_symbols

_TYPED: Mapping[str, tuple[type, ...]] = {"max_chars": (int,), "validate": (str,)}


@column_type
@dataclass(frozen=True, kw_only=True)
class Text(ColumnType):
    """Texts; ``format`` may put each into another, as "%s km"."""

    name: ClassVar[str] = "text"
    takes: ClassVar[Mapping[str, tuple[type, ...]]] = {"format": (str,), **_TYPED}

    max_chars: int | None = None
    validate: str | None = None


@column_type
@dataclass(frozen=True, kw_only=True)
class Link(ColumnType):
    """Addresses as links; ``display_text`` is what they are called."""

    name: ClassVar[str] = "link"
    takes: ClassVar[Mapping[str, tuple[type, ...]]] = {"format": (str,), **_TYPED, "display_text": (str,)}

    max_chars: int | None = None
    validate: str | None = None
    display_text: str | None = None

    def __post_init__(self) -> None:
        if self.display_text and self.display_text.startswith(":material/"):
            clean_icon(self.display_text)

    def told(self) -> dict[str, Any]:
        made = super().told()
        if self.display_text and self.display_text.startswith(":material/"):
            made["icon"] = material_symbols()[clean_icon(self.display_text)[len(":material/") : -1]]
        return made


@column_type
@dataclass(frozen=True, kw_only=True)
class Markdown(ColumnType):
    """Texts as Markdown."""

    name: ClassVar[str] = "markdown"


@column_type
@dataclass(frozen=True, kw_only=True)
class Json(ColumnType):
    """Structures that unfold."""

    name: ClassVar[str] = "json"


def TextColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
    default: str | None = None,
    max_chars: int | None = None,
    validate: str | None = None,
) -> ColumnConfig:
    """
    Describe a column of texts.

    Parameters
    ----------
    max_chars
        How many characters may be typed.
    validate
        A regular expression of JavaScript that a typed text must match.
    """
    return ColumnConfig(
        label=label, width=width, help=help, disabled=disabled, required=required, pinned=pinned, alignment=alignment,
        default=default, type_config={"type": "text", "max_chars": max_chars, "validate": validate},
    )  # fmt: skip


def LinkColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
    default: str | None = None,
    max_chars: int | None = None,
    validate: str | None = None,
    display_text: str | None = None,
) -> ColumnConfig:
    """
    Describe a column of links.

    Parameters
    ----------
    display_text
        What each link is called: a text, a Material icon as ":material/open_in_new:", or a regular expression whose
        first group takes the name out of the address, as "https://(.*?)\\.example\\.org". By default the address.
    max_chars, validate
        As in :func:`TextColumn`.
    """
    if display_text and display_text.startswith(":material/"):
        display_text = clean_icon(display_text)
    told = {"type": "link", "max_chars": max_chars, "validate": validate, "display_text": display_text}
    return ColumnConfig(
        label=label, width=width, help=help, disabled=disabled, required=required, pinned=pinned, alignment=alignment,
        default=default, type_config=told,
    )  # fmt: skip


def MarkdownColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
    default: str | None = None,
) -> ColumnConfig:
    """Describe a column of texts that are Markdown: a line of it in the cell, all of it when the cell is opened."""
    return ColumnConfig(
        label=label, width=width, help=help, disabled=disabled, required=required, pinned=pinned, alignment=alignment,
        default=default, type_config={"type": "markdown"},
    )  # fmt: skip


def JsonColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
) -> ColumnConfig:
    """Describe a column of dicts, lists or JSON texts: a line in the cell, unfolded when the cell is opened."""
    return ColumnConfig(
        label=label, width=width, help=help, pinned=pinned, alignment=alignment, type_config={"type": "json"}
    )
