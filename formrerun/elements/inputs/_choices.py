"""The fields whose value is one of the author's options, or some of them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from formrerun.elements.inputs._option_names import NAMELESS, SEPARATOR, is_model, parts_of, safe
from formrerun.elements.inputs._options import FormatFunc, Options
from formrerun.elements.inputs._query_options import QueryOptions
from formrerun.elements.inputs._stored_options import any_gone, pack_options, pick, unpack_options
from formrerun.engine.fields import Field, OptionPage
from formrerun.engine.widget_state import UNSET
from formrerun.exceptions import Invalid, NotOffered, StreamlitSelectionCountExceedsMaxError

MAX_NEW_OPTION = 10_000  # characters


def full_text(most: int) -> str:
    """Return what is said to who chooses more options than may be chosen."""
    text = ngettext(
        "You can only select up to %d option. Remove an option first.",
        "You can only select up to %d options. Remove an option first.",
        most,
    )
    return text % most


class Mapped(Field[Any]):
    """
    A field of options. What is stored is what posts them, and an option is read when somebody asks for it.

    An option is found again by its value, or by its label where that alone is the same: see :mod:`._option_names`.
    """

    stores_posted = True
    #: What is stored where there are no options: nobody has chosen yet.
    UNDECIDED: ClassVar[list[str]] = []

    options: Options
    to_label: FormatFunc
    accept_new: bool = False

    def judge(self, posted: list[str], current: list[str]) -> list[str]:
        """Return what is stored of what was posted, by what was stored until now; raises as ``parse_posted`` does."""
        raise NotImplementedError

    def initial_stored(self) -> list[str]:
        """Return what is stored of :meth:`initial`."""
        return self.to_stored(self.initial())

    def chosen(self, stored: list[str]) -> Any:
        """Return the value of what is stored; NotOffered if a part of it is no option any more."""
        raise NotImplementedError

    def parse_posted(self, posted: list[str], current: Any) -> Any:
        return self.chosen(self.judge(posted, self.to_stored(current)))

    def from_stored(self, stored: list[str]) -> Any:
        try:
            return self.chosen(stored)
        except NotOffered:
            return self.fallback(stored)

    def fallback(self, stored: list[str]) -> Any:
        """Return the value instead of what is stored: the default, or None if its row is gone as well."""
        try:
            return self.initial()
        except NotOffered:
            return None

    def learn(self, before: Field[Any], stored: list[str]) -> None:
        if isinstance(before, Mapped):
            self.options.learn(before.options, stored)

    @property
    def is_partial(self) -> bool:
        return self.options.is_partial

    @property
    def has_labels(self) -> bool:
        """False if the labels of the options are known only to a process that has drawn the page."""
        return self.options.has_labels

    def search(self, text: str, mode: str, start: int, size: int) -> OptionPage:
        """Return a page of the options that a text finds; see :meth:`Options.search`."""
        return self.options.search(text, mode, start, size)

    def named(self, texts: list[str]) -> OptionPage:
        """Return the options that these texts mean today."""
        return self.options.named(texts)

    def is_offered(self, stored: list[str]) -> bool:
        if stored and self.options.at_a_glance(stored) is not None:
            return True
        self.options.look_up(stored)
        return all(map(self._is_known, stored)) and not (self.options.wires and stored == self.UNDECIDED)

    def restored(self, stored: list[str], value: Any) -> list[str] | None:
        found = None if stored == self.UNDECIDED or value is None else self.to_stored(value)
        return found if found and self.is_offered(found) else None

    def _is_known(self, text: str) -> bool:
        # What has been typed is known; the name of an option that is gone is no text that anybody has typed.
        return not text or self.find(text) is not None or (self.accept_new and SEPARATOR not in text)

    def find(self, text: str) -> int | None:
        """Return where the option of a posted or stored text stands; None if there is none."""
        return self.options.find(text, typed=self.accept_new) if text else None

    def by_wire(self, text: str) -> Any:
        """Return the option of a posted or stored text; UNSET if there is none."""
        place = self.find(text)
        return UNSET if place is None else pick(self.options.values, [place])[0]

    def today(self, stored: list[str]) -> list[str]:
        """Return what posts today what is stored, where it stands among the options."""
        if self.options.at_a_glance(stored) is not None:
            return stored
        self.options.look_up(stored)
        places = [self.find(text) for text in stored]
        return [
            text if place is None else self.options.wires[place] for text, place in zip(stored, places, strict=True)
        ]

    def pick(self, texts: list[str]) -> list[Any]:
        """Return the options of these texts, and texts that were typed; NotOffered if one is neither."""
        if (known := self.options.at_a_glance(texts)) is not None:
            return pick(self.options.values, known)
        self.options.look_up(texts)
        places = [self.find(text) for text in texts]
        if None in places and not all(map(self._is_known, texts)):
            raise NotOffered
        found = iter(pick(self.options.values, [place for place in places if place is not None]))
        return [text if place is None else next(found) for text, place in zip(texts, places, strict=True)]

    def wire(self, value: Any) -> str:
        """Return what posts a value: an option by itself or by its label, or else the text that somebody has typed."""
        place = self.options.place_of(value)
        if place is not None:
            return self.options.wires[place]
        if self.options.rows and is_model(value):
            return safe(str(value.pk))
        label = self.label(value)
        place = None if self.options.rows else self.options.by_label.get(label or NAMELESS)
        return label if place is None else self.options.wires[place]

    def label(self, value: Any) -> str:
        """Return what ``format_func`` makes of a value, or its text where it does not take it."""
        try:
            return str(self.to_label(value))
        except Exception:
            return str(value)

    def again(self, posted: list[str]) -> list[str]:
        return self.today(posted)

    def readable(self, posted: list[str]) -> str:
        places = [(text, self.find(text)) for text in posted if text]
        return ", ".join(text if place is None else self.options.labels[place] for text, place in places)

    def to_query(self, value: Any) -> list[str]:
        return [self._in_address(text) for text in self.to_stored(value) if text]

    def _in_address(self, text: str) -> str:
        """Return the shortest text that means an option: its value, or else its label."""
        place = self.find(text)
        if place is None or SEPARATOR not in text:
            return text
        short = [parts_of(text)[0], self.options.labels[place]]
        return next((one for one in short if not one.startswith("#") and self.find(one) == place), text)

    def gone(self, stored: list[str]) -> bool:
        if not self.options.rows:
            return False
        if isinstance(self.options, QueryOptions):
            return self.options.any_gone(stored)
        places = [place for text in stored if (place := self.find(text)) is not None]
        return any_gone(self.options, places)


@dataclass(frozen=True, kw_only=True)
class ChoiceField(Mapped):
    """
    One of several options, or None; stored is [""] for None, and [] if there were no options to choose from.

    Attributes
    ----------
    index
        The default's place, or None.
    accept_new
        Any other text may be typed.
    to_label
        ``format_func``; not stored, for a POST needs only the options.
    """

    tag = "choice"

    options: Options
    index: int | None = 0
    accept_new: bool = False
    required: bool = False
    to_label: FormatFunc = str

    def initial(self) -> Any:
        if self.index is None or not self.options.wires:
            return None
        return self.options.values[self.index]

    def initial_stored(self) -> list[str]:
        if not self.options.wires:
            return self.to_stored(None)
        return [""] if self.index is None else [self.options.wires[self.index]]

    def judge(self, posted: list[str], current: list[str]) -> list[str]:
        text = posted[-1] if posted else ""
        self.options.look_up([text], anew=True)
        place = self.find(text)
        if place is not None:
            return [self.options.wires[place]]
        if not text:
            if self.required and self.index is None:
                raise Invalid(_("This field is required."), None)
            if self.index is None:
                return self.to_stored(None)
            if not posted or current in ([], [""]):
                return current
            raise NotOffered
        if self.accept_new and len(text) <= MAX_NEW_OPTION and SEPARATOR not in text:
            return [text]
        raise NotOffered

    def chosen(self, stored: list[str]) -> Any:
        if stored == self.UNDECIDED:
            return self.initial()
        return self.pick(stored)[0] if stored[0] else None

    def to_posted(self, value: Any) -> list[str]:
        return self.to_stored(value) or [""]

    def to_stored(self, value: Any) -> list[str]:
        if value is None and self.options.place_of(None) is None:
            return [""] if self.options.wires or self.accept_new else self.UNDECIDED
        return [self.wire(value)]

    def stored_to_posted(self, stored: list[str]) -> list[str]:
        return self.today(stored) or [""]

    def revalidate(self, value: Any) -> Any:
        if value is None or self.accept_new or self.options.holds(value):
            return value
        return value if self.find(self.wire(value)) is not None else self.initial()

    def pack(self) -> list[Any]:
        return [
            pack_options(self.options, () if self.index is None else (self.index,)),
            self.index,
            int(self.accept_new),
            int(self.required),
        ]

    @classmethod
    def unpack(cls, packed: list[Any]) -> ChoiceField:
        options, index, accept_new, required = packed
        return cls(options=unpack_options(options), index=index, accept_new=bool(accept_new), required=bool(required))


@dataclass(frozen=True, kw_only=True)
class ChoicesField(Mapped):
    """
    Some of several options; stored is [""] if there were none to choose from.
    """

    tag = "choices"
    UNDECIDED = [""]

    options: Options
    indexes: tuple[int, ...] = ()
    accept_new: bool = False
    most: int | None = None
    to_label: FormatFunc = str

    def initial(self) -> list[Any]:
        return pick(self.options.values, list(self.indexes))

    def initial_stored(self) -> list[str]:
        return [self.options.wires[place] for place in self.indexes] or self.to_stored([])

    def judge(self, posted: list[str], current: list[str]) -> list[str]:
        wires: list[str] = []
        self.options.look_up(posted, anew=True)
        for text in posted:
            place = self.find(text)
            if place is not None:
                wires.append(self.options.wires[place])
            elif text:
                if not self.accept_new or len(text) > MAX_NEW_OPTION or SEPARATOR in text:
                    raise NotOffered
                wires.append(text)
        wires = list(dict.fromkeys(wires))
        if self.most is not None and len(wires) > self.most:
            raise Invalid(full_text(self.most), self.pick(wires))
        return wires or self.to_stored([])

    def chosen(self, stored: list[str]) -> list[Any]:
        return self.initial() if stored == self.UNDECIDED else self.pick([text for text in stored if text])

    def from_query(self, texts: list[str]) -> list[Any]:
        # An address is older than the options: what is still among them counts, as many as the widget takes.
        self.options.look_up(texts)
        offered = list(dict.fromkeys(self.today([text for text in texts if text and self._is_known(text)])))
        if texts and not offered:
            raise NotOffered
        return self.chosen(self.judge(offered[: self.most], []))

    def fallback(self, stored: list[str]) -> list[Any]:
        left: list[Any] = []
        for text in stored:
            with suppress(NotOffered):
                left += self.pick([text] if text else [])
        return left

    def to_posted(self, value: Any) -> list[str]:
        return [self.wire(item) for item in _as_list(value)]

    def to_stored(self, value: Any) -> list[str]:
        return self.to_posted(value) or ([] if self.options.wires or self.accept_new else self.UNDECIDED)

    def stored_to_posted(self, stored: list[str]) -> list[str]:
        return self.today([text for text in stored if text])

    def coerce(self, value: Any) -> list[Any]:
        return _as_list(value)

    def revalidate(self, value: list[Any]) -> list[Any]:
        if self.most is not None and len(value) > self.most:
            raise StreamlitSelectionCountExceedsMaxError(len(value), self.most)
        if self.accept_new or not value:
            return value
        offered = [item for item in value if self.find(self.wire(item)) is not None]
        return value if len(offered) == len(value) else offered

    def pack(self) -> list[Any]:
        return [pack_options(self.options, self.indexes), list(self.indexes), int(self.accept_new), self.most]

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
