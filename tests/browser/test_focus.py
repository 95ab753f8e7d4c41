"""
A run changes what it must and nothing else: focus, caret, selection, undo, a composition, a drag, the scroll position
and what is open stay; no event comes that nobody caused.
"""

from __future__ import annotations

import pytest

from tests.browser import settled
from tests.browser.matrix import ALL, GO, Matrix

TEXTS = ["text_input", "text_area"]
EVENTS = ["blur", "focus", "focusin", "focusout", "input", "change", "compositionstart", "compositionend"]
#: Watch the focused field: is it the same node, and does it hear anything?
WATCH = """events => {
  window.node = document.activeElement;
  window.heard = [];
  for (const event of events) node.addEventListener(event, () => heard.push(event));
}"""
CARET = "() => [node === document.activeElement && node.isConnected, node.selectionStart, node.selectionEnd, node.value, heard]"

both_moves = pytest.mark.parametrize("moves", ["moveBefore", "insertBefore"])


@pytest.fixture
def open_matrix(page, live, request):
    moves = "moves" not in request.fixturenames or request.getfixturevalue("moves") == "moveBefore"
    return lambda names, **scenario: Matrix(page, live, names, moves=moves, **scenario)


# ------------------------------------------------------------------------------------------ focus and caret


CHANGES = [
    {"label": "field"},  # nothing but the number of the run
    {"above": 2},
    {"label": "another name"},
    {"kinds": ["number_input", "text_area", "checkbox", "text_input"]},
    {"outside": TEXTS},
    {"outside": [], "wrap": True},
]


@both_moves
@pytest.mark.parametrize("name", TEXTS)
def test_typing_goes_on_across_a_rerun(open_matrix, moves, name):
    m = open_matrix(["text_input", "checkbox", "text_area"])
    page = m.page
    m.control_of(name).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("XYZ")
    for change in CHANGES:
        page.evaluate("document.activeElement.setSelectionRange(2, 4)")
        page.evaluate(WATCH, EVENTS)
        before = page.evaluate(CARET)
        text = before[3]
        m.control(**change)
        m.rerun()
        assert page.evaluate(CARET) == before == [True, 2, 4, text, []], change
        page.keyboard.type("Q")
        assert m.shown(name) == text[:2] + "Q" + text[4:]
        page.keyboard.press("Control+z")
        assert m.shown(name) == text


@both_moves
def test_focus_stays(open_matrix, moves):
    m = open_matrix(ALL)
    for turn, name in enumerate(ALL):
        m.control_of(name).focus()
        m.page.evaluate(WATCH, EVENTS)
        m.control(kinds=ALL[::-1] if turn % 2 else ALL, above=turn % 2, label=f"field in turn {turn}")
        m.rerun()
        assert m.page.evaluate("[node === document.activeElement, heard]") == [True, []], name


@both_moves
@pytest.mark.parametrize("key", [GO, "other"])
def test_focus_stays_on_a_button(open_matrix, moves, key):
    m = open_matrix(["text_input"])
    button = m.page.locator(f".st-key-{key} button")
    button.focus()
    m.page.evaluate(WATCH, EVENTS)
    m.control(above=2)
    m.once("other" if key == GO else GO)
    assert m.page.evaluate("[node === document.activeElement, heard]") == [True, []]


def test_server_wins_over_the_focused_field(open_matrix):
    m = open_matrix(ALL)
    m.edit_all()
    for name in ALL:
        m.control_of(name).focus()
        pushed = {name: m.all("push")[name]}
        m.put(pushed)
        m.rerun()
        assert m.all_shown() == m.all_shown() | pushed
        m.rerun()
        assert m.all_shown() == m.all_shown() | pushed
        assert m.page.evaluate("document.activeElement !== document.body")
    assert m.all_shown() == m.all("push")


# ------------------------------------------------------------------------------------------ in the middle of something


@both_moves
@pytest.mark.parametrize("name", TEXTS)
def test_composition_survives_reruns(open_matrix, moves, name):
    m = open_matrix([name, "checkbox"])
    ime = m.page.context.new_cdp_session(m.page)
    m.control_of(name).click()
    m.page.keyboard.press("Control+End")
    m.page.evaluate(WATCH, EVENTS)
    ime.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    m.control(above=1, label="another label")
    m.rerun()
    ime.send("Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3})
    m.control(kinds=m.names[::-1])
    m.rerun()
    heard = m.page.evaluate("heard")
    assert "compositionend" not in heard
    assert "blur" not in heard
    ime.send("Input.insertText", {"text": "日本"})
    assert m.shown(name) == m.all("default")[name] + "日本"
    m.submit()
    assert m.got[name] == m.all("default")[name] + "日本"


@pytest.mark.parametrize("name", TEXTS)
def test_push_waits_for_the_end_of_a_composition(open_matrix, name):
    m = open_matrix([name])
    ime = m.page.context.new_cdp_session(m.page)
    m.control_of(name).click()
    ime.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    composed = m.shown(name)
    m.put(m.all("push"))
    m.rerun()
    m.rerun()
    assert m.shown(name) == composed
    ime.send("Input.insertText", {"text": "日本"})
    settled(m.page)
    assert m.shown(name) == m.all("push")[name]
    m.submit()
    assert m.got == m.all("push")


@pytest.mark.parametrize("name", TEXTS)
def test_new_label_waits_for_the_end_of_a_composition(open_matrix, name):
    m = open_matrix([name])
    ime = m.page.context.new_cdp_session(m.page)
    m.control_of(name).click()
    m.page.keyboard.press("Control+End")
    ime.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    m.control(outside=[name], label="elsewhere")
    m.rerun()
    ime.send("Input.insertText", {"text": "日"})
    settled(m.page)
    assert m.control_of(name).get_attribute("form") == "fr-page"
    assert m.control_of(name).get_attribute("aria-label") == f"{name} elsewhere"
    assert m.shown(name) == m.all("default")[name] + "日"


def test_half_typed_number_stays(open_matrix):
    m = open_matrix(["number_input"])
    m.control_of("number_input").fill("")
    m.control_of("number_input").press("1")
    m.page.keyboard.type("e")
    m.control(label="number_input")
    m.rerun()
    m.page.keyboard.type("2")
    assert m.shown("number_input") == "1e2"


def test_half_typed_number_stays_after_the_focus_left(open_matrix):
    m = open_matrix(["number_input", "text_input"])
    field = m.control_of("number_input")
    field.fill("")
    field.press("1")
    m.page.keyboard.type("e")
    m.control_of("text_input").focus()
    m.control(label="another label")
    m.rerun()
    assert m.shown("number_input") == "1e"
    field.focus()
    m.page.keyboard.press("End")
    m.page.keyboard.type("2")
    assert m.shown("number_input") == "1e2"


@pytest.mark.parametrize("name", ["slider", "slider-range", "select_slider"])
def test_handle_can_be_dragged_across_a_rerun(open_matrix, name):
    m = open_matrix([name])
    box, mouse = m.control_of(name).bounding_box(), m.page.mouse
    start = {"slider": 0.1, "slider-range": 0.2, "select_slider": 1 / 9}[name]
    middle = box["y"] + box["height"] / 2
    mouse.move(box["x"] + 8 + (box["width"] - 16) * start, middle)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.3, middle)
    first = m.shown(name)
    m.control(above=0, label="dragged")
    m.rerun()
    assert m.shown(name) == first != m.all("default")[name]
    mouse.move(box["x"] + box["width"] * 0.5, middle)
    mouse.up()
    assert m.shown(name) != first
    m.submit()
    assert m.got == m.python(m.all_shown())


def test_mouse_held_on_a_button_across_a_rerun_is_a_click(open_matrix):
    m = open_matrix(["text_input"])
    m.edit_all()
    box, mouse = m.page.locator(f".st-key-{GO} button").bounding_box(), m.page.mouse
    mouse.move(box["x"] + 5, box["y"] + 5)
    mouse.down()
    m.rerun()
    before = m.runs
    mouse.up()
    settled(m.page)
    assert m.runs == before + 1
    assert m.got == m.all("draft")


# ------------------------------------------------------------------------------------------ what stays where it is


def test_page_stays_scrolled(open_matrix):
    m = open_matrix(["text_input"], tall=True)
    m.page.evaluate("scrollTo(0, 700)")
    before = m.page.evaluate("scrollY")
    m.rerun()
    assert m.page.evaluate("scrollY") == before > 300


def test_what_is_read_does_not_jump_when_blocks_come_above(open_matrix):
    m = open_matrix(["text_input"], tall=True)
    m.page.evaluate("scrollTo(0, 700)")
    line = m.page.get_by_text("Room to scroll: 20", exact=True)
    before = line.bounding_box()["y"]
    m.control(above=3)
    m.rerun()
    assert abs(line.bounding_box()["y"] - before) < 3


@both_moves
def test_container_stays_scrolled(open_matrix, moves):
    m = open_matrix(["text_input"], parts="closed")
    box = m.page.locator(".st-key-scroll .fr-scroll")
    box.evaluate("el => el.scrollTop = 150")
    m.rerun()
    m.control(above=3)
    m.rerun()
    assert box.evaluate("el => el.scrollTop") == 150


@both_moves
def test_open_expander_and_tab_stay_until_the_server_says_otherwise(open_matrix, moves):
    m = open_matrix(["text_input"], parts="free")
    page = m.page
    page.get_by_text("Details").click()
    page.get_by_role("tab", name="Two").click()
    m.edit_all()
    m.rerun()
    m.control(above=2)
    m.rerun()
    assert page.get_by_text("inside the expander").is_visible()
    assert page.get_by_text("the second tab").is_visible()
    assert page.get_by_role("tab", name="Two").get_attribute("aria-selected") == "true"
    m.control(parts="open")
    m.rerun()
    assert page.get_by_text("inside the expander").is_visible()
    m.control(parts="closed")
    m.rerun()
    assert not page.get_by_text("inside the expander").is_visible()
    assert m.all_shown() == m.all("draft")


def test_closed_expander_stays_closed(open_matrix):
    m = open_matrix(["text_input"], parts="open")
    m.page.get_by_text("Details").click()
    m.rerun()
    assert not m.page.get_by_text("inside the expander").is_visible()


@both_moves
def test_every_node_with_an_id_stays_the_same_node(open_matrix, moves):
    m = open_matrix(ALL, parts="free")
    m.page.evaluate("() => { window.nodes = [...document.querySelectorAll('[id]')]; }")
    m.control(above=2, label="another label")
    m.rerun()
    m.control(kinds=ALL[::-1])
    m.rerun()
    lost = "nodes.filter(node => (document.getElementById(node.id) ?? node) !== node).map(node => node.id)"
    assert m.page.evaluate(lost) == []


# ------------------------------------------------------------------------------------------ answers out of order


def test_older_answer_that_arrives_last_is_dropped(open_matrix):
    m = open_matrix(["text_input"])
    page = m.page
    late = []

    def hold_the_first(route):
        if late:
            route.continue_()
        else:
            late.append((route, route.fetch()))

    page.route("**/matrix/", hold_the_first)
    with page.expect_request("**/matrix/"):
        page.evaluate("document.getElementById('fr-app').formrerun.runAgain()")
    while not late:
        page.evaluate("0")  # it is answered, and the answer kept back
    m.control(put={"text_input": "the newest"})
    with page.expect_response("**/matrix/"):
        m.press("other")
    page.get_by_text("run 3").wait_for()
    route, answer = late[0]
    route.fulfill(response=answer)
    settled(page)
    assert page.get_by_text("run 3").is_visible()
    assert m.shown("text_input") == "the newest"
    m.rerun()
    assert page.get_by_text("run 4").is_visible()
