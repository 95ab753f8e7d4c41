"""
What a page author calls that is no element: pages, state, flow, caching, navigation.

This is the list of all public names; ``import formrerun as fr`` shows them. The elements add theirs by
``formrerun.elements``, where each is named once.
"""

from __future__ import annotations

from formrerun import errors as errors
from formrerun import exceptions as exceptions
from formrerun.api.app_pages import AppPage as Page  # noqa: F401  (public by its other name)
from formrerun.api.asgi_app import App as App
from formrerun.api.caching import cache_data as cache_data
from formrerun.api.caching import cache_resource as cache_resource
from formrerun.api.control_flow import rerun as rerun
from formrerun.api.control_flow import stop as stop
from formrerun.api.control_flow import switch_page as switch_page
from formrerun.api.database_connections import connection as connection
from formrerun.api.fields import focus as focus
from formrerun.api.fields import reset as reset
from formrerun.api.logging_in import login as login
from formrerun.api.logging_out import logout as logout
from formrerun.api.menus import navigation as navigation
from formrerun.api.menus import page_link as page_link
from formrerun.api.page_config import set_page_config as set_page_config
from formrerun.api.pages import page as page
from formrerun.api.query import query_params as query_params
from formrerun.api.redirects import redirect as redirect
from formrerun.api.run_context import add_script_run_ctx as add_script_run_ctx
from formrerun.api.run_context import get_script_run_ctx as get_script_run_ctx
from formrerun.api.scripts import script_page as script_page
from formrerun.api.secret_settings import secrets as secrets
from formrerun.api.state import session_state as session_state
from formrerun.api.validation import field_error as field_error
from formrerun.api.visitor import context as context
from formrerun.api.visitor import request as request
from formrerun.api.visitor import user as user
from formrerun.elements import *  # noqa: F403
from formrerun.elements import __all__ as _elements
from formrerun.elements.data import column_config as column_config
from formrerun.engine.handles import public_names
from formrerun.exceptions import FormrerunError as FormrerunError
from formrerun.scripts.runtime_stand_ins import get_option as get_option
from formrerun.scripts.runtime_stand_ins import set_option as set_option

__all__ = sorted(
    {
        *_elements,
        "App",
        "FormrerunError",
        "Page",
        "add_script_run_ctx",
        "cache_data",
        "cache_resource",
        "column_config",
        "connection",
        "context",
        "errors",
        "exceptions",
        "field_error",
        "focus",
        "get_option",
        "get_script_run_ctx",
        "login",
        "logout",
        "navigation",
        "page",
        "page_link",
        "query_params",
        "request",
        "redirect",
        "rerun",
        "reset",
        "script_page",
        "secrets",
        "session_state",
        "set_option",
        "set_page_config",
        "stop",
        "switch_page",
        "user",
    }
)

public_names.update(__all__)
