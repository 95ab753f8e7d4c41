"""Where the content of uploaded files stands: a storage of Django's, a folder a tab, a file an id."""

from __future__ import annotations

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

#: The most files that one tab keeps.
MOST_FILES = 2_000


def storage() -> Storage:
    """Return the storage that UPLOADS names; by default a folder that this user alone may read."""
    if settings.UPLOADS is not None:
        return storages[settings.UPLOADS]
    folder = Path(settings.UPLOAD_FOLDER or Path(tempfile.gettempdir()) / "formrerun-uploads")
    return FileSystemStorage(location=folder, file_permissions_mode=0o600, directory_permissions_mode=0o700)


def keep(head: Head, content: Any) -> None:
    """
    Keep a file; one of this id that is there already stays.

    Parameters
    ----------
    content
        A file of Django's, or what :class:`django.core.files.base.File` can be put around.

    Raises
    ------
    BadSubmission
        If the tab then kept more than UPLOAD_TAB_BYTES (413), or the storage takes nothing (503).
    """
    where = storage()
    if where.exists(head.path):
        return
    names, room = _names(where, head.path.partition("/")[0]), int(settings.UPLOAD_TAB_BYTES) - head.size
    if len(names) >= MOST_FILES or sum(where.size(name) for name in names) > room:
        raise BadSubmission(_("This page keeps too many files already; nothing was uploaded."), status=413)
    try:
        where.save(head.path, content if isinstance(content, File) else File(content, head.id))
    except OSError as error:  # the disk is full, or the folder is not ours
        logger.exception("An uploaded file could not be kept.")
        raise not_kept() from error


def not_kept() -> BadSubmission:
    """Return the error that says that there is no place for a file now."""
    return BadSubmission(_("The file could not be kept, and nothing was changed. Try it again later."), status=503)


def is_kept(head: Head) -> bool:
    """Return True if the content is there."""
    return storage().exists(head.path)


def opened(head: Head) -> IO[bytes]:
    """Return the content as an open file; FileNotFoundError if it is gone."""
    file: Any = storage().open(head.path, "rb")
    return file  # type: ignore[no-any-return]


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
    known = living([folder for folder in folders if folder != NO_TAB])
    for folder in folders:
        names = _names(where, folder)
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


def _names(where: Storage, folder: str) -> list[str]:
    try:
        return [f"{folder}/{name}" for name in where.listdir(folder)[1]]
    except FileNotFoundError:
        return []


def _remove_folder(where: Storage, folder: str) -> None:
    try:
        where.delete(folder)
    except OSError:  # a file came in meanwhile
        return


__all__ = ["is_kept", "keep", "not_kept", "opened", "purge", "storage"]
