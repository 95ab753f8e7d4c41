"""What ``audio`` and ``video`` share: where the sound is, and from when to when it is played."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from formrerun.elements.kept_files import kept_file
from formrerun.elements.media._sources import as_address, read_media
from formrerun.engine.tree import Element
from formrerun.exceptions import StreamlitAPIException, StreamlitInvalidParameterTypeError
from formrerun.utils.durations import milliseconds_in

logger = logging.getLogger("formrerun")


@dataclass(eq=False, kw_only=True)
class Player(Element):
    """Sound or video under the browser's own controls."""

    url: str = ""
    loop: bool = False
    autoplay: bool = False
    alt: str = ""


def media_url(data: Any, mime: str, start: int, end: int | None) -> str:
    """
    Return the address of what is played, which says from when to when; "" for nothing.

    Raises
    ------
    StreamlitAPIException
        If it is no sound or video that can be read.
    """
    if data is None:
        return ""
    address = as_address(data)
    if address is None:
        if hasattr(data, "tobytes") and hasattr(data, "shape"):
            data = data.tobytes()
        if not isinstance(data, (str, bytes, bytearray, PurePath)) and not hasattr(data, "read"):
            raise StreamlitInvalidParameterTypeError(
                "data", type(data).__name__, ["str", "bytes", "Path", "BytesIO", "file-like", "ndarray"]
            )
        address = kept_file(read_media(data), mime)
    if not start and end is None:
        return address
    return f"{address.partition('#')[0]}#t={start}" + ("" if end is None else f",{end}")


def played_between(start: Any, end: Any) -> tuple[int, int | None]:
    """Return the seconds from when to when something is played; StreamlitAPIException if these are no times."""
    begin, until = _seconds("start_time", start), None if end is None else _seconds("end_time", end)
    if begin < 0 or (until is not None and until <= begin):
        raise StreamlitAPIException("Invalid start_time and end_time combination.")
    return begin, until


def _seconds(name: str, value: Any) -> int:
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    found = milliseconds_in(value) if isinstance(value, str) else None
    if found is not None:
        return int(found / 1000)
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        raise StreamlitAPIException(
            f"Failed to convert '{name}' to a timedelta. Please use a string in a format supported by [Pandas "
            'Timedelta constructor](https://pandas.pydata.org/docs/reference/api/pandas.Timedelta.html), e.g. `"10s"`, '
            f'`"15 seconds"`, or `"1h23s"`. Got: {value}'
        ) from None


def clean_alt(alt: Any) -> str:
    """Return a description for screen readers, "" for none."""
    text = "" if alt is None else str(alt).strip()
    if alt is not None and not text:
        logger.warning("`alt` was empty and is ignored. Give a description, or leave `alt` out.")
    return text
