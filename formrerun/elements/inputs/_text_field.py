"""What the fields for text share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from formrerun.engine.fields import Field
from formrerun.exceptions import Invalid, StreamlitInvalidParameterTypeError, StreamlitValueError
from formrerun.utils.patterns import matches


@dataclass(frozen=True, kw_only=True)
class TextField(Field[str | None]):
    """One text. None is what a field with ``value=None`` holds until something is typed; cleared, it is ""."""

    tag = "text"

    default: str | None = ""
    max_chars: int | None = None
    required: bool = False
    pattern: str = ""
    message: str = ""
    lines: bool = False
    secret: bool = False

    def initial(self) -> str | None:
        return self.default

    def parse_posted(self, posted: list[str], current: Any) -> str | None:
        if not posted:  # no browser leaves a text field out
            return self.default
        text = posted[-1]
        if self.lines:  # a browser ends lines with CRLF in a form; Streamlit's value has "\n"
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        elif text != current:  # it lets nobody type one into a single line: what a mail's headers are made of has none
            text = text.replace("\r", "").replace("\n", "")
        if self.max_chars is not None and len(text) > self.max_chars:
            text = text[: self.max_chars]
        value = None if text == "" and current is None else text
        if self.required and not text.strip():
            raise Invalid(_("This field is required."), value)
        if self.pattern and text and not matches(self.pattern, text):
            raise Invalid(self.message or _("Invalid input. Must match pattern: /%s/us") % self.pattern, value)
        return value

    def to_posted(self, value: str | None) -> list[str]:
        return ["" if value is None else value]

    def to_exact_posted(self, value: str | None) -> list[str]:
        return [] if value is None else [value]

    def from_query(self, texts: list[str]) -> str | None:
        return self.parse_posted(texts or [""], self.default)  # one that was emptied stands there with nothing

    def coerce(self, value: Any) -> str | None:
        if value is not None and not isinstance(value, str):
            raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["str", "None"])
        return value


def cut(text: str | None, max_chars: int | None) -> str | None:
    """Return a default as the field can show it."""
    return text if text is None or max_chars is None else text[:max_chars]


def check_validate(validate: Any) -> tuple[str, str]:
    if validate is None:
        return "", ""
    if isinstance(validate, str):
        return validate, ""
    if isinstance(validate, tuple):
        if len(validate) == 2 and all(isinstance(item, (str, Promise)) for item in validate):
            return str(validate[0]), str(validate[1])
        raise StreamlitValueError("validate", ["a regex string", "a (regex, message) tuple of strings"])
    raise StreamlitInvalidParameterTypeError("validate", type(validate).__name__, ["None", "str", "tuple"])
