"""What a table says in the browser, in the visitor's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def words_of(rows: int) -> dict[str, str]:
    """
    Return the texts of a table's script, by the names that it has for them.

    Parameters
    ----------
    rows
        How many rows the table has.
    """

    def part_of(count: int) -> str:
        return ngettext("%(first)s to %(last)s of %(count)s row", "%(first)s to %(last)s of %(count)s rows", count)

    return {
        "rows": ngettext("%(count)s row", "%(count)s rows", rows),
        "found": ngettext("%(found)s of %(count)s row", "%(found)s of %(count)s rows", rows),
        "page": part_of(rows),
        "pageOne": part_of(1),  # where one row was found
        "search": _("Search"),
        "download": _("Download as CSV"),
        "copy": _("Copy"),
        "copied": _("Copied"),
        "full": _("Fullscreen"),
        "sort": _("Sort by %s"),
        "empty": _("empty"),
        "lost": _("The data of this table is gone. Reload the page."),
        "previous": _("Previous page"),
        "next": _("Next page"),
        "true": _("true"),
        "false": _("false"),
        "select": _("Select row %s"),
        "selectAll": _("Select all rows"),
        "selectColumn": _("Select column %s"),
        "selected": ngettext("%(count)s selected", "%(count)s selected", 2),
        "clear": _("Clear selection"),
        "columns": _("Columns"),
        "hide": _("Hide"),
        "pin": _("Pin"),
        "unpin": _("Unpin"),
        "left": _("Move to the left"),
        "right": _("Move to the right"),
        "open": _("Open"),
        "close": _("Close"),
    }
