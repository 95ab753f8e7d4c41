"""
The fields of Django forms: they take whatever is typed, and Django's own fields say what is wrong with it.

A value is a Python object where what was typed is one, and else the text itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.utils import timezone

from formrerun.engine.fields import Field
from formrerun.utils.languages import decimal_sign
from formrerun.utils.typed_numbers import LONGEST_NUMBER, can_be_written, typed


@dataclass(frozen=True, kw_only=True)
class RawText(Field[str]):
    """A text; a ``secret`` one is a password, which the audit masks."""

    tag = "form.text"

    default: str = ""
    lines: bool = False
    secret: bool = False

    def initial(self) -> str:
        return self.coerce(self.default)

    def parse_posted(self, posted: list[str], current: Any) -> str:
        if not posted:
            return self.default
        text = posted[-1]
        if self.lines:  # a browser ends lines with CRLF in a form
            return text.replace("\r\n", "\n").replace("\r", "\n")
        # It lets nobody type a line break into a single line: what a mail's headers are made of has none.
        return text if text == current else text.replace("\r", "").replace("\n", "")

    def to_posted(self, value: str) -> list[str]:
        return [value]

    def coerce(self, value: Any) -> str:
        text = "" if value is None else str(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if self.lines else text


@dataclass(frozen=True, kw_only=True)
class RawNumber(Field[Any]):
    """An ``int``, a ``Decimal`` with the digits that were typed, None, or the text that is no number."""

    tag = "form.number"

    default: Any = None
    integer: bool = False

    def initial(self) -> Any:
        return self.coerce(self.default)

    def parse_posted(self, posted: list[str], current: Any) -> Any:
        return self._read(posted[-1].strip(), decimal_sign()) if posted else None

    def _read(self, text: str, sign: str) -> Any:
        if not text:
            return None
        plain = typed(text, sign) if len(text) <= LONGEST_NUMBER else None
        if plain is None:
            return text
        try:
            found = Decimal(plain)
        except InvalidOperation:
            return text
        if found.is_finite() and self.integer and plain.lstrip("+-").isdecimal():
            return int(plain)
        return found if can_be_written(found) else text

    def to_posted(self, value: Any) -> list[str]:
        if isinstance(value, Decimal):
            return [f"{value:f}".replace(".", decimal_sign())]
        return ["" if value is None else str(value)]

    def to_query(self, value: Any) -> list[str]:
        return ["" if value is None else str(value)]

    def from_query(self, texts: list[str]) -> Any:
        return self._read(texts[-1].strip(), ".")

    def coerce(self, value: Any) -> Any:
        if isinstance(value, bool):
            return int(value)
        if isinstance(value, float):
            return Decimal(repr(value)) if math.isfinite(value) else str(value)
        if value is None or isinstance(value, (int, Decimal)):
            return value
        return self._read(str(value).strip(), ".")


@dataclass(frozen=True, kw_only=True)
class RawMoment(Field[Any]):
    """A ``date``, a ``time`` or a ``datetime`` without a zone; None, or the text that is none."""

    tag = "form.moment"
    CLASSES: ClassVar[dict[str, type]] = {"date": date, "time": time, "datetime": datetime}

    default: Any = None
    of: str = "date"

    def initial(self) -> Any:
        return self.coerce(self.default)

    def parse_posted(self, posted: list[str], current: Any) -> Any:
        text = posted[-1].strip() if posted else ""
        # A control shows no fractions of a second: what was not edited keeps them.
        return current if current is not None and [text] == self.to_posted(current) else self._read(text)

    def _read(self, text: str) -> Any:
        if not text:
            return None
        try:
            return self.CLASSES[self.of].fromisoformat(text)  # type: ignore[attr-defined]
        except ValueError:
            return text

    def to_posted(self, value: Any) -> list[str]:
        if value is None:
            return [""]
        if isinstance(value, datetime):
            return [value.isoformat(timespec="seconds" if value.second else "minutes")]
        if isinstance(value, time):
            return [value.isoformat(timespec="seconds" if value.second else "minutes")]
        return [str(value)]

    def coerce(self, value: Any) -> Any:
        if isinstance(value, datetime):
            value = timezone.make_naive(value) if timezone.is_aware(value) else value
            return value.date() if self.of == "date" else value.time() if self.of == "time" else value
        if isinstance(value, date):
            return value if self.of == "date" else datetime(value.year, value.month, value.day)
        if value is None or isinstance(value, time):
            return value
        return self._read(str(value).strip())


@dataclass(frozen=True, kw_only=True)
class RawChoice(Field[str]):
    """
    What stands for one option, "" for none.

    Not only those that are drawn: the form's own field judges, which may ask the database.
    """

    tag = "form.choice"

    default: str = ""

    def initial(self) -> str:
        return self.default

    def parse_posted(self, posted: list[str], current: Any) -> str:
        return posted[-1] if posted else ""

    def to_posted(self, value: str) -> list[str]:
        return [value] if value else [""]

    def coerce(self, value: Any) -> str:
        return "" if value is None else str(getattr(value, "pk", value))


@dataclass(frozen=True, kw_only=True)
class RawChoices(Field[list[str]]):
    """What stands for several options."""

    tag = "form.choices"

    default: list[str]

    def initial(self) -> list[str]:
        return [*self.default]

    def parse_posted(self, posted: list[str], current: Any) -> list[str]:
        return list(dict.fromkeys(text for text in posted if text))

    def to_posted(self, value: list[str]) -> list[str]:
        return value

    def coerce(self, value: Any) -> list[str]:
        values = [] if value is None else [value] if isinstance(value, str) else value
        return [str(getattr(each, "pk", each)) for each in values]


@dataclass(frozen=True, kw_only=True)
class RawTexts(Field[list[str]]):
    """Whatever the controls of one name post."""

    tag = "form.texts"

    default: list[str]

    def initial(self) -> list[str]:
        return [*self.default]

    def parse_posted(self, posted: list[str], current: Any) -> list[str]:
        return posted

    def to_posted(self, value: list[str]) -> list[str]:
        return value

    def coerce(self, value: Any) -> list[str]:
        return [] if value is None else [value] if isinstance(value, str) else [str(each) for each in value]


@dataclass(frozen=True, kw_only=True)
class Kept(Field[Any]):
    """What the server keeps with a form: nobody may send it, and no control shows it."""

    tag = "form.kept"
    writable = False

    default: Any = None

    def initial(self) -> Any:
        return self.default

    def parse_posted(self, posted: list[str], current: Any) -> Any:
        return current

    def to_posted(self, value: Any) -> list[str]:
        return []


__all__ = ["Kept", "RawChoice", "RawChoices", "RawMoment", "RawNumber", "RawText", "RawTexts"]
