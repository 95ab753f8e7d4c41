"""What only a browser does with menus of options, logos, timelines and components of the author's."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import expect

import formrerun as fr
from formrerun.components.v1 import declare_component
from tests.browser import settled
from tests.browser.axe import violations
from tests.browser.visits import note

FOLDER = Path(mkdtemp())
(FOLDER / "index.html").write_text(
    "<!doctype html><meta charset=utf-8><button>Add</button><script src=main.js></script>"
)
(FOLDER / "main.js").write_text("""
const say = (type, more) => parent.postMessage({ isStreamlitMessage: true, type, ...more }, '*');
let count = 0;
const button = document.querySelector('button');
button.onclick = () => say('streamlit:setComponentValue', { dataType: 'json', value: { count: ++count } });
addEventListener('message', ({ data }) => {
  if (data.type !== 'streamlit:render') return;
  const table = data.dfs.map(({ key, value }) => key + (value.data.data instanceof Uint8Array)).join();
  button.textContent = `${data.args.name} ${new TextDecoder().decode(data.args.raw)} ${table}`;
  say('streamlit:setFrameHeight', { height: 40 });
});
say('streamlit:componentReady', { apiVersion: 1 });
""")
counter = declare_component("counter", FOLDER)
(ECHOES := Path(mkdtemp())).joinpath("index.html").write_text(
    "<!doctype html><meta charset=utf-8><script src=main.js></script>"
)
(ECHOES / "main.js").write_text("""
const say = (type, more) => parent.postMessage({ isStreamlitMessage: true, type, ...more }, '*');
addEventListener('message', ({ data }) => {
  if (data.type !== 'streamlit:render') return;
  say('streamlit:setComponentValue', { dataType: 'dataframe', value: data.dfs[0].value.data });
});
say('streamlit:componentReady', { apiVersion: 1 });
""")
echo = declare_component("echo", ECHOES)
(QUIET := Path(mkdtemp())).joinpath("index.html").write_text(
    "<!doctype html><meta charset=utf-8><p></p><script src=main.js></script>"
)
(QUIET / "main.js").write_text("""
addEventListener('message', ({ data }) => {
  if (data.type !== 'streamlit:render') return;
  document.querySelector('p').textContent = data.theme.font;
  document.title = [data.theme.base, data.theme.textColor, data.theme.fadedText60].join(' | ');
});
parent.postMessage({ isStreamlitMessage: true, type: 'streamlit:componentReady', apiVersion: 1 }, '*');
""")
quiet = declare_component("quiet", QUIET)


@fr.page
def echoing(token):
    table = echo(frame=pd.DataFrame({"a": [1, 2]}, index=["x", "y"]), key="echo")
    note(token, table=None if table is None else table.to_dict())
    fr.button("Again")


def test_a_component_gives_back_a_table_and_the_same_is_told_once(page, visit):
    seen = visit(echoing)
    page.wait_for_function("() => document.querySelector('fr-component input').value")
    settled(page)
    page.get_by_role("button", name="Again").click()
    settled(page)
    assert [each["table"] for each in seen.seen] == [None, *[{"a": {"x": 1, "y": 2}}] * 2]


@fr.page
def of_a_height(token):
    quiet(height=120)


def test_a_component_that_says_no_height_is_as_high_as_it_is_told(page, visit):
    visit(of_a_height)
    # Streamlit's theme has a font and a kind of fonts: components take either for one.
    expect(page.frame_locator("fr-component iframe").get_by_text("system-ui, sans-serif", exact=True)).to_be_visible()
    assert page.locator("fr-component iframe").bounding_box()["height"] == 120


(PLACED := Path(mkdtemp())).joinpath("index.html").write_text(
    "<!doctype html><meta charset=utf-8><p></p><script src=main.js></script>"
)
(PLACED / "main.js").write_text("""
document.querySelector('p').textContent = new URLSearchParams(location.search).get('streamlitUrl');
parent.postMessage({ isStreamlitMessage: true, type: 'streamlit:setFrameHeight', height: 40 }, '*');
""")
placed = declare_component("placed", PLACED)


@fr.page
def that_says_nothing(token):
    placed()
    quiet(height=120)


def test_a_component_that_does_not_answer_is_said_not_to(new_page, visit):
    page = new_page()
    page.clock.install()
    visit(that_says_nothing, page)
    expect(page.frame_locator("fr-component iframe").nth(1).get_by_text("system-ui, sans-serif")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.clock.fast_forward(5000)
    expect(page.get_by_role("alert")).to_have_text(
        re.compile(r"^The component .*placed does not answer. Is its address right, and does its server run\?$")
    )


@fr.page
def of_a_site(token):
    placed()


def test_a_component_is_told_which_site_it_stands_in(page, visit):
    visit(of_a_site)
    site = page.evaluate("location.origin")
    expect(page.frame_locator("fr-component iframe").get_by_text(f"{site}/", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_told_a_theme_of_six_digit_colours_whoever_chose_it(page, visit, scheme):
    visit(of_a_height)
    page.evaluate("scheme => document.documentElement.setAttribute('data-bs-theme', scheme)", scheme)
    page.evaluate("document.querySelector('fr-component').setAttribute('data-fr-args', '{}')")
    inner = page.frames[-1]
    inner.wait_for_function("scheme => document.title.startsWith(scheme)", arg=scheme)
    _base, text, faded = inner.title().split(" | ")
    assert re.fullmatch("#[0-9a-f]{6}", text)
    assert re.fullmatch(r"rgba\(\d+, \d+, \d+, 0.6\)", faded)


(KEEPER := Path(mkdtemp())).joinpath("index.html").write_text(
    "<!doctype html><html><head><meta charset=utf-8></head><body><p></p><script src=main.js></script></body></html>"
)
(KEEPER / "main.js").write_text("""
document.cookie = 'name=Ada; path=/';
document.cookie = 'old=1; expires=Thu, 01 Jan 1970 00:00:00 GMT';
localStorage.setItem('place', 'Ulm');
document.querySelector('p').textContent = [document.cookie, localStorage.getItem('place'), sessionStorage.length];
parent.postMessage({ isStreamlitMessage: true, type: 'streamlit:setFrameHeight', height: 40 }, '*');
""")
keeper = declare_component("keeper", KEEPER)


@fr.page
def keeping(token):
    keeper()


def test_a_component_that_asks_for_cookies_and_storage_finds_them_empty(page, visit):
    visit(keeping)
    expect(page.frame_locator("fr-component iframe").get_by_text("name=Ada,Ulm,0", exact=True)).to_be_visible()
    assert "name=Ada" not in page.evaluate("document.cookie")


@fr.page
def small(token):
    fr.logo("🏠", link="https://example.org/", icon_image=":material/home:")
    fr.sidebar.text("Beside")
    size = fr.menu_button("Size", [10, 20, 30], format_func="{} px".format)
    with fr.expander("First", type="step", expanded=True):
        fr.text("inside")
    fr.expander("Last", type="step")
    told = counter(name=f"Size {size}", raw=b"abc", frame=pd.DataFrame({"a": [1]}), key="counter")
    fr.text(f"told {told}")
    fr.session_state["runs"] = fr.session_state.get("runs", 0) + 1
    fr.text(f"run {fr.session_state.runs}")
    note(token, size=size)


def test_a_menu_is_used_by_the_keyboard(page, visit):
    seen = visit(small)
    opener = page.get_by_role("button", name="Size")
    opener.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="10 px")).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem", name="30 px")).to_be_focused()
    page.keyboard.press("2")
    expect(page.get_by_role("menuitem", name="20 px")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="10 px")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    settled(page)
    assert seen.last["size"] == 20
    expect(opener).to_be_focused()
    expect(page.get_by_role("menuitem")).to_have_count(0)


def test_the_same_option_is_chosen_twice(page, visit):
    seen = visit(small)
    for run in (2, 3):
        page.get_by_role("button", name="Size").click()
        page.get_by_role("menuitem", name="30 px").click()
        expect(page.get_by_text(f"run {run}")).to_be_visible()
        settled(page)
        assert seen.last["size"] == 30


def test_a_component_tells_values_and_is_told_what_is_new(page, visit):
    visit(small)
    frame = page.frame_locator("fr-component iframe")
    expect(frame.get_by_role("button")).to_have_text("Size None abc frametrue")
    frame.get_by_role("button").click()
    expect(page.get_by_text("told {'count': 1}")).to_be_visible()
    page.get_by_role("button", name="Size").click()
    page.get_by_role("menuitem", name="10 px").click()
    expect(frame.get_by_role("button")).to_have_text("Size 10 abc frametrue")
    frame.get_by_role("button").click()
    expect(page.get_by_text("told {'count': 2}")).to_be_visible()  # the frame was not loaded again


def test_the_logo_stands_where_the_sidebar_is_not(page, visit):
    visit(small)
    expect(page.get_by_test_id("stHeaderLogo")).to_be_hidden()
    page.get_by_test_id("stSidebarCollapseButton").click()
    expect(page.get_by_test_id("stHeaderLogo")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, visit, scheme):
    page.emulate_media(color_scheme=scheme)
    visit(small)
    assert violations(page) == []
    page.get_by_role("button", name="Size").click()
    expect(page.get_by_role("menuitem", name="10 px")).to_be_focused()
    assert violations(page) == []


@fr.page
def metric(token):
    fr.metric("Sales", 12, -3, chart_data=[1, 3, 2], chart_type="area")
    fr.metric("Stock", 12, chart_data=[1, 3, 2])


def test_a_metric_s_chart_has_the_colour_of_its_change(visit, page):
    visit(metric, page)
    lines = page.locator(".fr-metric-line")
    expect(lines).to_have_count(2)
    line, still = (lines.nth(at).evaluate("line => getComputedStyle(line).stroke") for at in range(2))
    delta = page.get_by_test_id("stMetricDelta").evaluate("delta => getComputedStyle(delta).color")
    text = page.locator(".fr-metric-value").first.evaluate("value => getComputedStyle(value).color")
    assert line == delta
    assert still not in (line, text)


@fr.page
def framed(token):
    fr.iframe("<p style='color: #c00'>Nothing is said of a background</p>", height=80)
    counter(name="Ada", raw=b"", key="framed")


def test_the_page_shows_through_a_frame_without_a_background(visit, page):
    page.emulate_media(color_scheme="dark")
    visit(framed)
    behind = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert behind != "rgb(255, 255, 255)"
    for frame in (page.get_by_test_id("stIFrame"), page.locator("fr-component iframe")):
        expect(frame.content_frame.locator("p, button")).to_be_visible()
        corner = Image.open(BytesIO(frame.screenshot())).convert("RGB").getpixel((2, 2))
        assert f"rgb{corner}" == behind


@fr.page
def formulas(token):
    fr.latex(r"x^2 + \frac{1}{2}")
    fr.latex(r"\sum_{\frac{a}{b}}^{\infty} \begin{pmatrix} 1 \\ \frac{1}{y_j} \end{pmatrix}")


def test_a_formula_has_its_height_and_does_not_move_under_the_wheel(page, visit):
    visit(formulas, page)
    page.evaluate("document.fonts.ready")
    box = page.locator(".fr-math")
    expect(box).to_have_count(2)
    assert box.evaluate_all("all => all.map(one => one.scrollHeight - one.clientHeight)") == [0, 0]
    assert violations(page) == []


@fr.page
def rules(token):
    fr.divider()
    fr.markdown("Above\n\n---\n\nBelow <hr>", unsafe_allow_html=True)


def test_a_rule_looks_the_same_however_it_is_written(visit, page):
    visit(rules, page)
    looks = page.locator("hr").evaluate_all("found => found.map(rule => getComputedStyle(rule).border)")
    assert len(looks) == 3
    assert len(set(looks)) == 1


#: The panel of DEBUG, as `_inspection_panel.html` has it.
PANEL = """() => new Promise(resolve => {
  const panel = "<details class='fr-inspection'><summary>What happened (DEBUG)</summary></details>";
  document.getElementById('fr-app').insertAdjacentHTML('beforeend', panel);
  const sheet = document.querySelector('link[href*="formrerun.css"], link[href*="formrerun."][rel=stylesheet]').href;
  const href = new URL('inspection.css', sheet).href;
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload: resolve }));
})"""


def test_a_short_page_does_not_scroll_for_the_panel_of_debug(visit, page):
    visit(rules, page)
    page.evaluate(PANEL)
    expect(page.get_by_text("What happened")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


@fr.page
def centred(token):
    fr.html("<style>[data-testid=stMetric] { text-align: center; }</style>")
    fr.metric("Texas", "29.0 M")


def test_styles_for_streamlit_centre_the_label_of_a_metric(visit, page):
    visit(centred, page)
    label, value = (page.get_by_test_id(name).bounding_box() for name in ("stMetricLabel", "stMetricValue"))
    assert abs(label["width"] - value["width"]) < 1


@fr.page
def zones(token):
    fr.text(f"{fr.context.timezone} {fr.context.locale}")
    note(token)


def test_the_page_knows_the_browser_s_timezone(visit, page, new_page):
    assert len(visit(zones, page).seen) == 1  # the server's is the same
    there = new_page(timezone_id="Asia/Yerevan", locale="en-GB")
    seen = visit(zones, there)
    expect(there.get_by_test_id("stText")).to_have_text("Asia/Yerevan en-GB")
    settled(there)
    assert len(seen.seen) == 2
