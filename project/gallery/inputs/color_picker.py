"""A colour."""

from __future__ import annotations

import formrerun as fr


def a_colour() -> None:
    """A colour and its code."""
    fr.write("Chosen:", fr.color_picker("Colour of the label", "#1c6a52"))
