"""
Django's ASGI application, in which a request takes one thread: for a project's ``asgi.py``.

::

    from formrerun.asgi import get_asgi_application

    application = get_asgi_application()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from django.core.handlers.asgi import ASGIHandler


def get_asgi_application() -> ASGIHandler:
    """
    Set Django up and return its ASGI application, as Django's function of this name does.

    Synchronous middleware and views, which pages are, share one thread a request; in Django's own each goes into a
    thread and back. Views that are coroutine functions are served as Django serves them.
    """
    django.setup(set_prefix=False)
    from formrerun.web.one_hop import OneHopHandler  # it needs apps that are set up

    return OneHopHandler()


def __getattr__(name: str) -> Any:
    # Made when a server asks for it: the handler loads the middleware of the settings as they are then.
    if name == "application":
        return get_asgi_application()
    raise AttributeError(name)


__all__ = ["get_asgi_application"]
