"""Options in the manifest: what is kept of them for a process that has not drawn them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from formrerun import codec
from formrerun.codec.django_models import fetch_rows
from formrerun.elements.inputs._late_values import Later
from formrerun.elements.inputs._option_names import safe
from formrerun.elements.inputs._options import Options, kept_options
from formrerun.elements.inputs._query_options import QueryOptions, unpack_query_options
from formrerun.engine.widget_state import UNSET
from formrerun.exceptions import NotOffered


def pack_options(options: Options, places: Iterable[int] = ()) -> Any:
    """
    Return the options as JSON: the labels alone where they are the values, model and keys for model instances.

    Parameters
    ----------
    places
        Those of the default.

    Raises
    ------
    Unstorable
        If an option has a type that the codec does not know.
    """
    if isinstance(options, QueryOptions):
        return options.pack(places)
    values = options.values
    if values and all(type(value) is str for value in values) and values == options.labels:
        return list(values)
    if options.rows:
        model, keys, using = _source(options)
        return {"m": model, "k": codec.encode(keys), "d": using}
    return {
        "v": codec.encode(list(values)),
        "l": list(options.labels) if options.labels != options.wires else None,
        "w": list(options.wires),
    }


def unpack_options(packed: Any) -> Options:
    """Return the options of what :func:`pack_options` gave."""
    if isinstance(packed, list):
        texts = tuple(packed)
        return kept_options(texts, texts)
    if "q" in packed:
        return unpack_query_options(packed)
    if "m" in packed:
        keys = codec.decode(packed["k"])
        wires = tuple(safe(str(key)) for key in keys)
        return Options(Rows(packed["m"], keys, packed["d"]), wires, wires, rows=True)
    wires = tuple(packed["w"])
    return Options(Packed(packed["v"]), tuple(packed["l"] or wires), wires)


class Packed(Later):
    """Values in the codec's form."""

    def __init__(self, packed: list[Any]) -> None:
        super().__init__(len(packed))
        self._packed = packed

    def read(self, places: list[int]) -> list[Any]:
        try:
            values: list[Any] = codec.decode([self._packed[place] for place in places])
        except (ImportError, LookupError, AttributeError, TypeError, ValueError, codec.Unstorable):
            raise NotOffered from None  # of a class that this release does not have so any more
        if any(value is None and self._packed[place] is not None for place, value in zip(places, values, strict=True)):
            raise NotOffered
        return values


class Rows(Later):
    """Model instances by their keys: the rows that a POST names are fetched in one query, not all of them."""

    def __init__(self, model: str, keys: list[Any], using: str | None) -> None:
        super().__init__(len(keys))
        self.model, self.keys, self.using = model, keys, using

    def read(self, places: list[int]) -> list[Any]:
        found = fetch_rows(self.model, self.using, [self.keys[place] for place in places])
        for place in places:
            self._read[place] = found.get(self.keys[place], UNSET)
        if len(found) < len(places):
            raise NotOffered
        return [self._read[place] for place in places]


def pick(values: Sequence[Any], places: list[int]) -> list[Any]:
    """Return the values at some places; NotOffered if a row of the database among them is gone."""
    return values.pick(places) if isinstance(values, Later) else [values[place] for place in places]


def any_gone(options: Options, places: list[int]) -> bool:
    """Return True if one of these rows is not in the database any more."""
    model, keys, using = _source(options)
    wanted = {keys[place] for place in places}
    return len(fetch_rows(model, using, wanted)) < len(wanted)


def _source(options: Options) -> tuple[str, list[Any], str | None]:
    """Return model, keys and database of options that are rows."""
    values = options.values
    if isinstance(values, Rows):
        return values.model, values.keys, values.using
    return values[0]._meta.label_lower, [value.pk for value in values], values[0]._state.db
