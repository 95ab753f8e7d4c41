"""Who looks at the page: ``user``, ``context``, and the site's ``secrets``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from formrerun.engine.context import current_run

__all__ = ["context", "user"]


class RunMapping(Mapping[str, Any]):
    """Item and attribute access to something that belongs to the run."""

    _what = ""

    def _held(self) -> Mapping[str, Any]:
        raise NotImplementedError

    def __getitem__(self, key: str) -> Any:
        try:
            return self._held()[key]
        except KeyError:
            raise KeyError(f'{self._what} has no key "{key}".') from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._held())

    def __len__(self) -> int:
        return len(self._held())

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self._held()[name]
        except KeyError:
            raise AttributeError(f'{self._what} has no attribute "{name}".') from None

    def to_dict(self) -> dict[str, Any]:
        """Return the entries as a plain dict."""
        return dict(self._held())


class User(RunMapping):
    """
    Django's user: ``is_logged_in``, ``name``, ``email``, ``username``, ``id``.

    For permissions take the user itself: ``request.user`` of the page's first parameter.
    """

    _what = "st.user"

    def _held(self) -> Mapping[str, Any]:
        request = current_run().request
        given = getattr(request, "formrerun_user", None)
        if given is not None:
            return given  # type: ignore[no-any-return]
        found = getattr(request, "user", None)
        if found is None or not found.is_authenticated:
            return {"is_logged_in": False}
        return {
            "is_logged_in": True,
            "id": found.pk,
            "username": found.get_username(),
            "name": found.get_full_name() or found.get_username() if hasattr(found, "get_full_name") else str(found),
            "email": getattr(found, found.get_email_field_name(), "") if hasattr(found, "get_email_field_name") else "",
        }


class Context(RunMapping):
    """
    The request: ``headers``, ``cookies``, ``ip_address``, ``url``, ``locale``, ``timezone``, ``timezone_offset``.

    ``timezone`` is the server's, for a browser does not send its own; ``is_embedded`` is False and ``theme`` None.
    """

    _what = "st.context"

    def _held(self) -> Mapping[str, Any]:
        from django.utils import timezone, translation

        request = current_run().request
        given = getattr(request, "formrerun_context", None)
        if request is None:
            return {"headers": {}, "cookies": {}}
        now = timezone.localtime()
        offset = now.utcoffset()
        parts = urlsplit(request.build_absolute_uri()) if request.META.get("HTTP_HOST") or given is None else None
        held: dict[str, Any] = {
            "headers": request.headers,
            "cookies": dict(request.COOKIES),
            "ip_address": request.META.get("REMOTE_ADDR"),
            "locale": translation.to_locale(translation.get_language() or "en").replace("_", "-"),
            "timezone": timezone.get_current_timezone_name(),
            "timezone_offset": -int(offset.total_seconds() // 60) if offset is not None else 0,
            "url": parts._replace(query="", fragment="").geturl() if parts is not None else None,
            "is_embedded": False,
            "theme": None,
        }
        return {**held, **(given or {})}


user = User()
context = Context()
