"""Everything a page author may call; ``import formrerun as fr`` shows these names."""

from __future__ import annotations

import sys

from formrerun import flow as _flow
from formrerun.elements import *  # noqa: F403
from formrerun.flow import *  # noqa: F403
from formrerun.views import serve as _serve  # noqa: F401  (gives Page its way to answer)


def _elements() -> list[str]:
    """Return what the element modules export; ``from … import *`` has hidden the modules behind their functions."""
    return [
        name
        for path, module in list(sys.modules.items())
        if path.startswith("formrerun.elements.") and "._" not in path
        for name in module.__all__
    ]


__all__ = sorted(
    {
        *_elements(),
        *_flow.__all__,
        "FormrerunError",
        "cache_data",
        "cache_resource",
        "errors",
        "exceptions",
        "page",
        "script_page",
    }
)
