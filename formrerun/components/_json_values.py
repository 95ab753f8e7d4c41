"""What a component tells, as JSON: hostile until it is read here."""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from formrerun.exceptions import Invalid, NotOffered, StreamlitAPIException

#: Characters of the JSON of a value.
LARGEST = 1_000_000
#: What JSON can write and nothing stores: half of a character, and the character that ends texts.
_NO_TEXT = re.compile("[\ud800-\udfff]|\\\\u0000")


def written(value: Any) -> str:
    """Return a value as JSON; raises as ``json.dumps`` does."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def read_posted(posted: list[str]) -> Any:
    """
    Return the value that a component has told; None for "" and for nothing.

    Raises
    ------
    Invalid
        If it is too long.
    NotOffered
        If it is no JSON that can be stored.
    """
    text = posted[-1] if posted else ""
    if len(text) > LARGEST:
        raise Invalid(_("This is too much text."))
    if not text:
        return None
    try:
        value = json.loads(text)
        if _NO_TEXT.search(written(value)):
            raise NotOffered
    except (ValueError, RecursionError):
        raise NotOffered from None
    return value


def plain(value: Any) -> Any:
    """
    Return a value that code assigns as JSON gives it back.

    Raises
    ------
    StreamlitAPIException
        If JSON cannot write it.
    """
    try:
        return json.loads(written(value))
    except (TypeError, ValueError, RecursionError) as error:
        raise StreamlitAPIException(f"The value of a component must be what JSON can write: {error}") from error
