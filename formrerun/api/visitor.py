"""Who looks at the page: ``user``, ``context``, ``request``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from formrerun.engine.context import current_run, running
from formrerun.exceptions import FormrerunError
from formrerun.protocol.names import Header

__all__ = ["context", "request", "user"]


class RunMapping(Mapping[str, Any]):
    """Item and attribute access to something that belongs to the run."""

    _what = ""

    def _held(self) -> Mapping[str, Any]:
        raise NotImplementedError

    def _entry(self, name: str) -> Any:
        """Return an entry; KeyError for none."""
        return self._held()[name]

    def __getitem__(self, key: str) -> Any:
        try:
            return self._entry(key)
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
            return self._entry(name)
        except KeyError:
            raise AttributeError(f'{self._what} has no attribute "{name}".') from None

    def to_dict(self) -> dict[str, Any]:
        """Return the entries as a plain dict."""
        return dict(self._held())


class User(RunMapping):
    """
    Django's user: ``is_logged_in``, ``name``, ``email``, ``username``, ``id``.

    Beside these it has the attributes of the user's model, as ``has_perm``. Where the user itself is wanted, as in a
    query, take ``fr.request.user``.
    """

    _what = "st.user"

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getattr__(name)
        except AttributeError:
            found = getattr(current_run().request, "user", None)
            if name.startswith("_") or not hasattr(found, name):
                raise
            return getattr(found, name)

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


class Headers(Mapping[str, str]):
    """The headers of the request, whatever the case of their names."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    def __getitem__(self, name: str) -> str:
        return self._headers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._headers)

    def __len__(self) -> int:
        return len(self._headers)

    def get_all(self, name: str) -> list[str]:
        """Return all values of a header; the server has joined those of several, and gives them as one."""
        return [self._headers[name]] if name in self._headers else []

    def to_dict(self) -> dict[str, str]:
        """Return them as a plain dict."""
        return dict(self._headers)


class Named(dict[str, Any]):
    """A dict whose entries are attributes, too."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def to_dict(self) -> dict[str, Any]:
        """Return it as a plain dict."""
        return dict(self)


class Context(RunMapping):
    """
    The request: ``headers``, ``cookies``, ``ip_address``, ``url``, ``locale``, ``timezone``, ``timezone_offset``.

    ``timezone`` is the browser's. That is not known when a page is opened: such a run has the server's, and the page
    runs again if they differ. Without JavaScript it stays the server's. ``locale`` is the browser's if that is the
    language the page is shown in, else this language. ``theme.type`` is what the browser has said by the header
    ``Sec-CH-Prefers-Color-Scheme``, else None. On the machine itself there is no ``ip_address``.
    """

    _what = "st.context"

    def _entry(self, name: str) -> Any:
        held, request = self._held(), current_run().request
        if name in ("timezone", "timezone_offset") and request is not None and _zone_of(request) is None:
            current_run().config.zone = held["timezone"]  # the server's, where the browser's was wanted
        return held[name]

    def _held(self) -> Mapping[str, Any]:
        from django.utils import timezone

        request = current_run().request
        given = getattr(request, "formrerun_context", None)
        if request is None:
            return {"headers": Headers({}), "cookies": Named(), "theme": Named(type=None)}
        address = request.META.get("REMOTE_ADDR")
        scheme = request.headers.get("Sec-CH-Prefers-Color-Scheme", "").strip('"')
        zone = _zone_of(request)
        now = timezone.localtime(timezone=zone)
        offset = now.utcoffset()
        parts = urlsplit(request.build_absolute_uri()) if request.META.get("HTTP_HOST") or given is None else None
        held: dict[str, Any] = {
            "headers": Headers(request.headers),
            "cookies": Named(request.COOKIES),
            "ip_address": None if address in ("127.0.0.1", "::1") else address,
            "locale": _locale_of(request),
            "timezone": timezone.get_current_timezone_name() if zone is None else zone.key,
            "timezone_offset": -int(offset.total_seconds() // 60) if offset is not None else 0,
            "url": parts._replace(query="", fragment="").geturl() if parts is not None else None,
            "is_embedded": request.GET.get("embed", "").lower() == "true",
            "theme": Named(type=scheme if scheme in ("light", "dark") else None),
        }
        return {**held, **(given or {})}


def _zone_of(request: Any) -> ZoneInfo | None:
    """Return the timezone that the browser has said, if it is one."""
    try:
        return ZoneInfo(request.headers.get(Header.ZONE, ""))
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None


def _locale_of(request: Any) -> str:
    """Return the language that is shown, as the browser says it if that is what it asks for first."""
    from django.utils import translation

    shown = translation.to_locale(translation.get_language() or "en").replace("_", "-")
    first = request.headers.get("Accept-Language", "").partition(",")[0].partition(";")[0].strip()
    return first if first.partition("-")[0].lower() == shown.partition("-")[0].lower() else shown


class Request:
    """
    Django's request of the run that goes on, in pages, in what they call and in callbacks.

    So a callback that can be imported, and therefore called in any process, needs no request handed over. What is read
    or set here is read and set there; Django's functions take it as they take the request itself.

    Examples
    --------
    >>> def approve(pk):
    ...     Order.objects.filter(pk=pk).update(approved_by=fr.request.user)
    ...     messages.success(fr.request, "Approved")
    """

    def __getattr__(self, name: str) -> Any:
        return getattr(_request(name), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(_request(name), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(_request(name), name)

    @property  # type: ignore[misc]
    def __class__(self) -> type:  # it passes for a request where somebody asks
        run = running()
        return type(self) if run is None or run.request is None else type(run.request)

    def __repr__(self) -> str:
        run = running()
        return repr(run.request) if run is not None else "<formrerun.request, outside a run>"


def _request(name: str) -> Any:
    run = running()
    if run is None or run.request is None:
        if name.startswith("_"):
            raise AttributeError(name)
        raise FormrerunError(
            f"`fr.request.{name}` was asked for outside of a page that runs: a request is there in pages, in what they "
            "call, and in callbacks. A thread of your own knows it after `fr.add_script_run_ctx(thread)`."
        )
    return run.request


user = User()
context = Context()
request = Request()
