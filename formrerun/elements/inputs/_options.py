"""Options: what a selection is made of, and how an author gives it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, EnumMeta
from functools import cached_property, lru_cache
from typing import Any

from django.utils.functional import Promise

from formrerun.conf import settings
from formrerun.elements.inputs._bounds import plain
from formrerun.elements.inputs._option_names import (
    NAMELESS,
    SEPARATOR,
    is_model,
    label_mark,
    name_of,
    parts_of,
    safe,
    wire_of,
)
from formrerun.elements.inputs._option_search import fold, found_among
from formrerun.engine.fields import OptionPage
from formrerun.exceptions import (
    StreamlitDefaultNotInOptionsError,
    StreamlitInvalidParameterTypeError,
    StreamlitValueOutOfRangeError,
)

FormatFunc = Callable[[Any], Any]
#: Floats closer than this are the same option.
EPSILON = 0.000000000005
#: What options post is reckoned once for all runs with the same options, up to this many of them: a process keeps no
#: more memory than a few long lists take.
KEPT_TO = 50_000
#: From how many options a list is a long one, and how many long and short ones a process keeps.
KEPT_FROM, KEPT_LISTS, KEPT_SHORT = 100, 16, 500
#: How many options of a long list stand in the page; the others are asked for.
PAGE = 50
#: Exact types of which equal values with one label are the same option in every way.
_INTERCHANGEABLE = ({str}, {int})
_PLAIN = (str, int)


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
        What stands in the page and is posted: see :func:`wire_of`.
    rows
        Whether all are rows of one model; the primary key is the wire then, whatever the label.
    """

    values: Sequence[Any]
    labels: Sequence[str]
    wires: Sequence[str]
    rows: bool = False

    @property
    def remote(self) -> bool:
        """True if only a first page of them is sent, and the browser asks for the others."""
        return len(self.wires) > int(settings.SELECT_REMOTE_OPTIONS)

    @property
    def is_partial(self) -> bool:
        """True if their labels cannot be stored."""
        return False

    @property
    def has_labels(self) -> bool:
        """False if this process does not know them: the page has to be drawn for that."""
        return True

    @property
    def identity(self) -> Sequence[str]:
        """What tells one list of options from another, where a widget has no key."""
        return self.labels

    @cached_property
    def _by_wire(self) -> dict[str, int]:
        return {wire: place for place, wire in enumerate(self.wires)}

    @cached_property
    def by_label(self) -> dict[str, int]:
        """Where the option of each label stands; of two with one label the last one."""
        return {label or NAMELESS: place for place, label in enumerate(self.labels)}

    @cached_property
    def _by_name(self) -> dict[str, int]:
        return {parts_of(wire)[0]: place for place, wire in enumerate(self.wires)}

    @cached_property
    def _by_mark(self) -> dict[str, int | None]:
        """Where the only option of each label stands."""
        found: dict[str, int | None] = {}
        for place, label in enumerate(self.labels):
            mark = label_mark(label)
            found[mark] = None if mark in found else place
        return found

    def find(self, text: str, *, typed: bool = False) -> int | None:
        """
        Return where the option stands that a posted or stored text means; None if it is not there any more.

        Parameters
        ----------
        typed
            True if people may type texts of their own: then a text alone means an option only if it is its label.
        """
        place = self._by_wire.get(text)
        if place is None and not self.rows:
            place = self.by_label.get(text)  # also what a page of the release before posts
            if place is None and SEPARATOR in text:
                name, mark = parts_of(text)
                place = self._by_name.get(name)
                if place is None:
                    place = self._by_mark.get(mark)
            elif place is None and not typed:
                place = self._by_name.get(text)
        return place

    def at_a_glance(self, texts: Iterable[str]) -> list[int] | None:
        """Return where the options stand that these texts post as they are; None if one has to be looked for."""
        places = list(map(self._by_wire.get, texts))
        return None if None in places else places  # type: ignore[return-value]

    def look_up(self, texts: Iterable[str], *, anew: bool = False) -> None:
        """
        Find out where these texts stand, all at once, before each of them is asked for.

        Parameters
        ----------
        anew
            True if what was found out before this request does not count.
        """

    def learn(self, before: Options, texts: Sequence[str]) -> None:
        """Take over what these options of the page before found out about texts in this request."""

    def at(self, index: int) -> int:
        """Return the place of the option at an index; StreamlitValueOutOfRangeError if there is none."""
        if self.values and not 0 <= index < len(self.values):
            raise StreamlitValueOutOfRangeError("index", index, 0, len(self.values) - 1)
        return index

    @cached_property
    def _folded(self) -> list[str]:
        return list(map(fold, self.labels))

    def search(self, text: str, mode: str, start: int, size: int) -> OptionPage:
        """
        Return a page of the options that a text finds, as :data:`FilterMode` says; "" finds all.

        Parameters
        ----------
        start, size
            How many of them come before the page, and how many stand on it at most.
        """
        places = found_among(self._folded, text, mode)
        wanted = places[start : start + size]
        return OptionPage([(self.wires[place], self.labels[place]) for place in wanted], len(places) > start + size)

    def named(self, texts: Sequence[str]) -> OptionPage:
        """Return the options that these texts mean today."""
        places = [place for text in texts if (place := self.find(text)) is not None]
        return OptionPage([(self.wires[place], self.labels[place]) for place in places], False)

    @cached_property
    def _plain(self) -> frozenset[Any]:
        """The options, if they are all texts or all whole numbers."""
        return frozenset(self.values if {*map(type, self.values)} in _INTERCHANGEABLE else ())

    def holds(self, value: Any) -> bool:
        """Return True if a value is an option at first glance; False if :meth:`place_of` has to find out."""
        return type(value) in _PLAIN and value in self._plain

    def place_of(self, value: Any) -> int | None:
        """Return where a value stands, by what it is called or by being equal; None if nowhere."""
        if self.rows:
            return self._by_wire.get(safe(str(value.pk))) if is_model(value) else None
        name = name_of(value)
        place = None if name is None else self._by_name.get(name)
        if place is not None and _equal(self.values[place], value):
            return place
        try:
            return self.index(value)
        except ValueError:
            return None

    def index(self, value: Any) -> int:
        """Return where a value stands, comparing floats with some tolerance; ValueError if nowhere."""
        for place, item in enumerate(self.values):
            if item is value or _equal(item, value):
                return place
        raise ValueError(f"{value} is not in iterable")


def _equal(one: Any, other: Any) -> bool:
    if one is other:
        return True
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
    kinds = {type(value) for value in values}
    if len(kinds) == 1 and is_model(values[0]) and all(value.pk is not None for value in values):
        return Options(values, labels, tuple(safe(str(value.pk)) for value in values), rows=True)
    return kept_options(values, labels)


def kept_options(values: tuple[Any, ...], labels: tuple[str, ...]) -> Options:
    """Return the options of these values and labels; those of a list of texts or whole numbers are made once."""
    # A label may be marked as safe HTML, and still be equal to one that is not: it is not interchangeable with it.
    if 0 < len(values) <= KEPT_TO and {*map(type, values)} in _INTERCHANGEABLE and {*map(type, labels)} == {str}:
        return (_kept if len(values) >= KEPT_FROM else _kept_short)(values, labels)
    return Options(values, labels, _wires(values, labels))


@lru_cache(maxsize=KEPT_LISTS)
def _kept(values: tuple[Any, ...], labels: tuple[str, ...]) -> Options:
    return Options(values, labels, _wires(values, labels))


_kept_short = lru_cache(maxsize=KEPT_SHORT)(_kept.__wrapped__)


def _wires(values: tuple[Any, ...], labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(wire_of(name_of(value), label) for value, label in zip(values, labels, strict=True))


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


def default_index(index: Any, options: Options) -> int | None:
    """
    Check an ``index`` parameter.

    Raises
    ------
    StreamlitInvalidParameterTypeError, StreamlitValueOutOfRangeError
        If it is no int, or not the index of an option.
    """
    index = plain("index", index)
    if index is not None and not isinstance(index, int):
        raise StreamlitInvalidParameterTypeError("index", type(index).__name__, ["int", "None"])
    return None if index is None else options.at(index)


def default_indices(default: Any, options: Options) -> tuple[int, ...]:
    """Return the indexes of a ``default`` parameter; StreamlitDefaultNotInOptionsError if one is no option."""
    if default is None:
        return ()
    values = default if isinstance(default, (list, tuple, set, frozenset)) else None
    if values is None:
        if isinstance(default, (str, Promise)) or is_model(default):
            values = [default]
        elif isinstance(default, Iterable) and not isinstance(default, Enum):
            values = list(_as_sequence(default))
        else:
            values = [default]
    found = []
    for value in values:
        place = options.place_of(value)
        if place is None:
            raise StreamlitDefaultNotInOptionsError(value)
        found.append(place)
    return tuple(found)


def coerce_enum(value: Any, options: Options) -> Any:
    """Return today's member for a member of an earlier run's class: scripts define their enums anew."""
    if isinstance(value, Enum):
        for option in options.values:
            if type(option).__qualname__ == type(value).__qualname__ and option.name == value.name:
                return option
    return value
