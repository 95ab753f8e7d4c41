"""Where the content of uploaded files stands: a storage of Django's, a folder a tab, a file an id."""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.exceptions import BadSubmission
from formrerun.uploads.tokens import NO_TAB, Head
from formrerun.uploads.types import MEGABYTE
from formrerun.utils.joined_files import JoinedFile

logger = logging.getLogger("formrerun.upload")

#: The most files that one tab keeps.
MOST_FILES = 2_000


def storage() -> Storage:
    """Return the storage that UPLOADS names; by default a folder that this user alone may read."""
    if settings.UPLOADS is not None:
        return storages[settings.UPLOADS]
    folder = Path(settings.UPLOAD_FOLDER or Path(tempfile.gettempdir()) / "formrerun-uploads")
    return FileSystemStorage(location=folder, file_permissions_mode=0o600, directory_permissions_mode=0o700)


def keep(head: Head, content: File[bytes], *, whole: int = 0) -> None:
    """
    Keep the last part of a file; one that is there already, as when it is sent again, stays.

    Parameters
    ----------
    whole
        The bytes that all of it will have: who has no room for these need not begin.

    Raises
    ------
    BadSubmission
        If the tab then kept more than UPLOAD_TAB_BYTES, or the visitor more than UPLOAD_USER_BYTES (413), or the
        storage takes nothing (503).
    """
    where, path = storage(), head.paths[-1]
    try:
        if where.exists(path):
            if where.size(path) == content.size:
                return
            where.delete(path)  # it was cut off
        _check_room(where, head, max(content.size, whole - sum(head.sizes[:-1])))
        if (kept := where.save(path, content)) != path:  # the same was sent twice at once
            where.delete(kept)
    except OSError as error:  # the disk is full, or the folder is not ours
        logger.exception("An uploaded file could not be kept.")
        raise not_kept() from error


def _check_room(where: Storage, head: Head, coming: int) -> None:
    """Raise BadSubmission if there is no room for so many bytes more."""
    names = names_in(where, head.place_kept)
    if len(names) >= MOST_FILES:
        raise BadSubmission(_("This page keeps too many files already; nothing was uploaded."), status=413)
    if _total(where, names) + coming > int(settings.UPLOAD_TAB_BYTES):
        most = {"size": f"{settings.UPLOAD_TAB_BYTES / MEGABYTE:g}"}
        raise BadSubmission(
            _("All files of this page may have %(size)s MB together; nothing was uploaded.") % most, status=413
        )
    if head.who and head.parts == 1:  # of each tab there is one list to read: not for every part
        tabs = _folders_in(where, head.who)
        kept = sum(_total(where, names_in(where, f"{head.who}/{tab}")) for tab in tabs)
        if kept + coming > int(settings.UPLOAD_USER_BYTES):
            raise BadSubmission(
                _("You keep too many files already, in all of your pages together; nothing was uploaded."), status=413
            )


def _total(where: Storage, names: list[str]) -> int:
    """Return the bytes of files, which their names say."""
    return sum(int(end) if (end := name.rpartition("-")[2]).isdecimal() else where.size(name) for name in names)


def not_kept() -> BadSubmission:
    """Return the error that says that there is no place for a file now."""
    return BadSubmission(_("The file could not be kept, and nothing was changed. Try it again later."), status=503)


def is_kept(head: Head) -> bool:
    """Return True if the content is there, as far as its last part can tell."""
    return not head.lies and storage().exists(head.paths[-1])


def is_complete(head: Head) -> bool:
    """Return True if all of its parts are there."""
    return {*head.paths} <= {*names_in(storage(), head.place_kept)}


def opened(head: Head) -> IO[bytes]:
    """Return the content as an open file; where it is gone, that or its first reading raises FileNotFoundError."""
    where = storage()
    if head.parts == 1:
        file: Any = where.open(head.paths[0], "rb")
        return file  # type: ignore[no-any-return]
    openers = [partial(where.open, path, "rb") for path in head.paths]
    return io.BufferedReader(JoinedFile(openers, head.step, head.size), 64 * 1024)


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
    tabs = {}
    for top in _folders_in(where, ""):
        if top == NO_TAB or names_in(where, top):  # of nobody, or of a release that knew no limit for visitors
            tabs[top] = top
        else:
            tabs |= {f"{top}/{tab}": tab for tab in _folders_in(where, top)}
    known = living([tab for tab in tabs.values() if tab != NO_TAB])
    for folder, tab in tabs.items():
        names = names_in(where, folder)
        if known is not None and tab != NO_TAB:
            gone = tab not in known
        else:
            gone = all(where.get_modified_time(name).timestamp() < before.timestamp() for name in names)
        for name in names if gone else ():
            where.delete(name)
            count += 1
        if gone:
            _remove_folder(where, folder)
            if folder != tab and not _folders_in(where, folder.partition("/")[0]):
                _remove_folder(where, folder.partition("/")[0])
    return count


def _folders_in(where: Storage, folder: str) -> list[str]:
    try:
        return list(where.listdir(folder)[0])
    except FileNotFoundError:
        return []


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


__all__ = ["is_complete", "is_kept", "keep", "names_in", "not_kept", "opened", "purge", "storage"]
