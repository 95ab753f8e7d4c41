"""Long select boxes in a browser: searched, chosen from by keys, several at once, and kept across runs."""

from __future__ import annotations

import ast

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import press, settled
from tests.browser.visits import note


class Choice:
    """A select box as somebody sees it."""

    def __init__(self, page, label):
        self.page = page
        self.input = page.get_by_role("combobox", name=label, exact=True)
        self.element = page.locator("fr-select").filter(has=self.input)
        self.list = page.get_by_role("listbox", name=label, exact=True)

    def shows(self, *names):
        """Expect exactly these to be chosen."""
        expect(self.element.locator(".item .fr-select-text")).to_have_text(names)

    def offers(self, *names):
        """Expect exactly these options in the list."""
        expect(self.list.get_by_role("option")).to_have_text(names)

    def type(self, text):
        if not self.list.is_visible():
            self.input.click()
        self.page.keyboard.type(text)

    def pick(self, name):
        if not self.list.is_visible():
            self.input.click()
        self.list.get_by_role("option", name=name, exact=True).click()

    def remove(self, name):
        self.element.get_by_role("button", name=f"Remove {name}").click()


@pytest.fixture
def choice(page):
    page.goto("/td/selects/")
    expect(page.get_by_role("combobox", name="Country", exact=True)).to_have_attribute("autocomplete", "off")
    return lambda label: Choice(page, label)


def got(page):
    """Return what the page function got."""
    settled(page)
    return ast.literal_eval(page.locator("code").last.inner_text())


NUMBERS = [f"Number {number}" for number in range(12)]


@fr.page
def rows(request, token):
    """Two fields with more chosen than a row holds."""
    for wrap in (None, False):
        fr.multiselect(f"wrap={wrap}", NUMBERS, NUMBERS, wrap=wrap, width=400)


def test_what_is_chosen_breaks_into_lines_or_scrolls_in_one(visit):
    page = visit(rows).page
    for label, in_one_row in (("wrap=None", False), ("wrap=False", True)):
        items = Choice(page, label).element.locator(".item")
        expect(items).to_have_count(len(NUMBERS))
        tops = {box["y"] for box in (item.bounding_box() for item in items.all())}
        assert (len(tops) == 1) is in_one_row
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


#: How far fields go on below the last of what is chosen.
BELOW = """fields => fields.map(field => field.getBoundingClientRect().bottom
  - field.querySelector('.item:last-of-type').getBoundingClientRect().bottom)"""


@fr.page
def filled(token):
    """Fields whose only line is filled, one a little more than the other."""
    for width in range(210, 250, 4):
        fr.multiselect(f"{width}", ["AMZN", "TSLA"], ["AMZN", "TSLA"], width=width)


def test_what_is_chosen_has_no_empty_line_below(visit, page):
    visit(filled, page)
    expect(page.locator("fr-select .item")).to_have_count(20)
    below = page.locator("fr-select .ts-control").evaluate_all(BELOW)
    assert max(below) < 15


# ------------------------------------------------------------------------------------------------ searching


def test_what_is_typed_is_searched_for_and_enter_chooses_it(choice, page):
    fruit = choice("Fruit")
    fruit.type("f0234")
    page.keyboard.press("Enter")
    fruit.shows("Fruit 0234")
    assert got(page)["fruit"] == "Fruit 0000"
    press(page, "Order")
    assert got(page)["fruit"] == "Fruit 0000"  # what is required is missing: nothing was sent
    choice("Needed").pick("Norway")
    press(page, "Order")
    assert got(page)["fruit"] == "Fruit 0234"
    assert got(page)["needed"] == "Norway"


def test_accents_do_not_matter_and_the_mode_is_the_author_s(choice, page):
    country, prefix = choice("Country"), choice("Prefix")
    country.type("oster")
    country.offers("Österreich")
    page.keyboard.press("Escape")
    prefix.type("r")
    prefix.offers()
    page.keyboard.press("Backspace")
    page.keyboard.type("al")
    prefix.offers("Åland")


def test_a_long_list_is_shown_in_parts_as_it_is_scrolled(choice, page):
    fruit = choice("Fruit")
    fruit.input.click()
    expect(fruit.list.get_by_role("option")).to_have_count(100)
    fruit.list.evaluate("list => { list.scrollTop = list.scrollHeight; }")
    expect(fruit.list.get_by_role("option")).to_have_count(200)


def test_keys_alone_choose_and_a_widget_alone_runs_the_page_at_once(choice, page):
    country = choice("Country")
    country.input.focus()
    expect(country.list).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert got(page)["alone"] == "Austria"
    expect(country.input).to_be_focused()
    country.element.get_by_role("button", name="Clear value", exact=True).click()
    assert got(page)["alone"] is None


def test_its_label_leads_to_it(choice, page):
    page.locator("label", has_text="Country").first.click()
    expect(choice("Country").input).to_be_focused()


# ------------------------------------------------------------------------------------------------ several


def test_several_are_kept_in_the_order_of_choosing_and_can_be_removed(choice, page):
    many = choice("Countries")
    many.pick("Norway")
    many.pick("Belgium")
    assert got(page)["many"] == ["Chile", "Norway", "Belgium"]
    many.remove("Norway")
    assert got(page)["many"] == ["Chile", "Belgium"]
    many.input.focus()
    page.keyboard.press("Backspace")
    assert got(page)["many"] == ["Chile"]


def test_everything_that_was_found_is_chosen_at_once(choice, page):
    many = choice("Countries")
    many.input.click()
    expect(many.list.get_by_role("option", name="Select all")).to_be_visible()
    many.type("an")
    many.list.get_by_role("option", name="Select 4 matches").click()
    assert set(got(page)["many"]) == {"Chile", "France", "Ghana", "Japan", "Åland"}


@fr.page
def free(token):
    """A colour of one's own."""
    note(token, colour=fr.selectbox("Colour", ["green", "grey"], accept_new_options=True))


def test_enter_takes_what_was_typed_where_any_text_may_be(visit, page):
    seen = visit(free, page)
    colour = Choice(page, "Colour")
    for typed in ("gr", "GREEN", "grey"):
        colour.type(typed)
        page.keyboard.press("Enter")
        settled(page)
        assert seen.last["colour"] == typed


def test_new_options_may_be_typed_up_to_the_most(choice, page):
    tags = choice("Tags")
    for text in ("purple", "red", "pink"):
        tags.type(text)
        page.keyboard.press("Enter")
    tags.input.click()
    tags.shows("purple", "red", "pink")
    tags.offers()
    page.keyboard.press("Escape")
    choice("Needed").pick("Kenya")
    press(page, "Order")
    assert got(page)["tags"] == ["purple", "red", "pink"]


def test_a_click_into_the_field_of_an_open_list_leaves_it_open_to_be_typed_in(choice, page):
    tags, country = choice("Tags"), choice("Country")
    for text in ("purple", "pink"):
        tags.input.click()  # the second time its list stands open
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    tags.shows("purple", "pink")
    page.keyboard.press("Escape")
    country.type("A")
    country.input.click()
    page.keyboard.type("us")
    country.offers("Austria")


def test_streamlit_s_names_are_those_of_the_list_that_is_open(choice, page):
    for label, name in (("Country", "stSelectboxVirtualDropdown"), ("Countries", "stMultiSelectDropdown")):
        expect(page.get_by_test_id(name)).to_have_count(0)
        choice(label).input.click()
        expect(page.get_by_test_id(name).get_by_role("option")).not_to_have_count(0)
        page.keyboard.press("Escape")
        expect(page.get_by_test_id(name)).to_have_count(0)
    many = choice("Countries")
    expect(page.get_by_test_id("stMultiSelectTagsContainer").get_by_title("Chile")).to_be_visible()
    many.element.get_by_role("button", name="Clear all", exact=True).click()
    many.shows()
    assert got(page)["many"] == []


@fr.page
def few(request, token):
    """Two that take a few."""
    fr.multiselect("One at most", ["a", "b"], ["a"], max_selections=1)
    fr.multiselect("Two at most", ["a", "b", "c"], ["a", "b"], max_selections=2)


def test_full_ones_say_how_many_they_take(visit):
    page = visit(few).page
    for label, text in (("One at most", "up to 1 option. Remove"), ("Two at most", "up to 2 options. Remove")):
        Choice(page, label).input.click()
        expect(page.get_by_test_id("stMultiSelectDropdown")).to_contain_text(f"You can only select {text} an option")
        page.keyboard.press("Escape")


def test_a_disabled_one_cannot_be_changed(choice, page):
    off = choice("Off")
    expect(off.input).to_be_disabled()
    off.shows("Japan", "Kenya")
    expect(off.element.get_by_role("button")).to_have_count(0)


# ------------------------------------------------------------------------------------------------ runs


def test_a_run_keeps_unsubmitted_choices(choice, page):
    fruit, tags = choice("Fruit"), choice("Tags")
    fruit.pick("Fruit 0042")
    tags.pick("blue")
    page.keyboard.press("Escape")
    press(page, "Choose for me")
    assert got(page)["fruit"] == "Fruit 0000"
    fruit.shows("Fruit 0042")
    tags.shows("blue")


def test_a_run_leaves_a_list_open_and_what_is_searched_for(choice, page):
    many = choice("Countries")
    many.pick("Norway")
    page.keyboard.type("den")  # the run of the choice before may still be under way
    assert got(page)["many"] == ["Chile", "Norway"]
    many.offers("Denmark")
    expect(many.input).to_be_focused()
    expect(many.input).to_have_value("den")


# ------------------------------------------------------------------------------------------------ no JavaScript


def test_without_a_script_it_is_the_browser_s_own_select(plain_page):
    page = plain_page
    page.goto("/td/selects/")
    page.locator("select").nth(2).select_option(label="Fruit 0999")
    page.locator("select[multiple]").nth(1).select_option(["red", "blue"])
    page.get_by_label("Needed").select_option("Egypt")
    with page.expect_navigation():
        page.get_by_role("button", name="Order").click()
    shown = ast.literal_eval(page.locator("code").last.inner_text())
    assert (shown["fruit"], shown["tags"], shown["needed"]) == ("Fruit 0999", ["red", "blue"], "Egypt")
