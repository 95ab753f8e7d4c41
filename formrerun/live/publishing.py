"""``refresh``, what follows it after the commit, and the signals of models and logouts that lead to the same."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Iterable
from concurrent.futures import Future
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from asgiref.sync import async_to_sync, sync_to_async
from django.apps import apps
from django.db import DatabaseError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import signals

from formrerun.conf import settings
from formrerun.engine.context import running
from formrerun.live import topics
from formrerun.protocol.names import Header
from formrerun.store import Owner
from formrerun.utils import django_internals
from formrerun.utils.headers import header

try:
    from channels.layers import get_channel_layer
except ImportError:  # without Channels browsers ask for the versions

    def get_channel_layer(alias: str = "default") -> Any:
        """Return none."""


logger = logging.getLogger("formrerun.live")

#: Apps whose models nobody shows, and which write with every request.
QUIET = frozenset({"admin", "contenttypes", "formrerun", "formrerun_live", "sessions"})

#: Seconds that a message may take to the channel layer; whoever has committed waits for it where nothing is served.
PATIENCE = 5
#: The event loop that consumers of this process run in; in-memory layers can be used from no other.
serving: asyncio.AbstractEventLoop | None = None
#: What this process asks of the channel layer at a time: far less than the 100 connections of redis-py's pool.
AT_ONCE = 20
LOST = "A live update could not be sent; browsers learn of it when they next ask."
_quiet_until: dict[str, float] = {}
#: What the present transaction of a connection has told after its commit; a connection is one thread's.
_told: WeakKeyDictionary[BaseDatabaseWrapper, set[str]] = WeakKeyDictionary()
_rooms: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def refresh(*what: Any) -> None:
    """
    Let every page that subscribed to these topics run again: in all browsers, from any process.

    Inside a transaction, and so in a page, that is after the commit; if it is rolled back, nobody is told. Many
    refreshes of a topic in one transaction are one.

    Parameters
    ----------
    what
        Topics: texts, or models; a model's own saves and deletes need no call, but ``QuerySet.update()``,
        ``bulk_create()`` and SQL do, for Django says nothing of them.

    Examples
    --------
    >>> live.refresh("orders")
    >>> Order.objects.filter(paid=True).update(status="sent")
    >>> live.refresh(Order)
    """
    names = [topics.name_of(topic) for topic in what]
    _after_commit(names, str(settings.DATABASE))


async def arefresh(*what: Any) -> None:
    """Do as :func:`refresh`, from an ``async def``."""
    await sync_to_async(refresh)(*what)


class _Refresh:
    """A function for ``on_commit``: raises a topic's version and tells the consumers, once a topic and transaction."""

    __slots__ = ("_if_followed", "_run", "_told", "name")

    def __init__(self, name: str, told: set[str], *, if_followed: bool) -> None:
        self.name, self._told, self._if_followed, self._run = name, told, if_followed, running()

    def __call__(self) -> None:
        if self.name in self._told:
            return
        self._told.add(self.name)
        try:
            version = topics.raise_version(self.name, if_followed=self._if_followed)
        except DatabaseError:  # whoever changed something has done so, even if nobody can be told of it
            logger.exception("The topic %r could not be refreshed. Was `manage.py migrate` run?", self.name)
            return
        if version is None:
            return
        tell(topics.group_of(self.name), {"type": "wish.rerun", "topic": self.name, "version": version})
        if (run := self._run) is not None and self.name in run.drawing.topics and _is_rerun(run.request):
            _warn(run.page, self.name)


def _is_rerun(request: Any) -> bool:
    return request is not None and header(request, Header.KIND) == "rerun"


@lru_cache(maxsize=1000)
def _warn(page: str, name: str) -> None:
    """Say once of a page that it may go on for ever."""
    logger.warning(
        "Page %s changes %r, which it follows, in a run that nobody asked for. If it does so in every run, two windows "
        "that show it make each other run for ever. Let callbacks change it, or change it only if need be.",
        page,
        name,
    )


def _after_commit(names: Iterable[str], alias: str, *, if_followed: bool = False) -> None:
    connection = connections[alias]
    told = _told.get(connection)
    if told is None or told:  # the one that was used belongs to a transaction that has committed
        told = _told[connection] = set()
    for name in names:
        transaction.on_commit(_Refresh(name, told, if_followed=if_followed), using=alias)


def waiting() -> set[str]:
    """Return the topics that the commit of this thread's open transactions will refresh."""
    return {
        hook.name
        for connection in connections.all(initialized_only=True)
        for hook in django_internals.commit_hooks(connection)
        if isinstance(hook, _Refresh)
    }


def has_sockets(request: Any) -> bool:
    """Return True if a page that answers this request may open a WebSocket; else it asks from time to time."""
    return "formrerun.live.routing" in sys.modules and hasattr(request, "scope") and get_channel_layer() is not None


def tell(group: str, message: dict[str, Any]) -> None:
    """Send a message to the consumers of a group; it may get lost, and nobody waits for it."""
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        if serving is not None and serving.is_running():
            asyncio.run_coroutine_threadsafe(_send(layer, group, message), serving).add_done_callback(_log)
        else:  # not in the loop that serves this request: where that ends, nobody is answered, and the process stays
            async_to_sync(_send, force_new_loop=True)(layer, group, message)
    except Exception as error:  # Redis is down: no reason to fail for whoever has just committed
        complain(LOST, error)


async def _send(layer: Any, group: str, message: dict[str, Any]) -> None:
    async with room():
        await asyncio.wait_for(layer.group_send(group, message), PATIENCE)


def room() -> asyncio.Semaphore:
    """
    Return the semaphore to enter for each call of the channel layer; one an event loop.

    Each such call takes a connection of the layer's pool, and a pool that has none left raises: a crowd that comes at
    once, as after a deployment, has to wait its turn instead.
    """
    loop = asyncio.get_running_loop()
    if loop not in _rooms:
        _rooms[loop] = asyncio.Semaphore(AT_ONCE)
    return _rooms[loop]


def _log(sent: Future[Any]) -> None:
    if not sent.cancelled() and (error := sent.exception()):
        complain(LOST, error)


def complain(what: str, error: BaseException) -> None:
    """Log a failure, once a minute: where Redis is away, every message and every WebSocket finds that out."""
    now = time.monotonic()
    if now >= _quiet_until.get(what, 0):
        _quiet_until[what] = now + 60
        logger.error("%s (Said once a minute.)", what, exc_info=error)


# ------------------------------------------------------------------------------------------------ models and sessions


def listen() -> None:
    """
    Connect what Django says of models and logouts.

    Each model by itself: a receiver for all of them would make Django load every row that it deletes, sessions too.
    """
    from django.contrib.auth.signals import user_logged_out

    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in QUIET:
            continue
        if model._meta.auto_created:
            signals.m2m_changed.connect(_related, sender=model, dispatch_uid="formrerun.live")
        else:
            signals.post_save.connect(_changed, sender=model, dispatch_uid="formrerun.live")
            signals.post_delete.connect(_changed, sender=model, dispatch_uid="formrerun.live")
    user_logged_out.connect(_logged_out, dispatch_uid="formrerun.live")


def _changed(sender: type[models.Model], using: str, **_: Any) -> None:
    """A row was saved or deleted; with it the rows of the models it inherits from."""
    concerned = [sender, *sender._meta.get_parent_list()]
    _after_commit({topics.name_of(model) for model in concerned}, using, if_followed=True)


def _related(action: str, instance: Any, model: type[models.Model], using: str, **_: Any) -> None:
    """Rows were related to each other: a change of both sides."""
    if action.startswith("post_"):
        _after_commit({topics.name_of(type(instance)), topics.name_of(model)}, using, if_followed=True)


def _logged_out(request: Any, **_: Any) -> None:
    """End the WebSockets of a session that has logged out."""
    if request is not None and getattr(request, "session", None) is not None:
        tell(topics.group_of(f"owner:{Owner.of(request).key}"), {"type": "wish.end"})
