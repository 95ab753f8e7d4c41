"""A page of another site, or a document of one's own, in a frame."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, ClassVar

from formrerun.elements._deprecations import deprecated_path
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
_DOCTYPE = re.compile(r"\s*<!doctype", re.IGNORECASE)
#: Behind a document: tells the page how high it is, at first and whenever that changes; read by frame.js.
_MEASURE = """
<script>
new ResizeObserver(() => {
  const { body, documentElement: root } = document;
  const height = Math.max(root.offsetHeight, body.scrollHeight);
  parent.postMessage({ formrerun: 'height', height }, '*');
}).observe(document.body);
</script>"""


@dataclass(eq=False, kw_only=True)
class IFrame(Element):
    """
    A frame: of an address, or of a document of the author's.

    Attributes
    ----------
    src, srcdoc
        The address or the document, as it was given.
    document
        Where the browser finds the document.
    scrolling
        Whether what does not fit can be scrolled to.
    fits
        It becomes as high as its document says.
    """

    kind: ClassVar[str] = "iframe"

    src: str = ""
    srcdoc: str = ""
    document: str = ""
    scrolling: bool = True
    fits: bool = False
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

    An address must be allowed by ``frame-src`` of the site's policy, ``'self'`` for a document of one's own. Scripts of
    that run, in a ``sandbox`` that is an origin of its own: they reach nothing of the page, of its session and of what
    the site has stored in the browser.

    Parameters
    ----------
    src
        An address, a ``Path``, or the text of an HTML document.
    height
        Pixels, or "stretch"; "content" is as high as a document of one's own says, else 400 pixels.
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
    address, document = _source(src)
    return draw_frame(address, document, width=width, height=height, tab_index=tab_index, alt=clean_alt(alt))


def draw_frame(
    address: str, document: str, *, width: Width, height: Height, tab_index: Any, alt: str = "", scrolling: bool = True
) -> DeltaGenerator:
    """Draw a frame of an address or of a document; its parameters are those of :func:`iframe`."""
    if tab_index is not None and (isinstance(tab_index, bool) or not isinstance(tab_index, int)):
        raise StreamlitInvalidParameterTypeError("tab_index", type(tab_index).__name__, ["int"])
    if tab_index is not None and tab_index < -1:
        raise StreamlitValueError("tab_index", ["None", "-1", "a non-negative integer"])
    fits = height == "content" and not address
    return draw(
        IFrame(
            src=address,
            srcdoc=document,
            document="" if address else kept_document(document, fits=fits),
            scrolling=bool(scrolling),
            fits=fits,
            tab_index=tab_index,
            alt=alt,
            width="stretch" if width == "content" else width,
            height=(HEIGHT if address else "content") if height == "content" else height,
        )
    )


def kept_document(document: str, *, fits: bool = False) -> str:
    """
    Keep an HTML document for a sandboxed frame and return its address.

    Parameters
    ----------
    fits
        It tells the page how high it is.
    """
    text = document if _DOCTYPE.match(document) else f"<!DOCTYPE html>\n{document}"
    return kept_file((text + (_MEASURE if fits else "")).encode("utf-8", "replace"), "text/html", framed=True)


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
    deprecated_path("iframe", text)
    return (text, "") if _ADDRESS.match(text) or text.startswith("/") else ("", text)
