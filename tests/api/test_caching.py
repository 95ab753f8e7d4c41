"""``cache_data`` and ``cache_resource``: what they keep, and what is drawn in them."""

from __future__ import annotations

import asyncio
import io
import math
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial

import pandas as pd
import pytest
from django.contrib.auth.models import Group

import formrerun as fr
from formrerun.exceptions import UnhashableParamError
from formrerun.testing import AppTest
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


# ------------------------------------------------------------------------------------- which function, which arguments


def texts(at):
    assert not at.exception
    return [text.value for text in at.text]


LOCK = threading.Lock()


class Shop:
    def __init__(self, rate):
        self.rate = rate

    def price(self, amount):
        return self.rate * amount


def times(rate):
    return lambda amount: rate * amount


@dataclass
class Line:
    shop: Shop


def by_default(rate):
    def price(amount, rate=rate):
        return rate * amount

    return price


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (lambda amount: 2 * amount, lambda amount: 3 * amount), (times(2), times(3)), (by_default(2), by_default(3)),
        (Shop(2).price, Shop(3).price), (partial(pow, 2), partial(pow, 3)), (Shop, dict),
        (re.compile("a"), re.compile("b")),
        (re.compile("a"), re.compile("a", re.IGNORECASE)), (math, re), (["a", "b"], ["a,b"]), (1, True), (1, 1.0),
        ([1, [2]], [[1], 2]), (math.sin, math.cos), ("x".upper, "y".upper), (Shop(2), Shop(3)),
        (Group(name="a"), Group(name="b")), (Group(pk=1, name="a"), Group(pk=1, name="b")),
        (io.BytesIO(b"a"), io.BytesIO(b"b")),
        (pd.Series([1]), pd.Series([1.0])), (OrderedDict(a=Shop(1)), OrderedDict(a=Shop(2))),
        (Line(Shop(1)), Line(Shop(2))),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_arguments_are_told_apart(cache, one, other):
    calls = []

    @cache
    def noted(argument):
        calls.append(argument)

    for argument in (one, other, one, other):
        noted(argument)
    assert calls == [one, other]


def test_a_lambda_of_a_script_is_told_apart_by_the_values_it_reads():
    at = AppTest.from_string(
        """
        import streamlit as st
        rate = st.number_input("Rate", value=2)
        @st.cache_data
        def apply(function, amounts): return [function(amount) for amount in amounts]
        st.text(apply(lambda amount: rate * amount, [1, 2]))
        """
    ).run()
    assert texts(at) == ["[2, 4]"]
    assert texts(at.number_input[0].set_value(3).run()) == ["[3, 6]"]


@pytest.mark.parametrize("argument", [(n for n in ()), LOCK, lambda lock=LOCK: lock, [{"a": LOCK}], partial(id, LOCK)])
def test_what_cannot_be_told_apart_is_refused_by_its_name(cache, argument):
    with pytest.raises(UnhashableParamError, match="Cannot hash argument 'asked'"):
        cache(lambda asked: 1)(argument)


def test_a_class_of_its_own_is_an_argument_of_a_cached_class_method(cache):
    class Loan:
        @classmethod
        @cache
        def of(cls, years):
            return cls.__name__, years

    class Lease(Loan):
        pass

    assert (Loan.of(1), Lease.of(1)) == (("Loan", 1), ("Lease", 1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def load(): return sorted([3, 1])", "def load(): return list([3, 1])"),
        ("def load(): return 1", "def load(): return True"),
        ("def load(): return ONE", "def load(): return TWO"),
        ("def rate(): return 1\ndef load(): return rate()", "def rate(): return 2\ndef load(): return rate()"),
        ("def load(): return [n for n in (3, 4)]", "def load(): return [n + 1 for n in (3, 4)]"),
    ],
)  # fmt: skip
def test_an_edited_function_is_called_again(cache, before, after):
    results = []
    for source in (before, after, before):
        names = {"ONE": 1, "TWO": 2, "__name__": "shop"}
        exec(source, names)
        results.append(repr(cache(names["load"])()))
    assert results[0] == results[2] != results[1]


def test_a_function_is_told_apart_by_the_values_around_it(cache):
    def load(year):
        return cache(lambda: year)()

    assert [load(2025), load(2026), load(2025)] == [2025, 2026, 2025]


# ---------------------------------------------------------------------------------------------------- async functions


def test_those_who_await_at_the_same_time_share_one_call(cache):
    calls = []

    @cache
    async def price(item):
        calls.append(item)
        await asyncio.sleep(0)
        return [item]

    async def both():
        return await asyncio.gather(price("pen"), price("pen"), price("ink"))

    assert asyncio.run(both()) == [["pen"], ["pen"], ["ink"]]
    assert asyncio.run(price("pen")) == ["pen"]
    assert calls == ["pen", "ink"]


def test_what_failed_or_was_cancelled_is_computed_by_the_next_who_waits(cache):
    calls = []

    @cache
    async def price():
        calls.append("price")
        await asyncio.sleep(0)
        if len(calls) == 1:
            raise ValueError
        return 3

    async def both():
        return await asyncio.gather(price(), price(), return_exceptions=True)

    failed, found = asyncio.run(both())
    assert isinstance(failed, ValueError)
    assert found == 3


def test_what_an_async_function_draws_is_drawn_again(cache, show):
    @cache
    async def total(a):
        fr.text(f"{a} and")
        await asyncio.sleep(0)
        fr.text("one")
        return a + 1

    async def both():
        async def beside():
            fr.text("beside")

        return (await asyncio.gather(total(1), beside()))[0]

    def page():
        fr.text(asyncio.run(both()))
        fr.button("Again")

    at = show(page)
    assert texts(at) == ["1 and", "beside", "one", "2"]
    assert sorted(texts(at.button[0].click().run())) == sorted(["1 and", "beside", "one", "2"])


def test_clear_forgets_what_functions_of_other_processes_gave(cache):
    @cache
    def number():
        return len(calls)

    calls = [1]
    number()
    calls.append(2)
    getattr(fr, cache.__name__).clear()
    assert number() == 2
