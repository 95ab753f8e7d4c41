"""A model in one line: its rows as a table, a form for each, a form for a new one."""

from __future__ import annotations

from django.contrib.auth.models import Permission

import formrerun as fr


def seen() -> None:
    """Each row leads to its form; who may only look sees what it holds."""
    fr.model(
        Permission, ["name", "codename"], key="right", view=True, add=False, change=False, delete=False, page_size=5
    )


def written_to() -> None:
    """Every part of it is there to be written to."""
    rights = fr.model(
        Permission, ["name"], key="known", view=True, add=False, change=False, delete=False, page_size=5,
        search_fields=(),
    )  # fmt: skip
    rights.below.caption("Rights come with the models that they are for.")
