"""What a list of options posts is reckoned once for its content, not in each run and each POST."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.safestring import SafeString, mark_safe

from formrerun.elements.inputs._options import KEPT_FROM, KEPT_TO, read_options
from formrerun.elements.inputs._stored_options import pack_options, unpack_options


def names(count: int = KEPT_FROM) -> list[str]:
    return [f"Name {number}" for number in range(count)]


@pytest.mark.parametrize("count", [1, KEPT_FROM - 1, KEPT_FROM])
def test_a_later_run_with_the_same_options_finds_them_ready(count: int) -> None:
    assert read_options(names(count), str) is read_options(names(count), str)


def test_a_post_finds_ready_what_the_run_has_made() -> None:
    found = read_options(names(), str)

    assert unpack_options(pack_options(found)) is found


def test_other_labels_and_other_values_are_other_options() -> None:
    upper = read_options(names(), str.upper)

    assert upper.labels[3] == "NAME 3"
    assert upper.values[3] == "Name 3"
    assert read_options(names(), str).labels[3] == "Name 3"
    assert read_options([*names(), "More"], str).find("More") == KEPT_FROM


def test_whole_numbers_and_booleans_are_not_taken_for_one_another() -> None:
    numbers = read_options(range(KEPT_FROM), str)
    mixed = read_options([False, True, *range(2, KEPT_FROM)], str)

    assert type(numbers.values[1]) is int
    assert mixed.values[1] is True


def test_a_label_that_is_safe_html_does_not_make_an_equal_one_safe() -> None:
    marked = read_options(["<b>"] * KEPT_FROM, mark_safe)
    plain = read_options(["<b>"] * KEPT_FROM, str)

    assert isinstance(marked.labels[0], SafeString)
    assert not isinstance(plain.labels[0], SafeString)


@pytest.mark.parametrize("count", [0, KEPT_TO + 1])
def test_empty_and_huge_lists_are_not_kept(count: int) -> None:
    assert read_options(names(count), str) is not read_options(names(count), str)


@pytest.mark.parametrize("values", [[[number] for number in range(KEPT_FROM)], [{"id": n} for n in range(KEPT_FROM)]])
def test_objects_that_may_change_are_the_ones_of_this_run(values: list[Any]) -> None:
    assert read_options(values, str).values[0] is values[0]
