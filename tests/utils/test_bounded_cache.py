"""The one kind of memory a process keeps: never more than it may."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from formrerun.utils.bounded_cache import BoundedCache


def test_the_least_recently_used_entry_goes_first():
    cache = BoundedCache(lambda: 2)
    cache.put("a", 1)
    cache.put("b", 2)
    assert cache.get("a") == 1
    cache.put("c", 3)
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (1, None, 3)


def test_an_entry_that_is_larger_than_everything_allowed_is_not_kept():
    cache = BoundedCache(lambda: 10, lambda: 5, len)
    cache.put("small", "abc")
    cache.put("large", "abcdef")
    assert (len(cache), cache.bytes) == (0, 0)


def test_replacing_an_entry_weighs_the_new_one():
    cache = BoundedCache(lambda: 10, lambda: 10, len)
    cache.put("a", "abcdefgh")
    cache.put("a", "ab")
    assert (cache.get("a"), cache.bytes) == ("ab", 2)


def test_the_bounds_are_asked_for_at_each_insertion():
    bound = 3
    cache = BoundedCache(lambda: bound)
    for number in range(3):
        cache.put(number, number)
    bound = 1
    cache.put("new", 1)
    assert len(cache) == 1


def test_clear_and_pop():
    cache = BoundedCache(lambda: 10, lambda: 10, len)
    cache.put("a", "abc")
    assert cache.pop("a") == "abc"
    assert cache.pop("a") is None
    assert cache.bytes == 0
    cache.put("b", "x")
    cache.clear()
    assert (len(cache), cache.bytes, cache.get("b")) == (0, 0, None)


steps = st.lists(st.tuples(st.sampled_from(["put", "get", "pop"]), st.integers(0, 6), st.text(max_size=6)), max_size=40)


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(steps)
def test_whatever_happens_it_stays_within_its_bounds_and_counts_right(steps):
    cache = BoundedCache(lambda: 4, lambda: 12, len)
    for step, key, text in steps:
        if step == "put":
            cache.put(key, text)
        else:
            getattr(cache, step)(key)
        held = [value for key in range(7) if (value := cache.get(key)) is not None]
        assert len(held) == len(cache) <= 4
        assert sum(map(len, held)) == cache.bytes <= 12
