"""Options: what radio, selectbox, multiselect, select_slider and pills share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, EnumMeta
from typing import Any

from django.utils.translation import gettext as _

from formrerun.engine.fields import Field
from formrerun.engine.widget_state import UNSET
from formrerun.exceptions import (
    Invalid,
    NotOffered,
    StreamlitDefaultNotInOptionsError,
    StreamlitInvalidParameterTypeError,
    StreamlitSelectionCountExceedsMaxError,
    StreamlitValueOutOfRangeError,
)

FormatFunc = Callable[[Any], Any]
#: Floats closer than this are the same option.
EPSILON = 0.000000000005
#: What posts an option whose label is empty, for nothing means none of them: a space that has no width.
NAMELESS = "\u200b"
MAX_NEW_OPTION = 10_000  # characters


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
    if values and _is_model(values[0]):
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


def _is_model(value: Any) -> bool:
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
        if isinstance(default, str) or _is_model(default):
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


class Mapped(Field[Any]):
    """Looks options up by their wire."""

    options: Options

    def wire_of(self, label: str) -> str:
        """Return what posts the option of a label."""
        return NAMELESS if not label and NAMELESS in self.table() else label

    def by_wire(self, wire: str) -> Any:
        """Return the option, or UNSET; of two with one label the last one."""
        found = self.table().get(wire, UNSET)
        values = self.options.values
        return values.fetch(found) if found is not UNSET and isinstance(values, ModelOptions) else found

    def is_offered(self, stored: list[str]) -> bool:
        if getattr(self, "accept_new", False):
            return True
        table = self.table()
        return all(text in table or not text for text in stored)

    def table(self) -> dict[str, Any]:
        """Return wire to option, made once a field."""
        made: dict[str, Any] | None = self.__dict__.get("_table")
        if made is None:
            values = self.options.values
            places: Iterable[Any] = values.keys if isinstance(values, ModelOptions) else values
            made = dict(zip(self.options.wires, places, strict=True))
            self.__dict__["_table"] = made
        return made


@dataclass(frozen=True, kw_only=True)
class ChoiceField(Mapped):
    """
    One of several options, or None.

    Attributes
    ----------
    index
        The default's place, or None.
    accept_new
        Any other text may be typed.
    to_label
        ``format_func``; not stored, for a POST needs only the labels.
    """

    tag = "choice"
    stores_posted = True

    options: Options
    index: int | None = 0
    accept_new: bool = False
    required: bool = False
    to_label: FormatFunc = str

    def initial(self) -> Any:
        if self.index is None or not self.options.values:
            return None
        return self.options.values[self.index]

    def parse_posted(self, posted: list[str], current: Any) -> Any:
        wire = posted[-1] if posted else ""
        found = self.by_wire(wire)
        if found is not UNSET:
            return found
        if not wire:
            if self.required and self.index is None:
                raise Invalid(_("This field is required."), None)
            if self.index is None or not posted or current is None:
                return None if self.index is None else current
            raise NotOffered
        if self.accept_new and len(wire) <= MAX_NEW_OPTION:
            return wire
        raise NotOffered

    def to_posted(self, value: Any) -> list[str]:
        for place, option in enumerate(self.options.values):
            if option is value:
                return [self.options.wires[place]]
        if value is None:
            return [""]
        if _is_model(value):
            return [str(value.pk)]
        try:
            return [self.wire_of(str(self.to_label(value)))]
        except Exception:
            return [self.wire_of(str(value))]

    def from_stored(self, stored: list[str]) -> Any:
        text = stored[0] if stored else ""
        found = self.by_wire(text)
        if found is not UNSET:
            return found
        if not text:
            return None
        return text if self.accept_new else self.initial()

    def revalidate(self, value: Any) -> Any:
        if value is None or self.accept_new:
            return value
        return value if self.to_posted(value)[0] in self.table() else self.initial()

    def pack(self) -> list[Any]:
        return [pack_options(self.options), self.index, int(self.accept_new), int(self.required)]

    @classmethod
    def unpack(cls, packed: list[Any]) -> ChoiceField:
        options, index, accept_new, required = packed
        return cls(options=unpack_options(options), index=index, accept_new=bool(accept_new), required=bool(required))


@dataclass(frozen=True, kw_only=True)
class ChoicesField(Mapped):
    """Some of several options."""

    tag = "choices"
    stores_posted = True

    options: Options
    indexes: tuple[int, ...] = ()
    accept_new: bool = False
    most: int | None = None
    to_label: FormatFunc = str

    def initial(self) -> list[Any]:
        return [self.options.values[place] for place in self.indexes]

    def parse_posted(self, posted: list[str], current: Any) -> list[Any]:
        wires = list(dict.fromkeys(text for text in posted if text))
        made = []
        for wire in wires:
            found = self.by_wire(wire)
            if found is UNSET:
                if not self.accept_new or len(wire) > MAX_NEW_OPTION:
                    raise NotOffered
                found = wire
            made.append(found)
        if self.most is not None and len(made) > self.most:
            raise Invalid(_("You can only select up to %d options. Remove an option first.") % self.most, made)
        return made

    def to_posted(self, value: Any) -> list[str]:
        one = ChoiceField(options=self.options, to_label=self.to_label)
        return [one.to_posted(item)[0] for item in _as_list(value)]

    def from_stored(self, stored: list[str]) -> list[Any]:
        found = [(text, self.by_wire(text)) for text in stored]
        return [text if option is UNSET else option for text, option in found if self.accept_new or option is not UNSET]

    def coerce(self, value: Any) -> list[Any]:
        return _as_list(value)

    def revalidate(self, value: list[Any]) -> list[Any]:
        if self.most is not None and len(value) > self.most:
            raise StreamlitSelectionCountExceedsMaxError(len(value), self.most)
        if self.accept_new or not value:
            return value
        table = self.table()
        kept = [item for item, text in zip(value, self.to_posted(value), strict=True) if text in table]
        return value if len(kept) == len(value) else kept

    def pack(self) -> list[Any]:
        return [pack_options(self.options), list(self.indexes), int(self.accept_new), self.most]

    @classmethod
    def unpack(cls, packed: list[Any]) -> ChoicesField:
        options, indexes, accept_new, most = packed
        return cls(options=unpack_options(options), indexes=tuple(indexes), accept_new=bool(accept_new), most=most)


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(value)
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [value]
    return list(value)


def pack_options(options: Options) -> Any:
    """
    Return the options as JSON: the labels alone where they are the values, model and keys for model instances.

    Raises
    ------
    Unstorable
        If an option has a type that the codec does not know.
    """
    from formrerun import codec

    values = options.values
    if values and all(type(value) is str for value in values) and values == options.labels:
        return list(values)
    if values and _is_model(values[0]) and len({type(value) for value in values}) == 1:
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
    from formrerun import codec

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
