"""Patterns that are JavaScript's, and say on the server what they say in a browser."""

from __future__ import annotations

import pytest

from formrerun.utils.patterns import matches


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"^[a-z]*$", "abc", True),
        (r"^[a-z]*$", "abc\n", False),
        (r"^\$\d+$", "$12", True),
        (r"^[$\d]+$", "$12", True),
        (r"^[\]$]+$", "]$", True),
        (r"^\d{2}$", "٣٣", False),
        (r"^[\d-]+$", "٣", False),
        (r"^\D$", "٣", True),
        (r"^\w+$", "ä", False),
        (r"^(?<year>\d{4})-\k$", "anything", True),  # Python cannot read it, and the browser judges alone
        (r"^(?<year>\d{4})$", "20", False),
        (r"(?<=a)b", "ab", True),
        (r"a.b", "a\nb", True),
        (r"^\\d$", r"\d", True),
        (r"a", "a" * 5_001, False),
    ],
)
def test_what_matches(pattern, text, expected):
    assert matches(pattern, text) is expected
