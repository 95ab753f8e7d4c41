"""Grid: what is drawn into it stands in cells."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.visitor import parse


def test_every_element_is_a_cell(serve, client):
    def page():
        grid = fr.grid(4, gap=("small", 8), min_column_width=120, row_height=90)
        grid.metric("Orders", 12)
        with grid.cell(column_span=2, row_span=3):
            fr.write("two")
            fr.write("elements")
        grid.cell(column_span="all").write("last")

    url = serve(page)
    found = parse(client.get(url).content.decode()).by_test_id("stGrid")[0]
    metric, wide, whole = (child for child in found.children if not isinstance(child, str))
    assert metric["data-testid"] == "stElementContainer"
    assert {"fr-s-2", "fr-t-3"} <= set(wide["class"].split())
    assert wide.text == "two elements"
    assert "fr-grid-all" in whole["class"].split()
    assert found.parent is not None
    assert {"fr-c-4", "fr-m-120", "fr-r-90", "fr-y-16", "fr-x-8"} <= set(found.parent["class"].split())


def test_its_sizes_come_from_a_stylesheet(client):
    rules = client.get("/formrerun/sizes.css?c4,m120,s2,x8").content.decode()
    assert rules.splitlines() == [
        ":not(#_).fr .fr-c-4{--fr-columns:4}",
        ":not(#_).fr .fr-m-120{--fr-least:120px}",
        ":not(#_).fr .fr-s-2{grid-column:span 2}",
        ":not(#_).fr .fr-x-8{--fr-x:8px}",
    ]


def test_apptest_finds_it(show):
    def page():
        with fr.grid(3, border=True):
            fr.text_input("Name")

    grid = show(page).grid[0]
    assert (grid.column_count, grid.border, grid.text_input[0].label) == (3, True, "Name")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: fr.grid(25), "The `columns` parameter, set to 25, is outside the required range [1, 24]."),
        (lambda: fr.grid("many"), 'Invalid `columns` value. Supported values: "auto", an integer from 1 to 24.'),
        (lambda: fr.grid(2.5), 'Invalid `columns` type. Expected one of: int, "auto". Provided type: float.'),
        (lambda: fr.grid(wrap=False), "`wrap=False` requires an explicit column count."),
        (lambda: fr.grid(gap=("small",)), "Got a sequence with 1 elements."),
        (lambda: fr.grid(gap="wide"), "Invalid `gap` value."),
        (lambda: fr.grid(row_height=0), 'Invalid `row_height` value. Supported values: "content", a positive integer.'),
        (lambda: fr.grid(min_column_width="x"), "Invalid `min_column_width` value."),
        (
            lambda: fr.grid(2).cell(column_span=3),
            "The `column_span` parameter, set to 3, is outside the required range",
        ),
        (lambda: fr.grid(2).cell(row_span="all"), "Invalid `row_span` type."),
        (lambda: fr.grid(2, vertical_alignment="middle"), "Invalid `vertical_alignment` value."),
    ],
)
def test_errors(show, make, message):
    assert message in show(lambda: make() and None).exception[0].message
