"""One request to one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.http import escape_leading_slashes

from formrerun.pages import PAGE_PATH, Page
from formrerun.store import Owner
from formrerun.store import default as default_store
from formrerun.store.base import Store
from formrerun.submissions.audit import NO_TRAIL, Trail
from formrerun.utils.headers import header


@dataclass(kw_only=True)
class PageRequest:
    """
    One request to one page.

    Attributes
    ----------
    home
        The address a plain form comes back to: the page's own path, or that of the template it stands in, whose query
        is the page's then.
    posts_to
        Where its submissions go, if that is another address than the path of ``home``.
    watch
        Told of every element as it is drawn; AppTest ends runs that take too long there.
    stream
        Who looks on while the page is drawn: a :class:`formrerun.web.stream_state.StreamState`, or None.
    trail
        Writes down what is submitted.
    """

    request: HttpRequest
    page: Page
    kwargs: Mapping[str, Any]
    home: str
    posts_to: str = ""
    watch: Callable[[Any], None] | None = None
    stream: Any = None
    page_key: str = field(init=False)
    store: Store = field(init=False)
    trail: Trail = field(init=False, default=NO_TRAIL)
    _asking: Lock = field(init=False, default_factory=Lock)

    def __post_init__(self) -> None:
        self.home = escape_leading_slashes(self.home)  # "//elsewhere.example" would be another site
        self.page_key = self.page.key(self.kwargs)
        self.store = self.page.store or default_store()

    def owner(self, create: bool) -> Owner:
        """Return who asks. A new session gets its secret once: the stream begins and the run ends in two threads."""
        with self._asking:
            return Owner.of(self.request, create=create)

    @property
    def address(self) -> str:
        """The address that answers for the page alone, whatever stands around it."""
        return self.posts_to or self.home.partition("?")[0]

    @property
    def query(self) -> QueryDict:
        """The query parameters of the address that the browser shows."""
        _path, mark, query = self.home.partition("?")
        return QueryDict(query) if mark else self.request.GET

    @property
    def page_path(self) -> str:
        """Which of an app's pages this is."""
        return str(self.kwargs.get(PAGE_PATH, ""))

    @property
    def may_store(self) -> bool:
        """False for requests that look without staying: nothing is stored for them (decision 22)."""
        purpose = header(self.request, "Sec-Purpose") + header(self.request, "Purpose")
        return self.request.method != "HEAD" and "prefetch" not in purpose


__all__ = ["PageRequest"]
