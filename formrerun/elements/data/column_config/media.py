"""Columns of pictures, sounds and films, an address a cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from formrerun.elements.data.column_config._common import (
    Alignment,
    ColumnConfig,
    ColumnType,
    ColumnWidth,
    column_type,
)


@column_type
@dataclass(frozen=True, kw_only=True)
class Image(ColumnType):
    """Pictures, small in the cell, large when it is opened."""

    name: ClassVar[str] = "image"


@column_type
@dataclass(frozen=True, kw_only=True)
class Audio(ColumnType):
    """Sounds, played when the cell is opened."""

    name: ClassVar[str] = "audio"


@column_type
@dataclass(frozen=True, kw_only=True)
class Video(ColumnType):
    """Films, played when the cell is opened."""

    name: ClassVar[str] = "video"


def ImageColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
) -> ColumnConfig:
    """Describe a column of addresses of pictures, or of pictures as ``data:`` addresses."""
    return ColumnConfig(
        label=label, width=width, help=help, pinned=pinned, alignment=alignment, type_config={"type": "image"}
    )


def AudioColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
) -> ColumnConfig:
    """Describe a column of addresses of sounds."""
    return ColumnConfig(
        label=label, width=width, help=help, pinned=pinned, alignment=alignment, type_config={"type": "audio"}
    )


def VideoColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
) -> ColumnConfig:
    """Describe a column of addresses of films."""
    return ColumnConfig(
        label=label, width=width, help=help, pinned=pinned, alignment=alignment, type_config={"type": "video"}
    )
