"""Charts in a browser: drawn without eval, changed in place, and what is selected is the page's."""

from __future__ import annotations

from playwright.sync_api import expect

#: What the site's policy refused; the tests of this file want it to be nothing.
REFUSED = """() => { window.refused = [];
  document.addEventListener('securitypolicyviolation', event => refused.push(event.violatedDirective)); }"""


def test_a_chart_is_drawn_under_the_policy_and_its_point_is_the_page_s(new_page, live):
    page = new_page()
    page.add_init_script(f"({REFUSED})()")
    page.goto(f"{live}/td/charts/")
    chart = page.locator("fr-vega").nth(1)
    expect(chart.locator(".mark-symbol path")).to_have_count(3)
    chart.locator(".mark-symbol path").nth(1).click()
    expect(page.get_by_text("Chosen: 2")).to_be_visible()
    assert page.evaluate("refused") == []


def test_other_data_are_drawn_into_the_chart_that_is_there(page):
    page.goto("/td/charts/")
    line = page.locator("fr-vega").first
    expect(line.locator("svg")).to_be_visible()
    line.evaluate("chart => { window.drawn = chart.querySelector('svg'); window.src = chart.dataset.frTables; }")
    page.get_by_role("button", name="More").click()
    page.wait_for_function("() => document.querySelector('fr-vega').dataset.frTables !== src")
    expect(line).not_to_have_attribute("aria-busy", "true")
    assert page.evaluate("drawn.isConnected")
    line.get_by_role("button", name="Show data").click()
    expect(line.get_by_role("row")).to_have_count(5)


def test_without_a_script_there_is_a_table(plain_page):
    plain_page.goto("/td/charts/")
    expect(plain_page.get_by_role("table").first).to_be_visible()
