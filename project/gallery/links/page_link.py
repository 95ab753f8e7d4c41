"""A link to another page of the site."""

from __future__ import annotations

import formrerun as fr


def to_the_overview() -> None:
    """With an icon."""
    fr.page_link("/", label="Overview", icon=":material/home:")
