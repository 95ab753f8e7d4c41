"""Words that are longer than their place: they break, and neither cover what is beside them nor widen the page."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.browser import press, settled

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
TEXT = "A label that is considerably longer than any column it will ever have to fit into, as translators write them"
#: Texts that stand out of what they belong to, or beside the window; what scrolls by itself may hold any.
SPILLED = """() => {
  const found = [], places = '.stElementContainer, .stColumn, .stGridCell, .fr-field, .fr-button, .fr-alert, .fr-md, .stTab, ' +
    '.fr-heading, .fr-radio, .fr-check, .fr-badge, .fr-label, .fr-toast, summary, td, th, dialog, [popover], .fr-menu-link';
  const texts = document.createTreeWalker(document.getElementById('fr-app'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, el = text.parentElement, range = document.createRange();
    if (!text.data.trim() || !el.checkVisibility({ visibilityProperty: true }) || el.closest('.fr-skip, .fr-sr')) continue;
    range.selectNodeContents(text);
    let { left, right } = range.getBoundingClientRect();
    for (let up = el; up.id !== 'fr-app'; up = up.parentElement) {
      const style = getComputedStyle(up), box = up.getBoundingClientRect();
      if (style.overflowX !== 'visible') [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      if (up.matches(places) && left < right && (left < box.left - 2 || right > box.right + 2)) {
        found.push(`${text.data.trim().slice(0, 30)} out of ${up.className || up.localName}`);
        break;
      }
      if (style.position === 'fixed' || up.matches(':popover-open')) break;
    }
    if (left < right && (left < -1 || right > innerWidth + 1)) found.push(`${text.data.trim().slice(0, 30)} beside the window`);
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push(`${document.documentElement.scrollWidth} px wide`);
  return found;
}"""


@fr.dialog(WORD)
def window():
    fr.text_input(WORD, key="in the window", help=WORD)
    fr.button(WORD, key="of the window")


def words():
    fr.title(WORD)
    fr.header(WORD, help="Help")
    fr.subheader(WORD, divider=True)
    fr.markdown(f"# {WORD}\n{WORD} `{WORD}` [{WORD}](https://example.org/{WORD})\n\n1. {WORD}\n\n> {WORD}", help=WORD)
    fr.caption(WORD)
    fr.text(WORD, help="Help")
    fr.badge(WORD)
    fr.badge(TEXT)
    for level in (fr.success, fr.info, fr.warning, fr.error):
        level(WORD, icon=":material/info:")
    fr.exception(ValueError(WORD))
    fr.metric(WORD, WORD, WORD, help="Help")
    fr.progress(30, WORD)
    fr.json({WORD: WORD})
    fr.code(WORD)
    fr.latex("x" * 120)
    fr.table({WORD: [WORD], "b": [TEXT]})
    fr.table({f"{WORD}{number}": [WORD] for number in range(5)})
    fr.markdown(f"| {WORD} | b |\n|--|--|\n| {WORD} | {TEXT} |")
    fr.dataframe({WORD: [WORD], "b": [TEXT]})
    fr.page_link("https://example.org", label=WORD)
    fr.status(WORD)
    with fr.expander(WORD):
        fr.write(WORD)
    with fr.popover(WORD):
        fr.multiselect(WORD, [WORD, TEXT], [WORD], key="in the popover")
    for tab in fr.tabs([WORD, TEXT, "x"]):
        tab.write(WORD)
    fr.chat_message("user").write(WORD)


def fields():
    shown = {"help": WORD}
    fr.text_input(WORD, placeholder=WORD, icon=":material/search:", **shown)
    fr.text_area(WORD, WORD, **shown)
    fr.number_input(WORD, **shown)
    fr.slider(WORD, 0, 10, **shown)
    fr.select_slider(WORD, [f"{WORD}{number}" for number in range(3)], **shown)
    fr.select_slider(TEXT, [f"{WORD}{number}" for number in range(3)], (f"{WORD}0", f"{WORD}2"))
    fr.checkbox(WORD, **shown)
    fr.toggle(WORD, **shown)
    fr.radio(WORD, [WORD, TEXT], captions=[WORD, TEXT], **shown)
    fr.radio(WORD, [WORD, TEXT], horizontal=True, key="in a row")
    fr.selectbox(WORD, [WORD, TEXT], **shown)
    fr.selectbox(WORD, [f"{WORD}{number}" for number in range(30)], key="searched")
    fr.multiselect(WORD, [WORD, TEXT], [WORD], **shown)
    fr.date_input(WORD, (), **shown)
    fr.time_input(WORD, **shown)
    fr.color_picker(WORD, **shown)
    fr.button(WORD, type="primary", icon=":material/save:", **shown)
    with fr.form("form"):
        fr.text_input(WORD, required=True, key="in the form")
        fr.form_submit_button(WORD)


def layouts():
    for column in fr.columns(4, border=True):
        column.write(WORD)
        column.metric(WORD, "123,456,789.00 €", "1")
        column.text_input(WORD, key=f"{column!r}")
        column.button(WORD, key=f"{column!r} button")
    with fr.grid(3):
        for number in range(3):
            fr.button(WORD, key=f"cell {number}")
    with fr.container(horizontal=True):
        fr.text_input(WORD, key="row")
        fr.button(WORD, key="row button")
        fr.write(WORD)
        fr.badge(WORD)


@fr.page
def everywhere(token):
    fr.sidebar.header(WORD)
    fr.sidebar.text_input(WORD, key="side", help="Help")
    fr.sidebar.checkbox(TEXT, key="side box")
    pages = [fr.Page(part, title=f"{WORD}{part.__name__}", url_path=part.__name__) for part in (words, fields, layouts)]
    chosen = fr.navigation({WORD: pages})
    if fr.button("Toast"):
        fr.toast(f"{WORD} {TEXT}", duration="infinite", icon=":material/check:")
    if fr.button("Window"):
        window()
    chosen.run()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("part", ["", "fields/", "layouts/"])
def test_long_words_stay_in_their_place(page, visit, width, part):
    page.set_viewport_size({"width": width, "height": 740})
    seen = visit(everywhere)
    if part:
        page.goto(seen.url + part)
    settled(page)
    page.locator("#fr-sidebar").evaluate("el => { el.open = true; }")
    assert page.evaluate(SPILLED) == []


@pytest.mark.parametrize("width", [1280, 360])
def test_over_the_page_too(page, visit, width):
    page.set_viewport_size({"width": width, "height": 740})
    visit(everywhere)
    settled(page)
    page.get_by_test_id("stPopoverButton").click()
    assert page.evaluate(SPILLED) == []
    page.keyboard.press("Escape")
    press(page, "Toast")
    assert page.get_by_test_id("stToast").is_visible()
    assert page.evaluate(SPILLED) == []
    page.get_by_test_id("stToast").get_by_role("button").click()
    press(page, "Window")
    page.get_by_role("button", name=f"Help for {WORD}").last.focus()
    assert page.evaluate(SPILLED) == []
