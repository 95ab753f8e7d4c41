"""Every name on the wire."""

from __future__ import annotations

import re

#: The number of the wire protocol; raised when a script and a server of two releases would misunderstand each other.
PROTOCOL = 1
#: Prefix of the protocol's own names in a plain form.
PREFIX = "_fr_"
#: Characters of Python's texts that are none of a text's.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
#: The form of all widgets outside any form.
PAGE_FORM = "fr-page"


def sanitized_name(text: str) -> str:
    """Return a name that came from outside, as of a tab; "" for what we gave to nobody, and a database may not take."""
    return text if text.isascii() and text.isprintable() else ""


def sanitized_text(text: str) -> str:
    """
    Return a text that came from outside as a database can store it and a response can hold it: NUL and halves of pairs
    of surrogates become "\ufffd", as browsers write them in a form and in a page.
    """
    if text.isascii() and "\0" not in text:
        return text
    return _NO_TEXT.sub("\ufffd", text)


#: The query parameter that names a tab and a run: a plain form's redirect, and a change of page.
TAB_PARAMETER = "fr"
#: Query parameters of ours, which page authors do not see.
RESERVED_PARAMETERS = frozenset({TAB_PARAMETER, "of"})
