"""Where columns, rows and what stands beside a text are drawn: as in Streamlit."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.browser import settled


@fr.page
def layouts(token):
    fr.sidebar.write("side")
    for count in (4, 8, 12):
        for number, column in enumerate(fr.columns(count)):
            column.button(str(number), key=f"{count}-{number}")
    wide, narrow = fr.columns([9, 1])
    wide.text_input("Search")
    narrow.button("Go")
    with fr.container(horizontal=True, key="row"):
        fr.text_input("Name", label_visibility="collapsed")
        fr.selectbox("Status", ["any", "paid"], label_visibility="collapsed")
        fr.markdown("or")
        fr.button("Find")
    for place in ("top", "center", "bottom"):
        field, button, box = fr.columns([3, 1, 1], vertical_alignment=place)
        field.text_input("Field", key=f"{place} field")
        button.button("Press", key=f"{place} button")
        box.checkbox("Check", key=f"{place} box")
    with fr.container(horizontal=True, vertical_alignment="bottom"):
        fr.text_input("Field", key="row field")
        fr.button("Press", key="row button")
        fr.checkbox("Check", key="row box")
    fr.header("A heading", help="Its help")


@pytest.mark.parametrize(("width", "lines"), [(1280, [1, 1, 1, 1]), (660, [1, 1, 1, 1]), (600, [4, 8, 12, 2])])
def test_columns_stay_in_one_line_but_on_a_phone(page, visit, width, lines):
    page.set_viewport_size({"width": width, "height": 740})
    visit(layouts)
    settled(page)
    tops = """() => [...document.querySelectorAll('.fr-columns')].slice(0, 4).map(
      row => new Set([...row.children].map(column => Math.round(column.getBoundingClientRect().top))).size)"""
    assert page.evaluate(tops) == lines
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_fields_in_a_row_share_what_buttons_and_text_leave(page, visit):
    page.set_viewport_size({"width": 1280, "height": 740})
    visit(layouts)
    row = page.locator(".st-key-row > .fr-row")
    name, status, text, button = [row.locator("> *").nth(number).bounding_box() for number in range(4)]
    assert abs(name["width"] - status["width"]) <= 1 > abs(text["width"] - 16)
    assert status["x"] - name["x"] - name["width"] == 16
    box = row.bounding_box()
    assert abs(button["x"] + button["width"] - box["x"] - box["width"]) <= 1
    page.set_viewport_size({"width": 360, "height": 740})
    assert {round(row.locator("> *").nth(number).bounding_box()["y"]) for number in range(4)} != {
        round(row.bounding_box()["y"])
    }


@pytest.mark.parametrize("place", ["top", "center", "bottom", "row"])
def test_a_box_stands_on_the_line_of_the_button_beside_it(page, visit, place):
    page.set_viewport_size({"width": 1280, "height": 740})
    visit(layouts)
    middle = "el => { const { top, bottom } = el.getBoundingClientRect(); return (top + bottom) / 2; }"
    button = page.locator(f".st-key-{place}-button button").evaluate(middle)
    box = page.locator(f".st-key-{place}-box .stWidgetLabel").evaluate(middle)
    assert abs(button - box) <= 1.5


def test_a_help_mark_stands_behind_the_text_of_a_heading(page, visit):
    visit(layouts)
    text, mark = (
        page.locator("#fr-t-a-heading").bounding_box(),
        page.get_by_role("button", name="Help").last.bounding_box(),
    )
    assert 0 <= mark["x"] - text["x"] - text["width"] <= 12
