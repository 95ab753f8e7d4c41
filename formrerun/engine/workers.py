"""Threads that draw parts of a page while the page function goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from formrerun.engine.control_flow import Control
from formrerun.engine.fragments import Nested, enclosing
from formrerun.engine.widgets import Widget
from formrerun.utils.shared_connections import SharedConnections

#: How many parts of one page are drawn at once, beside the page itself.
MOST = 8


class Workers:
    """The threads of one pass of the page function; made when it needs the first."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(MOST, thread_name_prefix="formrerun-fragment")
        self._connections = SharedConnections()
        self._parts: list[tuple[str, Future[BaseException | None]]] = []

    def submit(self, fragment: str, draw: Callable[[], Any]) -> None:
        """Call a function in a thread, with what this one knows of the run and with its database connections."""
        self._parts.append((fragment, self._pool.submit(copy_context().run, self._call, draw)))

    def _call(self, draw: Callable[[], Any]) -> BaseException | None:
        with self._connections.lent():
            try:
                draw()
            except BaseException as error:
                return error
        return None

    def join(self, widgets: dict[str, Widget], fragments: Mapping[str, Nested]) -> list[tuple[str, BaseException]]:
        """
        Wait for all threads, put the widgets that they have drawn behind those of the page, in the order of the calls,
        and return what was raised in which fragment.
        """
        self._connections.release()
        ended = [(fragment, future.result()) for fragment, future in self._parts]
        self._pool.shutdown()
        self._connections.close()
        for fragment, _error in ended:
            inside = {id_ for id_ in fragments if fragment in enclosing(id_, fragments)}
            for id_ in [id_ for id_, widget in widgets.items() if widget.fragment in inside]:
                widgets[id_] = widgets.pop(id_)
        return [(fragment, error) for fragment, error in ended if error is not None]


def most_urgent(raised: list[tuple[str, BaseException]]) -> tuple[str, BaseException] | None:
    """Return what the page ends with: what ends runs on purpose before errors; None if nothing was raised."""
    return next((one for one in raised if isinstance(one[1], Control)), raised[0] if raised else None)
