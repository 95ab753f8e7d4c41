"""The field of a select slider: its places are options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from formrerun.elements.inputs._choices import Mapped
from formrerun.elements.inputs._options import FormatFunc, Options
from formrerun.elements.inputs._stored_options import pack_options, pick, unpack_options
from formrerun.exceptions import NotOffered


@dataclass(frozen=True, kw_only=True)
class SelectSliderField(Mapped):
    """
    One option, or two with what lies between them.

    The page posts places; what is stored is the option, at which a handle stays when the options change.
    """

    tag = "select_slider"

    options: Options
    indexes: tuple[int, ...] = (0,)
    to_label: FormatFunc = str

    def initial(self) -> Any:
        return self._value(pick(self.options.values, list(self.indexes)))

    def initial_stored(self) -> list[str]:
        return [self.options.wires[place] for place in self.indexes]

    def _value(self, items: list[Any]) -> Any:
        return tuple(items) if len(self.indexes) == 2 else items[0]

    def _items(self, value: Any) -> list[Any]:
        return list(value) if isinstance(value, (tuple, list)) and len(self.indexes) == 2 else [value]

    def judge(self, posted: list[str], current: list[str]) -> list[str]:
        try:
            places = sorted(int(float(text)) for text in posted)
        except (ValueError, OverflowError):
            raise NotOffered from None
        if len(places) != len(self.indexes) or not all(0 <= place < len(self.options.wires) for place in places):
            raise NotOffered
        return [self.options.wires[place] for place in places]

    def chosen(self, stored: list[str]) -> Any:
        if len(stored) != len(self.indexes):
            raise NotOffered
        return self._value(self.pick(stored))

    def is_offered(self, stored: list[str]) -> bool:
        return len(stored) == len(self.indexes) and super().is_offered(stored)

    def to_posted(self, value: Any) -> list[str]:
        return self.stored_to_posted(self.to_stored(value))

    def to_stored(self, value: Any) -> list[str]:
        return [self.wire(item) for item in self._items(value)]

    def stored_to_posted(self, stored: list[str]) -> list[str]:
        places = [self.find(text) for text in stored]
        return [str(place) for place in (self.indexes if None in places else places)]

    def from_query(self, texts: list[str]) -> Any:
        if not self.is_offered(texts):
            raise NotOffered
        return self.chosen(sorted(texts, key=lambda text: self.find(text) or 0))

    def revalidate(self, value: Any) -> Any:
        items = self._items(value)
        if len(items) != len(self.indexes) or any(self.find(self.wire(item)) is None for item in items):
            return self.initial()
        return value

    def again(self, posted: list[str]) -> list[str]:
        return posted

    def pack(self) -> list[Any]:
        return [pack_options(self.options), list(self.indexes)]

    @classmethod
    def unpack(cls, packed: list[Any]) -> SelectSliderField:
        return cls(options=unpack_options(packed[0]), indexes=tuple(packed[1]))
