"""The session of a request whose headers are already on their way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from formrerun.exceptions import StreamlitAPIException
from formrerun.utils import django_internals


def seal(request: HttpRequest) -> None:
    """From here on the session cannot be changed: its cookie has left with the headers (decision 17)."""
    session = getattr(request, "session", None)
    if session is not None:
        django_internals.seal_session(session, _refuse)


def _refuse(self: Any, *args: Any, **kwargs: Any) -> Any:
    raise StreamlitAPIException(
        "The session cannot be changed here: the page runs long enough to be shown while it is drawn, and the "
        "response with its cookies has begun. Log in, log out and write to `request.session` in a callback "
        "(`on_click`, `on_change`), which runs before the page."
    )
