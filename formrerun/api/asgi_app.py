"""``App``: a Streamlit script as an ASGI application, with or without a Django project around it."""

from __future__ import annotations

import copy
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings as project
from django.core.handlers.asgi import ASGIRequest
from django.urls import URLPattern, URLResolver, include, path

from formrerun.api.pages import register
from formrerun.api.scripts import file_page
from formrerun.exceptions import FormrerunError, StreamlitAPIException, StreamlitInvalidParameterTypeError
from formrerun.scripts import standalone
from formrerun.scripts.config_file import option, options_of
from formrerun.scripts.page_urls import page_urls
from formrerun.web.one_hop import OneHopHandler

__all__ = ["App"]

Asgi = Callable[[Any, Any, Any], Awaitable[None]]
Lifespan = Callable[[Any], AbstractAsyncContextManager[Any]]
#: The options of :meth:`App.run`.
RUN_OPTIONS = ("server.port", "server.address")


class App:
    """
    A Streamlit script as an ASGI application, in a Django project or without one.

    Without a Django project it serves the script as ``runpage`` does: the state is kept in this process, so that it is
    one process that serves. Where ``DJANGO_SETTINGS_MODULE`` names a project, its settings, middleware, store and users
    are the app's, the script stands at ``/`` and the project's own addresses beside it. In a project whose URLs say
    where the script stands, ``path("sales/", include(app.urls))`` is the other way in.

    Parameters
    ----------
    script_path
        The script; a relative path begins where :meth:`run` was called from, else where the process runs.
    secrets
        What ``secrets`` has beside what the site or the secrets file says; it counts before these.
    lifespan
        A context manager around the time that the app is served, called with it; the dict that it gives is ``state``.
    routes
        What stands beside the script: patterns of Django's URLs, or routes of Starlette's.
    middleware
        Starlette's ``Middleware``, or functions that take an ASGI application and return one; the first is outermost.
    on_script_error
        Called with each exception of the script or of a callback that nothing catches; if it returns True, the
        exception is not shown.
    exception_handlers, debug
        As Starlette has them, for what is outside of the script.

    Attributes
    ----------
    script_path
        As it was given.
    state
        What ``lifespan`` gave.

    Raises
    ------
    TypeError
        If ``secrets`` is no mapping of texts, numbers, booleans, lists and mappings.

    Examples
    --------
    >>> app = fr.App("mysite/main.py", secrets={"key": "value"})
    >>> if __name__ == "__main__":
    ...     app.run()
    """

    def __init__(
        self,
        script_path: str | Path,
        *,
        secrets: Mapping[str, Any] | None = None,
        lifespan: Lifespan | None = None,
        routes: Sequence[Any] | None = None,
        middleware: Sequence[Any] | None = None,
        on_script_error: Callable[[Exception], bool | None] | None = None,
        exception_handlers: Mapping[Any, Callable[..., Any]] | None = None,
        debug: bool = False,
    ) -> None:
        if secrets is not None:
            if not isinstance(secrets, Mapping):
                raise TypeError(f"secrets must be a mapping (dict), got {type(secrets).__name__!r}.")
            _check_secrets(dict(secrets))
        self.script_path = Path(script_path)
        self.state: dict[str, Any] = {}
        self._secrets = copy.deepcopy(dict(secrets)) if secrets is not None else None
        self._lifespan, self._lifespan_is_elsewhere = lifespan, False
        self._routes, self._middleware = list(routes or ()), list(middleware or ())
        self._on_script_error = on_script_error
        self._exception_handlers, self._debug = dict(exception_handlers or {}), debug
        self._base = Path.cwd()
        self._made: Asgi | None = None

    @property
    def urls(self) -> list[URLPattern | URLResolver]:
        """The script's pages, for ``include()`` in a URLconf; ``formrerun.urls`` is included there as ever."""
        script = self._base / self.script_path
        if not script.is_file():
            raise FileNotFoundError(
                f"Streamlit script not found: '{script}'. Please verify that the path '{self.script_path}' is correct."
            )
        page = replace(file_page(script.resolve()), on_script_error=self._on_script_error, secrets=self._secrets)
        return page_urls(register(page), script.parent)

    def lifespan(self) -> Lifespan:
        """Return the app's lifespan, for the framework that it is mounted in: ``FastAPI(lifespan=app.lifespan())``."""
        self._lifespan_is_elsewhere = True
        return self._alive

    def run(self, *, config: Mapping[str, Any] | None = None) -> None:
        """
        Serve the app until it is interrupted.

        Parameters
        ----------
        config
            ``server.port`` and ``server.address``; by default those of ``.streamlit/config.toml``, else 8501 and
            127.0.0.1.

        Raises
        ------
        StreamlitAPIException
            If an option is none of these.
        FormrerunError
            If no server is installed.
        """
        given = _checked_config(config)
        if sys.argv and sys.argv[0] not in ("", "-c", "-") and self._made is None:
            self._base = Path(sys.argv[0]).resolve().parent
        chosen = options_of((self._base / self.script_path).parent)
        address = str(given.get("server.address") or option(chosen, "server.address") or "127.0.0.1")
        port = int(given.get("server.port") or option(chosen, "server.port") or 8501)
        try:
            uvicorn = import_module("uvicorn")
        except ImportError:
            raise FormrerunError(
                "`st.App.run()` needs a server: `pip install uvicorn`. Any ASGI server can serve the app itself."
            ) from None
        print(f"Serving {self.script_path}\nOpen http://{address}:{port}/ in a browser; Ctrl+C ends it.")
        uvicorn.run(self, host=address, port=port, log_level="warning")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer as an ASGI application."""
        if scope["type"] == "lifespan" and not self._is_starlette:
            await _live(self._alive(self) if not self._lifespan_is_elsewhere else None, receive, send)
            return
        if self._made is None:
            self._made = self._make(scope.get("root_path", ""))
        await self._made(scope, receive, send)

    # ------------------------------------------------------------------------------------------ how it is made

    @property
    def _is_starlette(self) -> bool:
        """Whether Starlette is needed: what is given is its own."""
        return bool(self._exception_handlers) or any(hasattr(route, "matches") for route in self._routes)

    def _make(self, prefix: str) -> Asgi:
        made: Asgi = _Handler(self._urlconf())
        if standalone.is_alone() or project.DEBUG:
            made = _with_static_files(made, prefix)
        if self._is_starlette:
            applications, routing = import_module("starlette.applications"), import_module("starlette.routing")
            theirs = [route for route in self._routes if hasattr(route, "matches")]
            made = applications.Starlette(
                debug=self._debug,
                routes=[*theirs, routing.Mount("/", app=made)],
                exception_handlers=self._exception_handlers,
                lifespan=None if self._lifespan_is_elsewhere else self._alive,
            )
        for one in reversed(self._middleware):
            made = _wrapped(one, made)
        return made

    def _urlconf(self) -> ModuleType:
        """Return a URLconf of this app alone: requests name it, whatever the settings have."""
        urlconf = ModuleType(f"{__name__}.urls_{id(self)}")
        own = self.urls
        django_routes = [route for route in self._routes if isinstance(route, (URLPattern, URLResolver))]
        urlconf.urlpatterns = [  # type: ignore[attr-defined]
            *django_routes, path("formrerun/", include("formrerun.urls")), own[0],
            *([] if standalone.is_alone() else [path("", include(project.ROOT_URLCONF))]), own[1],
        ]  # fmt: skip
        if standalone.is_alone():
            alone = vars(import_module(project.ROOT_URLCONF))
            vars(urlconf).update({name: view for name, view in alone.items() if name.startswith("handler")})
        return urlconf

    @asynccontextmanager
    async def _alive(self, _app: Any) -> AsyncGenerator[None, None]:
        if self._lifespan is None:
            yield
            return
        async with self._lifespan(self) as state:
            self.state.update(state or {})
            yield


class _Handler(OneHopHandler):
    """Django's handler, for requests with a URLconf of their own."""

    def __init__(self, urlconf: ModuleType) -> None:
        standalone.ensure(serving=True)
        super().__init__(urlconf)

        class Request(ASGIRequest):
            def __init__(self, scope: Any, body_file: Any) -> None:
                super().__init__(scope, body_file)
                self.urlconf: Any = urlconf

        self.request_class = Request


def _with_static_files(handler: Any, prefix: str) -> Asgi:
    """Return the handler with the scripts and styles beside it, below where the app is mounted."""
    from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
    from django.urls import set_script_prefix

    set_script_prefix(f"{prefix}/")
    return ASGIStaticFilesHandler(handler)


def _wrapped(one: Any, app: Asgi) -> Asgi:
    if isinstance(one, Sequence) or not callable(one):  # Starlette's Middleware gives its parts
        cls, args, kwargs = one
        return cls(app, *args, **kwargs)  # type: ignore[no-any-return]
    return one(app)  # type: ignore[no-any-return]


async def _live(alive: AbstractAsyncContextManager[Any] | None, receive: Any, send: Any) -> None:
    """Answer the server's messages about its start and its end."""
    started = False
    try:
        await receive()
        if alive is not None:
            await alive.__aenter__()
        started = True
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if alive is not None:
            await alive.__aexit__(None, None, None)
        await send({"type": "lifespan.shutdown.complete"})
    except Exception as error:
        stage = "shutdown" if started else "startup"
        await send({"type": f"lifespan.{stage}.failed", "message": repr(error)})
        raise


def _checked_config(config: Any) -> dict[str, Any]:
    if config is not None and not isinstance(config, Mapping):
        raise StreamlitInvalidParameterTypeError("config", type(config).__name__, ["Mapping", "None"])
    for name in config or {}:
        if name not in RUN_OPTIONS:
            raise StreamlitAPIException(
                f"Unrecognized config option: {name!r}. Here are {' and '.join(RUN_OPTIONS)}; others stand in "
                "`.streamlit/config.toml` and in Django's settings."
            )
    return dict(config or {})


def _check_secrets(value: Any, where: str = "") -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                place = f"in '{where}'" if where else "at top level"
                raise TypeError(f"Dictionary keys in secrets must be strings, got {type(key).__name__!r} {place}.")
            _check_secrets(inner, f"{where}.{key}" if where else key)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _check_secrets(inner, f"{where}[{number}]")
    elif type(value) not in (str, int, float, bool):
        raise TypeError(
            f"Unsupported type '{type(value).__name__}'{f' at {where!r}' if where else ''} in secrets. "
            "Allowed types are: str, int, float, bool, lists, and nested dicts."
        )
