"""Which files a field takes, by the ends of their names and by what they are."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from formrerun.exceptions import Invalid

MEGABYTE = 1024 * 1024
BINARY = "application/octet-stream"
#: Words for all types of a medium.
MEDIA = frozenset({"image", "audio", "video", "text"})
#: Ends of names that mean the same.
PAIRS = ((".jpg", ".jpeg"), (".mpg", ".mpeg"), (".mp4", ".mpeg4"), (".tif", ".tiff"), (".htm", ".html"))


def normal_types(given: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return types as a browser's ``accept`` has them: ``image/*``, ``text/csv``, ``.jpg``; types of media first."""
    texts = [given] if isinstance(given, str) else given or ()
    words = [word for text in texts if (word := text.strip().lower())]
    mimes = [f"{word}/*" if word in MEDIA else word for word in words if word in MEDIA or "/" in word]
    ends = [word if word.startswith(".") else f".{word}" for word in words if word not in MEDIA and "/" not in word]
    for one, other in PAIRS:
        if (one in ends) != (other in ends):
            ends.append(other if one in ends else one)
    return (*mimes, *ends)


def is_taken(types: Sequence[str], name: str, mime: str) -> bool:
    """
    Return True if a file may be given.

    What its name says counts more than what the browser claims.

    Parameters
    ----------
    types
        As :func:`normal_types` gives them; none: every file may.
    """
    claimed = mimetypes.guess_type(name)[0] or mime.partition(";")[0].strip().lower()
    return not types or any(
        name.lower().endswith(each) if each.startswith(".") else _matches(each, claimed) for each in types
    )


def _matches(pattern: str, mime: str) -> bool:
    return mime.startswith(pattern[:-1]) if pattern.endswith("/*") else mime == pattern


def check_file(types: Sequence[str], most: int, name: str, mime: str, size: int) -> None:
    """
    Raise Invalid, which says what is wrong and what may be given, if a file is none that a field takes.

    Parameters
    ----------
    most
        The most bytes it may have.
    """
    if not is_taken(types, name, mime):
        raise Invalid(
            _("%(name)s is not of a type that can be uploaded here: %(types)s.")
            % {"name": name, "types": ", ".join(types)}
        )
    if size > most:
        raise Invalid(
            _("%(name)s is too large: %(size)s MB can be uploaded at most.")
            % {"name": name, "size": f"{most / MEGABYTE:g}"}
        )


__all__ = ["BINARY", "MEGABYTE", "check_file", "is_taken", "normal_types"]
