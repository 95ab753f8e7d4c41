"""Plays films."""

from __future__ import annotations

import formrerun as fr


def by_address() -> None:
    """A file of the site, muted and in a loop."""
    fr.video("/static/project/film.webm", muted=True, loop=True, alt="A film")
