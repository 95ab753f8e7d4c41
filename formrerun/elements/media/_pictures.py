"""Pictures as authors give them, as bytes that every browser shows: Pillow is asked where there is no other way."""

from __future__ import annotations

import io
import re
import struct
import sys
import zlib
from contextlib import suppress
from pathlib import PurePath
from typing import Any

from formrerun.elements.media._sources import is_file, read_media
from formrerun.exceptions import StreamlitAPIException, StreamlitValueError

#: What a file of each type that browsers show begins with.
_BEGINNINGS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), "image/avif"),
    (re.compile(rb"BM"), "image/bmp"),
)
#: What stands in front of a drawing is told by its first characters, in one way: the text may come from a visitor.
_SVG = re.compile(
    r"(?:\ufeff|\s|<\?xml[^>]*>|<!DOCTYPE[^>]*>|<!--(?:(?!-->).)*-->)*<svg[\s>]", re.DOTALL | re.IGNORECASE
)


def picture_bytes(image: Any, *, clamp: bool, channels: str, output_format: str) -> tuple[bytes, str]:
    """
    Return the bytes of one picture and their type.

    Raises
    ------
    StreamlitAPIException
        If it is no picture.
    """
    wanted = {"JPG": "JPEG"}.get(output_format.upper(), output_format.upper())
    if isinstance(image, str) and not is_file(image) and _SVG.match(image):
        return _svg(image), "image/svg+xml"
    if "PIL.Image" in sys.modules and isinstance(image, sys.modules["PIL.Image"].Image):
        return _by_pillow(image, wanted)
    if hasattr(image, "shape") and hasattr(image, "dtype"):
        return _array(image, clamp, channels, wanted)
    content = read_media(image)
    if isinstance(image, (str, PurePath)) and str(image).lower().endswith(".svg"):
        return _svg(content.decode("utf-8", "replace")), "image/svg+xml"
    found = next((mime for begin, mime in _BEGINNINGS if begin.match(content)), None)
    if found is not None and wanted not in ("PNG", "JPEG"):
        return content, found
    if found == f"image/{wanted.lower()}":
        return content, found
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError:
        if found is not None:
            return content, found
        raise StreamlitAPIException(
            "This is no PNG, JPEG, GIF, WebP, AVIF, BMP or SVG. For other images install Pillow: `pip install pillow`."
        ) from None
    try:
        opened = Image.open(io.BytesIO(content))
        return _by_pillow(opened, wanted)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise StreamlitAPIException(f"cannot identify image file: {error}") from error


def _svg(text: str) -> bytes:
    if "xmlns" not in text:
        text = text.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return text.encode("utf-8", "replace")


def _by_pillow(image: Any, wanted: str) -> tuple[bytes, str]:
    """Return a picture of Pillow's: as PNG where it may be seen through, as a GIF if it is one, else as JPEG."""
    if wanted not in ("PNG", "JPEG"):
        wanted = "GIF" if image.format == "GIF" else "PNG" if image.mode in ("RGBA", "LA", "P") else "JPEG"
    if wanted == "JPEG" and image.mode not in ("L", "RGB", "CMYK"):
        image = image.convert("RGB")
    made = io.BytesIO()
    image.save(made, format=wanted, **({"quality": 90} if wanted == "JPEG" else {}))
    return made.getvalue(), f"image/{wanted.lower()}"


def _array(array: Any, clamp: bool, channels: str, wanted: str) -> tuple[bytes, str]:
    import numpy as np

    if len(array.shape) not in (2, 3):
        raise StreamlitValueError("image", ["a 2D or 3D NumPy array"])
    if len(array.shape) == 3 and array.shape[-1] not in (1, 3, 4):
        raise StreamlitAPIException(f"Channel can only be 1, 3, or 4 got {array.shape[-1]}. Shape is {array.shape}")
    if len(array.shape) == 3 and array.shape[-1] == 1:
        array = array[:, :, 0]
    floats = issubclass(array.dtype.type, np.floating)
    most = 1.0 if floats else 255
    if clamp:
        array = np.clip(array, 0, most)
    elif array.size and (np.amin(array) < 0 or np.amax(array) > most):
        raise StreamlitAPIException(f"Data is outside {'[0.0, 1.0]' if floats else '[0, 255]'} and clamp is not set.")
    if floats:
        array = array * 255
    if channels == "BGR":
        if len(array.shape) != 3:
            raise StreamlitAPIException(
                'When using `channels="BGR"`, the input image should have exactly 3 color channels'
            )
        array = array[:, :, [2, 1, 0]]
    plain = np.ascontiguousarray(array.astype(np.uint8))
    if wanted == "JPEG":
        with suppress(ImportError):
            from PIL import Image

            return _by_pillow(Image.fromarray(plain), wanted)
    return _png(plain), "image/png"


def _png(array: Any) -> bytes:
    """Return an array of bytes as PNG: rows of grey, of three colours, or of three and how much is seen of them."""
    height, width = array.shape[:2]
    kind = {2: 0, 3: 2, 4: 6}[array.shape[2] if array.ndim == 3 else 2]
    rows = b"".join(b"\x00" + row.tobytes() for row in array)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")
