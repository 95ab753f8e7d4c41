"""What an author styled, in a browser under a policy that forbids inline styles."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import field, press, settled

STYLE = "(el, name) => getComputedStyle(el)[name]"


def share(page):
    """Return which part of the width around it the card takes, in per cent."""
    return page.evaluate("""() => {
      const card = document.querySelector('#card'), around = card.parentElement;
      return Math.round(100 * card.offsetWidth / around.offsetWidth);
    }""")


@pytest.mark.parametrize("kind", ["page", "plain_page"])
def test_a_page_has_its_author_s_styles(request, kind):
    page = request.getfixturevalue(kind)
    page.goto("/td/styles/")
    card = page.locator("#card")
    assert card.evaluate(STYLE, "backgroundColor") == "rgb(255, 238, 238)"
    assert card.evaluate(STYLE, "paddingLeft") == "7px"
    assert share(page) == 40
    assert page.locator("h1").evaluate(STYLE, "color") == "rgb(102, 51, 153)"
    assert page.get_by_role("button", name="Slowly").evaluate(STYLE, "color") == "rgb(0, 102, 0)"


def test_styles_change_stay_and_go_with_what_they_stand_in(page):
    page.goto("/td/styles/")
    field(page, "Width").fill("75")
    field(page, "Width").press("Enter")
    settled(page)
    page.wait_for_function("""() => {
      const card = document.querySelector('#card');
      return Math.round(100 * card.offsetWidth / card.parentElement.offsetWidth) == 75;
    }""")
    press(page, "Slowly")
    assert share(page) == 75
    assert page.locator("h1").evaluate(STYLE, "color") == "rgb(102, 51, 153)"
    field(page, "Styled").uncheck()
    settled(page)
    expect(page.locator("#card")).to_have_count(0)
    assert page.locator("h1").evaluate(STYLE, "color") != "rgb(102, 51, 153)"


def test_brackets_grow_with_what_they_hold(page):
    page.goto("/td/styles/")
    page.evaluate("() => document.fonts.ready")
    heights = page.locator("math mo").evaluate_all("all => all.map(el => el.getBoundingClientRect().height)")
    high, small = heights[0], heights[2]
    assert high > 2.5 * small


@fr.page
def at_night(token):
    fr.html("<style>.stApp { background: rgb(0, 31, 63); color: rgb(241, 245, 249); }</style>")
    fr.write("A text")
    fr.number_input("Number", value=5)
    fr.selectbox("City", ["Rome", "Oslo"])
    fr.pills("Sizes", ["S", "M"])
    fr.code("total = 1")
    fr.chat_message("user").write("A question")
    fr.expander("More", expanded=True).write("In a frame")
    fr.button("Leave", type="tertiary")
    fr.page_link("https://example.com/", label="Elsewhere")
    fr.sidebar.write("Beside")


def test_where_an_author_darkens_the_page_its_texts_are_light_and_those_of_fields_dark(page, visit):
    visit(at_night)
    light, dark = "rgb(241, 245, 249)", "rgb(29, 35, 48)"
    for text in ("A text", "In a frame", "More", "Leave", "Elsewhere"):
        assert page.get_by_text(text, exact=True).evaluate(STYLE, "color") == light
    for text in ("S", "total", "A question", "Beside"):
        assert page.get_by_text(text, exact=True).evaluate(STYLE, "color") == dark
    for label in ("Number", "City"):
        assert page.get_by_label(label, exact=True).evaluate(STYLE, "color") == dark
    details = page.locator("#fr-app .stExpander details")
    assert details.evaluate(STYLE, "backgroundColor") == "rgba(0, 0, 0, 0)"


@fr.page
def by_the_names_of_streamlit(token):
    fr.html("""<style>
      .stButton > button[kind="primary"] { color: rgb(0, 0, 1); }
      p { letter-spacing: 3px; }
      [data-testid="stMetricLabel"] p { color: rgb(0, 0, 2); }
      .stTabs [data-testid="stMarkdownContainer"] > p { font-size: 24px; }
    </style>""")
    fr.button("Save", type="primary")
    fr.button("Leave")
    fr.checkbox("Agreed")
    fr.metric("Orders", 5)
    fr.tabs(["Open", "Sent"])
    fr.write("A paragraph")


def test_buttons_of_a_kind_and_paragraphs_of_labels_are_what_they_are_in_streamlit(page, visit):
    visit(by_the_names_of_streamlit)
    assert page.get_by_role("button", name="Save").evaluate(STYLE, "color") == "rgb(0, 0, 1)"
    assert page.get_by_role("button", name="Leave").evaluate(STYLE, "color") != "rgb(0, 0, 1)"
    for text in ("Save", "Agreed", "A paragraph"):
        assert page.get_by_text(text, exact=True).evaluate(STYLE, "letterSpacing") == "3px"
    assert page.get_by_text("Orders", exact=True).evaluate(STYLE, "color") == "rgb(0, 0, 2)"
    assert page.get_by_text("Sent", exact=True).evaluate(STYLE, "fontSize") == "24px"


@fr.page
def centered(token):
    fr.html("<style>h1 { text-align: center; border-bottom: 2px solid }</style>")
    fr.title("Title")


def test_an_author_centers_and_underlines_a_title(page, visit):
    visit(centered)
    around, title = page.locator(".stHeading").bounding_box(), page.locator("h1").bounding_box()
    text = page.locator("h1 > span").first.bounding_box()
    assert (title["x"], title["width"]) == (around["x"], around["width"])
    assert abs(text["x"] + text["width"] / 2 - around["x"] - around["width"] / 2) <= 1


@fr.page
def bold(token):
    fr.title("A **bold** title")
    fr.markdown("## Two **words**")


def test_what_is_bold_in_a_heading_is_as_heavy_as_the_heading(page, visit):
    visit(bold)
    for level in ("h1", "h2"):
        heavy = page.locator(level).evaluate(STYLE, "fontWeight")
        assert page.locator(f"{level} strong").evaluate(STYLE, "fontWeight") == heavy


@fr.page
def cards(token):
    fr.markdown(
        "<div style='display: flex; width: 160px'><span>Customers registered</span><b>12,345</b></div>",
        unsafe_allow_html=True,
    )
    fr.html("<div style='display: flex; width: 160px'><i style='flex: 0 1 40px'>Conversion</i><u>12.5%</u></div>")
    fr.markdown(f"| a | b | c |\n|--|--|--|\n| Information | {'many words ' * 40} | 12,345,678 |")


@pytest.mark.parametrize("text", ["12,345", "Conversion", "12.5%", "Information", "12,345,678"])
def test_what_an_author_lays_out_breaks_between_words(page, visit, text):
    visit(cards)
    shown = page.get_by_text(text, exact=True)
    lines = shown.evaluate(
        "el => { const r = document.createRange(); r.selectNodeContents(el); return r.getClientRects().length }"
    )
    assert lines == 1
