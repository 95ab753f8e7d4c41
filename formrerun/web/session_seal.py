"""The session of a request whose headers are already on their way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from formrerun.exceptions import StreamlitAPIException


def seal(request: HttpRequest) -> None:
    """From here on the session cannot be changed: its cookie has left with the headers (decision 17)."""
    session = getattr(request, "session", None)
    if session is None or getattr(session, "fr_sealed", False):
        return
    session.__class__ = _sealed(type(session))


_sealed_types: dict[type, type] = {}


def _sealed(cls: type) -> type:
    if cls not in _sealed_types:

        def refuse(self: Any, *args: Any, **kwargs: Any) -> Any:
            raise StreamlitAPIException(
                "The session cannot be changed here: the page runs long enough to be shown while it is drawn, and the "
                "response with its cookies has begun. Log in, log out and write to `request.session` in a callback "
                "(`on_click`, `on_change`), which runs before the page."
            )

        names = ("__setitem__", "__delitem__", "pop", "setdefault", "update", "clear", "flush", "cycle_key")
        body = dict.fromkeys(names, refuse)
        _sealed_types[cls] = type(cls.__name__, (cls,), {**body, "__module__": cls.__module__, "fr_sealed": True})
    return _sealed_types[cls]
