"""Everything a page author may call; ``import formrerun as fr`` shows these names."""

from __future__ import annotations

from formrerun import errors as errors
from formrerun import exceptions as exceptions
from formrerun.api.caching import cache_data as cache_data
from formrerun.api.caching import cache_resource as cache_resource
from formrerun.api.control_flow import *  # noqa: F403
from formrerun.api.control_flow import __all__ as _flow
from formrerun.api.menus import Page as Page
from formrerun.api.menus import navigation as navigation
from formrerun.api.menus import page_link as page_link
from formrerun.api.visitor import context as context
from formrerun.api.visitor import secrets as secrets
from formrerun.api.visitor import user as user
from formrerun.elements import *  # noqa: F403
from formrerun.elements import __all__ as _elements
from formrerun.engine.handles import public_names
from formrerun.exceptions import FormrerunError as FormrerunError
from formrerun.pages import page as page
from formrerun.scripts.compiling import script_page as script_page
from formrerun.web import dispatch  # noqa: F401  (gives Page its view)

__all__ = sorted(
    {
        *_elements,
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

public_names.update(__all__)
