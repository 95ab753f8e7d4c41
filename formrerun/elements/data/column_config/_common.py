"""What all types of columns are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypedDict, TypeVar

from django.utils.functional import Promise

from formrerun.exceptions import StreamlitAPIException, StreamlitValueError

ColumnWidth = Literal["small", "medium", "large"] | int
Alignment = Literal["left", "center", "right"]
ChartColor = str
Callback = Callable[..., None]

#: Colours that follow the theme.
THEME_COLORS = ("red", "blue", "green", "yellow", "violet", "orange", "gray", "grey", "primary")
#: Those of charts: "auto" is green where the numbers rise and red where they fall, "auto-inverse" the other way round.
CHART_COLORS = ("auto", "auto-inverse", *THEME_COLORS)


class ColumnConfig(TypedDict, total=False):
    """
    How a column is shown, as ``column_config`` takes it.

    Attributes
    ----------
    type_config
        ``type``, the name of a type of column, and what that type can be told beside.
    """

    label: str | None
    width: ColumnWidth | None
    help: str | None
    hidden: bool | None
    disabled: bool | None
    required: bool | None
    pinned: bool | None
    default: Any
    alignment: Alignment | None
    type_config: Mapping[str, Any] | None


def check_color(color: Any) -> None:
    """Raise StreamlitValueError if this is no colour of a chart."""
    if color is None or color in CHART_COLORS or _is_css_color(color):
        return
    raise StreamlitValueError("color", [*CHART_COLORS, "a valid hex color", "an rgb() or rgba() color"])


def _is_css_color(color: Any) -> bool:
    if not isinstance(color, str):
        return False
    if color.startswith("#"):
        return color[1:].isalnum() and len(color) in (4, 5, 7, 9)
    return color.startswith(("rgb(", "rgba(")) and color.endswith(")")


@dataclass(frozen=True, kw_only=True)
class ColumnType:
    """
    What the cells of a column are; this one goes by the values.

    A type is a subclass with what it can be told as fields. Where cells can be edited it says what one takes, too.

    Attributes
    ----------
    format
        How values are written; see ``NumberColumn`` and ``DatetimeColumn``.
    """

    name: ClassVar[str] = "object"
    #: The types of what it can be told, but None, which all of them may be.
    takes: ClassVar[Mapping[str, tuple[type, ...]]] = {"format": (str,)}

    format: str | None = None

    @classmethod
    def read(cls, options: Mapping[str, Any], column: str | int) -> ColumnType:
        """
        Return the type as an author described it.

        Raises
        ------
        StreamlitAPIException
            If it cannot be told something of this name, or not of this kind.
        """
        known = [field.name for field in fields(cls)]
        unknown = sorted(str(option) for option, value in options.items() if option not in known and value is not None)
        if unknown:
            of_type = f": a column of type `{cls.name}`" if cls.name != "object" else ""
            settings = ["label", "width", "help", "pinned", "alignment", "hidden", "type_config", *known]
            raise StreamlitAPIException(
                f"`column_config` of column `{column}`{of_type} has no setting {', '.join(map(repr, unknown))}. "
                f"Settings are {', '.join(map(repr, dict.fromkeys(settings)))}."
            )
        told = {option: _plain(value) for option, value in options.items() if option in known and value is not None}
        for option, value in told.items():
            wanted = cls.takes.get(option, ())
            if wanted and (not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted)):
                raise StreamlitAPIException(
                    f"`column_config` of column `{column}`: `{option}` is {value!r}. It must be of type "
                    f"{', '.join(kind.__name__ for kind in wanted)}, or None."
                )
        return cls(**told)

    def told(self) -> dict[str, Any]:
        """Return what the browser must know, as JSON has it."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name)) is not None}


def _plain(value: Any) -> Any:
    """Return an option as JSON has it: moments in ISO's form, durations as seconds, lazy texts as texts."""
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        return [_plain(part) for part in value]
    # one of numpy's numbers is none of JSON's
    return value.item() if hasattr(value, "item") and getattr(value, "ndim", 1) == 0 else value


Type = TypeVar("Type", bound=type[ColumnType])
#: Name → type; each file of this package adds its own.
TYPES: dict[str, type[ColumnType]] = {}


def column_type(cls: Type) -> Type:
    """Make a type known by its name."""
    TYPES[cls.name] = cls
    return cls


column_type(ColumnType)
