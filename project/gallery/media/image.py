"""Images by address, path, bytes or array, with captions."""

from __future__ import annotations

import formrerun as fr


def drawn() -> None:
    """Text of an SVG."""
    fr.image(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="240" height="120">'
        '<rect width="40" height="20" fill="#1c6a52"/><circle cx="20" cy="10" r="7" fill="#fbfaf7"/></svg>',
        caption="A circle",
    )
