"""Rows in which words are found, as Django's admin finds them: what a table of a model and a select box search by."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Q, TextField
from django.utils.text import smart_split, unescape_string_literal

from formrerun.exceptions import SearchFieldsError

#: Fields that hold text.
TEXTS = (CharField, TextField)
#: What the name of a field may begin with, and the look-up that it means.
_PREFIXES = {"^": "istartswith", "=": "iexact", "@": "search"}
#: Words that are each looked for: databases take conditions only so deep, and each costs a look at every row. A text of
#: more, as one pastes it, is looked for as it stands.
_WORDS = 40
#: Characters that are looked for at most: SQLite takes no longer pattern, and nobody types one.
LONGEST = 10_000


def texts_of(model: Any) -> list[str]:
    """Return the names of a model's fields that are searched where nobody says which."""
    return [
        one.name for one in model._meta.concrete_fields if isinstance(one, TEXTS) and not getattr(one, "choices", None)
    ]


def searched(rows: Any, names: Iterable[str], words: str, *, how: str = "icontains") -> Any:
    """
    Return the rows in which each word is found.

    Parameters
    ----------
    names
        Fields, also over relations; "^" in front finds beginnings, "=" whole values, "@" searches the full text.
    words
        What was typed; quotes keep several words together.
    how
        The look-up of the fields that have no sign in front.

    Raises
    ------
    SearchFieldsError
        If a part of a name is no field.
    """
    lookups = [lookup_of(rows.model, name, how) for name in names]
    words = words.replace("\x00", "").strip()  # a NUL stands in no text of a database, and some raise at it
    if len(words) > LONGEST:
        return rows.none()
    parts = [_unquoted(part) for part in smart_split(words)]
    if not parts:
        return rows
    if len(parts) > _WORDS:
        parts = [words]
    matches = Q()
    for part in parts:
        matches &= reduce(or_, (Q((lookup, part)) for lookup, _many in lookups))
    if any(many for _name, many in lookups):
        # Joined, a row would stand there once for each of those that match.
        return rows.filter(pk__in=rows.model._default_manager.filter(matches).values("pk"))
    return rows.filter(matches)


def lookup_of(model: Any, name: str, how: str = "icontains") -> tuple[str, bool]:
    """
    Return the look-up of a search field, and whether a row may match it several times.

    Raises
    ------
    SearchFieldsError
        If a part of the name is no field.
    """
    path = name[1:] if name[:1] in _PREFIXES else name
    many = False
    *parts, last = path.split("__")
    for part in (*parts, last):
        try:
            found = model._meta.pk if part == "pk" else model._meta.get_field(part)
        except (FieldDoesNotExist, AttributeError):
            if part == last:  # it names its lookup itself
                return path, many
            raise SearchFieldsError(f"Nothing can be searched by `{name}`: there is no field `{part}`.") from None
        many, model = many or bool(found.many_to_many or found.one_to_many), found.related_model
    return f"{path}__{_PREFIXES.get(name[:1], how)}", many


def _unquoted(part: str) -> str:
    if part[:1] in ('"', "'") and part[-1:] == part[:1] and len(part) > 1:
        return str(unescape_string_literal(part))
    return part


__all__ = ["TEXTS", "lookup_of", "searched", "texts_of"]
