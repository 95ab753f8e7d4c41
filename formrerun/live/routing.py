"""What a project's ``asgi.py`` takes; import it after ``get_asgi_application()``."""

from __future__ import annotations

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import get_script_prefix, path, reverse

from formrerun.live.consumers import RefreshConsumer

#: The same path under which the browser would ask without WebSockets, wherever the project has put ``formrerun.urls``.
urlpatterns = [path(reverse("formrerun:live").removeprefix(get_script_prefix()), RefreshConsumer.as_asgi())]

#: The whole application for "websocket", for projects without consumers of their own.
websockets = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(urlpatterns)))
