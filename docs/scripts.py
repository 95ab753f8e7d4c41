"""
Join the browser's scripts from their sources: ``python docs/scripts.py``.

A page loads few files, people read short ones: each script below ``formrerun/static/formrerun/`` that is named here is
its sources in ``src/``, one subject a file, one after the other in this order. They share one function's scope, and so
does what is taken from ``vendor/``: the htmx in there is no global, and meets no other that a site loads.
``tests/test_static_sources.py`` compares; run it again after changing a source.
"""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "formrerun" / "static" / "formrerun"
SOURCES = {
    "formrerun": [
        "page", "htmx", "vendor/htmx.min", "vendor/hx-sse.min", "fields", "field_kinds", "openings", "merge",
        "scroll", "previews", "confirm", "submissions", "status", "retries", "answers", "timers", "htmx_extension",
        "input", "navigation", "reload", "start",
    ],
    "behaviour": [
        "hints", "sliders", "number_format", "disclosure", "dialogs", "overlays", "help", "clicks", "shortcuts",
        "lazy", "every_page",
    ],
    "editor": ["values", "element", "cells", "keys"],
    "select": ["parts", "element", "wiring", "names", "list", "remote", "value"],
    "table": ["parts", "cells", "types", "element", "data", "columns", "layout", "search", "picking", "selection"],
}  # fmt: skip
#: A comment of ours that has its lines to itself: it is for who reads the sources, and every first load would pay.
COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*.*?\*/)\n", re.MULTILINE | re.DOTALL)
#: One that stands behind a line.
REMARK = re.compile(r"(?<=[;,{}()\[\]>]) +// [^\n]*$", re.MULTILINE)
#: htmx reads its settings from a ``<meta>``, which is the site's: ours stand in ``src/formrerun/htmx.js``.
SETTINGS_OF_HTMX = ("document.querySelector('meta[name=\"htmx-config\"]')", "{content:HTMX}")


def source(script: str, name: str) -> str:
    """Return one source of a script, without comments; what is another project's, as it stands inside of ours."""
    if not name.startswith("vendor/"):
        return REMARK.sub("", COMMENT.sub("", (STATIC / "src" / script / f"{name}.js").read_text(encoding="utf-8")))
    text = (STATIC / f"{name}.js").read_text(encoding="utf-8")
    if name == "vendor/htmx.min":
        theirs, ours = SETTINGS_OF_HTMX
        assert text.count(theirs) == 1, "htmx reads its settings in another way now"
        text = text.replace(theirs, ours)
    return text.strip().removesuffix(";") + ";\n"


def joined(script: str) -> str:
    """Return what a script is, joined from its sources."""
    return "".join(source(script, name) for name in SOURCES[script])


def main() -> None:
    """Write every script that has sources."""
    for script in SOURCES:
        (STATIC / f"{script}.js").write_text(joined(script), encoding="utf-8")


if __name__ == "__main__":
    main()
