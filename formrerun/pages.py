"""
Pages: ``@page`` makes an ordinary Django view of a function; the registry finds pages by name.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, overload

from formrerun.engine.run import PageConfig
from formrerun.exceptions import FormrerunError, StreamlitPageNotFoundError
from formrerun.utils.digests import digest

View = Callable[..., Any]

#: The URL argument that names one of an app's pages; see ``formrerun.api.menus``.
PLACE = "fr_page"

_registry: dict[str, Page] = {}


@dataclass(kw_only=True)
class Page:
    """
    A page function with what ``@page`` said of it.

    Attributes
    ----------
    name
        ``module.function``; part of every widget's identity, so renaming a page starts its tabs afresh.
    """

    #: ``carrier.PageView``; the carrier sets it, for imports run one way.
    as_view: ClassVar[Callable[[Page], View]]

    function: Callable[..., Any]
    name: str
    title: str | None = None
    icon: str | None = None
    layout: Literal["centered", "wide"] = "centered"
    login_required: bool = False
    permission_required: tuple[str, ...] = ()
    user_passes: Callable[[Any], bool] | None = None
    state: Literal["tab", "session", "user"] = "tab"
    atomic: bool = True
    template: str = "formrerun/page.html"
    show_errors: bool | None = None
    store: Any = None
    view: View | None = None
    _takes: tuple[bool, frozenset[str] | None] = field(init=False)

    def __post_init__(self) -> None:
        self._takes = _takes(self.function)

    def body(self, request: Any, kwargs: Mapping[str, Any]) -> Callable[[], Any]:
        """Return the function with the request and the URL's arguments bound, as far as it asks for them."""
        wants_request, names = self._takes
        arguments: dict[str, Any] = {k: v for k, v in kwargs.items() if names is None or k in names}
        if wants_request:
            return lambda: self.function(request, **arguments)
        return lambda: self.function(**arguments)

    def key(self, kwargs: Mapping[str, Any]) -> str:
        """
        Return the name a tab is bound to: the page and the URL's arguments, so that one URL's tab opens no other.

        The pages of one app are one to it, for they have widgets in common.
        """
        kwargs = {name: value for name, value in kwargs.items() if name != PLACE}
        if not kwargs:
            return self.name[-255:]
        return f"{self.name[-200:]}?{digest(json.dumps(kwargs, sort_keys=True, default=str))}"

    def config(self) -> PageConfig:
        """Return what the page starts with before ``set_page_config``."""
        return PageConfig(title=self.title, icon=self.icon, layout=self.layout)


def _takes(function: Callable[..., Any]) -> tuple[bool, frozenset[str] | None]:
    """Return whether a function takes the request first, and which names it takes (None: all)."""
    parameters = list(inspect.signature(function).parameters.values())
    wants_request = bool(parameters) and parameters[0].name == "request"
    if any(p.kind is p.VAR_KEYWORD for p in parameters):
        return wants_request, None
    return wants_request, frozenset(p.name for p in parameters[int(wants_request) :])


@overload
def page(function: Callable[..., Any]) -> View: ...
@overload
def page(
    *,
    title: str | None = None,
    icon: str | None = None,
    layout: Literal["centered", "wide"] = "centered",
    login_required: bool = False,
    permission_required: str | Iterable[str] = (),
    user_passes: Callable[[Any], bool] | None = None,
    state: Literal["tab", "session", "user"] = "tab",
    atomic: bool = True,
    template: str = "formrerun/page.html",
) -> Callable[[Callable[..., Any]], View]: ...
def page(
    function: Callable[..., Any] | None = None,
    *,
    title: str | None = None,
    icon: str | None = None,
    layout: Literal["centered", "wide"] = "centered",
    login_required: bool = False,
    permission_required: str | Iterable[str] = (),
    user_passes: Callable[[Any], bool] | None = None,
    state: Literal["tab", "session", "user"] = "tab",
    atomic: bool = True,
    template: str = "formrerun/page.html",
) -> View | Callable[[Callable[..., Any]], View]:
    """
    Make a Django view of a page function.

    The function runs top to bottom on every GET and once for every submission. It may take ``request`` as its first
    parameter, and the URL's arguments by name.

    Parameters
    ----------
    function
        The page function; left out where the decorator has parameters.
    title, icon
        The browser tab's title (default: the function's name) and icon (an emoji).
    layout
        "centered" (736 px) or "wide".
    login_required
        Send anonymous visitors to the login page.
    permission_required
        One permission or several ("shop.change_order"); implies ``login_required``. Without it: 403.
    user_passes
        Called with the user; 403 if it returns False. Implies ``login_required``.
    state
        Whose session_state it is: one browser tab's (default), or shared by all tabs of the "session" or the "user".
    atomic
        False for a page that takes long: values and callbacks are committed with the submission's id, then the page
        runs outside of any transaction. If its process dies, the submission is shown as cut short, and not run again.
    template
        The template of the whole page; ``formrerun/page.html`` says which blocks it has.

    Returns
    -------
    callable
        The view, for ``path("refunds/", refunds)``; its ``page`` attribute is the :class:`Page`.

    Raises
    ------
    FormrerunError
        If the function is ``async``, ``state`` is none of the three, or a page that is not atomic wants to share it.

    Examples
    --------
    >>> @fr.page(title="Refunds", permission_required="shop.change_order")
    ... def refunds(request, customer_id):
    ...     fr.title("Refunds")
    """
    if state not in ("tab", "session", "user"):
        raise FormrerunError(f"@page(state={state!r}) is not one of 'tab', 'session', 'user'.")
    if not atomic and state != "tab":
        raise FormrerunError(
            f"@page(atomic=False) cannot have state={state!r}: what tabs share stays locked until a transaction ends. "
            'Leave state at "tab" and keep what is shared in the database.'
        )
    permissions = (permission_required,) if isinstance(permission_required, str) else tuple(permission_required)

    def decorate(function: Callable[..., Any]) -> View:
        if not hasattr(function, "__qualname__"):
            raise FormrerunError(f"@page cannot take {function!r}: it has no name. Decorate a function.")
        if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
            raise FormrerunError(
                f"@page cannot take the async function {function.__qualname__}: a page holds a lock and a database "
                "transaction in one thread from start to end. Make it a plain `def`; it runs in a thread of its own, "
                "and may call `asgiref.sync.async_to_sync` for what is async."
            )
        return register(
            Page(
                function=function,
                name=f"{function.__module__}.{function.__qualname__}",
                title=title,
                icon=icon,
                layout=layout,
                login_required=login_required or bool(permissions) or user_passes is not None,
                permission_required=permissions,
                user_passes=user_passes,
                state=state,
                atomic=atomic,
                template=template,
            )
        )

    return decorate if function is None else decorate(function)


def register(made: Page) -> View:
    """File a page under its name and return its view."""
    view = made.view = non_atomic(Page.as_view(made))
    _registry[made.name] = made
    return view


def non_atomic(view: View) -> View:
    """Except a view from ATOMIC_REQUESTS: the run has a transaction of its own; one around it would outlive it."""
    from django.conf import settings as project
    from django.db.transaction import non_atomic_requests

    from formrerun.conf import settings

    for alias in project.DATABASES if project.configured else [settings.DATABASE]:
        view = non_atomic_requests(using=alias)(view)
    return view


def get(name: str) -> Page:
    """
    Return a page by its dotted name.

    Raises
    ------
    StreamlitPageNotFoundError
        If there is none.
    """
    if name not in _registry:
        from django.utils.module_loading import import_string

        with suppress(ImportError):
            import_string(name)
    if name not in _registry:
        known = ", ".join(sorted(_registry)) or "none"
        raise StreamlitPageNotFoundError(f"Could not find page: `{name}`. Registered pages: {known}.")
    return _registry[name]


def url_of(target: Any, current: str = "") -> str:
    """
    Return the URL a page author named for ``switch_page``.

    Parameters
    ----------
    target
        A page (its view), a dotted page name, the name of a URL pattern, or a path that begins with "/".
    current
        The path of the page that asks.

    Raises
    ------
    StreamlitPageNotFoundError
        If it is none of these.
    """
    from django.urls import NoReverseMatch, reverse
    from django.utils.http import url_has_allowed_host_and_scheme

    # Browsers read "/\\host" and "/<tab>/host" as "//host": another site.
    if isinstance(target, str) and target.startswith("/") and url_has_allowed_host_and_scheme(target, None):
        return target
    view: Any = target
    if isinstance(target, str) and target in _registry:
        view = _registry[target].view
    elif isinstance(target, Page):
        view = target.view
    try:
        return str(reverse(view))
    except NoReverseMatch:
        shown = getattr(target, "__name__", target)
        raise StreamlitPageNotFoundError(
            f"Could not find page: `{shown}`. Name a page function that stands in the URLconf, the name of a URL "
            "pattern, or a path that begins with `/`."
        ) from None
