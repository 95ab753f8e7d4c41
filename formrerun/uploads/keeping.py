"""Where the content of uploaded files stands: a storage of Django's, a folder a tab, a file an id."""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.exceptions import BadSubmission
from formrerun.uploads.tokens import NO_TAB, Head

logger = logging.getLogger("formrerun.upload")

#: Folders of the storage that are no tab's.
OTHERS = frozenset({"made"})
#: The most files that one tab keeps.
MOST_FILES = 2_000


def storage() -> Storage:
    """Return the storage that UPLOADS names; by default a folder that this user alone may read."""
    if settings.UPLOADS is not None:
        return storages[settings.UPLOADS]
    folder = Path(settings.UPLOAD_FOLDER or Path(tempfile.gettempdir()) / "formrerun-uploads")
    return FileSystemStorage(location=folder, file_permissions_mode=0o600, directory_permissions_mode=0o700)


def keep(head: Head, content: File[bytes]) -> None:
    """
    Keep the last part of a file; one that is there already, as when it is sent again, stays.

    Raises
    ------
    BadSubmission
        If the tab then kept more than UPLOAD_TAB_BYTES (413), or the storage takes nothing (503).
    """
    where, path = storage(), head.paths[-1]
    if where.exists(path):
        if where.size(path) == content.size:
            return
        where.delete(path)  # it was cut off
    names, room = names_in(where, path.partition("/")[0]), int(settings.UPLOAD_TAB_BYTES) - content.size
    if len(names) >= MOST_FILES or sum(where.size(name) for name in names) > room:
        raise BadSubmission(_("This page keeps too many files already; nothing was uploaded."), status=413)
    try:
        where.save(path, content)
    except OSError as error:  # the disk is full, or the folder is not ours
        logger.exception("An uploaded file could not be kept.")
        raise not_kept() from error


def not_kept() -> BadSubmission:
    """Return the error that says that there is no place for a file now."""
    return BadSubmission(_("The file could not be kept, and nothing was changed. Try it again later."), status=503)


def is_kept(head: Head) -> bool:
    """Return True if the content is there."""
    return storage().exists(head.paths[-1])


def opened(head: Head) -> IO[bytes]:
    """Return the content as an open file; where it is gone, that or its first reading raises FileNotFoundError."""
    where = storage()
    if len(head.paths) == 1:
        file: Any = where.open(head.paths[0], "rb")
        return file  # type: ignore[no-any-return]
    return io.BufferedReader(_Parts(where, head.paths), 64 * 1024)


class _Parts(io.RawIOBase):
    """What several files hold, one after the other."""

    def __init__(self, where: Storage, paths: list[str]) -> None:
        self._where, self._left = where, paths
        self._file: Any = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self._file is not None or self._left:
            if self._file is None:
                self._file = self._where.open(self._left.pop(0), "rb")
            if part := self._file.read(len(buffer)):
                buffer[: len(part)] = part
                return len(part)
            self._end()
        return 0

    def close(self) -> None:
        self._end()
        super().close()

    def _end(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def purge(living: Callable[[Collection[str]], set[str] | None], before: datetime) -> int:
    """
    Delete the files of tabs that are gone and return how many that were.

    Parameters
    ----------
    living
        Says which of these tabs there are; None if nobody knows: then the age decides.
    before
        Where the age decides, a tab's files go if none of them is newer.
    """
    where, count = storage(), 0
    try:
        folders, _files = where.listdir("")
    except FileNotFoundError:
        return 0
    folders = [folder for folder in folders if folder not in OTHERS]
    known = living([folder for folder in folders if folder != NO_TAB])
    for folder in folders:
        names = names_in(where, folder)
        if known is not None and folder != NO_TAB:
            gone = folder not in known
        else:
            gone = all(where.get_modified_time(name).timestamp() < before.timestamp() for name in names)
        for name in names if gone else ():
            where.delete(name)
            count += 1
        if gone:
            _remove_folder(where, folder)
    return count


def names_in(where: Storage, folder: str) -> list[str]:
    """Return the paths of the files in a folder; none if there is no such folder."""
    try:
        return [f"{folder}/{name}" for name in where.listdir(folder)[1]]
    except FileNotFoundError:
        return []


def _remove_folder(where: Storage, folder: str) -> None:
    try:
        where.delete(folder)
    except OSError:  # a file came in meanwhile
        return


__all__ = ["OTHERS", "is_kept", "keep", "names_in", "not_kept", "opened", "purge", "storage"]
