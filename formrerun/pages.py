"""A page function with what ``@page`` said of it, and the registry that finds pages by name."""

from __future__ import annotations

import inspect
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from formrerun import codec
from formrerun.conf import settings
from formrerun.engine.run_parts import PageConfig
from formrerun.exceptions import StreamlitPageNotFoundError
from formrerun.utils.digests import digest

View = Callable[..., Any]

#: The URL argument that names one of an app's pages; see ``formrerun.api.menus``.
PAGE_PATH = "fr_page"

_registry: dict[str, Page] = {}


@dataclass(kw_only=True)
class Page:
    """
    A page function with what ``@page`` said of it.

    Attributes
    ----------
    name
        ``module.function``; part of every widget's identity, so renaming a page starts its tabs afresh.
    login
        Whether visitors must log in; None: as the setting LOGIN_REQUIRED says.
    permission_required, user_passes
        What a user must have, and a test that takes the user, and the URL's arguments that it names.
    tests
        More of these, from Django's decorators around the page function; anonymous visitors may pass them.
    passes
        One more, called with the request and the URL's arguments, or with None where these are not known.
    tag
        The element around the body: "main", or "div" where it stands in the main part of another document.
    context
        Gives more variables for the template of the whole page; called with the request and the URL's arguments.
    login_url
        Where the login is; "" for LOGIN_URL.
    is_script
        It is a Streamlit script, not a page function.
    on_script_error, secrets
        As those of ``App``.
    """

    function: Callable[..., Any]
    name: str
    title: str | None = None
    icon: str | None = None
    layout: Literal["centered", "wide"] = "centered"
    login: bool | None = None
    permission_required: tuple[str, ...] = ()
    user_passes: Callable[..., bool] | None = None
    tests: tuple[Callable[[Any], bool], ...] = ()
    passes: Callable[[Any, Mapping[str, Any] | None], bool] | None = None
    login_url: str = ""
    tag: str = "main"
    context: Callable[[Any, Mapping[str, Any]], Mapping[str, Any]] | None = None
    state: Literal["tab", "session", "user"] = "tab"
    atomic: bool = True
    template: str = "formrerun/page.html"
    show_errors: bool | None = None
    store: Any = None
    view: View | None = None
    is_script: bool = False
    on_script_error: Callable[[Exception], bool | None] | None = None
    secrets: Mapping[str, Any] | None = None
    _takes: tuple[bool, frozenset[str] | None] = field(init=False)

    def __post_init__(self) -> None:
        self._takes = _takes(self.function)

    @property
    def login_required(self) -> bool:
        """True if visitors must log in."""
        if self.permission_required or self.user_passes is not None or self.passes is not None:
            return True
        if self.login is not None:
            return self.login
        return bool(settings.LOGIN_REQUIRED) and not self.is_public

    @property
    def is_public(self) -> bool:
        """True if it says that it asks for no login: by ``login_required=False``, or by Django's decorator."""
        return self.login is False or getattr(self.view, "login_required", True) is False

    @property
    def is_guarded(self) -> bool:
        """True if not everybody may see it."""
        return self.login_required or bool(self.tests)

    def admits(self, request: Any, kwargs: Mapping[str, Any] | None) -> bool:
        """
        Return True if the user of a request may see it; whether a login is needed is another question.

        Parameters
        ----------
        kwargs
            The URL's arguments; None if they are not known: what asks for them is not asked then.

        Raises
        ------
        PermissionDenied
            If a test of its own says no by that.
        """
        user = request.user
        if not user.has_perms(self.permission_required) or not all(test(user) for test in self.tests):
            return False
        if self.passes is not None and not self.passes(request, kwargs):
            return False
        if self.user_passes is None:
            return True
        names = _arguments_of(self.user_passes)
        if kwargs is None and names != ():
            return True
        given = kwargs or {}
        return bool(self.user_passes(user, **{n: v for n, v in given.items() if names is None or n in names}))

    def guard(self, kwargs: Mapping[str, Any]) -> str:
        """Return what names the page and its arguments to those who ask once more who may see it; "" if all may."""
        if not self.is_guarded:
            return ""
        wants = self.passes is not None or (self.user_passes is not None and _arguments_of(self.user_passes) != ())
        if not (wants and kwargs):
            return self.name
        return f"{self.name}~{urlsafe_b64encode(codec.dumps(dict(kwargs)).encode()).decode().rstrip('=')}"

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
        kwargs = {name: value for name, value in kwargs.items() if name != PAGE_PATH}
        if not kwargs:
            return self.name[-255:]
        return f"{self.name[-200:]}?{digest(json.dumps(kwargs, sort_keys=True, default=str))}"

    def config(self) -> PageConfig:
        """Return what the page starts with before ``set_page_config``."""
        name = self.name.rpartition(".")[2].replace("_", " ").strip().capitalize()
        return PageConfig(title=self.title, name=name, icon=self.icon, layout=self.layout, tag=self.tag)


def _takes(function: Callable[..., Any]) -> tuple[bool, frozenset[str] | None]:
    """Return whether a function takes the request first, and which names it takes (None: all)."""
    parameters = list(inspect.signature(function).parameters.values())
    wants_request = bool(parameters) and parameters[0].name == "request"
    if any(p.kind is p.VAR_KEYWORD for p in parameters):
        return wants_request, None
    return wants_request, frozenset(p.name for p in parameters[int(wants_request) :])


def guarded(guard: str) -> tuple[Page, Mapping[str, Any] | None]:
    """
    Return the page that :meth:`Page.guard` named, and the arguments of its URL; None if nothing was said of them.

    Raises
    ------
    StreamlitPageNotFoundError
        If there is none.
    """
    name, mark, packed = guard.partition("~")
    return get(name), codec.loads(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()) if mark else None


def _arguments_of(test: Callable[..., Any]) -> tuple[str, ...] | None:
    """Return the arguments of a page's URL that a test takes after the user; None: all."""
    parameters = list(inspect.signature(test).parameters.values())[1:]
    if any(p.kind is p.VAR_KEYWORD for p in parameters):
        return None
    return tuple(p.name for p in parameters if p.kind is not p.VAR_POSITIONAL)


def non_atomic(view: View) -> View:
    """Except a view from ATOMIC_REQUESTS: the run has a transaction of its own; one around it would outlive it."""
    from django.conf import settings as project
    from django.db.transaction import non_atomic_requests

    for alias in project.DATABASES if project.configured else [settings.DATABASE]:
        view = non_atomic_requests(using=alias)(view)
    return view


def add(page: Page) -> None:
    """File a page under its name."""
    _registry[page.name] = page


def known() -> list[Page]:
    """Return the pages that this process knows."""
    return list(_registry.values())


def find(name: str) -> Page | None:
    """Return a page by its name, if this process knows it."""
    return _registry.get(name)


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


def leads_to_page(location: str, urlconf: Any = None) -> bool:
    """
    Return True if an address of this site is that of a page: it understands our query parameters.

    Parameters
    ----------
    urlconf
        That of the request, if a middleware has given it one.
    """
    from django.urls import Resolver404, get_script_prefix, resolve
    from django.utils import translation

    parts, prefix = urlsplit(location), get_script_prefix()
    if parts.scheme or parts.netloc or not parts.path.startswith(prefix):
        return False
    path = "/" + unquote(parts.path[len(prefix) :])
    # Below i18n_patterns an address of another language is known in that language only.
    language = translation.get_language_from_path(path) or translation.get_language()
    try:
        with translation.override(language):
            return isinstance(getattr(resolve(path, urlconf).func, "page", None), Page)
    except Resolver404:
        return False


def __getattr__(name: str) -> Any:
    if name == "page":  # the decorator needs the view, which stands above this: it is looked for when it is asked for
        return import_module("formrerun.api.pages").page
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
