"""xxHash of 32 bits."""

from __future__ import annotations

import pytest

from formrerun.utils.xxh32 import xxh32


@pytest.mark.parametrize(
    ("data", "seed", "number"),
    [
        (b"", 0, 0x02CC5D05),
        (b"abc", 0, 0x32D153FF),
        ("日本語タイトル".encode(), 0xABCD, 0xD3B04B7A),
    ],
)
def test_numbers_are_those_of_other_programs(data, seed, number):
    assert xxh32(data, seed) == number
