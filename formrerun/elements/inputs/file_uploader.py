"""File uploader: files from the visitor's machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements._uploads import Upload, files_field, most_megabytes
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.uploads.types import normal_types

__all__ = ["file_uploader"]


@dataclass(eq=False, kw_only=True)
class FileUploader(Upload):
    """A field for files."""

    kind: ClassVar[str] = "file_uploader"


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
    required: bool = False,
    validators: Validators = (),
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
        Which files: ends of names (``"csv"``), types (``"image/png"``), media (``"image"``); one or several. Of those
        that begin in a known way it is looked into whether a file is what its name says.
    accept_multiple_files
        Several files; with "directory" all files of a folder.
    max_upload_size
        The largest file, in megabytes; None means the setting UPLOAD_FILE_MB. What a tab and a visitor may keep in all
        is said by UPLOAD_TAB_BYTES and UPLOAD_USER_BYTES, which a file of 1 GB and more needs to be higher.

    Raises
    ------
    StreamlitValueError
        If ``max_upload_size`` is no positive integer.
    """
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width,
        required=required, validators=validators,
    )  # fmt: skip
    most = most_megabytes(max_upload_size)
    types, directory, several = normal_types(type), accept_multiple_files == "directory", bool(accept_multiple_files)
    return draw_input(
        "file_uploader",
        FileUploader,
        files_field(several=several, paths=directory, types=types, most=most),
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
