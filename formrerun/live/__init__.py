"""
Live updates: a page runs again when what it shows has changed, in every browser that shows it.

In a page::

    from formrerun import live

    for order in live.follow(Order.objects.filter(open=True)):   # again after every save and delete of an order
        fr.write(order)
    live.subscribe("stock")                                      # again after every live.refresh("stock")

Anywhere else (a view, a signal, a task, ``manage.py``)::

    live.refresh("stock")                                        # after the commit, if there is a transaction

Only "run again" travels; the page is got by an ordinary request, with all permissions, and what people are typing
stays. Nothing here is needed for a page to work: without WebSockets browsers ask for the versions of their topics
from time to time.

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

   A proxy must pass WebSockets on (nginx: ``proxy_http_version 1.1`` and the Upgrade headers); one that does not costs
   time, nothing else.
"""

from __future__ import annotations

from formrerun.live.publishing import arefresh, refresh
from formrerun.live.subscriptions import follow, subscribe

__all__ = ["arefresh", "follow", "refresh", "subscribe"]
