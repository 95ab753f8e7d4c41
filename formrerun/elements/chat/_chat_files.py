"""What a chat input takes beside the text: files, and a recording; widgets of its form, which it draws as its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext as _

from formrerun.elements._uploads import AUDIO_TYPES, Upload, check_rate, files_field, most_megabytes
from formrerun.engine.drawing import draw_inside
from formrerun.exceptions import StreamlitValueError
from formrerun.uploads.types import normal_types
from formrerun.utils.digests import digest

FILES, AUDIO = "files", "audio"


@dataclass(eq=False, kw_only=True)
class ChatFiles(Upload):
    """
    The files, or the recording, of a message.

    Attributes
    ----------
    part
        Which of the two: the name in the message.
    """

    kind: ClassVar[str] = "chat_files"

    part: str = FILES
    sample_rate: int | None = None


@dataclass(frozen=True)
class Taken:
    """
    What an author lets people send with a message.

    Raises
    ------
    StreamlitValueError
        If one of the parameters is none that there is.
    """

    accept_file: bool | Literal["multiple", "directory"]
    file_type: str | Sequence[str] | None
    max_upload_size: int | None
    accept_audio: bool
    audio_sample_rate: int | None

    def __post_init__(self) -> None:
        if not isinstance(self.accept_file, bool) and self.accept_file not in ("multiple", "directory"):
            raise StreamlitValueError(
                "accept_file",
                ["True", "False", "'multiple'", "'directory'"],
                detail=f"Got {self.accept_file!r}.",
            )
        check_rate("audio_sample_rate", self.audio_sample_rate)
        _ = self.most

    @cached_property
    def most(self) -> int:
        """The megabytes that a file may have."""
        return most_megabytes(self.max_upload_size)

    @property
    def identity(self) -> dict[str, Any]:
        """The parameters that tell one chat input from another; none for one that takes text only."""
        if not self.accept_file and not self.accept_audio:
            return {}
        types = [self.file_type] if isinstance(self.file_type, str) else self.file_type
        return {
            "accept_file": self.accept_file, "file_type": None if types is None else [*types],
            "max_upload_size": self.max_upload_size, "accept_audio": self.accept_audio,
            "audio_sample_rate": self.audio_sample_rate,
        }  # fmt: skip

    @property
    def resets(self) -> tuple[str, ...]:
        """Those of them whose change makes another one of it, even with a key."""
        return ("accept_file", "file_type", "max_upload_size") if self.identity else ()


def draw_files(taken: Taken, chat: str, label: str, common: dict[str, Any]) -> tuple[ChatFiles, ...]:
    """
    Draw what takes the files and the recording of a message, and return it.

    Parameters
    ----------
    chat, label, common
        The chat input's id and name, and what the widgets of its form have in common.
    """
    drawn = []
    if taken.accept_file:
        types, several = normal_types(taken.file_type), taken.accept_file != True  # noqa: E712
        drawn.append(
            ChatFiles(
                **{**common, "id": f"fr-{digest(chat, FILES)}"},
                label=_("%s: files") % label,
                part=FILES,
                type=types,
                multiple_files=several,
                accept_directory=taken.accept_file == "directory",
                max_upload_size_mb=taken.most,
                field=files_field(
                    several=several, paths=taken.accept_file == "directory", types=types, most=taken.most
                ),
            )
        )
    if taken.accept_audio:
        drawn.append(
            ChatFiles(
                **{**common, "id": f"fr-{digest(chat, AUDIO)}"},
                label=_("%s: recording") % label,
                part=AUDIO,
                type=AUDIO_TYPES,
                max_upload_size_mb=taken.most,
                records="microphone",
                sample_rate=taken.audio_sample_rate,
                field=files_field(types=AUDIO_TYPES, most=taken.most),
            )
        )
    for widget in drawn:
        draw_inside(widget)
    return tuple(drawn)


__all__ = ["AUDIO", "FILES", "ChatFiles", "Taken", "draw_files"]
