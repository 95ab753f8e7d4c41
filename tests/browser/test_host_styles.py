"""
Pages in somebody else's document: inside looks as it does on a page of its own, whatever the site says of elements.

``hosts/`` has the rules of elements of what sites are made of, put behind all other stylesheets of the document.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import press, settled
from tests.browser.test_every_page import everything
from tests.browser.visits import note

HOSTS = Path(__file__).with_name("hosts")
#: Make the document one of a site's: its rules behind ours, a header that stays, a box around the page.
MOVE_IN = """([rules, attributes]) => {
  document.body.className = '';
  for (const [name, value] of Object.entries(attributes)) document.documentElement.setAttribute(name, value);
  const header = document.body.insertBefore(document.createElement('header'), document.body.firstChild);
  const box = document.body.appendChild(document.createElement('div'));
  Object.assign(header, { id: 'host-header', textContent: 'The site' });
  box.id = 'host-box';
  box.append(document.getElementById('fr-app'));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`#host-header { position: sticky; top: 0; z-index: 1030; height: 60px; background: #ccd } #host-box { margin: 0 40px } ${rules}`);
  document.adoptedStyleSheets = [sheet];
}"""
#: How everything in the page looks, without what follows from its place.
LOOKS = """() => {
  const place = /^(width|height|inline-size|block-size|perspective-origin|transform-origin|top|left|right|bottom|inset|position-area|grid-template)/;
  // What is seen of nothing but a border that is there, or by nobody.
  const unseen = /^(-webkit-(tap-highlight|font-smoothing|locale)|tab-size|text-rendering|border-.*-(style|color)$|text-size-adjust)/;
  const looks = [];
  for (const el of document.querySelectorAll('#fr-app *')) {
    if (el.closest('svg') || el.matches('.fr-status, .fr-tip, fr-map *, noscript *')) continue;
    const style = getComputedStyle(el), name = `${el.localName}.${el.className}`;
    for (const property of style)
      if (!place.test(property) && !unseen.test(property) && !property.startsWith('--')) looks.push(`${name} ${property}: ${style[property]}`);
    for (const pseudo of ['::before', '::after']) {
      const { content, display } = getComputedStyle(el, pseudo);
      looks.push(`${name}${pseudo} ${content} ${content === 'none' || display}`);
    }
  }
  return looks;
}"""


def move_in(page, host="", **attributes):
    """Put the page into a site's document."""
    rules = (HOSTS / f"{host}.css").read_text() if host else ""
    page.evaluate(MOVE_IN, [rules, {name.replace("_", "-"): value for name, value in attributes.items()}])


@pytest.fixture
def still_page(new_page):
    """Return a tab in which nothing moves, so that looks do not depend on the moment."""
    return new_page(reduced_motion="reduce")


def test_inside_nothing_looks_like_the_site(still_page, visit):
    visit(everything, still_page)
    settled(still_page)
    move_in(still_page)
    still_page.locator("fr-table .tabulator-row").first.wait_for()
    assert still_page.evaluate(f"(window.before = ({LOOKS})()).length") > 100_000
    taken_over = {}
    for host in sorted(HOSTS.glob("*.css")):
        still_page.evaluate("rules => document.adoptedStyleSheets[0].replaceSync(rules)", host.read_text())
        taken_over[host.stem] = still_page.evaluate(
            f"({LOOKS})().flatMap((look, at) => look === before[at] ? [] : [`${{look}} instead of ${{before[at]}}`])"
        )
    assert len(taken_over) == 10
    assert {host: looks for host, looks in taken_over.items() if looks} == {}


def test_fields_have_borders_sizes_and_labels_above(still_page, visit):
    page = still_page
    visit(everything, page)
    move_in(page, "worst")
    look = page.get_by_label("Text", exact=True).evaluate("""el => {
      const field = getComputedStyle(el.closest('.fr-field')), own = getComputedStyle(el);
      const label = document.querySelector(`label[for=${el.id}]`).getBoundingClientRect();
      const isAbove = label.bottom <= el.getBoundingClientRect().top;
      return [field.borderTopWidth, field.borderTopStyle, own.borderTopWidth, own.fontSize, field.height, isAbove];
    }""")
    assert look == ["1px", "solid", "0px", "16px", "40px", True]
    title = page.get_by_role("heading", name="Title")
    assert title.evaluate("el => getComputedStyle(el).fontSize") == "32.8px"
    link = page.get_by_role("link", name="a link")
    assert link.evaluate("el => getComputedStyle(el).textDecorationLine") == "underline"


@fr.page
def small(token):
    fr.text_input("Name")
    if fr.button("Save", type="primary"):
        fr.toast("Saved", duration="infinite")
    note(token)


SCHEMES = [
    ("light", {}, "light"), ("dark", {}, "light"), ("dark", {"style": "color-scheme: light dark"}, "dark"),
    ("light", {"style": "color-scheme: dark"}, "dark"), ("light", {"data-theme": "dark"}, "dark"),
    ("dark", {"data-theme": "light", "style": "color-scheme: light dark"}, "light"),
    ("light", {"data-theme": "auto", "style": "color-scheme: light dark"}, "light"),
    ("light", {"data-bs-theme": "dark"}, "dark"), ("dark", {"data-bs-theme": "light"}, "light"),
    ("light", {"class": "dark"}, "dark"), ("light", {"class": "w-theme-dark"}, "dark"),
    ("dark", {"style": "color-scheme: light; --dca-dark-mode: 1"}, "dark"),
]  # fmt: skip


@pytest.mark.parametrize(("system", "attributes", "shown"), SCHEMES)
def test_light_and_dark_are_the_sites(new_page, visit, system, attributes, shown):
    page = new_page(color_scheme=system)
    visit(small, page)
    attributes = dict(attributes)
    style = attributes.pop("style", "")
    move_in(page, **attributes)
    page.evaluate("css => { document.documentElement.style.cssText = css; }", style)
    colours = page.get_by_label("Name").evaluate(
        "el => [getComputedStyle(el).color, getComputedStyle(el.closest('.fr-field')).backgroundColor]"
    )
    assert colours == {
        "light": ["rgb(29, 35, 48)", "rgb(255, 255, 255)"], "dark": ["rgb(228, 231, 236)", "rgb(31, 36, 45)"],
    }[shown]  # fmt: skip
    assert page.locator("#fr-app").evaluate("el => getComputedStyle(el).backgroundColor") == "rgba(0, 0, 0, 0)"


def test_the_nearest_of_two_themes_counts(page, visit):
    visit(small)
    move_in(page, data_bs_theme="dark")
    page.locator("#host-box").evaluate("el => el.setAttribute('data-bs-theme', 'light')")
    assert page.locator("#fr-app").evaluate("el => getComputedStyle(el).colorScheme") == "light"
    page.evaluate("document.documentElement.setAttribute('data-bs-theme', 'light')")
    page.locator("#host-box").evaluate("el => el.setAttribute('data-bs-theme', 'dark')")
    assert page.locator("#fr-app").evaluate("el => getComputedStyle(el).colorScheme") == "dark"


def test_a_document_of_ours_follows_the_system(new_page, visit):
    page = new_page(color_scheme="dark")
    visit(small, page)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 29)"
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_it_takes_the_place_that_it_is_given(page, visit):
    visit(small)
    before = page.get_by_label("Name").bounding_box()
    assert before["y"] > 56  # the page of a document of ours has paddings
    move_in(page)
    box, first = (
        page.locator("#host-box").bounding_box(),
        page.locator("#fr-app .stElementContainer").first.bounding_box(),
    )
    assert (first["x"], first["y"], first["width"]) == (box["x"], box["y"], box["width"])


def test_what_stands_over_the_page_stands_over_the_sites_header(page, visit):
    visit(small)
    move_in(page, "bootstrap5")
    skip = page.get_by_test_id("stSkipToContent")
    assert skip.evaluate("el => el.getBoundingClientRect().width") == 1  # until it has the focus
    skip.focus()
    assert skip.bounding_box()["y"] >= 60
    press(page, "Save")
    toast = page.get_by_test_id("stToast")
    expect(toast).to_be_visible()
    on_top = """el => {
      const { x, y, width } = el.getBoundingClientRect();
      return el.contains(document.elementFromPoint(x + width / 2, y + 10));
    }"""
    assert toast.evaluate(on_top)
    page.evaluate("document.getElementById('fr-app').style.setProperty('--fr-top', '60px')")
    assert toast.bounding_box()["y"] >= 60


def test_tokens_and_rules_for_our_root_are_how_a_site_changes_it(still_page, visit):
    page = still_page
    visit(small, page)
    move_in(page, "tailwind4")
    rules = (
        ":root, .fr { --fr-accent: rgb(1, 2, 3); --fr-size: 20px } #fr-app .stButton > button { border-radius: 1px }"
    )
    page.evaluate(
        "rules => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules); document.adoptedStyleSheets.push(sheet); }",
        rules,
    )
    look = page.get_by_role("button", name="Save").evaluate(
        "el => { const { backgroundColor, borderRadius, fontSize } = getComputedStyle(el); return [backgroundColor, borderRadius, fontSize]; }"
    )
    assert look == ["rgb(1, 2, 3)", "1px", "19px"]


def test_live_regions_are_there_before_they_say_something(page, visit):
    """What is hidden as Tailwind 4 hides it, none of our rules can show."""
    visit(small)
    page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('@layer base { [hidden] { display: none !important; } }');
      document.adoptedStyleSheets.push(sheet);
    }""")
    displays = "regions => regions.map(region => getComputedStyle(region).display)"
    regions = page.locator("#fr-status, #fr-messages")
    assert regions.evaluate_all(displays) == ["flex", "grid"]
    for region in regions.all():
        expect(region).to_be_hidden()  # it takes no room


@fr.page
def drawn(token):
    fr.line_chart({"day": [1, 2, 3], "sold": [3, 1, 2]}, x="day", y="sold")
    note(token)


def test_the_buttons_of_a_chart_and_its_table_are_not_the_sites(still_page, visit):
    visit(drawn, still_page)
    move_in(still_page)
    table = still_page.get_by_role("button", name="Show data")
    table.click()
    still_page.locator(".fr-chart-table td").first.wait_for()
    before = set(still_page.evaluate(f"({LOOKS})()"))
    for host in ("worst", "bulma", "jazzmin"):
        rules = (HOSTS / f"{host}.css").read_text()
        still_page.evaluate("rules => document.adoptedStyleSheets[0].replaceSync(rules)", rules)
        changed = {look for look in still_page.evaluate(f"({LOOKS})()") if look not in before}
        assert {look for look in changed if not re.search("fr-chart-host|vega", look)} == set()  # the library's


@fr.page
def edited(token):
    fr.data_editor({"item": ["a", "b"], "sold": [1, 2]})
    note(token)


def test_the_field_of_a_cell_is_as_large_as_the_cell(still_page, visit):
    visit(edited, still_page)
    move_in(still_page, "worst")
    cell = still_page.locator("fr-editor [tabulator-field]").filter(has_text="2").last
    around = cell.bounding_box()
    cell.dblclick()
    field = still_page.locator(".fr-editor-control").bounding_box()
    assert abs(field["width"] - around["width"]) <= 2
    assert abs(field["height"] - around["height"]) <= 2
