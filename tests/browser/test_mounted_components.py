"""What only a browser does with components in the page: their scripts run under the strict policy, and set and trigger."""

from __future__ import annotations

import re

from playwright.sync_api import expect

import formrerun as fr
from formrerun.components.v2 import component
from tests.browser import settled
from tests.browser.axe import violations
from tests.browser.visits import note

counter = component(
    "counter",
    html="<style>b { font-style: italic }</style><button style='color: rgb(1, 2, 3)'>Add</button><b></b>",
    css="b { color: var(--st-primary-color); font-weight: 900 }",
    js="""
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const [button, said] = [parentElement.querySelector('button'), parentElement.querySelector('b')];
  said.textContent = data.label;
  button.onclick = event => {
    if (event.shiftKey) setTriggerValue('asked', 'help');
    else setStateValue('count', (data.count ?? 0) + 1);
  };
  return () => (document.body.dataset.gone = data.label);
}
""",
)
plain = component("plain", html="<i>open</i>", css="i { color: rgb(4, 5, 6) }", isolate_styles=False)


@fr.page
def mounted(token):
    count = fr.session_state.get("counter", {}).get("count")
    shown = not fr.checkbox("Hide")
    if fr.button("Ten"):
        fr.session_state["counter"]["count"] = count = 10
    if shown:
        result = counter(
            key="counter", data={"label": f"so far {count}", "count": count},
            on_count_change=lambda: None, on_asked_change=lambda: None,
        )  # fmt: skip
        fr.text(f"{result.count} {result.asked}")
        note(token, asked=result.asked)
    plain()
    with fr.form("form"):
        inner = counter(key="inner", data={"label": "in a form"}, on_count_change=lambda: None)
        fr.form_submit_button("Send")
    fr.text(f"sent {inner.count}")


def test_it_sets_and_triggers_and_is_told_what_is_new(page, visit):
    visit(mounted)
    add = page.get_by_role("button", name="Add").first
    expect(page.get_by_text("so far None")).to_be_visible()
    add.click()
    expect(page.get_by_text("1 None", exact=True)).to_be_visible()
    expect(page.get_by_text("so far 1")).to_be_visible()  # the function was called with what is new
    add.click(modifiers=["Shift"])
    expect(page.get_by_text("1 help", exact=True)).to_be_visible()
    page.get_by_role("button", name="Ten").click()
    expect(page.get_by_text("10 None", exact=True)).to_be_visible()
    page.get_by_text("Hide").click()
    expect(page.get_by_text("so far")).to_have_count(0)
    assert page.evaluate("document.body.dataset.gone") == "so far 10"


def test_its_styles_are_its_own_and_the_policy_allows_them(page, visit):
    visit(mounted)
    said = page.get_by_text("so far None")
    assert said.evaluate("e => [getComputedStyle(e).fontWeight, getComputedStyle(e).fontStyle]") == ["900", "italic"]
    add = page.get_by_role("button", name="Add").first
    assert add.evaluate("e => getComputedStyle(e).color") == "rgb(1, 2, 3)"
    assert page.get_by_text("open").evaluate("e => getComputedStyle(e).color") == "rgb(4, 5, 6)"


def test_in_a_form_its_state_is_a_draft_until_it_is_sent(page, visit):
    visit(mounted)
    page.get_by_role("button", name="Add").nth(1).click()
    page.get_by_role("button", name="Ten").click()  # a run of the page keeps the draft
    settled(page)
    expect(page.get_by_text("sent None")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("sent 1")).to_be_visible()


def test_axe_finds_nothing(page, visit):
    visit(mounted)
    expect(page.get_by_text("so far None")).to_be_visible()
    assert violations(page) == []


tinted = component(
    "tinted",
    html="<output></output>",
    js="""
export default function ({ parentElement }) {
  const said = parentElement.querySelector('output');
  const style = getComputedStyle(said);
  const named = ['background-color', 'blue-background-color', 'base-font-size', 'chart-categorical-colors'];
  said.textContent = named.map(name => style.getPropertyValue(`--st-${name}`)).join(' | ');
}
""",
)


@fr.page
def tinted_page(token):
    tinted()


def test_its_script_reads_colours_that_it_can_parse(page, visit):
    visit(tinted_page)
    background, tint, size, series = page.locator("fr-bidi output").text_content().split(" | ")
    assert background == "rgb(255, 255, 255)"
    assert tint.startswith(("rgb", "color(srgb "))
    assert size == "16px"
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in series.split(","))
    assert page.locator("fr-bidi output").evaluate("el => getComputedStyle(el).overflowWrap") == "normal"
