"""Where the browser finds a file that an author gave: kept by its hash beside the record, as the data of tables is."""

from __future__ import annotations

import io
import json
import mimetypes
import re
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from formrerun.engine.context import current_run
from formrerun.exceptions import StreamlitAPIException
from formrerun.tables.addresses import address_of
from formrerun.tables.encoding import EncodedTable
from formrerun.utils.file_names import clean_name

#: What has more bytes than this is kept in parts of so many, so that who sends it holds one of them.
LARGE = 1024 * 1024
BINARY, TEXT = "application/octet-stream", "text/plain"
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+(?:; ?[\w.+-]+=[\w.+-]+)*", re.ASCII)


def kept_file(content: bytes, mime: str, name: str = "", *, download: bool = False, framed: bool = False) -> str:
    """
    Keep a file beside the record of the run and return the URL under which the run's visitor finds it.

    Parameters
    ----------
    mime
        Its type; what is no type becomes "application/octet-stream".
    name
        What the browser calls it when it is saved.
    download
        Save it; else it is shown in the page.
    framed
        An HTML document for a frame: its scripts run, and reach nothing of the site.
    """
    head: dict[str, Any] = {"is": "file", "mime": typed(mime), "name": clean_name(name), "saved": download}
    if len(content) > LARGE:
        view = memoryview(content)
        parts = [bytes(view[start : start + LARGE]) for start in range(0, len(content), LARGE)]
        digests = [sha256(part).hexdigest() for part in parts]
        for part, digest in zip(parts, digests, strict=True):
            current_run().keep_data(part, digest)
        head |= {"parts": digests, "step": LARGE, "size": len(content)}
        content = b""
    body = json.dumps({**head, "framed": True} if framed else head).encode() + b"\n" + content
    address = address_of(current_run(), EncodedTable(sha256(body).hexdigest(), body, rows=0), view="file")
    return address if download or framed else address + _last_part(mime)


def _last_part(mime: str) -> str:
    """Return what the address of a picture, a sound or a film ends with: what it is, for who saves or looks for it."""
    kind = mime.partition("/")[0]
    end = mimetypes.guess_extension(mime.partition(";")[0]) if kind in ("image", "audio", "video") else None
    return f"media{end}" if end else ""


def typed(mime: str) -> str:
    """Return a type as a header has it; what is none becomes "application/octet-stream"."""
    if _MIME.fullmatch(mime) is None:
        return BINARY
    return f"{mime}; charset=utf-8" if mime.startswith("text/") and "charset" not in mime else mime


def read_file(data: Any) -> tuple[bytes, str]:
    """
    Return the bytes of what an author gave, and their type as far as that says it.

    Raises
    ------
    StreamlitAPIException
        If it is no file, bytes or text.
    """
    if isinstance(data, PurePath):
        with open(data, "rb") as file:
            return file.read(), guessed_mime(data.name) or BINARY
    if isinstance(data, str):
        return data.encode("utf-8", "surrogatepass"), TEXT
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data), BINARY
    if isinstance(data, (io.StringIO, io.BytesIO)):
        return read_file(data.getvalue())
    if isinstance(data, io.TextIOWrapper):
        return read_file(data.read())
    if hasattr(data, "read"):
        if hasattr(data, "seek"):
            data.seek(0)
        return read_file(data.read() or b"")
    raise StreamlitAPIException(f"Invalid binary data format: {type(data)}")


def name_of_file(data: Any) -> str:
    """Return the name that a path or an open file has, without its folder; "" for none."""
    try:
        name = data.name
    except (AttributeError, ValueError, OSError):
        return ""
    return PurePath(name).name if isinstance(name, str) else ""


def guessed_mime(name: str) -> str | None:
    """Return the type that the end of a name says, or None."""
    return mimetypes.guess_type(name)[0]
