"""Names of files that came from outside."""

from __future__ import annotations

import re
from typing import Any

#: What no name of a file has: control characters, what parts folders, halves of a character.
_NO_NAME = re.compile("[\x00-\x1f\x7f-\x9f/\\\\\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_FOLDERS = re.compile(r"[/\\]+")
LONGEST_NAME = 200  # characters
#: The most folders that a path has.
DEEPEST = 20


def clean_name(name: Any) -> str:
    """Return a name that a browser may save a file under, without folders and control characters."""
    text = _NO_NAME.sub("_", str(name)).strip(" .")
    stem, dot, end = text.rpartition(".")
    room = LONGEST_NAME - len(dot) - len(end)
    return text if len(text) <= LONGEST_NAME else f"{stem[:room]}{dot}{end}" if room > 0 else text[:LONGEST_NAME]


def clean_path(path: str) -> str:
    """Return a relative path of clean names, without those that lead upwards."""
    parts = [part for each in _FOLDERS.split(path) if (part := clean_name(each))]
    return "/".join(parts[-DEEPEST:])


__all__ = ["LONGEST_NAME", "clean_name", "clean_path"]
