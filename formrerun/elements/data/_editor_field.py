"""The value of an editor: what was changed of its data, by the names of rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from formrerun import codec
from formrerun.elements.data._editor_plain import merged
from formrerun.elements.data._editor_rules import Rule
from formrerun.engine.fields import Field
from formrerun.exceptions import Invalid, NotOffered

#: The most changes of one editor that are posted at once.
MOST_CHANGES = 200_000
NOTHING = [""]
#: Stands between the names of rows.
SEPARATOR = "\x1f"


class DataEditorState(dict[str, Any]):
    """
    What was changed in an editor, as ``session_state`` has it.

    Its parts are read as keys or as attributes: ``edited_rows`` (the row's place to its columns' new values),
    ``added_rows`` and ``deleted_rows`` (places).
    """

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        raise TypeError("The state of a data editor is read-only.")

    def _read_only(self, *_args: Any, **_kwargs: Any) -> Any:
        raise TypeError("The state of a data editor is read-only.")

    __setitem__ = __delitem__ = update = pop = popitem = setdefault = clear = __ior__ = _read_only

    def __deepcopy__(self, memo: dict[int, Any]) -> DataEditorState:
        from copy import deepcopy

        return DataEditorState({name: deepcopy(part, memo) for name, part in self.items()})

    def __reduce__(self) -> Any:
        return DataEditorState, (dict(self),)


codec.register(DataEditorState, "data-editor-state", dict, DataEditorState)


def state_of(edited: Any = None, added: Any = None, deleted: Any = None) -> DataEditorState:
    """Return the state of an editor in which this was changed."""
    return DataEditorState(edited_rows=edited or {}, added_rows=added or [], deleted_rows=deleted or [])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return dict(pairs)


def _parsed(text: str) -> dict[str, Any]:
    """Return what was posted, its shape checked; raise NotOffered for what no editor posts."""
    try:
        data = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NotOffered from None
    if not isinstance(data, dict) or not set(data) <= {"edited_rows", "added_rows", "deleted_rows"}:
        raise NotOffered
    edited, added = data.get("edited_rows", {}), data.get("added_rows", [])
    deleted = data.get("deleted_rows", [])
    if not isinstance(edited, dict) or not isinstance(added, list) or not isinstance(deleted, list):
        raise NotOffered
    if not all(isinstance(row, dict) for row in (*edited.values(), *added)):
        raise NotOffered
    if sum(map(len, edited.values())) + sum(map(len, added)) + len(added) + len(deleted) > MOST_CHANGES:
        raise NotOffered
    return {"edited_rows": edited, "added_rows": added, "deleted_rows": deleted}


def changes_of(shown: list[str]) -> dict[str, Any]:
    """Return what was changed, by the names of rows, of what an editor shows."""
    try:
        return _parsed((shown and shown[0]) or "{}")
    except NotOffered:
        return _parsed("{}")


def _no_number(_name: str) -> Any:
    raise ValueError


@dataclass(frozen=True, kw_only=True)
class EditorField(Field[DataEditorState]):
    """
    The changes of an editor; stored as they are posted, one text of JSON, "" for none.

    Rows are meant by their names, so that a change stays with its row when others come and go.

    Attributes
    ----------
    rules
        What the cells of each column take, packed.
    rows
        How many rows there are.
    keys
        The names of the rows, as one text, which costs little to store; None where a row is meant by its place.
    mode
        ``num_rows``.
    auto
        A new row needs no name.
    digest
        The data's. New rows that were sent are part of other data by now, so that these begin without changes; "" where
        changes stay.
    """

    tag = "editor"
    stores_posted = True
    writable = False

    rules: Any = ()
    rows: int = 0
    keys: str | None = None
    mode: str = "fixed"
    auto: bool = True
    digest: str = ""

    def initial(self) -> DataEditorState:
        return state_of()

    def initial_stored(self) -> list[str]:
        return NOTHING

    def parse_posted(self, posted: list[str], current: Any) -> DataEditorState:
        return self.from_stored(self.judge(posted, NOTHING))

    def to_posted(self, value: DataEditorState) -> list[str]:
        return self.to_stored(value)

    def stored_to_posted(self, stored: list[str]) -> list[str]:
        return stored[:1] or NOTHING

    def again(self, posted: list[str]) -> list[str]:
        try:
            return self._one(posted)[:1]
        except NotOffered:
            return NOTHING

    def _one(self, posted: list[str]) -> list[str]:
        """Return what was changed as one text, whoever said it; then the page that a plain form asks for."""
        text = posted[0] if posted else ""
        if len(posted) < 2:
            return [text]
        rules = [Rule(*packed) for packed in self.rules]
        data, page = merged(posted[1:], rules, _parsed(text or "{}"))
        text = json.dumps(data, separators=(",", ":"), ensure_ascii=False) if any(data.values()) else ""
        return [text, page] if page else [text]

    def to_stored(self, value: Any) -> list[str]:
        if not isinstance(value, Mapping) or not any(value.values()):
            return NOTHING
        names = self.names
        edited = {_name(place, names): row for place, row in value.get("edited_rows", {}).items()}
        deleted = [_name(place, names) for place in value.get("deleted_rows", [])]
        data = {"edited_rows": edited, "added_rows": list(value.get("added_rows", [])), "deleted_rows": deleted}
        return [json.dumps(data, separators=(",", ":"), ensure_ascii=False, default=str)]

    @property
    def editable(self) -> list[str]:
        """The names of the columns that somebody may type into."""
        return [rule.name for rule in (Rule(*packed) for packed in self.rules) if rule.editable]

    @property
    def names(self) -> list[str] | None:
        """The names of the rows; None where a row is meant by its place."""
        if self.keys is None:
            return None
        return self.keys.split(SEPARATOR) if self.rows else []

    def _places(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self.names or ())}

    def _place(self, name: Any, places: Mapping[str, int]) -> int | None:
        """Return where a row stands; None if one of its name is gone, NotOffered if there never was one."""
        if self.keys is not None:
            return places.get(str(name))
        text = str(name)
        if not (text.isascii() and text.isdecimal() and len(text) < 12) or int(text) >= self.rows:
            raise NotOffered
        return int(text)

    def from_stored(self, stored: list[str]) -> DataEditorState:
        text = stored[0] if stored else ""
        if not text or not self.is_offered(stored):
            return state_of()
        try:
            data = _parsed(text)
            places = self._places()
            edited = {self._place(name, places): row for name, row in data["edited_rows"].items()}
            deleted = [self._place(name, places) for name in data["deleted_rows"]]
        except NotOffered:
            return state_of()
        edited.pop(None, None)
        there = sorted({place for place in deleted if place is not None})
        return state_of(edited, data["added_rows"], there)

    def is_offered(self, stored: list[str]) -> bool:
        return not stored or not stored[0] or len(stored) < 3 or stored[2] == self.digest

    def judge(self, posted: list[str], current: list[str]) -> list[str]:
        if not posted:  # a plain form that had no such field
            return current
        text, *page = self._one(posted)
        if not text:
            return ["", *page]
        data = _parsed(text)
        rules = {rule.name: rule for rule in (Rule(*packed) for packed in self.rules)}
        places = self._places()
        adds, deletes = self.mode in ("dynamic", "add"), self.mode in ("dynamic", "delete")
        if (data["added_rows"] and not adds) or (data["deleted_rows"] and not deletes):
            raise NotOffered
        for name in data["deleted_rows"]:
            if not isinstance(name, (str, int)) or isinstance(name, bool):
                raise NotOffered
            self._place(name, places)
        gone = set(map(str, data["deleted_rows"]))
        wrong: list[str] = []
        for name, row in data["edited_rows"].items():
            place = self._place(name, places)
            if place is not None and name not in gone:
                wrong += self._wrong_cells(row, rules, place + 1)
        for number, row in enumerate(data["added_rows"], self.rows + 1):
            wrong += self._wrong_cells(row, rules, number)
            for rule in rules.values():
                needed = rule.required or (rule.name == "_index" and not self.auto)
                if needed and rule.name not in row and (rule.editable or rule.name == "_index"):
                    wrong.append(_cell_text(number, rule, _("a value is required")))
        taken = set(places) - gone
        for number, row in enumerate(data["added_rows"], self.rows + 1):
            name = None if row.get("_index") is None else str(row["_index"])
            if name in taken:
                wrong.append(_cell_text(number, rules["_index"], _("this name is taken by another row")))
            taken |= {name} if name is not None else set()
        if wrong:
            more = [_("and %d more") % (len(wrong) - 5)] if len(wrong) > 5 else []
            raise Invalid(" ".join([*wrong[:5], *more]), state_of())
        return [text, *(page or ["0"]), self.digest] if self.digest else [text, *page]

    def _wrong_cells(self, row: Mapping[str, Any], rules: Mapping[str, Rule], number: int) -> list[str]:
        wrong = []
        for column, value in row.items():
            rule = rules.get(column)
            if rule is None or not rule.editable:
                raise NotOffered
            try:
                rule.judge(value)
            except Invalid as error:
                wrong.append(_cell_text(number, rule, str(error)))
        return wrong

    def coerce(self, value: Any) -> DataEditorState:
        return value if isinstance(value, DataEditorState) else state_of()

    def pack(self) -> list[Any]:
        return [list(self.rules), self.rows, self.keys, self.mode, int(self.auto), self.digest]

    @classmethod
    def unpack(cls, packed: list[Any]) -> EditorField:
        rules, rows, keys, mode, auto, digest = packed
        return cls(rules=rules, rows=rows, keys=keys, mode=mode, auto=bool(auto), digest=digest)


def _name(place: Any, names: list[str] | None) -> str:
    return str(place) if names is None or not 0 <= int(place) < len(names) else names[int(place)]


def _cell_text(number: int, rule: Rule, why: str) -> str:
    return _("Row %(row)d, %(column)s: %(why)s.") % {"row": number, "column": rule.label, "why": why}


__all__ = ["SEPARATOR", "DataEditorState", "EditorField", "changes_of", "state_of"]
