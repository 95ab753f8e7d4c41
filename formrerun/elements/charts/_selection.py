"""What a chart with ``on_select`` returns, and what a browser may post for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from formrerun import codec
from formrerun.engine.fields import Field
from formrerun.exceptions import NotOffered

#: Characters of a selection that is posted, and points in it: nobody selects more by hand.
LONGEST, MOST = 200_000, 10_000
#: A whole number that JavaScript can hold.
LARGEST = 2**53


class Attributes(dict[str, Any]):
    """A dict whose entries are attributes, too, as Streamlit gives selections."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


codec.register(Attributes, "attributes", dict, Attributes)


@dataclass(frozen=True, kw_only=True)
class SelectionField(Field[Any]):
    """
    What is selected in a chart: one text of JSON, "" for nothing. A library's field says what it may be.

    What is posted is hostile: it is read as plain data of a known shape, and what has another one was never offered.
    """

    def nothing(self) -> dict[str, Any]:
        """Return what is returned while nothing is selected. Mandatory."""
        raise NotImplementedError

    def judged(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the selection in what was posted; raise NotOffered if it is none of this chart's. Mandatory."""
        raise NotImplementedError

    def initial(self) -> Any:
        return Attributes(selection=Attributes(self.nothing()))

    def parse_posted(self, posted: list[str], current: Any) -> Any:
        if not posted or posted == [""]:
            return self.initial()
        if len(posted) != 1 or len(posted[0]) > LONGEST:
            raise NotOffered
        try:
            given = json.loads(posted[0], parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise NotOffered from None
        if not isinstance(given, dict):
            raise NotOffered
        return Attributes(selection=Attributes({**self.nothing(), **self.judged(given)}))

    def to_posted(self, value: Any) -> list[str]:
        selection = value.get("selection", {}) if isinstance(value, dict) else {}
        if not selection or selection == self.nothing():
            return [""]
        return [json.dumps(selection, separators=(",", ":"), sort_keys=True, ensure_ascii=False)]

    def revalidate(self, value: Any) -> Any:
        try:
            found = self.parse_posted(self.to_posted(value), value)
        except NotOffered:
            return self.initial()
        return value if found == value else found  # another object would be another value, shown anew


def _refuse(name: str) -> Any:
    raise NotOffered


def plain(value: Any) -> Any:
    """Return a single value of a chart's data as it was posted; raise NotOffered for what is none."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise NotOffered
        return value
    if isinstance(value, (int, float)) and -LARGEST <= value <= LARGEST:
        return value
    raise NotOffered


def limited(value: Any) -> list[Any]:
    """Return a list; raise NotOffered for what is none, or too long a one."""
    if not isinstance(value, list) or len(value) > MOST:
        raise NotOffered
    return value


def plain_list(value: Any) -> list[Any]:
    """Return a list of single values; raise NotOffered for what is none."""
    return [plain(one) for one in limited(value)]


def plain_dict(value: Any) -> dict[str, Any]:
    """Return a dict of single values; raise NotOffered for what is none."""
    if not isinstance(value, dict) or len(value) > MOST:
        raise NotOffered
    return {plain(name): plain(one) for name, one in value.items()}
