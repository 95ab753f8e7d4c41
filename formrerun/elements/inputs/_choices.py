"""The fields whose value is one of the author's options, or some of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from formrerun.elements.inputs._options import (
    NAMELESS,
    FormatFunc,
    ModelOptions,
    Options,
    is_model,
    pack_options,
    unpack_options,
)
from formrerun.engine.fields import Field
from formrerun.engine.widget_state import UNSET
from formrerun.exceptions import Invalid, NotOffered, StreamlitSelectionCountExceedsMaxError

MAX_NEW_OPTION = 10_000  # characters


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
        if is_model(value):
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
        offered = [item for item, text in zip(value, self.to_posted(value), strict=True) if text in table]
        return value if len(offered) == len(value) else offered

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
