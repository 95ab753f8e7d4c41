"""Pages of something."""

from __future__ import annotations

import pytest

import formrerun as fr
from formrerun.elements.inputs.pagination import PageField, _window
from formrerun.exceptions import NotOffered
from tests.elements.test_contract import html_of
from tests.visitor import parse


def test_a_page_is_chosen(show):
    at = show(lambda: fr.text(fr.pagination(9, key="p")))
    assert at.text[0].value == "1"
    at.pagination(key="p").set_value(4).run()
    assert (at.text[0].value, at.session_state.p) == ("4", 4)


@pytest.mark.parametrize("posted", ["0", "10", "x", "01", "+1", "1.0", "²", "9" * 400])
def test_what_is_no_page_is_not_offered(posted):
    with pytest.raises(NotOffered):
        PageField(count=9).parse_posted([posted], 1)


def test_fewer_pages_lead_back_to_the_default(show):
    at = show(lambda: fr.text(fr.pagination(fr.number_input("n", value=9), key="p")))
    at.pagination(key="p").set_value(8).run()
    at.number_input[0].set_value(3).run()
    assert at.text[0].value == "1"


@pytest.mark.parametrize(
    ("count", "current", "most", "seen"),
    [  # as Streamlit 1.67 shows them
        (9, 1, 7, [1, 2, 3, 4, 5, 9]),
        (99, 50, 7, [1, 49, 50, 51, 99]),
        (99, 99, 7, [1, 95, 96, 97, 98, 99]),
        (99, 4, 7, [1, 3, 4, 5, 99]),
        (99, 50, 3, [1, 50, 99]),
        (99, 98, 3, [1, 97, 98, 99]),
        (4, 1, 3, [1, 2, 4]),
        (99, 50, 2, [50, 99]),
        (99, 1, 2, [1, 99]),
        (99, 50, 1, [50]),
        (99, 50, 0, []),
        (20, 3, None, [*range(1, 21)]),
    ],
)
def test_only_some_of_many_are_seen(count, current, most, seen):
    assert sorted(_window(count, current, most)) == seen


def test_its_arrows_lead_to_the_pages_beside_it(show):
    page = parse(html_of(show(lambda: fr.pagination(9, default=5, max_visible_pages=0, key="p"))))
    ids = {node["value"]: node["id"] for node in page.all("input")}
    assert set(ids) == {"4", "5", "6"}
    assert page.by_test_id("stPaginationPrevious")[0]["for"] == ids["4"]
    assert page.by_test_id("stPaginationNext")[0]["for"] == ids["6"]
    page = parse(html_of(show(lambda: fr.pagination(1))))
    assert "for" not in page.by_test_id("stPaginationNext")[0]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"num_pages": 0}, "`num_pages` must be an integer of at least 1. Got 0."),
        ({"num_pages": 3, "default": True}, ""),
        ({"num_pages": 3, "default": 4}, ""),
        ({"num_pages": 3, "max_visible_pages": -1}, "`max_visible_pages` must be a non-negative integer or None."),
    ],
)
def test_what_streamlit_refuses(show, given, message):
    assert show(lambda: fr.pagination(**given)).exception[0].message.startswith(message)
