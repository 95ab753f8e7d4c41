"""
What every test may use.

``show(page)`` opens a page function in AppTest; ``serve(page)`` makes it reachable over HTTP and returns its URL. With
APPTEST_STORE=project every AppTest keeps its state where the project does: in the database.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.urls import clear_url_caches, path
from django.utils import timezone, translation

import formrerun as fr
from formrerun import pages, store
from formrerun.conf import settings as ours
from formrerun.elements import _kept_calls
from formrerun.elements.charts import _memory
from formrerun.engine import registration
from formrerun.rendering import templates
from formrerun.scripts import execution
from formrerun.store import coding, page_html
from formrerun.submissions import unstorable
from formrerun.tables import encoding

# The plugin, which is there by itself only where formrerun is installed.
from formrerun.testing import AppTest, plugin
from formrerun.testing.plugin import _formrerun_store, open_page  # noqa: F401


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Add the plugin's option, where the plugin itself does not."""
    if plugin not in pluginmanager.get_plugins():
        plugin.pytest_addoption(parser)


@pytest.fixture(autouse=True)
def fresh_process() -> Iterator[None]:
    """Begin every test as a process that has just started: nothing kept of the one before."""
    registry = dict(pages._registry)
    templates.forget()
    encoding.forget()
    _memory.forget()
    _kept_calls.forget()
    coding.forget()
    page_html.forget()
    unstorable.forget()
    execution._compiled.clear()
    store.make.cache_clear()
    fr.cache_resource.clear()
    caches[ours.CACHE].clear()
    registration._warned_default = False
    translation.deactivate()  # a request leaves its language behind in the thread
    timezone.deactivate()
    yield
    pages._registry.clear()
    pages._registry.update(registry)


@pytest.fixture(autouse=True)
def _store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let AppTest use the store that the environment names, and as much time as a busy machine needs."""
    begin = AppTest.__init__

    @functools.wraps(begin)
    def patient(at: AppTest, *args: Any, **options: Any) -> None:
        begin(at, *args, **options)
        if at.default_timeout == 3:  # nobody asked for another one
            at.default_timeout = 60

    monkeypatch.setattr(AppTest, "__init__", patient)
    if os.environ.get("APPTEST_STORE") == "project" and "browser" not in request.keywords:
        request.getfixturevalue("db")
        monkeypatch.setattr(AppTest, "default_store", "project")


@pytest.fixture
def show() -> Callable[..., AppTest]:
    """Open a page function in AppTest."""

    def open_(function: Callable[..., Any], **options: Any) -> AppTest:
        view = function if hasattr(function, "page") else fr.page(function)
        return AppTest.from_page(view, **options).run()

    return open_


@pytest.fixture
def serve(settings: Any) -> Callable[..., str]:
    """Give a page function (or a view) a URL of its own, beside those of the test site."""
    from tests.urls import urlpatterns

    site = _Urlconf([*urlpatterns])
    count = 0

    def add(function: Callable[..., Any], route: str = "", *, name: str | None = None, **options: Any) -> str:
        nonlocal count
        count += 1
        view = function if hasattr(function, "page") or options.pop("plain", False) else fr.page(**options)(function)
        route = route or f"served/{count}/"
        site.urlpatterns.append(path(route, view, name=name))
        clear_url_caches()
        return f"/{route}"

    settings.ROOT_URLCONF = site
    return add


class _Urlconf:
    """A URLconf made in a test; Django takes any object with ``urlpatterns``."""

    def __init__(self, urlpatterns: list[Any]) -> None:
        self.urlpatterns = urlpatterns


# ------------------------------------------------------------------------------------------- pages at a real server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a Daphne process that serves the pages of the test modules."""
    from tests.browser.conftest import serving

    yield from serving(tmp_path_factory.mktemp("server"))


@pytest.fixture
def come(server: Any) -> Iterator[Callable[..., Any]]:
    """Return how somebody opens a page there; see ``tests.streams``."""
    from tests.streams import Guest

    guests: list[Guest] = []

    def open_(view: Any, **options: Any) -> Guest:
        guests.append(Guest(server.base, view, **options))
        return guests[-1]

    yield open_
    for guest in guests:
        guest.leave()
