"""What scripts hold beside data comes out of a record as it went in."""

from __future__ import annotations

import array
import datetime as dt
import functools
import io
import ipaddress
import math
import random
import re
from collections import ChainMap, Counter
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar
from zoneinfo import ZoneInfo

import attrs
import numpy as np
import pytest

from formrerun import codec
from formrerun.codec import Unstorable


class OutOfStock(ValueError):
    def __init__(self, item, left):
        super().__init__(f"{left} of {item}")
        self.item = item


@dataclass
class Order:
    lines: list[str] = field(default_factory=list)
    kinds: ClassVar[int] = 3
    total: float = field(init=False)

    def price(self, each):
        return each * len(self.lines)


@attrs.define
class Item:
    name: str
    tags: list[str] = attrs.field(factory=list)


def there_and_back(value):
    return codec.loads(codec.dumps(value))


@pytest.mark.parametrize(
    "value",
    [
        re.compile(r"^\d+", re.IGNORECASE | re.MULTILINE), re.compile(b"x"), math, Counter("abca"),
        ChainMap({"a": 1}, {"b": 2}), MappingProxyType({"a": (1, 2)}), array.array("d", [1.5, 2.5]),
        ipaddress.ip_address("10.0.0.1"), ipaddress.ip_network("2001:db8::/32"), Item("pen", ["blue"]),
        dt.time(9, tzinfo=ZoneInfo("Europe/Berlin")), dt.time(9, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    ],
    ids=repr,
)  # fmt: skip
def test_there_and_back(value):
    again = there_and_back(value)
    assert again == value
    assert type(again) is type(value)


def test_partials_and_methods_can_be_called():
    assert there_and_back(functools.partial(pow, 2))(5) == 32
    assert there_and_back(Order(["a", "b"]).price)(3) == 6


def test_random_numbers_go_on_where_they_were():
    for numbers in (random.Random(3), np.random.default_rng(3)):
        numbers.random()
        again = there_and_back(numbers)
        assert again.random() == numbers.random()


def test_a_file_in_memory_stands_where_it_stood():
    for file in (io.BytesIO(b"one\ntwo"), io.StringIO("one\ntwo")):
        file.readline()
        again = there_and_back(file)
        assert (again.read(), again.getvalue()) == (file.read(), file.getvalue())


def test_views_of_a_dict_are_lists():
    prices = {"a": 1}
    assert there_and_back([prices.keys(), prices.values(), prices.items()]) == [["a"], [1], [("a", 1)]]


def test_an_error_keeps_its_texts_and_attributes():
    again = there_and_back(OutOfStock("pens", 2))
    assert (type(again), str(again), again.item) == (OutOfStock, "2 of pens", "pens")


def test_a_field_that_has_no_value_stays_without():
    again = there_and_back(Order(["a"]))
    assert again.lines == ["a"]
    assert not hasattr(again, "total")


def test_what_a_type_cannot_write_is_said_as_what_is_not_known(monkeypatch):
    class Broken(dt.tzinfo):
        def utcoffset(self, moment):
            raise OverflowError("too far")

    with pytest.raises(Unstorable, match=r"Broken that cannot be written \(too far\)"):
        codec.encode(Broken())
