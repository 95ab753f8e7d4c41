"""A page of another site, or a document of one's own, in a frame."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, ClassVar

from formrerun.elements._parameters import check_height, check_width
from formrerun.elements.kept_files import BINARY, guessed_mime, kept_file
from formrerun.elements.media._player import clean_alt
from formrerun.elements.media._sources import read_media
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Height, Width
from formrerun.exceptions import StreamlitAPIException, StreamlitInvalidParameterTypeError, StreamlitValueError

__all__ = ["iframe"]

_ADDRESS = re.compile(r"https?://|data:", re.IGNORECASE)
#: How high a frame is that nobody can measure.
HEIGHT = 400  # pixels


@dataclass(eq=False, kw_only=True)
class IFrame(Element):
    """A frame: of an address, or of a document that stands in the page."""

    kind: ClassVar[str] = "iframe"

    src: str = ""
    srcdoc: str = ""
    tab_index: int | None = None
    alt: str = ""


@command
def iframe(
    src: Any,
    *,
    width: Width = "stretch",
    height: Height = "content",
    tab_index: int | None = None,
    alt: str | None = None,
) -> DeltaGenerator:
    """
    Draw a frame.

    An address must be allowed by ``frame-src`` of the site's policy. A document of one's own is shown as under a
    ``sandbox`` that lets it reach nothing of the page, and under the page's own policy: where that forbids scripts and
    styles in a document, it has none.

    Parameters
    ----------
    src
        An address, a ``Path``, or the text of an HTML document.
    height
        Pixels, or "stretch"; with "content" it is 400 pixels high.
    tab_index
        Where Tab comes to it: -1 for never.
    alt
        What screen readers call it.

    Raises
    ------
    StreamlitAPIException
        If the file cannot be read.
    """
    check_width(width, allow_content=True)
    check_height(height, allow_content=True)
    if tab_index is not None and (isinstance(tab_index, bool) or not isinstance(tab_index, int)):
        raise StreamlitInvalidParameterTypeError("tab_index", type(tab_index).__name__, ["int"])
    if tab_index is not None and tab_index < -1:
        raise StreamlitValueError("tab_index", ["None", "-1", "a non-negative integer"])
    address, document = _source(src)
    return draw(
        IFrame(
            src=address,
            srcdoc=document,
            tab_index=tab_index,
            alt=clean_alt(alt),
            width="stretch" if width == "content" else width,
            height=HEIGHT if height == "content" else height,
        )
    )


def _source(src: Any) -> tuple[str, str]:
    """Return an address, or else a document."""
    if isinstance(src, PurePath):
        try:
            content = read_media(src)
            if src.suffix.lower() in (".html", ".htm", ".xhtml"):
                return "", content.decode("utf-8")
        except (StreamlitAPIException, UnicodeDecodeError) as error:
            raise StreamlitAPIException(f"Unable to read file '{src}': {error}") from error
        return kept_file(content, guessed_mime(src.name) or BINARY, src.name), ""
    text = str(src)
    return (text, "") if _ADDRESS.match(text) or text.startswith("/") else ("", text)
