"""Options: what a selection is made of, and how an author gives it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, EnumMeta
from typing import Any

from formrerun import codec
from formrerun.exceptions import (
    NotOffered,
    StreamlitDefaultNotInOptionsError,
    StreamlitInvalidParameterTypeError,
    StreamlitValueOutOfRangeError,
)

FormatFunc = Callable[[Any], Any]
#: Floats closer than this are the same option.
EPSILON = 0.000000000005
#: What posts an option whose label is empty, for nothing means none of them: a space that has no width.
NAMELESS = "\u200b"


@dataclass(frozen=True)
class Options:
    """
    A widget's options.

    Attributes
    ----------
    values
        The author's objects.
    labels
        What ``format_func`` makes of them, and what is shown.
    wires
        What stands in the page and is posted: the label, or the primary key of a model instance.
    """

    values: Sequence[Any]
    labels: tuple[str, ...]
    wires: tuple[str, ...]

    def index(self, value: Any) -> int:
        """Return where a value stands, comparing floats with some tolerance; ValueError if nowhere."""
        for place, item in enumerate(self.values):
            if item is value or _equal(item, value):
                return place
        raise ValueError(f"{value} is not in iterable")


def _equal(one: Any, other: Any) -> bool:
    try:
        if bool(one == other):
            return True
    except (TypeError, ValueError):
        return False
    return isinstance(one, float) and isinstance(other, float) and abs(one - other) < EPSILON


def read_options(options: Any, format_func: FormatFunc) -> Options:
    """
    Return the options of any iterable: list, dict's keys, Enum, QuerySet, numpy array, Series, a DataFrame's
    first column.
    """
    values = tuple(_as_sequence(options))
    labels = tuple(str(format_func(value)) for value in values)
    if values and is_model(values[0]):
        return Options(values, labels, tuple(str(value.pk) for value in values))
    return Options(values, labels, _wires(labels))


def _wires(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return what posts the options of these labels: the labels, if each has one."""
    return tuple(label or NAMELESS for label in labels) if "" in labels else labels


def _as_sequence(options: Any) -> Iterable[Any]:
    if options is None:
        return ()
    if isinstance(options, (list, tuple, range)):
        return options
    if isinstance(options, (str, int, float)):
        return (options,)
    if isinstance(options, EnumMeta):
        return list(options)
    if "pandas" in sys.modules:
        import pandas as pd

        if isinstance(options, pd.DataFrame):
            return options.iloc[:, 0].tolist() if options.shape[1] else ()
        if isinstance(options, (pd.Series, pd.Index)):
            return options.tolist()  # type: ignore[no-any-return]
    if hasattr(options, "tolist"):
        return options.tolist()  # type: ignore[no-any-return]
    if isinstance(options, Iterable):
        return options
    raise StreamlitInvalidParameterTypeError("options", type(options).__name__, ["a sequence", "an iterable"])


def is_model(value: Any) -> bool:
    return hasattr(value, "_meta") and hasattr(value, "pk")


def default_index(index: Any, options: Options) -> int | None:
    """
    Check an ``index`` parameter.

    Raises
    ------
    StreamlitInvalidParameterTypeError, StreamlitValueOutOfRangeError
        If it is no int, or not the index of an option.
    """
    if index is not None and not isinstance(index, int):
        raise StreamlitInvalidParameterTypeError("index", type(index).__name__, ["int", "None"])
    if index is not None and options.values and not 0 <= index < len(options.values):
        raise StreamlitValueOutOfRangeError("index", index, 0, len(options.values) - 1)
    return index


def default_indices(default: Any, options: Options) -> tuple[int, ...]:
    """Return the indexes of a ``default`` parameter; StreamlitDefaultNotInOptionsError if one is no option."""
    if default is None:
        return ()
    values = default if isinstance(default, (list, tuple, set, frozenset)) else None
    if values is None:
        if isinstance(default, str) or is_model(default):
            values = [default]
        elif isinstance(default, Iterable) and not isinstance(default, Enum):
            values = list(_as_sequence(default))
        else:
            values = [default]
    found = []
    for value in values:
        try:
            found.append(options.index(value))
        except ValueError:
            raise StreamlitDefaultNotInOptionsError(value) from None
    return tuple(found)


def coerce_enum(value: Any, options: Options) -> Any:
    """Return today's member for a member of an earlier run's class: scripts define their enums anew."""
    if isinstance(value, Enum):
        for option in options.values:
            if type(option).__qualname__ == type(value).__qualname__ and option.name == value.name:
                return option
    return value


def pack_options(options: Options) -> Any:
    """
    Return the options as JSON: the labels alone where they are the values, model and keys for model instances.

    Raises
    ------
    Unstorable
        If an option has a type that the codec does not know.
    """
    values = options.values
    if values and all(type(value) is str for value in values) and values == options.labels:
        return list(values)
    if values and is_model(values[0]) and len({type(value) for value in values}) == 1:
        return {
            "m": type(values[0])._meta.label_lower,
            "k": codec.encode([value.pk for value in values]),
            "d": values[0]._state.db,
        }
    return {
        "v": codec.encode(list(values)),
        "l": list(options.labels) if options.labels != options.wires else None,
        "w": list(options.wires),
    }


def unpack_options(packed: Any) -> Options:
    """Return the options of what :func:`pack_options` gave."""
    if isinstance(packed, list):
        texts = tuple(packed)
        return Options(texts, texts, _wires(texts))
    if "m" in packed:
        keys = codec.decode(packed["k"])
        wires = tuple(map(str, keys))
        return Options(ModelOptions(packed["m"], keys, packed["d"]), wires, wires)
    wires = tuple(packed["w"])
    return Options(tuple(codec.decode(packed["v"])), tuple(packed["l"] or wires), wires)


class ModelOptions(Sequence[Any]):
    """Model instances by their keys: an instance is fetched when a POST names it, not all of them."""

    def __init__(self, model: str, keys: list[Any], using: str | None) -> None:
        self.model, self.keys, self.using = model, keys, using

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, place: Any) -> Any:
        return self.fetch(self.keys[place])

    def fetch(self, key: Any) -> Any:
        """Return the instance; NotOffered if it is gone."""
        from django.apps import apps

        found = apps.get_model(self.model)._default_manager.using(self.using).filter(pk=key).first()
        if found is None:
            raise NotOffered
        return found
