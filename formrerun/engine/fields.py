"""How each kind of widget reads what is posted and prints what it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

from formrerun import codec
from formrerun.engine.permissions import Permission
from formrerun.exceptions import NotOffered, StreamlitInvalidParameterTypeError
from formrerun.utils.scalars import python_scalar

if TYPE_CHECKING:
    from formrerun.engine.blobs import Blobs

T = TypeVar("T")


class OptionPage(NamedTuple):
    """
    Some of a field's options.

    Attributes
    ----------
    options
        What posts each of them, and its label.
    more
        True if others come after them.
    """

    options: list[tuple[str, str]]
    more: bool


_field_kinds: dict[str, type[Field[Any]]] = {}


@dataclass(frozen=True, kw_only=True)
class Field(Generic[T]):
    """
    How a kind of widget reads what is posted and prints what it holds.

    What is *posted* is always a list of strings: what an untouched field would post, empty for an unchecked box.

    Attributes
    ----------
    tag
        The name in the manifest. Mandatory, unique.
    trigger
        True for buttons: no value is kept.
    writable
        False if code may not assign it through session_state; nor may it a trigger.
    stores_posted
        True where the value is one of the author's options: what is posted is stored, and the option found by it again.
    has_shapes
        True where a parameter says which shape the value has: a day or a range of days.
    """

    tag: ClassVar[str] = ""
    trigger: ClassVar[bool] = False
    writable: ClassVar[bool] = True
    stores_posted: ClassVar[bool] = False
    has_shapes: ClassVar[bool] = False

    @property
    def parts(self) -> tuple[str, ...]:
        """The ids of widgets whose values are parts of this one's, which is then what :meth:`joined` makes of them."""
        return ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.tag:
            _field_kinds[cls.tag] = cls

    def initial(self) -> T:
        """Return the value of a widget that nobody has touched. Mandatory."""
        raise NotImplementedError

    # ---------------------------------------------------------------------------------- what a browser posts and shows

    def parse_posted(self, posted: list[str], current: Any) -> T:
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

    def to_posted(self, value: T) -> list[str]:
        """Return what a browser shows and posts for a value. Mandatory."""
        raise NotImplementedError

    def to_exact_posted(self, value: T) -> list[str]:
        """Return what posts this very value, where :meth:`to_posted` says what a browser's control makes of it."""
        return self.to_posted(value)

    def matches_posted(self, posted: list[str], value: T) -> bool:
        """Return True if ``posted`` and ``value`` are the same value, whatever the spelling."""
        return self.to_posted(value) == posted

    def joined(self, value: T, given: Mapping[str, Any]) -> T:
        """
        Return the value with its parts, which were sent along; needed where there are :attr:`parts`.

        Parameters
        ----------
        value
            What :meth:`parse_posted` gave.
        given
            Widget id to value, of those that were sent.
        """
        raise NotImplementedError

    # ------------------------------------------------------------- what the record stores, where ``stores_posted``

    def to_stored(self, value: T) -> list[str]:
        """Return what is stored instead of the value; by default what is posted for it."""
        return self.to_posted(value)

    def from_stored(self, stored: list[str]) -> T:
        """Return the value of what :meth:`to_stored` gave; needed where ``stores_posted``."""
        raise NotImplementedError

    def judge(self, posted: list[str], current: list[str]) -> list[str]:
        """
        Return what is stored of what was posted; raises as :meth:`parse_posted` does.

        Parameters
        ----------
        posted
            The values under the field's name; [] if there were none.
        current
            What was stored until now.
        """
        return self.to_stored(self.parse_posted(posted, self.from_stored(current)))

    def initial_stored(self) -> list[str]:
        """Return what is stored of :meth:`initial`."""
        return self.to_stored(self.initial())

    def learn(self, before: Field[Any], stored: list[str]) -> None:
        """
        Take over what the field of the page before found out about what was posted in this request.

        Parameters
        ----------
        before
            That field, which judged it.
        stored
            What it made of it.
        """

    @property
    def is_partial(self) -> bool:
        """True if a part of it that no submission needs is known only to a process that has drawn the page."""
        return False

    def is_offered(self, stored: list[str]) -> bool:
        """Return False if part of what :meth:`to_stored` gave is no option any more; needed where ``stores_posted``."""
        raise NotImplementedError

    def restored(self, stored: list[str], value: T) -> list[str] | None:
        """
        Return what is stored now of a value whose stored form is not offered any more; None if it is none of today's.

        Parameters
        ----------
        stored
            Its stored form.
        value
            The value, as the last run knew it.
        """
        return None

    def gone(self, stored: list[str]) -> bool:
        """Return True if a part of this is not only no option of today, but does not exist any more."""
        return False

    def stored_to_posted(self, stored: list[str]) -> list[str]:
        """Return what is posted for what :meth:`to_stored` gave; by default the same."""
        return stored

    def again(self, posted: list[str]) -> list[str]:
        """Return what shows again what was posted and refused, in a page that was drawn since."""
        return posted

    def readable(self, posted: list[str]) -> str:
        """Return what a person reads for what is posted, as the audit writes it down."""
        return ", ".join(posted)

    # -------------------------------------------- what stands in the address, where it is bound to a query parameter

    def to_query(self, value: T) -> list[str]:
        """Return how a value stands in the page's address; by default as it is posted."""
        return self.to_posted(value)

    def from_query(self, texts: list[str]) -> T:
        """Return the value of what :meth:`to_query` gave; raises as :meth:`parse_posted` does."""
        return self.parse_posted(texts, self.initial())

    # ------------------------------------------------------------------ what code assigns, and other parameters

    def coerce(self, value: Any) -> T:
        """Return a value assigned through session_state; raise an API error if the widget cannot hold it."""
        return value  # type: ignore[no-any-return]

    def check_bounds(self, value: T) -> None:
        """Raise an API error if a value that code assigns in this run is out of bounds."""

    def normalize(self, value: T) -> T:
        """Return an assigned value as a browser would return it: a datetime set on a date field becomes a date."""
        return value

    def revalidate(self, value: T) -> T:
        """Return the value if it is valid for the parameters of this run, else what it is reset to."""
        return value

    def reshaped(self, value: T) -> T:
        """Return a valid value in the shape that the parameters of this run give it; asked where ``has_shapes``."""
        return value

    # ----------------------------------------------------------------------------------------------- the manifest

    def pack(self) -> list[Any]:
        """Return the manifest's form of the field."""
        # Most parts are plain, and every widget of a page comes by here in every run.
        values = [getattr(self, name) for name in _names(type(self))]
        return [value if type(value) in codec.PLAIN else codec.encode(value) for value in values]

    @classmethod
    def unpack(cls, packed: list[Any]) -> Field[T]:
        """Return the field that :meth:`pack` packed; what the release before did not pack yet has its default."""
        values = [data if type(data) in codec.PLAIN else codec.decode(data) for data in packed]
        return cls(**dict(zip(_names(cls), values, strict=False)))

    def beside(self, blobs: Blobs) -> Field[T]:
        """
        Return the unpacked field, which may find in ``blobs`` what the page kept there, as the data of a table.

        By default the same: what a field needs, :meth:`pack` gives.
        """
        return self


def _test_at(path: str) -> Callable[[Any], bool]:
    """Return the test of a permission; one that nobody passes if it was renamed or removed since."""
    try:
        return codec.by_path(path)  # type: ignore[no-any-return]
    except (ImportError, AttributeError):
        return lambda user: False


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
    """
    A button's field: True for the one run that the button causes.

    Attributes
    ----------
    permission
        What its visitor must have, when it is drawn and again when it is pressed; None: nothing.
    """

    tag = "trigger"
    trigger = True

    permission: Permission | None = None

    def pack(self) -> list[Any]:
        asked = self.permission
        if asked is None:
            return []
        subject = codec.encode(asked.subject) if asked.is_by_object else None
        return [list(asked.names), asked.is_by_object, subject, [codec.path_of(test) for test in asked.tests]]

    @classmethod
    def unpack(cls, packed: list[Any]) -> Trigger:
        if not packed:
            return cls()
        names, is_by_object, subject, tests = packed
        held = codec.decode(subject) if is_by_object else None
        return cls(permission=Permission(
            names=tuple(names), subject=held, is_by_object=is_by_object, tests=tuple(map(_test_at, tests)),
        ))  # fmt: skip

    def initial(self) -> bool:
        return False

    def parse_posted(self, posted: list[str], current: Any) -> bool:
        return bool(posted)

    def to_posted(self, value: bool) -> list[str]:
        return []


@dataclass(frozen=True, kw_only=True)
class Preview(Trigger):
    """The field of a button that takes what is typed in its form as it is: nothing that is asked of it is judged."""

    tag = "preview"


@dataclass(frozen=True, kw_only=True)
class BoolField(Field[bool]):
    """Checked or not: a box that is not checked is absent from a POST."""

    tag = "bool"

    default: bool = False

    def initial(self) -> bool:
        return self.default

    def parse_posted(self, posted: list[str], current: Any) -> bool:
        return bool(posted)

    def to_posted(self, value: bool) -> list[str]:
        return ["1"] if value else []

    def readable(self, posted: list[str]) -> str:
        return "true" if posted else "false"

    def to_query(self, value: bool) -> list[str]:
        return ["true" if value else "false"]

    def from_query(self, texts: list[str]) -> bool:
        if texts[-1].lower() not in ("true", "false"):
            raise NotOffered
        return texts[-1].lower() == "true"

    def coerce(self, value: Any) -> bool:
        if value is None:
            return False
        value = python_scalar(value)
        if not isinstance(value, int):
            raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["bool", "None"])
        return value  # type: ignore[return-value]  # Streamlit too returns 2

    def normalize(self, value: bool) -> bool:
        return bool(value)


__all__ = ["BoolField", "Field", "OptionPage", "Preview", "Trigger", "field_kind"]
