"""The value of one widget, as its tab keeps it."""

from __future__ import annotations

import logging
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from formrerun import codec

if TYPE_CHECKING:
    from formrerun.engine.fields import Field

logger = logging.getLogger("formrerun.page")


class _Unset:
    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"  # copied and pickled it is itself, as in what a cached function has drawn


UNSET: Any = _Unset()


#: Types whose values cannot be changed in place: no copy is needed to hand them out.
IMMUTABLE = frozenset({type(None), bool, int, float, str, bytes, complex})


def safe_copy(value: Any) -> Any:
    """Return a value that an author may change without changing the state."""
    return value if type(value) in IMMUTABLE else deepcopy(value)


class WidgetState:
    """
    One widget's value.

    Attributes
    ----------
    value
        The Python value, or UNSET while only the stored form is known.
    stored
        What is stored instead of the value where the value is one of the author's options; else UNSET.
    rev
        The run that last set the value on purpose, as opposed to receiving it from the browser.
    soft
        The revision answers the field's own submit: what was typed since survives it.
    shown
        The wire form of what the field shows when that is not the value (after ``clear_on_submit``); else UNSET.
    set_by
        The run whose code assigned the value; 0 if none did.
    """

    __slots__ = ("raw", "rev", "set_by", "shown", "soft", "stored", "value")

    def __init__(self, value: Any = UNSET, stored: Any = UNSET, rev: int = 0) -> None:
        self.value, self.stored, self.rev = value, stored, rev
        self.soft = False
        self.shown: Any = UNSET
        self.set_by = 0
        self.raw: Any = UNSET  # the encoded value as loaded, until someone asks for it

    def copy(self) -> WidgetState:
        """Return one that can be changed apart from this one; the value itself is the same object."""
        made = WidgetState(self.value, self.stored, self.rev)
        made.soft, made.shown, made.set_by, made.raw = self.soft, self.shown, self.set_by, self.raw
        return made

    def read(self, field: Field[Any] | None) -> Any:
        """Return the value, decoding it now if it only exists in stored form."""
        if self.value is UNSET:
            try:
                if self.raw is not UNSET:
                    self.value = codec.decode(self.raw)
                elif self.stored is not UNSET and field is not None:
                    self.value = field.from_stored(self.stored)
            except codec.Unstorable as error:  # its class was renamed or removed since
                logger.warning("The value of a widget cannot be read any more; its default stands.", exc_info=error)
                self.value = field.initial() if field is not None else UNSET
        return None if self.value is UNSET else self.value
