"""What a browser does for a change follows the change, not the page around it: counted, not timed."""

from __future__ import annotations

import collections
import json

from playwright.sync_api import expect

import formrerun as fr
from tests.browser import settled


@fr.page
def large(request):
    """Draw a form of many fields, a table of several columns, and steps."""
    with fr.form("form"):
        for number in range(100):
            fr.text_input(f"Field {number}", key=f"f{number}")
        fr.form_submit_button("Save")
    fr.text(f"First: {fr.session_state.f0}")
    fr.table({name: range(100) for name in "abcde"})
    for step in ("one", "two"):
        fr.expander(step, type="step")


@fr.page
def steps(request):
    """Draw a step without content and one with it."""
    fr.expander("empty", type="step")
    fr.expander("full", type="step").text("inside")


def restyled(page, act):
    """Return for how many elements the browser computed styles anew while something was done."""
    browser = page.context.browser
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    act()
    page.evaluate("new Promise(painted => requestAnimationFrame(() => setTimeout(painted)))")
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return sum(event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree")


def test_elements_that_have_not_changed_get_no_new_styles(page, visit):
    visit(large)
    settled(page)
    page.get_by_label("Field 0").fill("x")

    def submit():
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("First: x")).to_be_visible()
        settled(page)

    assert page.evaluate("document.querySelectorAll('#fr-root *').length") > 1000
    assert 0 < restyled(page, lambda: page.evaluate("document.title = 'Another'")) < 100
    assert 0 < restyled(page, submit) < 500


#: Counts who asks how dates are written here: the first answer takes a browser ten milliseconds.
ASKED = """
window.asked = 0;
Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
  apply: (real, self, given) => { asked++; return Reflect.apply(real, self, given); },
  construct: (real, given) => { asked++; return Reflect.construct(real, given); },
});
"""


def test_a_first_load_does_not_ask_for_the_timezone(new_page, visit):
    page = new_page()
    page.add_init_script(ASKED)
    visit(steps, page)
    settled(page)
    assert page.evaluate("asked") == 0


def test_steps_without_content_are_no_buttons(page, visit):
    visit(steps)
    settled(page)
    cursor = "el => [getComputedStyle(el).cursor, getComputedStyle(el, '::after').display]"
    shown = page.locator("summary").evaluate_all(f"all => all.map({cursor})")
    assert shown == [["default", "none"], ["pointer", "block"]]


def tried(page, act):
    """Return for each rule at how many elements the browser tried it, those left out that could not apply at a look."""
    browser = page.context.browser
    browser.start_tracing(page=page, categories=["devtools.timeline", "disabled-by-default-blink.debug"])
    act()
    page.evaluate("new Promise(painted => requestAnimationFrame(() => setTimeout(painted)))")
    counts = collections.Counter()
    for event in json.loads(browser.stop_tracing())["traceEvents"]:
        if event["name"] == "SelectorStats":
            for rule in event["args"].get("selector_stats", {}).get("selector_timings", ()):
                counts[rule["selector"]] += rule["match_attempts"] - rule["fast_reject_count"]
    return counts


def test_few_rules_are_tried_at_every_element(page, visit):
    """A rule whose last part names neither a class, an id, an attribute nor a tag costs at each of 10,000 elements."""
    visit(large)
    settled(page)
    everywhere = page.evaluate("document.querySelectorAll('#fr-root *').length")
    counts = tried(page, lambda: page.reload())
    assert counts["& .fr-field"] >= 100
    ours = [rule for rule in counts if rule.startswith(("&", "#fr-app", ":is("))]
    found = [rule for rule in ours if counts[rule] >= everywhere]
    assert len(found) <= 12, found  # they were 18


@fr.page
def long(request):
    """Draw fields of the kinds that long forms consist of, and a rule for one far down."""
    with fr.form("form"):
        for number in range(60):
            fr.text_input(f"Text {number}", key=f"t{number}", help="As in the letter" if number == 51 else None)
            fr.number_input(f"Number {number}", 0, 1000)
            fr.checkbox(f"Check {number}")
            fr.selectbox(f"City {number}", ["Bern", "Cairo"])
        fr.form_submit_button("Save")
    if fr.session_state.t50 == "bad":
        fr.error("Not that")


#: No time is left for anything, until ``haveTime()`` says so.
BUSY = """
const waiting = [];
window.requestIdleCallback = callback => waiting.push(callback);
window.haveTime = () => { while (waiting.length) waiting.shift()(); };
"""


def test_fields_far_down_are_drawn_when_one_comes_to_them_or_there_is_time(new_page, visit):
    page = new_page()
    page.add_init_script(BUSY)
    visit(long, page)
    settled(page)
    drawn = "el => el.checkVisibility({ contentVisibilityAuto: true })"
    height = "document.documentElement.scrollHeight"
    first, far, last = (page.get_by_label(name, exact=True) for name in ("Text 0", "Text 50", "City 59"))
    assert [field.evaluate(drawn) for field in (first, far, last)] == [True, False, False]
    reckoned = page.evaluate(height)

    page.get_by_label("Number 49").focus()
    for _ in ("Check 49", "City 49", "Text 50"):
        page.keyboard.press("Tab")
    expect(far).to_be_focused()
    expect(far).to_be_in_viewport()
    page.keyboard.type("bad")
    last.scroll_into_view_if_needed()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not that")).to_be_visible()
    expect(far).to_have_value("bad")

    first.scroll_into_view_if_needed()
    page.evaluate("haveTime()")
    assert [field.evaluate(drawn) for field in (first, far, last)] == [True, True, True]
    assert abs(page.evaluate(height) / reckoned - 1) < 0.02


def test_what_a_field_far_down_shows_beside_itself_is_not_cut_off(new_page, visit):
    page = new_page()
    page.add_init_script(BUSY)
    visit(long, page)
    settled(page)
    page.get_by_label("Text 51", exact=True).scroll_into_view_if_needed()
    page.get_by_label("Help for Text 51").hover()
    tip = page.get_by_text("As in the letter")
    expect(tip).to_be_visible()
    assert tip.evaluate("""tip => {
      const box = tip.getBoundingClientRect(), at = [box.x + box.width / 2, box.y + 3];
      return tip.contains(document.elementFromPoint(...at));
    }""")
