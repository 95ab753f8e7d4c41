"""Where columns, rows and what stands beside a text are drawn: as in Streamlit."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

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


def test_a_collapsed_label_is_not_seen_and_names_its_field(page, visit):
    visit(layouts)
    row = page.locator(".st-key-row")
    expect(row.get_by_test_id("stWidgetLabel").filter(has_text="Name")).to_be_hidden()
    expect(row.get_by_role("textbox", name="Name")).to_be_visible()
    expect(row.get_by_role("combobox", name="Status")).to_be_visible()


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


@fr.page
def heights(token):
    fr.sidebar.title("Aside")
    fr.title("Here")
    with fr.container(height=300, key="box"):
        fr.text_area("Area", key="area")
        fr.chat_input("Say", key="say")
        with fr.form("form"):
            fr.form_submit_button("Go")
        fr.container(key="inner").write("One line")
    left, right = fr.columns(2)
    for name in "ab":
        left.container(border=True, height="stretch", key=name).write(name)
    right.container(border=True, height="stretch", key="c").text("\n".join("1234567890"))
    fr.container(height=200, key="filled").space("stretch")
    fr.container(key="short code").code("x = 1", height=200)
    fr.container(key="long code").code("x = 1\n" * 50, height=200)
    with fr.container(horizontal=True, gap=None, key="spaced"):
        fr.button("First")
        fr.space("medium")
        fr.button("Second")
        fr.space(7)
        fr.button("Third")
        fr.space("stretch")
        fr.button("Last")
    with fr.container(horizontal=True):
        fr.container(border=True, height="stretch", key="d").write("d")
        fr.container(border=True, key="e").text("\n".join("12345"))


def height(page, of):
    return page.locator(of).bounding_box()["height"]


def test_what_stands_in_a_container_of_some_height_has_its_own(page, visit):
    visit(heights)
    for one in (".st-key-area textarea", ".st-key-say textarea", ".stForm", ".st-key-inner"):
        assert height(page, one) < 150, one


def test_code_has_the_height_it_is_given(page, visit):
    visit(heights)
    assert [height(page, f".st-key-{name}-code pre") for name in ("short", "long")] == [200, 200]


def test_what_stretches_is_as_high_as_what_stands_beside_it(page, visit):
    visit(heights)
    a, b, c, d, e = (height(page, f".st-key-{name}") for name in "abcde")
    assert a == pytest.approx(b, abs=1)
    assert a + 16 + b == pytest.approx(c, abs=1)
    assert d == pytest.approx(e, abs=1)


def test_headings_of_the_sidebar_are_smaller(page, visit):
    visit(heights)
    aside, here = (page.get_by_role("heading", name=name).bounding_box()["height"] for name in ("Aside", "Here"))
    assert aside < here


def test_space_in_a_row_is_as_wide_as_it_says(page, visit):
    visit(heights)
    boxes = [page.get_by_role("button", name=name).bounding_box() for name in ("First", "Second", "Third", "Last")]
    ends, starts = [box["x"] + box["width"] for box in boxes], [box["x"] for box in boxes]
    row = page.locator(".st-key-spaced").bounding_box()
    assert starts[1] - ends[0] == pytest.approx(40, abs=1)
    assert starts[2] - ends[1] == pytest.approx(7, abs=1)
    assert ends[3] == pytest.approx(row["x"] + row["width"], abs=1)
    assert height(page, ".st-key-filled .stSpace") > 100


@fr.page
def numbers(token):
    fr.number_input("Wide", value=1000)
    for column, name in zip(fr.columns(6), ("Narrow", *"abcde"), strict=True):
        column.number_input(name, value=1000, key=name)
    with fr.container(horizontal=True):
        fr.number_input("In a row", value=1000)
        fr.button("Go")


def test_a_number_in_a_narrow_column_has_the_place_of_its_buttons(page, visit):
    visit(numbers)
    buttons = {"Wide": 2, "Narrow": 0, "In a row": 2}
    for name, count in buttons.items():
        field = page.get_by_test_id("stNumberInput").filter(has_text=name)
        assert len([button for button in field.get_by_role("button").all() if button.is_visible()]) == count, name
        assert field.get_by_role("spinbutton").evaluate("el => el.scrollWidth <= el.clientWidth"), name
    page.get_by_role("spinbutton", name="Narrow").press("ArrowUp")
    expect(page.get_by_role("spinbutton", name="Narrow")).to_have_value("1001")


@fr.page
def asked(token):
    @fr.dialog("Wide", width=640)
    def wide():
        fr.text("in it")

    wide()


def test_a_dialog_is_as_wide_as_it_says_and_no_wider_than_the_window(page, visit):
    visit(asked)
    dialog = page.get_by_test_id("stDialog")
    assert dialog.bounding_box()["width"] == 640
    page.set_viewport_size({"width": 500, "height": 700})
    assert dialog.bounding_box()["width"] <= 500 - 32
