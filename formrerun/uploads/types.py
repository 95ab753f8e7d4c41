"""Which files a field takes, by the ends of their names and by what they are."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from formrerun.exceptions import Invalid
from formrerun.uploads.signatures import ends_of, fits, types_of

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
    claimed = claimed_type(name, mime)
    return not types or any(
        name.lower().endswith(each) if each.startswith(".") else _matches(each, claimed) for each in types
    )


def claimed_type(name: str, mime: str) -> str:
    """Return the type that a file has by its name, else the one that the browser claims."""
    return mimetypes.guess_type(name)[0] or mime.partition(";")[0].strip().lower()


def is_honest(types: Sequence[str], name: str, mime: str, head: bytes) -> bool:
    """
    Return True if a file may be given as far as what it begins with can tell: it is what its name says, or something
    else that may be given, as a PNG that is called ``.jpg`` where both are taken.

    Parameters
    ----------
    types
        As :func:`normal_types` gives them; none: nobody asked what it is.
    head
        What it begins with: the first bytes of it.
    """
    if not types or fits(claimed_type(name, mime), head):
        return True
    return any(
        each in ends_of(found) if each.startswith(".") else _matches(each, found)
        for found in types_of(head)
        for each in types
    )


def _matches(pattern: str, mime: str) -> bool:
    return mime.startswith(pattern[:-1]) if pattern.endswith("/*") else mime == pattern


def check_file(types: Sequence[str], most: int, name: str, mime: str, size: int, *, lies: bool = False) -> None:
    """
    Raise Invalid, which says what is wrong and what may be given, if a file is none that a field takes.

    Parameters
    ----------
    most
        The most bytes it may have.
    lies
        It was looked into, and is not what its name says.
    """
    if lies:
        raise Invalid(
            _("%(name)s is not what its name says: it cannot be read as %(type)s.")
            % {"name": name, "type": claimed_type(name, mime)}
        )
    if not is_taken(types, name, mime):
        raise Invalid(
            _("%(name)s is not of a type that can be uploaded here: %(types)s.")
            % {"name": name, "types": ", ".join(types)}
        )
    if size > most:
        raise Invalid(too_large(name, most))


def too_large(name: str, most: int) -> str:
    """Return what is said of a file that has more bytes than these."""
    return _("%(name)s is too large: %(size)s MB can be uploaded at most.") % {
        "name": name, "size": f"{most / MEGABYTE:g}",
    }  # fmt: skip


__all__ = ["BINARY", "MEGABYTE", "check_file", "claimed_type", "is_honest", "is_taken", "normal_types", "too_large"]
