"""Patterns in JavaScript's language, by which browsers judge texts, judged on the server in the same way."""

from __future__ import annotations

import re
from functools import lru_cache

#: A longer text matches no pattern: looking may take the square of its length, and more where an author was careless.
LONGEST = 5_000
#: What Python reads otherwise, and the signs beside which it means something else.
_OTHERWISE = re.compile(r"\\.|\(\?<(?=[A-Za-z_])|[\[\]$]", re.DOTALL)
#: Digits and letters are those of ASCII there, and "$" is the end of the text, not the place before a last line end.
_OUTSIDE = {
    "(?<": "(?P<", "$": r"\Z", r"\d": "[0-9]", r"\D": "[^0-9]", r"\w": "[0-9A-Za-z_]", r"\W": "[^0-9A-Za-z_]",
}  # fmt: skip
_IN_BRACKETS = {r"\d": "0-9", r"\w": "0-9A-Za-z_"}


def matches(pattern: str, text: str) -> bool:
    """
    Return True if a text matches a pattern.

    Parameters
    ----------
    pattern
        In JavaScript's language, with the flags "us". One that Python cannot read holds in the browser only.
    """
    found = _compiled(pattern)
    return found is None or (len(text) <= LONGEST and found.search(text) is not None)


@lru_cache(maxsize=1000)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    in_brackets = False

    def translated(found: re.Match[str]) -> str:
        nonlocal in_brackets
        part = found[0]
        if part in "[]":
            in_brackets = part == "["
            return part
        return (_IN_BRACKETS if in_brackets else _OUTSIDE).get(part, part)

    try:
        return re.compile(_OTHERWISE.sub(translated, pattern), re.DOTALL)
    except re.error:
        return None


__all__ = ["LONGEST", "matches"]
