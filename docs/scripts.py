"""
Join the browser's scripts from their sources: ``python docs/scripts.py``.

A page loads few files, people read short ones: each script below ``formrerun/static/formrerun/`` that is named here is
its sources in ``src/``, one subject a file, one after the other in this order. They share one function's scope.
``tests/test_static_sources.py`` compares; run it again after changing a source.
"""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "formrerun" / "static" / "formrerun"
SOURCES = {
    "formrerun": [
        "page", "fields", "field_kinds", "merge", "scroll", "submissions", "status", "retries", "answers", "timers",
        "htmx_extension", "input", "navigation", "reload", "start",
    ],
    "behaviour": [
        "hints", "sliders", "number_format", "disclosure", "dialogs", "overlays", "help", "clicks", "shortcuts",
        "drafts", "lazy", "every_page",
    ],
    "table": ["parts", "cells", "element", "data", "columns", "search", "selection"],
}  # fmt: skip


def joined(script: str) -> str:
    """Return what a script is, joined from its sources."""
    return "".join((STATIC / "src" / script / f"{name}.js").read_text(encoding="utf-8") for name in SOURCES[script])


def main() -> None:
    """Write every script that has sources."""
    for script in SOURCES:
        (STATIC / f"{script}.js").write_text(joined(script), encoding="utf-8")


if __name__ == "__main__":
    main()
