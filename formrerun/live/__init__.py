"""
Live updates: a page runs again when what it shows has changed, in every browser that shows it.

In a page::

    from formrerun import live

    for order in live.follow(Order.objects.filter(open=True)):   # again after every save and delete of an order
        fr.write(order)
    live.subscribe("stock")                                      # again after every live.refresh("stock")

    live.presence(order)                                         # "Ana is editing this."
    live.changes(order)                                          # "This was changed elsewhere meanwhile: amount."

Anywhere else (a view, a signal, a task, ``manage.py``)::

    live.refresh("stock")                                        # after the commit, if there is a transaction

A browser is only told to run its page again; the page comes by an ordinary request, with all permissions, and what
people are typing stays. WebSockets make it fast and are not needed: without them browsers ask for the versions of their
topics from time to time.

Setting it up:

1. ``"formrerun.live"`` in INSTALLED_APPS, then ``manage.py migrate``. ``formrerun.urls`` has the address already. From
   here on it works, by asking.
2. For an answer within a second, WebSockets: ``pip install channels daphne``, and in ``asgi.py``, after
   ``django_application = get_asgi_application()``::

       from channels.routing import ProtocolTypeRouter
       from formrerun.live.routing import websockets

       application = ProtocolTypeRouter({"http": django_application, "websocket": websockets})

   A project with consumers of its own adds ``formrerun.live.routing.urlpatterns`` to its URLRouter.
3. ``CHANNEL_LAYERS``: in memory for one process, Redis for several
   (``pip install channels-redis``)::

       CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer",
                                     "CONFIG": {"hosts": [REDIS_URL]}}}

   A proxy must pass WebSockets on (nginx: ``proxy_http_version 1.1`` and the Upgrade headers). Behind one that does
   not, browsers ask from time to time.
"""

from __future__ import annotations

from formrerun.live.people import Person, presence
from formrerun.live.publishing import arefresh, refresh
from formrerun.live.row_changes import changes
from formrerun.live.subscriptions import follow, subscribe

__all__ = ["Person", "arefresh", "changes", "follow", "presence", "refresh", "subscribe"]
