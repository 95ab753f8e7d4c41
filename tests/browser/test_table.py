"""Tables in a browser: sorted, searched, copied from, and left alone by runs that do not change them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import listen, press

CITIES = ["Accra", "Bern", "Cork", "Dhaka"]
#: Watch everything that happens inside a table and around it.
WATCH = """table => {
  window.node = table.node;
  window.seen = [];
  new MutationObserver(list => seen.push(...list.map(one => one.type + ' ' + one.attributeName)))
    .observe(table, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
STATE = "() => [...document.querySelectorAll('fr-table .tabulator-tableholder')].map(box => [box.scrollTop, box.scrollLeft])"


class Grid:
    """A table as somebody sees it."""

    def __init__(self, page, place=0):
        self.page, self.element = page, page.locator("fr-table").nth(place)
        self.count = self.element.get_by_role("status")
        self.holder = self.element.locator(".tabulator-tableholder")
        expect(self.element.get_by_role("gridcell").or_(self.element.locator(".fr-table-empty")).first).to_be_visible()
        expect(self.element).not_to_have_attribute("aria-busy", "true")  # its rows come before it hears of keys

    def header(self, title):
        return self.element.get_by_role("columnheader", name=title)

    def sort(self, title):
        self.header(title).click()

    def cells(self, place):
        """Return the cells of a column, as far as its rows exist."""
        return self.element.locator(f'.tabulator-cell[tabulator-field="c{place}"]')

    def shows(self, place, texts):
        """Wait until a column has these texts."""
        expect(self.cells(place)).to_have_text(texts)

    def search(self, text):
        self.element.get_by_role("searchbox").fill(text)

    def chose(self, texts):
        """Wait until these cells are chosen."""
        expect(self.element.locator(".fr-chosen")).to_have_text(texts)


@pytest.fixture
def grid(page):
    def open_(url, place=0):
        page.goto(url)
        return Grid(page, place)

    return open_


# ------------------------------------------------------------------------------------------------ what is shown


def test_a_header_sorts_up_down_and_not_and_missing_values_stay_last(grid):
    cities = grid("/td/tables/")
    cities.sort("people")
    cities.shows(0, ["Bern", "Cork", "Accra", "Dhaka"])
    expect(cities.header("people")).to_have_attribute("aria-sort", "ascending")
    cities.sort("people")
    cities.shows(0, ["Dhaka", "Accra", "Cork", "Bern"])
    cities.sort("people")
    cities.shows(0, CITIES)
    cities.sort("founded")
    cities.shows(5, ["1191-01-01", "1520-01-01", "1877-01-01", "None"])
    cities.sort("founded")
    cities.shows(5, ["1877-01-01", "1520-01-01", "1191-01-01", "None"])


def test_cells_are_text_whatever_stands_in_them(grid):
    odd = grid("/td/odd/")
    odd.shows(0, ["<b>bold</b>", "None", "**stars**", "<img src=x onerror=alert(1)>"])
    odd.shows(2, ["1", "None", "1152921504606846976", "-3"])
    odd.shows(3, ["1.5", "None", "1234567.891", "1e-9"])
    odd.shows(8, ["1 day 02:00:00", "None", "00:00:05", "-00:00:01.5"])
    expect(odd.header("<i>head</i>")).to_have_count(1)
    assert odd.element.locator("b, img, i").count() == 0


def test_formats_labels_and_missing_values_are_the_author_s(grid):
    configured = grid("/td/odd/", 1)
    configured.shows(0, ["$1234.50", "$0.50", "—"])
    configured.shows(1, ["12.5%", "100%", "200%"])
    expect(configured.cells(2).first).to_have_text("29.02.2024 12:30")
    expect(configured.header("Price").get_by_role("button")).to_have_attribute("title", "Without tax")


def test_a_search_leaves_the_rows_that_have_the_text(grid):
    growing = grid("/td/growing/")
    growing.search("ITEM 00019")
    expect(growing.count).to_have_text("10 of 200 rows")
    assert all("item 00019" in name for name in growing.cells(3).all_text_contents())
    growing.search("nothing like it")
    expect(growing.count).to_have_text("0 of 200 rows")
    growing.search("")
    expect(growing.count).to_have_text("200 rows")


# ------------------------------------------------------------------------------------------------ keys and copies


def test_keys_move_and_choose_and_copy(new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/td/tables/")
    cities = Grid(page)
    cities.header("city").get_by_role("button").focus()
    page.keyboard.press("ArrowRight")
    expect(cities.header("lat").get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(cities.header("lat")).to_have_attribute("aria-sort", "ascending")
    page.keyboard.press("Shift+Tab")
    cities.element.locator(".tabulator").focus()
    for key in ("ArrowDown", "Shift+ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    cities.chose(["Dhaka", "23.76", "Bern", "46.95"])
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()") == "Dhaka\t23.76\nBern\t46.95"
    page.keyboard.press("Control+End")
    active = page.locator(f"#{cities.element.locator('.tabulator').get_attribute('aria-activedescendant')}")
    expect(active).to_have_text("None")
    says = listen(cities.count)
    cities.element.get_by_role("button", name="Copy").click()
    says("Copied")
    assert page.evaluate("navigator.clipboard.readText()").splitlines()[0] == "city\tlat\tlon\tpeople\tcapital\tfounded"


def test_keys_reach_the_last_row_and_the_first(grid):
    growing = grid("/td/growing/")
    growing.element.locator(".tabulator").focus()
    for key, name in (("Control+End", "49.75"), ("PageUp", "None"), ("Control+Home", "0")):
        growing.page.keyboard.press(key)
        active = growing.element.locator(".fr-active")
        expect(active).to_have_text(name)
        box, cell = growing.holder.bounding_box(), active.bounding_box()
        assert box["y"] <= cell["y"] <= box["y"] + box["height"] - cell["height"]
        assert box["x"] <= cell["x"] <= box["x"] + box["width"] - cell["width"]


def test_it_fills_the_window_and_escape_ends_that(grid):
    cities = grid("/td/tables/")
    cities.element.get_by_role("button", name="Fullscreen").click()
    box = cities.element.bounding_box()
    assert (box["width"], box["height"]) == (900, 700)
    cities.page.keyboard.press("Escape")
    assert cities.element.bounding_box()["height"] < 300


# ------------------------------------------------------------------------------------------------ runs


def test_a_run_that_does_not_change_it_does_not_touch_it(grid):
    cities = grid("/td/tables/")
    cities.sort("people")
    cities.element.get_by_role("gridcell", name="Cork").click()
    asked = []
    cities.page.on("request", lambda request: asked.append(request.url))
    cities.element.evaluate(WATCH)
    cities.page.get_by_label("Note").fill("hello")
    press(cities.page, "Save")
    expect(cities.page.get_by_text("note='hello'")).to_be_visible()
    assert cities.page.evaluate("seen") == []
    assert not [url for url in asked if "/data/" in url]
    cities.shows(0, ["Bern", "Cork", "Accra", "Dhaka"])
    cities.chose(["Cork"])


def test_new_rows_keep_order_search_place_and_choice(grid):
    growing = grid("/td/growing/")
    growing.sort("number")
    growing.sort("number")
    growing.search("item")
    growing.holder.evaluate("box => { box.scrollTop = 1750; box.scrollLeft = 40; }")
    growing.element.get_by_role("gridcell", name="149", exact=True).first.click()
    before = growing.page.evaluate(STATE)
    press(growing.page, "More")
    expect(growing.count).to_have_text("201 of 201 rows")
    assert growing.page.evaluate(STATE) == before
    assert growing.element.get_by_role("searchbox").input_value() == "item"
    expect(growing.header("number")).to_have_attribute("aria-sort", "descending")
    growing.holder.evaluate("box => { box.scrollTop = 0; }")
    expect(growing.element.get_by_role("gridcell", name="200", exact=True).first).to_be_visible()


@fr.page(title="Shifting")
def shifting(request, token):
    if fr.button("Add"):
        fr.success("Something above")
    fr.dataframe([{"number": n} for n in range(60)])
    fr.map([{"lat": 1, "lon": 2}], height=200)


@pytest.mark.parametrize("moves", ["moveBefore", "insertBefore"])
def test_something_above_moves_it_and_nothing_more(visit, new_page, moves):
    page = new_page()
    if moves == "insertBefore":
        page.add_init_script(
            "for (const type of [Element, DocumentFragment, Document]) delete type.prototype.moveBefore"
        )
    visit(shifting, page)
    moved = Grid(page)
    expect(page.locator("fr-map").get_by_role("region")).to_be_visible()
    moved.sort("number")
    moved.sort("number")
    moved.holder.evaluate("box => { box.scrollTop = 350; }")
    page.evaluate("() => { window.nodes = [...document.querySelectorAll('.tabulator, .fr-map-host')]; }")
    press(page, "Add")
    expect(page.get_by_text("Something above")).to_be_visible()
    assert page.evaluate("nodes.map(node => node.isConnected)") == [True, True]
    expect(moved.header("number")).to_have_attribute("aria-sort", "descending")
    assert page.evaluate(STATE) == [[350, 0]]


def test_other_columns_make_it_anew(grid):
    growing = grid("/td/growing/")
    growing.sort("number")
    press(growing.page, "Other columns")
    expect(growing.header("number")).to_have_count(0)
    expect(growing.header("name")).to_be_visible()
    assert growing.cells(1).count() > 5


@fr.page(title="Fewer")
def fewer(request, token):
    fr.dataframe([{"id": 1} if fr.checkbox("One column") else {"id": 1, "name": "Ada", "town": "London"}], key="table")


def test_it_keeps_its_columns_until_the_rows_of_others_are_there(visit, page):
    visit(fewer, page)
    expect(Grid(page).header("town")).to_be_visible()
    held = []
    page.route("**/data/**", lambda route: held.append(route))
    with page.expect_request("**/data/**"):
        page.get_by_text("One column").click()
    expect(page.locator("fr-table")).to_have_attribute("aria-busy", "true")
    page.set_viewport_size({"width": 700, "height": 700})
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    held[0].continue_()
    expect(Grid(page).header("town")).to_have_count(0)


@fr.page(title="Changing")
def changing(request, token):
    names = ["id", "what somebody wrote about it at some length"]
    row = dict.fromkeys(reversed(names) if fr.checkbox("Other way round") else names, 1)
    fr.dataframe([row], hide_index=True, width="content", key="table")


def test_other_columns_are_as_wide_as_they_need(visit, page):
    visit(changing, page)
    table = Grid(page)
    wide = table.header("what somebody wrote").bounding_box()["width"]
    assert wide > 300
    page.get_by_text("Other way round").click()
    expect(table.element.get_by_role("columnheader").first).to_have_text("what somebody wrote about it at some length")
    expect(table.element).not_to_have_attribute("aria-busy", "true")
    assert table.header("what somebody wrote").bounding_box()["width"] == pytest.approx(wide, abs=1)


@fr.page
def roomy(token):
    columns = {"first": fr.column_config.Column(width="small"), "second": fr.column_config.Column(width="medium")}
    fr.dataframe([{"first": 1, "second": 2}], hide_index=True, column_config=columns, key="table")


def test_what_is_left_of_the_width_is_shared_by_all_columns(visit, page):
    visit(roomy, page)
    table = Grid(page)
    a, b = (table.header(name).bounding_box()["width"] for name in ("first", "second"))
    assert b - a == pytest.approx(200 - 75, abs=2)
    assert a + b == pytest.approx(table.element.bounding_box()["width"], abs=4)


@fr.page
def folded(token):
    fr.expander("More").dataframe([{"first": 1, "second": 2}], hide_index=True)


def test_a_table_that_comes_into_sight_fills_its_place(visit, page):
    visit(folded, page)
    page.get_by_text("More").click()
    table = Grid(page)
    page.wait_for_function(
        """() => {
            const width = element => element.getBoundingClientRect().width;
            const table = document.querySelector('fr-table');
            const columns = [...table.querySelectorAll('.tabulator-col')];
            return Math.abs(columns.reduce((sum, column) => sum + width(column), 0) - width(table)) < 5;
        }"""
    )
    assert table.header("first").is_visible()


# ------------------------------------------------------------------------------------------------ 100,000 rows


def test_of_a_large_table_one_page_is_here_at_a_time(page):
    answers = []
    page.on("response", lambda response: "/data/" in response.url and answers.append(response))
    page.goto("/td/large/")
    large = Grid(page)
    expect(large.count).to_have_text("1 to 100 of 100,000 rows")
    large.element.get_by_role("button", name="Next page").click()
    expect(large.count).to_have_text("101 to 200 of 100,000 rows")
    expect(large.cells(1).first).to_have_text("100")
    large.sort("name")
    expect(large.count).to_have_text("1 to 100 of 100,000 rows")
    expect(large.element.get_by_role("gridcell", name="item 000001")).to_be_visible()
    large.search("item 00012")
    expect(large.count).to_have_text("1 to 10 of 10 rows")
    large.shows(3, [f"item 00012{n}" for n in range(10)])
    press(page, "Again")
    large.shows(3, [f"item 00012{n}" for n in range(10)])
    assert all(response.status == 200 and len(response.body()) < 20_000 for response in answers)
    assert len(answers) <= 6


def test_data_that_is_gone_is_said_to_be_gone_and_asked_for_again(page):
    page.allow("404")
    page.route("**/data/**", lambda route: route.fulfill(status=404))
    page.goto("/td/large/")
    lost = page.get_by_text("The data of this table is gone.")
    expect(lost).to_be_visible()
    page.unroute("**/data/**")
    lost.get_by_role("button").click()
    expect(page.get_by_text("1 to 100 of 100,000 rows")).to_be_visible()


# ------------------------------------------------------------------------------------------------ other pages


def test_a_page_without_tables_loads_nothing_for_them(page):
    loaded = []
    page.on("request", lambda request: loaded.append(request.url.rpartition("/")[2]))
    page.goto("/t/greeting/", wait_until="networkidle")
    assert "formrerun.js" in " ".join(loaded)
    assert not [
        name for name in loaded if name.startswith(("table", "tabulator", "map", "leaflet", "select", "tom-select"))
    ]
