"""What all fields for files share: their limits, their texts, and how their files are listed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.elements._input import InputParameters, draw_input
from formrerun.engine.context import current_run
from formrerun.engine.widgets import Widget
from formrerun.exceptions import StreamlitValueError
from formrerun.uploads.field import FilesField
from formrerun.uploads.tokens import known_head_of
from formrerun.uploads.types import MEGABYTE, too_large
from formrerun.uploads.uploaded_file import UploadedFile
from formrerun.utils.digests import digest
from formrerun.utils.urls import own_address

AUDIO_TYPES = ("audio/*",)
SAMPLE_RATES = (8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000)


@dataclass(eq=False, kw_only=True)
class Upload(Widget):
    """
    A field for files.

    Attributes
    ----------
    records
        What it takes them from beside a file of the machine's: "camera", "microphone" or "".
    """

    type: tuple[str, ...] = ()
    multiple_files: bool = False
    accept_directory: bool = False
    max_upload_size_mb: int = 0
    records: str = ""

    def __post_init__(self) -> None:
        assert isinstance(self.field, FilesField)
        self.field = replace(self.field, place=self.id)

    def context(self) -> dict[str, Any]:
        return {**super().context(), **upload_context(self, self.shown)}


def upload_context(widget: Any, shown: Sequence[str]) -> dict[str, Any]:
    """Return what ``_upload.html`` needs beside the widget: the files of these tokens, limits, address, texts."""
    heads = [(token, head) for token in shown if (head := known_head_of(token)) is not None]
    limit = _("%(size)s per file") % {"size": size_text(widget.max_upload_size_mb * MEGABYTE)}
    types = ("image/*",) if widget.records == "camera" else widget.type  # phones know nothing finer
    kinds = ", ".join(each.removesuffix("/*").removeprefix(".").upper() for each in types)
    return {
        "files": [
            {"token": token, "name": head.name, "size": size_text(head.size), "address": own_address("uploaded", token)}
            for token, head in heads
        ],
        "accept": ",".join(types),
        "limits": f"{limit} • {kinds}" if kinds else limit,
        "address": own_address("upload"),
        "words": json.dumps(
            {
                **_words(),
                "most": too_large("%s", widget.max_upload_size_mb * MEGABYTE),
                **_words_of(widget.records),
            },
            ensure_ascii=False,
        ),
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
        "done": _("%s was uploaded."),
        "failed": _("%s could not be uploaded. Choose it again."),
        "lost": _("%s: the connection was lost. Trying again…"),
        "large": _("%s is too large."),
        "removed": _("%s was removed."),
        "resume": _("%s was not uploaded completely. Choose it again, and the upload goes on."),
        "type": _("%s is not of a type that can be uploaded here."),
        "waits": _("This is sent as soon as the files are uploaded."),
    }


def _words_of(records: str) -> dict[str, str]:
    """Return what the script of a camera or a microphone says beside that."""
    if records == "camera":
        return {
            "start": _("Open camera"),
            "take": _("Take photo"),
            "stop": _("Close camera"),
            "turn": _("Switch camera"),
            "live": _("What the camera sees"),
            "begun": _("The camera is on."),
            "denied": _("This page may not use the camera. Allow it in the browser, or choose a picture:"),
            "missing": _("There is no camera that can be used now. Choose a picture:"),
        }
    if records == "microphone":
        return {
            "start": _("Record"),
            "take": _("Stop recording"),
            "stop": _("Discard the recording"),
            "live": _("Time recorded"),
            "begun": _("Recording."),
            "denied": _("This page may not use the microphone. Allow it in the browser, or choose a recording:"),
            "missing": _("There is no microphone that can be used now. Choose a recording:"),
        }
    return {}


def files_field(*, several: bool = False, paths: bool = False, types: tuple[str, ...] = (), most: int) -> FilesField:
    """Return a field of the run that goes on, for files of these types of at most so many megabytes each."""
    environment = current_run().environment
    owner, user = environment.owner_key(), getattr(environment.request, "user", None)
    whose = ("user", user.pk) if user is not None and user.is_authenticated else ("session", owner)
    return FilesField(
        several=several,
        paths=paths,
        types=types,
        most=most * MEGABYTE,
        folder=environment.tab,
        owner=digest("upload", owner) if owner else "",
        who=digest("uploads of", *whose) if environment.tab else "",
    )


def most_megabytes(max_upload_size: int | None = None) -> int:
    """
    Return the megabytes that a file may have: those that the author says, else those of UPLOAD_FILE_MB.

    Raises
    ------
    StreamlitValueError
        If they are no positive integer.
    """
    if max_upload_size is not None and (
        isinstance(max_upload_size, bool) or not isinstance(max_upload_size, int) or max_upload_size < 1
    ):
        raise StreamlitValueError(
            "max_upload_size",
            ["a positive integer"],
            detail="Set it to None to fall back to the `server.maxUploadSize` configuration option.",
        )
    return max_upload_size or int(settings.UPLOAD_FILE_MB)


def draw_recorder(
    widget: type[Upload],
    common: InputParameters,
    *,
    types: tuple[str, ...],
    records: str,
    **asked: Any,
) -> UploadedFile | None:
    """
    Draw a field for one recording and return it, or None.

    Parameters
    ----------
    types
        What a file must be that is chosen instead.
    records
        See :class:`Upload`.
    **asked
        What is asked of the camera or the microphone: a variable of the template, and part of the identity.
    """
    most = most_megabytes()
    recording: UploadedFile | None = draw_input(
        widget.kind, widget, files_field(types=types, most=most), common, identity=asked, type=types,
        max_upload_size_mb=most, records=records, **asked,
    )  # fmt: skip
    return recording


def check_rate(parameter: str, rate: int | None) -> None:
    """Raise StreamlitValueError if a sample rate is none that can be recorded."""
    if rate is not None and rate not in SAMPLE_RATES:
        raise StreamlitValueError(parameter, [*map(str, SAMPLE_RATES), "None"])


__all__ = [
    "AUDIO_TYPES",
    "Upload",
    "check_rate",
    "draw_recorder",
    "files_field",
    "most_megabytes",
    "size_text",
    "upload_context",
]
