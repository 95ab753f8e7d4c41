"""File uploader: files from the visitor's machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.elements._input import InputParameters, draw_input
from formrerun.engine.context import current_run
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import StreamlitValueError
from formrerun.uploads.field import FilesField
from formrerun.uploads.tokens import known_head_of
from formrerun.uploads.types import MEGABYTE, normal_types
from formrerun.utils.digests import digest
from formrerun.utils.urls import own_address

__all__ = ["file_uploader"]


@dataclass(eq=False, kw_only=True)
class FileUploader(Widget):
    """A field for files."""

    kind: ClassVar[str] = "file_uploader"

    type: tuple[str, ...] = ()
    multiple_files: bool = False
    accept_directory: bool = False
    max_upload_size_mb: int = 0

    def __post_init__(self) -> None:
        assert isinstance(self.field, FilesField)
        self.field = replace(self.field, place=self.id)

    def context(self) -> dict[str, Any]:
        heads = [(token, head) for token in self.shown if (head := known_head_of(token)) is not None]
        limit = _("%(size)s per file") % {"size": size_text(self.max_upload_size_mb * MEGABYTE)}
        kinds = ", ".join(each.removesuffix("/*").removeprefix(".").upper() for each in self.type)
        return {
            **super().context(),
            "files": [{"token": token, "name": head.name, "size": size_text(head.size)} for token, head in heads],
            "accept": ",".join(self.type),
            "limits": f"{limit} • {kinds}" if kinds else limit,
            "address": own_address("upload"),
            "words": json.dumps(_words(), ensure_ascii=False),
        }


def size_text(size: int) -> str:
    """Return a number of bytes in words, in the visitor's language."""
    for unit, worth in (("GB", MEGABYTE * 1024), ("MB", MEGABYTE), ("KB", 1024)):
        if size >= worth:
            found = round(size / worth, 1)
            return f"{number_format(found, 0 if found == int(found) else 1)} {unit}"
    return f"{size} B"


def _words() -> dict[str, str]:
    """Return what the script of the field says."""
    return {
        "cancel": _("Cancel the upload of %s"),
        "drop": _("Drop files here"),
        "done": _("%s was uploaded."),
        "failed": _("%s could not be uploaded. Choose it again."),
        "lost": _("%s: the connection was lost. Trying again…"),
        "large": _("%s is too large."),
        "removed": _("%s was removed."),
        "type": _("%s is not of a type that can be uploaded here."),
        "waits": _("This is sent as soon as the files are uploaded."),
    }


@command
def file_uploader(
    label: str,
    type: str | Sequence[str] | None = None,
    accept_multiple_files: bool | Literal["directory"] = False,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    max_upload_size: int | None = None,
    disabled: bool = False,
    label_visibility: LabelVisibility = "visible",
    width: Width = "stretch",
) -> Any:
    """
    Draw a field for files and return what was chosen: an ``UploadedFile`` or None, or a list of them.

    An ``UploadedFile`` is a ``BytesIO`` with ``name``, ``type``, ``size`` and ``file_id``, and a ``File`` of Django's:
    pandas reads it, a ``FileField`` takes it, ``chunks()`` goes through it with little memory. It is uploaded as soon
    as it is chosen, and kept until its tab is gone.

    Parameters
    ----------
    type
        Which files: ends of names (``"csv"``), types (``"image/png"``), media (``"image"``); one or several.
    accept_multiple_files
        Several files; with "directory" all files of a folder.
    max_upload_size
        The largest file, in megabytes; None means the setting UPLOAD_FILE_MB.

    Raises
    ------
    StreamlitValueError
        If ``max_upload_size`` is no positive integer.
    """
    if max_upload_size is not None and (
        isinstance(max_upload_size, bool) or not isinstance(max_upload_size, int) or max_upload_size < 1
    ):
        raise StreamlitValueError(
            "max_upload_size",
            ["a positive integer"],
            detail="Set it to None to fall back to the `server.maxUploadSize` configuration option.",
        )
    common = InputParameters(label, key, help, on_change, args, kwargs, disabled, label_visibility, width)
    types, directory = normal_types(type), accept_multiple_files == "directory"
    several, most = bool(accept_multiple_files), max_upload_size or int(settings.UPLOAD_FILE_MB)
    environment = current_run().environment
    owner = environment.owner_key()
    return draw_input(
        "file_uploader",
        FileUploader,
        FilesField(
            several=several,
            paths=directory,
            types=types,
            most=most * MEGABYTE,
            folder=environment.tab,
            owner=digest("upload", owner) if owner else "",
        ),
        common,
        identity={
            "max_upload_size": max_upload_size,
            "type": [type] if isinstance(type, str) else [*type] if type is not None else None,
            "accept_multiple_files": accept_multiple_files,
        },
        resets=("type", "accept_multiple_files", "max_upload_size"),
        type=types,
        multiple_files=several,
        accept_directory=directory,
        max_upload_size_mb=most,
    )
