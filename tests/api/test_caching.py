"""``cache_data`` and ``cache_resource``: what they keep, and what is drawn in them."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.services import free_ports


@pytest.fixture(params=["cache_data", "cache_resource"])
def cache(request):
    return getattr(fr, request.param)


def test_what_a_function_draws_is_drawn_again_without_calling_it(cache, show):
    calls = []

    @cache
    def total(a, b):
        calls.append((a, b))
        fr.text(f"{a} and {b}")
        with fr.expander("How"):
            fr.text("by adding")
        return a + b

    def page():
        fr.text(total(1, 2))
        fr.button("Again")

    at = show(page)
    first = [text.value for text in at.text]
    assert first == ["1 and 2", "by adding", "3"]
    assert [text.value for text in at.button[0].click().run().text] == first
    assert calls == [(1, 2)]


def test_a_function_that_calls_another_keeps_what_both_draw(cache, show):
    @cache
    def inner():
        fr.text("inner")

    @cache
    def outer():
        inner()
        fr.text("outer")

    def page():
        outer()
        fr.button("Again")

    at = show(page)
    assert not at.exception
    assert [text.value for text in at.text] == ["inner", "outer"]
    assert [text.value for text in at.button[0].click().run().text] == ["inner", "outer"]


def test_a_widget_in_it_is_drawn_with_a_warning(cache, show):
    @cache
    def inner():
        fr.checkbox("in")

    @cache
    def outer():
        inner()
        fr.checkbox("out")

    at = show(outer)
    assert [box.label for box in at.checkbox] == ["in", "out"]
    assert len(at.exception) == 2
    assert all(shown.is_warning for shown in at.exception)


# ------------------------------------------------------------------------------------------------ what may go wrong


def test_a_function_is_called_where_the_cache_is_away(show, settings):
    @fr.cache_data
    def total(a, b):
        return a + b

    def page():
        fr.text(total(1, 2))

    with free_ports(1) as [port]:
        backend = "django.core.cache.backends.redis.RedisCache"
        settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": f"redis://127.0.0.1:{port}"}}
        at = show(page)

    assert not at.exception
    assert at.text[0].value == "3"


class Rate:
    """What one release gives and the next one has no more."""


def test_a_function_is_called_where_what_it_gave_cannot_be_read_any_more(show, monkeypatch):
    calls = []

    @fr.cache_data
    def rate():
        calls.append("rate")
        return Rate() if len(calls) == 1 else 2

    def page():
        rate()
        fr.button("Again")

    at = show(page)
    monkeypatch.delattr(f"{__name__}.Rate")
    at.button[0].click().run()

    assert not at.exception
    assert calls == ["rate", "rate"]


def test_nothing_stays_of_what_was_waited_for(cache):
    @cache(max_entries=2)
    def double(a):
        return 2 * a

    assert [double(number) for number in range(100)] == [2 * number for number in range(100)]
    assert not list(double._locks)
