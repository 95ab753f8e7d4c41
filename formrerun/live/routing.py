"""The WebSocket application, for a project's ``asgi.py``; import it after ``get_asgi_application()``."""

from __future__ import annotations

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import get_script_prefix, path

from formrerun.live.consumers import RefreshConsumer
from formrerun.utils.urls import own_address

#: The path of ``formrerun:live``, wherever the project includes ``formrerun.urls``: without WebSockets browsers send an
#: ordinary GET there.
urlpatterns = [path(own_address("live").removeprefix(get_script_prefix()), RefreshConsumer.as_asgi())]

#: The whole application for "websocket", for projects without consumers of their own.
websockets = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(urlpatterns)))
