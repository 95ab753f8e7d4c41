"""Media as authors give them: an address stays one, anything else is kept and gets one."""

from __future__ import annotations

import os
import re
from pathlib import PurePath
from typing import Any

from django.conf import settings as project

from formrerun.elements.kept_files import read_file
from formrerun.exceptions import MediaFileStorageError

_ADDRESS = re.compile(r"https?://|data:(?:image|audio|video)/", re.IGNORECASE)


def as_address(source: Any) -> str | None:
    """Return what is an address already: of another site, of data in itself, or of a static file; else None."""
    if not isinstance(source, str) or is_file(source):
        return None
    static = tuple(filter(None, (project.STATIC_URL, project.MEDIA_URL, "/app/static/")))
    own = source.startswith("/") and not source.startswith("//") and source.startswith(static)
    return source if own or _ADDRESS.match(source) else None


def is_file(name: str) -> bool:
    """Return True if there is a file of this name."""
    try:
        return os.path.isfile(name)
    except ValueError:  # no name of a file
        return False


def read_media(source: Any) -> bytes:
    """
    Return the bytes of a file by its name or path, of bytes, or of an open file.

    Raises
    ------
    MediaFileStorageError
        If there is no such file.
    StreamlitAPIException
        If it is none of these.
    """
    if isinstance(source, (str, PurePath)):
        try:
            with open(source, "rb") as file:
                return file.read()
        except (OSError, ValueError) as error:
            raise MediaFileStorageError(f"Error opening '{source}'") from error
    return read_file(source)[0]
