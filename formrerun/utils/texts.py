"""Texts as they can be stored and sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

#: Returns a value as the shortest JSON. ``json.dumps`` would make an encoder anew for each of a submission's.
short_json: Callable[[Any], str] = json.JSONEncoder(separators=(",", ":")).encode

#: Characters that a Python text may have, and no text in a database or a response.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def sanitized_text(text: str) -> str:
    """
    Return a text that came from outside as a database can store it and a response can hold it: NUL and halves of
    surrogate pairs become U+FFFD, the replacement character, as browsers write them in a form and in a page.
    """
    if text.isascii() and "\0" not in text:
        return text
    return _NO_TEXT.sub("\ufffd", text)


__all__ = ["sanitized_text", "short_json"]
