"""Handles: what stands for a place of the page."""

from __future__ import annotations

import formrerun as fr


def test_a_root_says_which_place_it_is_outside_of_a_run():
    assert repr(fr.sidebar) == "DeltaGenerator('sidebar')"
