"""The Material symbols: by the names of today, and by those that pages have said for years."""

from __future__ import annotations

import re

import pytest

from formrerun.utils.icons import material_symbols


@pytest.mark.parametrize("name", ["home", "access_time", "assessment", "auto_awesome", "expand_more", "star_border"])
def test_a_symbol_has_its_path(name):
    path = material_symbols()[name]
    assert re.fullmatch(r"[MLHVQTCSAZmlhvqtcsaz0-9 .,-]+", path)
