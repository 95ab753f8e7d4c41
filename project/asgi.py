"""The ASGI application: ``daphne project.asgi:application``."""

from __future__ import annotations

import gc
import os

from channels.routing import ProtocolTypeRouter

from formrerun.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

django_application = get_asgi_application()

# After Django is set up, for it knows the site's URLs.
from formrerun.live.routing import websockets  # noqa: E402

application = ProtocolTypeRouter({"http": django_application, "websocket": websockets})

# What was allocated until here lives as long as the process: the collector need not walk it during submissions.
gc.collect()
gc.freeze()
