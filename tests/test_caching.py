"""``cache_data`` and ``cache_resource``: what they keep, and what is drawn in them."""

from __future__ import annotations

import pytest

import formrerun as fr


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
