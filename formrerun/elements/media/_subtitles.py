"""Subtitles, as browsers take them: WebVTT, made of SubRip where they are that."""

from __future__ import annotations

import io
import re
from pathlib import PurePath
from typing import Any

from formrerun.elements.kept_files import kept_file
from formrerun.elements.media._sources import is_file, read_media
from formrerun.exceptions import StreamlitAPIException, StreamlitInvalidParameterTypeError, StreamlitValueError

_SUBRIP = re.compile(r"\s*\d+\r?\n\d{2}:\d{2}:\d{2},\d{3} --> ", re.ASCII)
_COMMA = re.compile(r"(\d{2}:\d{2}:\d{2}),(\d{3})", re.ASCII)


def tracks_of(subtitles: Any) -> tuple[tuple[str, str], ...]:
    """Return a label and an address of each track; StreamlitAPIException if one is none."""
    if not subtitles:
        return ()
    if isinstance(subtitles, (str, bytes, io.BytesIO, PurePath)):
        subtitles = {"default": subtitles}
    if not isinstance(subtitles, dict):
        raise StreamlitInvalidParameterTypeError(
            "subtitles", type(subtitles).__name__, ["str", "bytes", "BytesIO", "Path", "dict"]
        )
    return tuple((str(label or ""), _address(label, data)) for label, data in subtitles.items())


def _address(label: Any, data: Any) -> str:
    try:
        return kept_file(_vtt(data), "text/vtt")
    except (TypeError, ValueError, StreamlitAPIException) as error:
        raise StreamlitAPIException(f"Failed to process the provided subtitle {label!r}: {error}") from error


def _vtt(data: Any) -> bytes:
    if isinstance(data, PurePath) or (isinstance(data, str) and is_file(data)):
        if not is_file(str(data)):
            raise StreamlitAPIException(f"File {data} does not exist.")
        end = PurePath(data).suffix.lower()
        if end not in (".srt", ".vtt"):
            raise StreamlitValueError("subtitles", [".srt", ".vtt"], detail=f"Got {end}.")
        text = read_media(data).decode("utf-8-sig")
    elif isinstance(data, (bytes, io.BytesIO)):
        text = (data if isinstance(data, bytes) else data.getvalue()).decode("utf-8-sig")
    elif isinstance(data, str):
        text = data.strip()
        if text and not text.startswith("WEBVTT") and _SUBRIP.match(text) is None:
            raise StreamlitValueError("subtitles", ["VTT-formatted text", "SRT-formatted text"])
    else:
        raise StreamlitInvalidParameterTypeError("subtitles", type(data).__name__, ["str", "bytes", "Path", "BytesIO"])
    if _SUBRIP.match(text) is not None:
        text = "WEBVTT\n\n" + _COMMA.sub(r"\1.\2", text)
    return text.strip().encode("utf-8", "replace")
