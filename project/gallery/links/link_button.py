"""A link that looks like a button."""

from __future__ import annotations

import formrerun as fr


def outside() -> None:
    """To another site."""
    fr.link_button("Django’s documentation", "https://docs.djangoproject.com/", icon=":material/open_in_new:")
