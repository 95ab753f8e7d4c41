"""PDF: shown by the browser's own viewer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, ClassVar

from formrerun.elements._parameters import check_height
from formrerun.elements.kept_files import kept_file
from formrerun.elements.media._player import clean_alt
from formrerun.elements.media._sources import as_address, read_media
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.keys import to_key
from formrerun.engine.tree import Element, Height
from formrerun.exceptions import StreamlitMissingRequiredParameterError

__all__ = ["pdf"]

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(eq=False, kw_only=True)
class Pdf(Element):
    """A document in the browser's viewer, and a link to it for browsers that show none in a page."""

    kind: ClassVar[str] = "pdf"

    url: str = ""
    alt: str = ""


@command
def pdf(data: Any, *, height: Height = 500, key: str | int | None = None, alt: str | None = None) -> DeltaGenerator:
    """
    Draw a PDF by the browser's own viewer, with a link to it below, for phones mostly show none in a page.

    ``frame-src`` of the site's policy must allow it: ``'self'``, or the site of an address.

    Parameters
    ----------
    data
        An address, a path, bytes or an open file.
    height
        Pixels, or "stretch".
    alt
        What screen readers call it.

    Raises
    ------
    StreamlitMissingRequiredParameterError
        If there are no data.
    StreamlitAPIException
        If the file cannot be read.
    """
    if data is None:
        raise StreamlitMissingRequiredParameterError(
            "data", detail="Please provide a valid PDF file path, URL, bytes data, or file-like object."
        )
    check_height(height)
    return draw(Pdf(key=to_key(key), url=_url(data), alt=clean_alt(alt), height=height))


def _url(data: Any) -> str:
    """Return where the browser finds the document."""
    if isinstance(data, str) and _ADDRESS.match(data):
        return data
    own = as_address(data)
    if own is not None:
        return own
    name = PurePath(data).name if isinstance(data, (str, PurePath)) else getattr(data, "name", None)
    return kept_file(read_media(data), "application/pdf", PurePath(str(name or "document.pdf")).name)
