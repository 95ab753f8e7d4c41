"""How each kind of widget reads what is posted and prints what it holds."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Generic, TypeVar

from formrerun import codec

T = TypeVar("T")


_field_kinds: dict[str, type[Field[Any]]] = {}


@dataclass(frozen=True, kw_only=True)
class Field(Generic[T]):
    """
    How a kind of widget reads what is posted and prints what it holds.

    *Wire* is what an untouched field would post: always a list of strings, empty for an unchecked box.

    Attributes
    ----------
    tag
        The name in the manifest. Mandatory, unique.
    trigger
        True for buttons: no value is kept.
    keeps_wire
        True where the value is one of the author's options: the wire is stored, and the option found by it again.
    """

    tag: ClassVar[str] = ""
    trigger: ClassVar[bool] = False
    keeps_wire: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.tag:
            _field_kinds[cls.tag] = cls

    def initial(self) -> T:
        """Return the value of a widget that nobody has touched. Mandatory."""
        raise NotImplementedError

    def parse(self, posted: list[str], current: Any) -> T:
        """
        Return the value of what was posted. Mandatory.

        Parameters
        ----------
        posted
            The values under the field's name; [] if there were none.
        current
            The value until now.

        Raises
        ------
        Invalid
            If a person can put it right; the message is shown beside the field.
        NotOffered
            If the page never offered it.
        """
        raise NotImplementedError

    def wire(self, value: T) -> list[str]:
        """Return what a browser shows and posts for a value. Mandatory."""
        raise NotImplementedError

    def exact(self, value: T) -> list[str]:
        """Return what posts this very value, where :meth:`wire` says what a browser's control makes of it."""
        return self.wire(value)

    def says(self, posted: list[str], value: T) -> bool:
        """Return True if a browser that shows ``value`` may have posted this."""
        return self.wire(value) == posted

    def keep(self, value: T) -> list[str]:
        """Return what is stored instead of the value, where ``keeps_wire``; by default the wire."""
        return self.wire(value)

    def from_kept(self, kept: list[str]) -> T:
        """Return the value of what :meth:`keep` gave; needed where ``keeps_wire``."""
        raise NotImplementedError

    def offers(self, kept: list[str]) -> bool:
        """Return False if part of what :meth:`keep` gave is no longer an option; needed where ``keeps_wire``."""
        raise NotImplementedError

    def show(self, kept: list[str]) -> list[str]:
        """Return the wire of what :meth:`keep` gave."""
        return kept

    def to_address(self, value: T) -> list[str]:
        """Return how a value stands in the page's address, where the widget is bound to a query parameter."""
        return self.wire(value)

    def from_address(self, texts: list[str]) -> T:
        """Return the value of what :meth:`to_address` gave; raises as :meth:`parse` does."""
        return self.parse(texts, self.initial())

    def accept(self, value: Any) -> T:
        """Return a value assigned through session_state; raise an API error if the widget cannot hold it."""
        return value  # type: ignore[no-any-return]

    def bound(self, value: T) -> None:
        """Raise an API error if a value that code assigns in this run is out of bounds."""

    def sent_back(self, value: T) -> T:
        """Return what an assigned value is from the next run on, when a browser has sent it back."""
        return value

    def fit(self, value: T) -> T:
        """Return the value if it is valid for the parameters of this run, else what it is reset to."""
        return value

    def pack(self) -> list[Any]:
        """Return the manifest's form of the field."""
        return [codec.encode(getattr(self, name)) for name in _names(type(self))]

    @classmethod
    def unpack(cls, packed: list[Any]) -> Field[T]:
        """Return the field that :meth:`pack` packed."""
        return cls(**{name: codec.decode(data) for name, data in zip(_names(cls), packed, strict=True)})


_field_names: dict[type, tuple[str, ...]] = {}


def _names(cls: type[Field[Any]]) -> tuple[str, ...]:
    names = _field_names.get(cls)
    if names is None:
        names = _field_names[cls] = tuple(f.name for f in fields(cls))
    return names


def field_kind(tag: str) -> type[Field[Any]] | None:
    """Return the field class with this tag, or None."""
    return _field_kinds.get(tag)


@dataclass(frozen=True, kw_only=True)
class Trigger(Field[bool]):
    """A button's field: True for the one run that the button causes."""

    tag = "trigger"
    trigger = True

    def initial(self) -> bool:
        return False

    def parse(self, posted: list[str], current: Any) -> bool:
        return bool(posted)

    def wire(self, value: bool) -> list[str]:
        return []


__all__ = ["Field", "Trigger", "field_kind"]
