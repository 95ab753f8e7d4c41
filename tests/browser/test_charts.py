"""Charts in a browser: drawn without eval, changed in place, and what is selected is the page's."""

from __future__ import annotations

import re

from playwright.sync_api import expect

import formrerun as fr
from tests.browser.axe import violations

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
    line.get_by_test_id("stElementToolbar").get_by_role("button", name="Show data").click()
    expect(line.get_by_role("row")).to_have_count(5)


@fr.page
def bars(token):
    fr.bar_chart({"apples": [3, 1, -2], "pears": [2, 4, 1]}, alt="Side by side or one above the other")
    fr.bar_chart({"apples": [3, 1, 2]}, horizontal=True)


#: Those bars that nobody sees, for something cuts them off.
UNSEEN = """() => [...document.querySelectorAll('fr-vega .mark-rect path')].filter(bar => {
  bar.scrollIntoView({ block: 'center' });
  const { x, y, width, height } = bar.getBoundingClientRect();
  return document.elementFromPoint(x + width / 2, y + height / 2) !== bar;
}).length"""


def test_bars_are_seen(visit, page):
    visit(bars, page)
    expect(page.locator("fr-vega .mark-rect path")).to_have_count(9)
    assert page.evaluate(UNSEEN) == 0


PALETTE = """<style>.stApp {
  --fr-chart-1: oklch(0.6 0.2 260); --fr-chart-2: color-mix(in srgb, red, blue); --fr-chart-3: initial;
  --fr-chart-sequential-1: oklab(1 0 0); --fr-chart-sequential-2: oklab(0 0 0); --fr-chart-sequential-3: initial;
}</style>"""


@fr.page
def palette(token):
    fr.html(PALETTE)
    fr.bar_chart({"a": [1], "b": [2], "c": [3]}, stack=False)
    fr.plotly_chart({"data": [{"type": "scatter", "mode": "markers", "y": [0, 1], "marker": {"color": [0, 1]}}]})
    fr.echarts_chart({"xAxis": {"data": ["x"]}, "yAxis": {}, "series": [{"type": "bar", "data": [1]}]}, renderer="svg")


def test_charts_are_drawn_in_the_colours_of_the_page_of_whatever_kind_these_are(visit, page):
    visit(palette, page)
    bars = page.locator("fr-vega .mark-rect path")
    expect(bars).to_have_count(3)
    filled = [re.sub(r"\s", "", bars.nth(at).evaluate("bar => getComputedStyle(bar).fill")) for at in range(3)]
    assert filled[0] == filled[2] != filled[1] == "rgb(128,0,128)"
    echarts = page.locator("fr-echarts svg")
    expect(echarts).to_be_visible()
    first = filled[0].removeprefix("rgb(").removesuffix(")")
    assert first in re.sub(r"\s", "", echarts.inner_html())
    figure = page.locator("fr-plotly .js-plotly-plot")
    expect(figure).to_be_visible()
    scale = figure.evaluate("plot => plot._fullData[0].marker.colorscale.map(([, color]) => color)")
    assert scale == ["rgba(255, 255, 255, 1)", "rgba(0, 0, 0, 1)"]


PLACES = ["Germany", "France", "United Kingdom", "Brazil", "Mexico", "Japan", "Italy", "Spain"]


@fr.page
def narrow(token):
    fr.line_chart({place: [1, at, 2] for at, place in enumerate(PLACES)})
    names = [f"Bottled water of the kind {at:02}" for at in range(30)]
    fr.bar_chart({"name": names, "left": list(range(30))}, x="name", y="left", horizontal=True)
    fr.bar_chart({"name": names, "left": list(range(30))}, x="name", y="left")
    fr.line_chart({name: [0, 6_000_000_000_000] for name in ("BRA", "DEU", "FRA", "GBR", "JPN", "MEX")})


#: Texts that others overlap, or the chart's edge cuts off, chart by chart.
CROWDED = """() => [...document.querySelectorAll('fr-vega svg')].map(svg => {
  const edge = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll('text')].filter(text => text.textContent && getComputedStyle(text).opacity > 0)
    .map(text => text.getBoundingClientRect()).filter(({ width }) => width);
  const cut = boxes.filter(box => box.right > edge.right + 1 || box.left < edge.left - 1);
  const over = boxes.filter((a, at) => boxes.slice(at + 1).some(b =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3));
  return [boxes.length > 8, cut.length, over.length];
})"""


def test_labels_and_legends_of_narrow_charts_have_room(visit, page):
    page.set_viewport_size({"width": 360, "height": 740})
    visit(narrow, page)
    expect(page.locator("fr-vega.fr-drawn")).to_have_count(4)
    assert page.evaluate(CROWDED) == [[True, 0, 0]] * 4
    assert page.get_by_text("6,000,000,000,000").count() == 1
    assert page.locator("fr-vega").nth(1).get_by_text("Bottled").count() == 30


@fr.page
def beside(token):
    for column in fr.columns(8):
        column.line_chart({"a": [1, 2, 3]})


def test_all_buttons_of_a_chart_can_be_reached_in_a_narrow_column(visit, page):
    visit(beside, page)
    expect(page.locator("fr-vega.fr-drawn")).to_have_count(8)
    edges = page.locator("fr-vega").first.evaluate("""chart => [chart, ...chart.querySelectorAll('.fr-chart-button')]
        .map(one => one.getBoundingClientRect()).map(({ left, right }) => [left, right])""")
    (left, right), *buttons = edges
    assert len(buttons) == 5
    assert all(left - 1 <= begin and end <= right + 1 for begin, end in buttons)


def test_without_a_script_there_is_a_table(plain_page):
    plain_page.goto("/td/charts/")
    expect(plain_page.get_by_role("table").first).to_be_visible()


def test_figures_of_plotly_are_drawn_under_the_policy_and_a_point_is_the_page_s(new_page, live):
    page = new_page()
    page.add_init_script(f"({REFUSED})()")
    page.goto(f"{live}/td/plotly/")
    bars, points, shares = page.locator("fr-plotly").all()
    expect(bars.locator(".bars .point")).to_have_count(2)
    expect(points.locator(".points .point")).to_have_count(3)
    expect(shares.locator(".slice")).to_have_count(2)
    points.locator(".points .point").nth(1).click(force=True)
    expect(page.get_by_text("Chosen: [1]")).to_be_visible()
    assert page.evaluate("refused") == []
    expect(bars.get_by_role("group", name="Bars").get_by_role("img", name="Bars")).to_be_visible()
    assert violations(page) == []
    shares.get_by_role("button", name="Show data").click()
    expect(shares.get_by_role("row")).to_have_count(3)


@fr.page
def sums(token):
    bars = {"type": "bar", "x": ["a", "b"], "y": [1, 9]}
    event = fr.plotly_chart([bars], key="bars", on_select="rerun", selection_mode="points", height=300)
    fr.text(f"chosen {event.selection.point_indices}")


def test_a_double_click_in_a_figure_of_plotly_chooses_none(page, visit):
    visit(sums)
    figure = page.locator("fr-plotly")
    expect(figure).not_to_have_attribute("aria-busy", "true")
    figure.locator(".bars .point").first.click(force=True)
    expect(page.get_by_text("chosen [0]")).to_be_visible()
    expect(figure).not_to_have_attribute("aria-busy", "true")
    # plotly's own word for it: which clicks are one is a matter of time
    figure.locator(".js-plotly-plot").evaluate("plot => { plot.emit('plotly_doubleclick'); }")
    expect(page.get_by_text("chosen []")).to_be_visible()


def test_another_figure_of_plotly_keeps_its_zoom(page):
    page.goto("/td/plotly/")
    bars = page.locator("fr-plotly").first
    expect(bars.locator(".bars .point")).to_have_count(2)
    zoomed = "bars => Plotly.relayout(window.plot = bars.querySelector('.js-plotly-plot'), {'yaxis.range': [0, 9]})"
    bars.evaluate(zoomed)
    page.get_by_role("button", name="More").click()
    page.wait_for_function("() => plot.data[0].y[1] === 4")
    assert page.evaluate("[plot.isConnected, plot.layout.yaxis.range]") == [True, [0, 9]]


def test_options_of_echarts_are_drawn_under_the_policy_and_a_slice_is_the_page_s(new_page, live):
    page = new_page()
    page.add_init_script(f"({REFUSED})()")
    page.on("dialog", lambda dialog: page.evaluate("refused.push('a dialog')"))
    page.goto(f"{live}/tc/echarts/")
    bars, slices = page.locator("fr-echarts").all()
    expect(bars.get_by_role("img", name="Bars")).to_be_visible()
    slices.locator("canvas").click(position={"x": 300, "y": 150})
    expect(page.get_by_text("Chosen: [[1]]")).to_be_visible()
    bars.locator("svg").hover(position={"x": 200, "y": 200})
    tooltip = bars.locator("b", has_text="Bern").locator("..")
    expect(tooltip).to_have_text("Bern 3")
    expect(tooltip.locator("img")).to_have_count(0)
    assert page.evaluate("refused") == []
    assert violations(page) == []
    bars.get_by_role("button", name="Show data").click()
    expect(bars.get_by_role("row")).to_have_count(3)


def test_other_data_of_echarts_are_drawn_into_what_is_there(page):
    page.goto("/tc/echarts/")
    bars = page.locator("fr-echarts").first
    expect(bars.locator("svg")).to_be_visible()
    bars.evaluate("chart => { window.drawn = chart.querySelector('svg'); window.src = chart.dataset.frSrc; }")
    page.get_by_role("button", name="More").click()
    expect(bars.locator("text", has_text="Cork")).to_be_visible()
    assert (
        page.evaluate("[drawn.isConnected, document.querySelector('fr-echarts').dataset.frSrc === src]") == [True] * 2
    )


def test_diagrams_of_mermaid_are_images_under_the_policy_and_follow_the_page(new_page, live):
    page = new_page()
    page.add_init_script(f"({REFUSED})()")
    page.on("dialog", lambda dialog: page.evaluate("refused.push('a dialog')"))
    page.goto(f"{live}/tc/mermaid/")
    steps, broken = page.locator("fr-mermaid").all()
    expect(steps.get_by_role("img", name="Steps")).to_be_visible()
    expect(broken.get_by_role("alert")).to_contain_text("Parse error on line")
    expect(broken.get_by_role("group", name="Broken")).to_contain_text("A -->")
    narrow = steps.locator("img").bounding_box()["width"]
    page.get_by_role("button", name="More").click()
    expect(steps).not_to_have_attribute("aria-busy", "true")
    page.wait_for_function("was => document.querySelector('fr-mermaid img').width > was", arg=narrow)
    steps.get_by_role("button", name="Show the text").click()
    expect(steps.get_by_text("B --> C")).to_be_visible()
    assert page.evaluate("refused") == []
    assert violations(page) == []


@fr.page
def hostile(request, token):
    """A diagram that a visitor has written."""
    fr.mermaid_chart(
        "%%{init: {'securityLevel': 'loose', 'htmlLabels': true}}%%\ngraph TD\n"
        'A["<img src=x onerror=alert(1)>"] --> B\nclick A "javascript:alert(1)"\nclick B call alert(1)',
        alt="Hostile",
    )


def test_what_a_visitor_has_written_into_a_diagram_is_refused_in_its_frame(new_page, visit):
    page = new_page()
    page.add_init_script(f"({REFUSED})()")
    page.on("dialog", lambda dialog: page.evaluate("refused.push('a dialog')"))
    page.allow("inline event handler|script-src-attr inline|formrerun/mermaid/x|img-src")  # by the policy of the frame
    visit(hostile, page)
    expect(page.locator("fr-mermaid img")).to_be_visible()
    assert page.evaluate("refused") == []


def test_decks_are_drawn_under_the_policy_and_a_press_is_the_page_s(new_page, live):
    page = new_page()
    page.add_init_script(f"({REFUSED})()")
    page.on("dialog", lambda dialog: page.evaluate("refused.push('a dialog')"))
    page.goto(f"{live}/tc/deck/")
    points, odd = page.locator("fr-deck").all()
    expect(points).to_have_class("fr-drawn", timeout=30_000)
    expect(odd.get_by_role("alert")).to_contain_text("this is no formula of a column: constructor.constructor")
    middle = {"x": points.locator("canvas").bounding_box()["width"] / 2, "y": 150}
    points.locator("canvas").hover(position=middle)
    expect(points.locator(".fr-deck-tip")).to_have_text("<i>Null</i> @@=name", timeout=15_000)
    expect(points.locator(".fr-deck-tip b")).to_have_css("color", "rgb(255, 0, 0)")
    points.locator("canvas").click(position=middle)
    expect(page.get_by_text("Chosen: {'points': [0]}")).to_be_visible()
    page.keyboard.press("Tab")
    points.locator("canvas").focus()
    expect(points.locator("canvas")).to_have_css("outline-style", "solid")
    assert page.evaluate("refused") == []
    assert violations(page) == []
    points.get_by_role("button", name="Show data").click()
    expect(points.get_by_role("row")).to_have_count(3)


#: How far each chart is from filling its place, in pixels.
LACKING = """() => [...document.querySelectorAll('fr-vega')].map(chart =>
  Math.abs(chart.clientWidth - chart.querySelector('svg')?.getAttribute('width')))"""


def test_charts_of_several_views_fill_their_place_and_maps_need_no_other_site(new_page, live):
    page = new_page()
    page.context.add_cookies([{"name": "django_language", "value": "de", "url": live}])
    page.add_init_script(f"({REFUSED})()")
    page.goto(f"{live}/tc/views/")
    place = page.locator("fr-plotly")
    expect(place.locator(".scattergeo .point")).to_have_count(1)
    expect(place.locator(".modebar-btn").first).to_have_attribute("data-title", "Verschieben")
    for width in (1200, 600, 1000):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(f"() => ({LACKING})().every(some => some < 3)")
    assert page.evaluate("refused") == []
