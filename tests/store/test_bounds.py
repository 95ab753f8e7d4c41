"""What a tab, a session and a process may take, and what is said to whoever wants more."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from types import ModuleType
from typing import Any

import pytest
from django.test import Client

import formrerun as fr
from formrerun import store
from formrerun.models import Blob, Tab
from formrerun.rendering import templates
from formrerun.submissions import interrupts, unstorable
from formrerun.utils.bounded_cache import BoundedCache
from tests.visitor import Visitor

TABS = 1000
OPTIONS = [f"option {number} of a list that is long enough for a blob" for number in range(200)]


def page(request):
    """Everything that a process may be tempted to remember: a closure, options, text of its own for each tab."""
    who = request.GET.get("who", "")
    fr.session_state.who = who
    fr.write(f"Hello {who} " * 20)
    fr.selectbox("Choose", OPTIONS)
    fr.text_input("Name", who)
    fr.button("Press", on_click=lambda: fr.session_state.update(pressed=who))


def held() -> Counter[str]:
    """Count the objects of our classes that are alive."""
    gc.collect()
    kinds = (type(thing) for thing in gc.get_objects())
    return Counter(kind.__qualname__ for kind in kinds if str(kind.__module__).startswith("formrerun."))


def caches() -> list[BoundedCache[Any]]:
    """Return everything of ours in which a process keeps something between requests."""
    return [thing for thing in gc.get_objects() if type(thing) is BoundedCache]


def containers() -> dict[str, int]:
    """Return the sizes of the lists, dicts and sets that stand in our modules."""
    sizes = {}
    for name, module in list(sys.modules.items()):
        if name.startswith("formrerun") and isinstance(module, ModuleType):
            for key, thing in vars(module).items():
                if isinstance(thing, (list, dict, set)) and not key.startswith("__"):
                    sizes[f"{name}.{key}"] = len(thing)
    return sizes


def visit(client: Client, url: str, tabs: range) -> None:
    for number in tabs:
        assert client.get(f"{url}?who=visitor-{number}").status_code == 200


def test_memory_is_flat_over_a_thousand_tabs(serve, settings, transactional_db):
    settings.FORMRERUN = {"LIVE_TABS": 50, "HTML_CACHE_BYTES": 200_000}
    url, client = serve(page), Client()
    visit(client, url, range(100))
    before, sizes = held(), containers()
    visit(client, url, range(100, TABS))
    grown = held() - before
    # What is left of the last requests may differ by a few; 900 tabs would show.
    assert not {kind: count for kind, count in grown.items() if count > 20}
    assert {name: size for name, size in containers().items() if size > sizes.get(name, 0) + 5} == {}
    assert all(cache.bytes <= 64 * 1024 * 1024 for cache in caches())
    assert len(unstorable._remembered) == 50
    assert len(store.default().locks) == len(interrupts._running) == 0
    # One session has so many tabs, and all of them share one list of options and its HTML.
    assert Tab.objects.count() == 50
    assert Blob.objects.count() == 2


@pytest.mark.parametrize("backend", ["process"], indirect=True)
def test_the_process_store_keeps_so_many_tabs(backend, settings):
    settings.FORMRERUN = {**settings.FORMRERUN, "PROCESS_TABS": 30}
    for number in range(TABS):
        backend.owner = store.Owner(f"session {number}")
        backend.open(number=number)
    assert len(backend.store.tabs) == 30
    assert backend.store.blobs.by_digest.bytes == 0


def test_html_of_elements_is_bounded_in_bytes(serve, settings, db):
    settings.FORMRERUN = {"HTML_CACHE_BYTES": 20_000}
    url, client = serve(page), Client()
    visit(client, url, range(50))
    assert 0 < templates.html_cache.bytes <= 20_000


# --------------------------------------------------------------------------------------------- the state of a tab


def fill():
    """A page whose author or visitor keeps too much."""
    fr.text_area("Text", key="text")
    if fr.button("Keep much"):
        fr.session_state.small, fr.session_state.much = 1, "x" * 5000
    fr.write("keeps", sorted(key for key in fr.session_state if key != "text"))


@pytest.fixture
def visitor(serve, settings, db):
    settings.FORMRERUN = {"MAX_STATE_BYTES": 3000, "SHOW_ERROR_DETAILS": True}
    return Visitor(serve(fill), script=True)


def test_an_author_who_keeps_too_much_reads_which_key_it_was(visitor):
    assert visitor.press("Keep much").status_code == 200
    assert "more than the 3,000 of FORMRERUN" in visitor.text
    assert "st.session_state['much']" in visitor.text
    visitor.change("Text", "more")
    assert '"small"' in visitor.text
    assert '"much"' not in visitor.text


def test_a_visitor_who_types_too_much_loses_nothing(visitor):
    visitor.change("Text", "kept")
    answer = visitor.change("Text", "x" * 5000)
    assert answer.status_code == 413
    assert "3000 at most" in answer.json()["message"]
    visitor.open(f"{visitor.url}?fr={visitor.tab}.1")
    assert visitor.shown("Text") == ["kept"]


def test_a_page_that_is_too_large_from_the_start_says_so(serve, settings, db):
    settings.FORMRERUN = {"MAX_STATE_BYTES": 3000}

    def page():
        fr.text_area("Text", "x" * 5000)

    answer = Client().get(serve(page))
    assert answer.status_code == 413
    assert "3000 at most" in answer.content.decode()


def test_a_large_entry_is_logged_once(serve, settings, db, caplog):
    settings.FORMRERUN = {"WARN_VALUE_BYTES": 100}

    def page():
        fr.session_state.rows = "x" * 200
        fr.button("Press")

    visitor = Visitor(serve(page), script=True)
    visitor.press("Press")
    assert caplog.text.count("session_state['rows'] takes 202 bytes") == 1
