"""``column_config`` as an author gave it, read: one object a column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise

from formrerun.elements.data.column_config._common import TYPES, Alignment, ColumnConfig, ColumnType
from formrerun.elements.data.column_config.buttons import ButtonColumnResult
from formrerun.exceptions import StreamlitAPIException, StreamlitInvalidParameterTypeError, StreamlitValueError

PLAIN = ColumnType()
#: The name of the index in ``column_config`` and ``column_order``.
INDEX = "_index"
WIDTHS = {"small": 75, "medium": 200, "large": 400}  # pixels

#: What ``column_config=`` takes: a column's name or its place → None (hidden), its label, or how it is shown.
Config = Mapping[Any, "ColumnConfig | ButtonColumnResult | Mapping[str, Any] | str | None"]


@dataclass(frozen=True, kw_only=True)
class ColumnSettings:
    """
    How a column is shown.

    Attributes
    ----------
    width
        In pixels.
    type
        What its cells are.
    button
        What a press does, if it is a column of buttons that can be pressed.
    """

    label: str | None = None
    width: int | None = None
    help: str | None = None
    hidden: bool | None = None
    disabled: bool | None = None
    required: bool | None = None
    pinned: bool | None = None
    default: Any = None
    alignment: Alignment | None = None
    type: ColumnType = PLAIN
    button: ButtonColumnResult | None = None

    def formatted(self, format: str) -> ColumnSettings:
        """Return the same with a format, where the author gave none."""
        return self if self.type.format is not None else replace(self, type=replace(self.type, format=format))

    def told(self) -> dict[str, Any]:
        """Return what the browser must know beside the title, as JSON has it."""
        made: dict[str, Any] = {} if self.type.name == "object" else {"type": self.type.name}
        given = {"width": self.width, "help": self.help, "pinned": self.pinned, "align": self.alignment}
        made.update((name, value) for name, value in given.items() if value is not None and value != "")
        made.update(self.type.told())
        return made


_COMMON = frozenset({"label", "width", "help", "hidden", "disabled", "required", "pinned", "default", "alignment"})


def read_settings(config: Config | None) -> dict[str | int, ColumnSettings]:
    """
    Return how each column that an author configured is shown, by what the author called it.

    Raises
    ------
    StreamlitAPIException
        If a column is described by what describes none.
    """
    if config is None:
        return {}
    if not isinstance(config, Mapping):
        raise StreamlitInvalidParameterTypeError("column_config", type(config).__name__, ["a mapping", "None"])
    return {column: _read(column, given) for column, given in config.items()}


def _read(column: str | int, given: Any) -> ColumnSettings:
    if given is None:
        return ColumnSettings(hidden=True)
    if isinstance(given, (str, Promise)):
        return ColumnSettings(label=str(given))
    if isinstance(given, ButtonColumnResult):
        return replace(_read(column, given.config), button=given)
    if not isinstance(given, Mapping):
        raise StreamlitInvalidParameterTypeError(
            "column_config", type(given).__name__, ["None", "str", "dict"],
            detail=f"Invalid configuration for column `{column}`.",
        )  # fmt: skip
    inner = given.get("type_config")
    if not (inner is None or isinstance(inner, (str, Mapping))):
        raise StreamlitInvalidParameterTypeError(
            "type_config", type(inner).__name__, ["None", "str", "dict"],
            detail=f"Invalid configuration for column `{column}`.",
        )  # fmt: skip
    # A dict written by hand may have the settings of a type beside the others.
    told = {name: value for name, value in given.items() if name not in _COMMON and name != "type_config"}
    told.update({"type": inner} if isinstance(inner, str) else inner or {})
    named = told.pop("type", None)
    if named is not None and named not in TYPES:
        raise StreamlitValueError("type", [f"'{name}'" for name in sorted(TYPES)], detail=_got(column, named))
    alignment = given.get("alignment")
    if alignment not in (None, "left", "center", "right"):
        raise StreamlitValueError("alignment", ["'left'", "'center'", "'right'"], detail=_got(column, alignment))
    return ColumnSettings(
        label=None if given.get("label") is None else str(given["label"]),
        width=_width(column, given.get("width")),
        help=None if given.get("help") is None else str(given["help"]),
        hidden=_flag(column, given, "hidden"),
        disabled=_flag(column, given, "disabled"),
        required=_flag(column, given, "required"),
        pinned=_flag(column, given, "pinned"),
        default=given.get("default"),
        alignment=alignment,
        type=TYPES["object" if named is None else named].read(told, column),
    )


def _got(column: str | int, value: Any) -> str:
    return f"It is {value!r} for column `{column}`."


def _width(column: str | int, width: Any) -> int | None:
    if width is None:
        return None
    if isinstance(width, str) and width in WIDTHS:
        return WIDTHS[width]
    if isinstance(width, int) and not isinstance(width, bool) and width > 0:
        return width
    wanted = ["'small'", "'medium'", "'large'", "a positive number of pixels"]
    raise StreamlitValueError("width", wanted, detail=_got(column, width))


def _flag(column: str | int, given: Mapping[str, Any], name: str) -> bool | None:
    value = given.get(name)
    if value is None or isinstance(value, bool):
        return value
    if type(value).__name__ in ("bool_", "bool") and hasattr(value, "item"):  # numpy's
        return bool(value)
    raise StreamlitAPIException(
        f"`column_config` of column `{column}`: `{name}` is {value!r}. Give True, False or None."
    )


__all__ = ["INDEX", "WIDTHS", "ColumnSettings", "Config", "read_settings"]
