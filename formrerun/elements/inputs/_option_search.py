"""Which options a text finds: what ``select.js`` does in a browser that has all of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence


def fold(text: str) -> str:
    """Return a text without accents, in small letters."""
    if text.isascii():
        return text.lower()
    return "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn").lower()


def found_among(folded: Sequence[str], text: str, mode: str) -> Sequence[int]:
    """
    Return the places of the labels that a text finds, the best ones first.

    Parameters
    ----------
    folded
        The labels, as :func:`fold` gives them.
    mode
        "fuzzy", "contains" or "prefix"; any other finds all.
    """
    wanted, scored = fold(text), SCORES.get(mode)
    if not wanted or scored is None:
        return range(len(folded))
    scores = [(scored(label, wanted), place) for place, label in enumerate(folded)]
    return [place for score, place in sorted(scores, key=lambda each: (-each[0], each[1])) if score]


def _fuzzy(label: str, wanted: str) -> float:
    """The letters in their order, better the closer they stand and the nearer to the beginning of a word."""
    whole = label.find(wanted)
    if whole >= 0:
        return 4 - (whole > 0) - (whole > 0 and label[whole - 1].isalnum())
    at, gaps = -1, 0
    for letter in wanted:
        following = label.find(letter, at + 1)
        if following < 0:
            return 0
        if at >= 0:
            gaps += following - at - 1
        at = following
    return 1 / (1 + gaps)


#: How well a label matches, by filter mode: 0 not at all.
SCORES: dict[str, Callable[[str, str], float]] = {
    "prefix": lambda label, wanted: label.startswith(wanted),
    "contains": lambda label, wanted: wanted in label,
    "fuzzy": _fuzzy,
}

__all__ = ["fold", "found_among"]
