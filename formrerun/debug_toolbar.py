"""A panel of django-debug-toolbar's: add ``"formrerun.debug_toolbar.FormrerunPanel"`` to ``DEBUG_TOOLBAR_PANELS``."""

from __future__ import annotations

from typing import Any

from debug_toolbar.panels import Panel


class FormrerunPanel(Panel):
    """What happened in the submission that a request brought, as the panel below the page has it."""

    panel_id = "FormrerunPanel"
    title = nav_title = "formrerun"
    template = "formrerun/_inspection.html"

    @property
    def nav_subtitle(self) -> str:
        """What ran, and how it ended."""
        stats: Any = self.get_stats()  # type: ignore[no-untyped-call]
        seen = stats.get("inspections") or []
        return f"{seen[0]['why']}, {seen[0]['end']}" if seen else ""

    def generate_stats(self, request: Any, response: Any) -> None:
        """Take what was noted with the request."""
        seen = getattr(request, "formrerun_inspection", None)
        stats = {"inspections": [seen.as_dict()] if seen is not None else []}
        self.record_stats(stats)  # type: ignore[no-untyped-call]


__all__ = ["FormrerunPanel"]
