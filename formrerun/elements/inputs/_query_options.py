"""
The options of a select box over many rows of the database: a first page of them, the others searched and looked up.

Nothing here is reckoned from all rows. A row is an option if the author's query has it: of what is posted that is
asked in one query, by primary key, so the manifest has the statement of that query and no option.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db.models import QuerySet

from formrerun import codec
from formrerun.codec.django_models import fetch_rows
from formrerun.conf import settings
from formrerun.elements.inputs._late_values import Later
from formrerun.elements.inputs._option_names import is_model, safe
from formrerun.elements.inputs._options import PAGE, FormatFunc, Options, read_options
from formrerun.engine.fields import OptionPage
from formrerun.engine.widget_state import UNSET
from formrerun.exceptions import NotOffered, SearchFieldsError, StreamlitValueOutOfRangeError
from formrerun.utils import django_internals
from formrerun.utils.row_search import searched, texts_of


def read_select_options(options: Any, format_func: FormatFunc, search_fields: Sequence[str] | None) -> Options:
    """
    Return the options of any iterable, as :func:`read_options` does; those of a query with many rows page by page.

    Parameters
    ----------
    search_fields
        The fields that are searched then, as in Django's admin; None for those that the model's admin names, or else
        its texts.

    Raises
    ------
    SearchFieldsError
        If one of them is no field, or if the options are no query.
    """
    query = options if isinstance(options, QuerySet) and _can_be_searched(options) else None
    if query is None:
        if search_fields is not None and not isinstance(options, QuerySet):
            raise SearchFieldsError(
                f"`search_fields` needs a QuerySet as options; these are a {type(options).__name__}."
            )
        return read_options(options, format_func)
    fields = _checked(query, search_fields) if search_fields is not None else None
    fetched = django_internals.fetched_instances(query)
    query = query if query.ordered else query.order_by("pk")  # or else no page would go on where another ended
    most = int(settings.SELECT_REMOTE_ROWS)
    rows = list(query[: most + 1]) if fetched is None else fetched
    if len(rows) <= most:
        return read_options(rows, format_func)
    return QueryOptions(query, format_func, fields, rows[:PAGE])


def _can_be_searched(query: QuerySet[Any]) -> bool:
    """Return False for a query that cannot be narrowed any more, or has no instances: it is read as a whole."""
    return django_internals.gives_instances(query) and django_internals.can_be_filtered(query)


class QueryOptions(Options):
    """
    Rows of a query, of which some are known.

    Attributes
    ----------
    query
        The author's; or, in a process that has not drawn the page, one with the same rows.
    to_label
        ``format_func``; None in such a process if it cannot be stored.
    fields
        What is searched; None for the fields that the model's admin names, or else its texts.
    """

    def __init__(
        self, query: QuerySet[Any], to_label: FormatFunc | None, fields: tuple[str, ...] | None, rows: Iterable[Any]
    ) -> None:
        self._fetched = _Fetched(self)
        self._labels: list[str] = []
        self._wires: list[str] = []
        super().__init__(self._fetched, self._labels, self._wires, rows=True)
        self.query = query
        self.to_label = to_label
        self.fields = fields
        self._places: dict[str, int] = {}
        self._gone: set[str] = set()
        for row in rows:
            self._add(safe(str(row.pk)), row)
        self._first = len(self._labels)

    def __setattr__(self, name: str, value: Any) -> None:
        vars(self)[name] = value  # more becomes known of the same options

    def _add(self, wire: str, row: Any) -> int:
        """Know a row, or the key of one."""
        place = self._places.setdefault(wire, len(self._labels))
        if place == len(self._labels):
            self._wires.append(wire)
            self._labels.append("")
            self._fetched.append()
        if row is not UNSET:
            self._fetched.know(place, row)
            self._labels[place] = "" if self.to_label is None else str(self.to_label(row))
        return place

    @property
    def remote(self) -> bool:
        return True

    @property
    def identity(self) -> tuple[str, ...]:
        return ("rows", self.query.model._meta.label_lower, self.query.db)

    def at_a_glance(self, texts: Iterable[str]) -> list[int] | None:
        return None

    def look_up(self, texts: Iterable[str], *, anew: bool = False) -> None:
        asked = {text for text in texts if text and (anew or not (text in self._places or text in self._gone))}
        self._gone -= asked
        keys = {key: text for text in asked if (key := self._key(text)) is not None}
        rows = self.query.filter(pk__in=list(keys)) if keys else ()
        for row in rows:
            text = keys[row.pk]
            self._add(text, row)
            asked.discard(text)
        self._gone |= asked

    def _key(self, text: str) -> Any:
        """Return the key that a posted text names, None if it cannot be one."""
        try:
            key = self.query.model._meta.pk.to_python(text)
        except (ValidationError, ValueError, TypeError, OverflowError):
            return None
        return key if key is not None and safe(str(key)) == text and _fits(key) else None

    def learn(self, before: Options, texts: Sequence[str]) -> None:
        if (
            isinstance(before, QueryOptions)
            and django_internals.gives_plain_instances(self.query)
            and self._statement == before._statement
        ):
            for text in texts:
                place = before._places.get(text)
                if (
                    place is not None
                    and text not in before._gone
                    and (row := before._fetched.known(place)) is not UNSET
                ):
                    self._add(text, row)

    def find(self, text: str, *, typed: bool = False) -> int | None:
        if text not in self._places:
            self.look_up([text])
        return None if text in self._gone else self._places.get(text)

    def place_of(self, value: Any) -> int | None:
        same = is_model(value) and value._meta.concrete_model is self.query.model._meta.concrete_model
        return self.find(safe(str(value.pk))) if same and value.pk is not None else None

    def index(self, value: Any) -> int:
        place = self.place_of(value)
        if place is None:
            raise ValueError(f"{value} is not in iterable")
        return place

    def at(self, index: int) -> int:
        if 0 <= index < self._first:
            return index
        row = next(iter(self.query[index : index + 1]), None) if index >= 0 else None
        if row is None:
            raise StreamlitValueOutOfRangeError("index", index, 0, max(self.query.count() - 1, 0))
        return self._add(safe(str(row.pk)), row)

    def any_gone(self, texts: Sequence[str]) -> bool:
        keys = {key for text in texts if (key := self._key(text)) is not None}
        return len(fetch_rows(self.query.model._meta.label_lower, self.query.db, keys)) < len(keys)

    # ------------------------------------------------------------------------------------------------- searching

    def search(self, text: str, mode: str, start: int, size: int) -> OptionPage:
        fields = self.fields if self.fields is not None else default_search_fields(self.query.model)
        found = searched(self.query, fields, text, how="istartswith" if mode == "prefix" else "icontains")
        rows = list(found[start : start + size + 1])
        label = self.to_label or str
        labels = {safe(str(row.pk)): str(label(row)) for row in rows[:size]}
        return OptionPage(list(labels.items()), len(rows) > size)

    def named(self, texts: Sequence[str]) -> OptionPage:
        self.look_up(texts)
        places = [place for text in texts if (place := self.find(text)) is not None]
        self._fetched.pick(places)
        return OptionPage([(self.wires[place], self._labels[place]) for place in places], False)

    # ------------------------------------------------------------------------------------------- in the manifest

    @cached_property
    def _statement(self) -> tuple[str, list[Any]]:
        return django_internals.statement_of_keys(self.query)

    def pack(self, places: Iterable[int]) -> dict[str, Any]:
        """
        Return what another process needs to judge and to search.

        Parameters
        ----------
        places
            Those of the default: their keys are packed, at their places.
        """
        statement, values = self._statement
        return {
            "q": self.query.model._meta.label_lower,
            "s": statement,
            "p": codec.encode(values),
            "d": self.query.db,
            "k": self._wires[: max(places, default=0) + 1],
            "f": None if self.fields is None else list(self.fields),
            "l": self._label_path,
            "o": django_internals.plain_order(self.query),
        }

    @property
    def is_partial(self) -> bool:
        return self._label_path is None

    @property
    def has_labels(self) -> bool:
        return self.to_label is not None

    @cached_property
    def _label_path(self) -> str | None:
        """Where another process finds ``format_func``; None if nowhere, or if the rows are not known there as here."""
        plain = django_internals.gives_plain_instances(self.query)
        if not plain or django_internals.plain_order(self.query) is None:
            return None
        return "str" if self.to_label is str else codec.path_of(self.to_label)


def unpack_query_options(packed: dict[str, Any]) -> QueryOptions:
    """Return the options of what :meth:`QueryOptions.pack` gave."""
    statement = packed["s"], codec.decode(packed["p"])
    query = django_internals.query_of_statement(packed["q"], packed["d"], *statement)
    path, fields = packed["l"], packed["f"]
    to_label: Callable[[Any], Any] | None = None
    if path is not None:
        query = query.order_by(*packed["o"]) if packed["o"] else query
        to_label = str if path == "str" else codec.by_path(path)
    options = QueryOptions(query, to_label, None if fields is None else tuple(fields), ())
    options._statement = statement
    for wire in packed["k"]:
        options._add(wire, UNSET)
    return options


class _Fetched(Later):
    """The rows of the known keys."""

    def __init__(self, options: QueryOptions) -> None:
        super().__init__(0)
        self._options = options

    def append(self) -> None:
        self._read.append(UNSET)

    def known(self, place: int) -> Any:
        return self._read[place]

    def know(self, place: int, row: Any) -> None:
        self._read[place] = row

    def read(self, places: list[int]) -> list[Any]:
        options = self._options
        options.look_up([options.wires[place] for place in places], anew=True)
        if any(self._read[place] is UNSET for place in places):
            raise NotOffered
        return [self._read[place] for place in places]


# ------------------------------------------------------------------------------------------------- what is searched


def default_search_fields(model: Any) -> tuple[str, ...]:
    """Return the fields that the model's admin searches, or else its texts, or else its primary key."""
    from django.apps import apps

    if apps.is_installed("django.contrib.admin"):
        from django.contrib import admin

        registered = admin.site.is_registered(model) and admin.site.get_model_admin(model).search_fields
        if registered:
            return tuple(registered)
    return tuple(texts_of(model)) or ("pk",)


def _checked(query: QuerySet[Any], fields: Sequence[str]) -> tuple[str, ...]:
    """Return the search fields; raise if one of them is none."""
    if isinstance(fields, str) or not fields:
        raise SearchFieldsError("`search_fields` must be a list of at least one name of a field.")
    for field in fields:
        try:
            searched(query, [field], "x")
        except ValueError:  # its look-up is there, and takes no such text
            continue
        except (FieldError, SearchFieldsError) as error:
            raise SearchFieldsError(f"`search_fields` names {field!r}, which cannot be searched: {error}") from None
    return tuple(fields)


def _fits(key: Any) -> bool:
    """Return False for a number that no column holds: some databases fail on it."""
    return not isinstance(key, int) or -(2**63) <= key < 2**63


__all__ = ["QueryOptions", "read_select_options", "unpack_query_options"]
