"""Everything a page author may call; ``import formrerun as fr`` shows these names."""

from __future__ import annotations

import sys

from formrerun import errors as errors
from formrerun import exceptions as exceptions
from formrerun.caching import cache_data as cache_data
from formrerun.caching import cache_resource as cache_resource
from formrerun.elements import *  # noqa: F403
from formrerun.exceptions import FormrerunError as FormrerunError
from formrerun.flow import *  # noqa: F403
from formrerun.flow import __all__ as _flow
from formrerun.navigation import Page as Page
from formrerun.navigation import navigation as navigation
from formrerun.navigation import page_link as page_link
from formrerun.pages import page as page
from formrerun.scripts import script_page as script_page
from formrerun.visitor import context as context
from formrerun.visitor import secrets as secrets
from formrerun.visitor import user as user
from formrerun.web import dispatch  # noqa: F401  (gives Page its view)


def _elements() -> list[str]:
    """Return what the element modules export; ``from … import *`` has hidden the modules behind their functions."""
    return [
        name
        for path, module in list(sys.modules.items())
        if path.startswith("formrerun.elements.") and "._" not in path
        for name in getattr(module, "__all__", ())
    ]


__all__ = sorted(
    {
        *_elements(),
        *_flow,
        "FormrerunError",
        "Page",
        "cache_data",
        "cache_resource",
        "context",
        "errors",
        "exceptions",
        "navigation",
        "page",
        "page_link",
        "script_page",
        "secrets",
        "user",
    }
)
