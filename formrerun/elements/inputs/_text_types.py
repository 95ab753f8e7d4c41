"""What the ``type`` of a text input sets, unless the author does."""

from __future__ import annotations

from typing import Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TextType = Literal["default", "password", "email", "url", "phone", "search"]


class Preset(NamedTuple):
    """HTML's type, icon, placeholder, pattern with its message, and autocomplete of a type of text."""

    html: str
    icon: str | None
    placeholder: str | Promise | None
    validate: tuple[str, str | Promise]
    autocomplete: str


NO_PATTERN = ("", "")
# Something, "@", and something with a dot inside; written so that there is one way only to match it.
EMAIL = (r"^[^\s@]+@[^\s@][^\s@.]*\.[^\s@]+$", _("Enter a valid email address."))
URL = (r"^([Hh][Tt][Tt][Pp][Ss]?://)?[^\s/.]+\.[^\s]+$", _("Enter a valid URL."))

PRESETS: dict[str, Preset] = {
    "default": Preset("text", None, None, NO_PATTERN, ""),
    "password": Preset("password", None, None, NO_PATTERN, "new-password"),
    "email": Preset("email", ":material/mail:", "you@example.com", EMAIL, "email"),
    "url": Preset("url", ":material/link:", "https://example.com", URL, "url"),
    "phone": Preset("tel", ":material/call:", "+1 234 567 8900", NO_PATTERN, "tel"),
    "search": Preset("search", ":material/search:", _("Search"), NO_PATTERN, "off"),
}
