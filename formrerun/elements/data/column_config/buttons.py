"""Columns of buttons, whose label is the cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, overload

from formrerun.elements._parameters import ButtonType, clean_type
from formrerun.elements.data.column_config._common import (
    Alignment,
    Callback,
    ColumnConfig,
    ColumnType,
    ColumnWidth,
    column_type,
)
from formrerun.engine.permissions import Asked
from formrerun.exceptions import StreamlitMissingRequiredParameterError


@column_type
@dataclass(frozen=True, kw_only=True)
class Button(ColumnType):
    """Buttons; one in a column with a key can be pressed."""

    name: ClassVar[str] = "button"
    takes: ClassVar[Mapping[str, tuple[type, ...]]] = {"button_type": (str,)}

    button_type: ButtonType | None = None

    def __post_init__(self) -> None:
        if self.button_type is not None:
            clean_type(self.button_type)


@dataclass(frozen=True)
class ButtonColumnResult:
    """A column of buttons with a key: how it is shown, and what a press does."""

    config: ColumnConfig
    on_click: Callback | None = None
    args: Sequence[Any] | None = None
    kwargs: Mapping[str, Any] | None = None
    key: str | None = None
    permission: Asked = None
    confirm: str | None = None


@overload
def ButtonColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
    type: ButtonType = "secondary",
    on_click: Callback | None = None,
    args: Sequence[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    key: str,
    permission: Asked = None,
    confirm: str | None = None,
) -> ButtonColumnResult: ...
@overload
def ButtonColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
    type: ButtonType = "secondary",
    on_click: None = None,
    args: None = None,
    kwargs: None = None,
    key: None = None,
    permission: None = None,
    confirm: None = None,
) -> ColumnConfig: ...
def ButtonColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
    type: ButtonType = "secondary",
    on_click: Callback | None = None,
    args: Sequence[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    key: str | None = None,
    permission: Asked = None,
    confirm: str | None = None,
) -> ButtonColumnResult | ColumnConfig:
    """
    Describe a column of buttons, each labelled by the text of its cell.

    For one run after a press ``session_state[key]`` has the ``row`` and the ``label`` that were pressed; else None.

    Parameters
    ----------
    type
        "primary", "secondary" or "tertiary".
    on_click
        A callback for presses.
    key
        What a press is called in ``session_state``. Without it buttons are only shown.
    permission, confirm
        What a visitor must have to press one, and what a person must agree to first; see :func:`button`.
    """
    config = ColumnConfig(
        label=label, width=width, help=help, pinned=pinned, alignment=alignment, disabled=True,
        type_config={"type": "button", "button_type": type},
    )  # fmt: skip
    if key is not None:
        return ButtonColumnResult(config, on_click, args, kwargs, key, permission, confirm)
    if on_click is not None or args is not None or kwargs is not None:
        raise StreamlitMissingRequiredParameterError(
            "key", detail="Callbacks passed via `on_click`, `args`, or `kwargs` need a unique key to be registered."
        )
    if permission is not None or confirm is not None:
        raise StreamlitMissingRequiredParameterError(
            "key", detail="`permission` and `confirm` are asked of presses, and only a column with a key has these."
        )
    return config
