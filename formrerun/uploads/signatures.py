"""What a file is, by the bytes that it begins with, beside what its name says."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable

#: So many bytes of a file tell what it is.
ENOUGH = 4096

Sign = Callable[[bytes], bool]


#: What a text begins with in which a byte may be 0; and what none begins with.
_UTF = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_NO_TEXT = (b"PK\x03\x04", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\x7fELF")


def _begins(*marks: bytes, at: int = 0) -> Sign:
    return lambda head: any(head.startswith(mark, at) for mark in marks)


def _riff(kind: bytes) -> Sign:
    return lambda head: head.startswith((b"RIFF", b"RIFX", b"RF64")) and head[8:12] == kind


def _is_text(head: bytes) -> bool:
    """Return True for what may be text: no byte of it is 0, but in an encoding that says so at its beginning."""
    return not head.startswith(_NO_TEXT) and (b"\0" not in head or head.startswith(_UTF))


def _is_mpeg_sound(head: bytes) -> bool:
    return head.startswith(b"ID3") or (head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE0 == 0xE0)


_ZIP = _begins(b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_BOXES = _begins(b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", at=4)  # MP4, and what is built like it
_OLE = _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."

#: Type to what a file of it begins with. A type that is not here is believed.
SIGNS: dict[str, Sign] = {
    "image/png": _begins(b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": _begins(b"\xff\xd8\xff"),
    "image/gif": _begins(b"GIF87a", b"GIF89a"),
    "image/webp": _riff(b"WEBP"),
    "image/bmp": _begins(b"BM"),
    "image/tiff": _begins(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    "image/heic": _BOXES,
    "image/heif": _BOXES,
    "image/avif": _BOXES,
    "application/pdf": lambda head: b"%PDF-" in head[:1024],
    "application/zip": _ZIP,
    "application/epub+zip": _ZIP,
    _OFFICE + "wordprocessingml.document": _ZIP,
    _OFFICE + "spreadsheetml.sheet": _ZIP,
    _OFFICE + "presentationml.presentation": _ZIP,
    **{_OPEN + end: _ZIP for end in ("text", "spreadsheet", "presentation")},
    "application/gzip": _begins(b"\x1f\x8b"),
    "application/msword": lambda head: _OLE(head) or head.startswith(b"{\\rtf"),
    "audio/wav": _riff(b"WAVE"),
    "audio/mpeg": _is_mpeg_sound,
    "audio/ogg": _begins(b"OggS"),
    "audio/flac": _begins(b"fLaC"),
    "audio/mp4": _BOXES,
    "video/mp4": _BOXES,
    "video/quicktime": _BOXES,
    "video/webm": _begins(b"\x1a\x45\xdf\xa3"),
    "audio/webm": _begins(b"\x1a\x45\xdf\xa3"),
    "application/json": _is_text,
    "application/xml": _is_text,
    "image/svg+xml": _is_text,
}  # fmt: skip
#: Other names of the same types.
ALIASES = {
    "audio/x-wav": "audio/wav", "audio/wave": "audio/wav", "audio/vnd.wave": "audio/wav", "audio/mp3": "audio/mpeg",
    "audio/x-m4a": "audio/mp4", "audio/mp4a-latm": "audio/mp4", "audio/x-flac": "audio/flac", "image/jpg": "image/jpeg",
    "application/x-gzip": "application/gzip", "application/x-zip-compressed": "application/zip",
    "image/x-ms-bmp": "image/bmp", "application/x-pdf": "application/pdf",
}  # fmt: skip


def fits(mime: str, head: bytes) -> bool:
    """Return False if a file that begins so cannot be of a type."""
    mime = ALIASES.get(mime, mime)
    sign = SIGNS.get(mime) or (_is_text if mime.startswith("text/") else None)
    return sign is None or sign(head)


def types_of(head: bytes) -> Iterable[str]:
    """Return the types of media that a file may be of which begins so, the likeliest first."""
    return (mime for mime, sign in SIGNS.items() if sign is not _is_text and sign(head))


def ends_of(mime: str) -> Iterable[str]:
    """Return the ends of names that files of a type have."""
    return mimetypes.guess_all_extensions(mime)


__all__ = ["ENOUGH", "ends_of", "fits", "types_of"]
