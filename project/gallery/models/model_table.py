"""A QuerySet as a table that the database pages, sorts, searches and filters."""

from __future__ import annotations

from django.contrib.auth.models import Permission

import formrerun as fr


def found() -> None:
    """The search, the filters, the order and the page stand in the address."""
    fr.model_table(
        Permission.objects.all(),
        ["name", "codename", "content_type"],
        key="permissions",
        filters=["content_type__app_label"],
        page_size=5,
    )


def selected() -> None:
    """Rows are selected by their primary keys: a selection stays over pages, sorting and new rows."""
    table = fr.model_table(
        Permission.objects.all(), ["name", "codename"], key="chosen", search_fields=(), on_select="rerun", page_size=5
    )
    fr.text(", ".join(table.selection.objects.values_list("codename", flat=True)) or "Nothing is selected.")
