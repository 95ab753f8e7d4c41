"""
Every page of the tests and of the demo site, and every element: nothing for the console or the policy to complain
about, a name for everything one can reach, colours one can read, and no need to scroll sideways on a phone.
"""

from __future__ import annotations

import gzip
from datetime import date, time

import pytest
from django.urls import get_resolver
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import settled
from tests.browser.axe import violations

PHONE = {"width": 360, "height": 740}
#: Not pages of ours: the admin, what pages load, what monitors ask, and what needs arguments.
OTHERS = ("admin/", "formrerun/", "health/", "tb/", "logout/")


def addresses(resolver=None, before=""):
    """Return the addresses of all pages that need no arguments."""
    for pattern in (resolver or get_resolver("tests.urls")).url_patterns:
        route = before + str(pattern.pattern)
        if route.startswith(OTHERS) or "<" in route or "(" in route:
            continue
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, route)
        else:
            yield f"/{route}"


#: What is wrong with a document, as sentences.
AUDIT = """() => {
  const found = [], say = (text, el) => found.push(`${text}: ${el.outerHTML.slice(0, 160)}`);
  const ids = [...document.querySelectorAll('[id]')].map(el => el.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push(`two elements with the id ${id}`);
  for (const name of ['aria-describedby', 'aria-labelledby', 'aria-controls', 'for'])
    for (const el of document.querySelectorAll(`[${name}]`))
      for (const id of el.getAttribute(name).split(' ').filter(Boolean)) if (!ids.includes(id)) say(`${name} leads nowhere`, el);
  for (const el of document.querySelectorAll('img:not([alt])')) say('a picture without a text', el);
  for (const el of document.querySelectorAll('input, select, textarea, button, a[href], summary, [role=slider], [role=tab], [role=combobox]')) {
    if (el.type === 'hidden' || !el.checkVisibility({ visibilityProperty: true })) continue;
    const by = (el.getAttribute('aria-labelledby') ?? '').split(' ').map(id => document.getElementById(id)?.textContent ?? '').join('');
    const name = el.getAttribute('aria-label') || by || [...el.labels ?? []].map(label => label.textContent).join('') || el.textContent || el.title || el.querySelector?.('img[alt]')?.alt;
    if (!name?.trim()) say('without a name', el);
  }
  if (document.querySelectorAll('main, [role=main]').length !== 1) found.push('not one main part');
  return found;
}"""

#: Texts that are too pale: less than 4.5 to 1 against what is behind them, 3 to 1 where they are large.
PALE = """() => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  const rgba = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255]; };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const light = ([r, g, b]) => { const [x, y, z] = [r, g, b].map(c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }); return 0.2126 * x + 0.7152 * y + 0.0722 * z; };
  const behind = el => { const chain = []; for (let up = el; up; up = up.parentElement) chain.unshift(rgba(getComputedStyle(up).backgroundColor)); return chain.reduce((under, top) => over(top, under), [255, 255, 255, 1]); };
  const found = [];
  for (const el of document.querySelectorAll('.fr *')) {
    const text = [...el.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join('').trim(), style = getComputedStyle(el);
    if (!text || el.closest(':disabled, [hidden], svg, .fr-skip, .leaflet-container') || !el.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || style.color === 'rgba(0, 0, 0, 0)') continue;
    const ground = behind(el), [a, b] = [light(over(rgba(style.color), ground)), light(ground)].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700), ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) found.push(`${ratio.toFixed(2)}: ${text.slice(0, 40)} (${el.className || el.tagName})`);
  }
  return found;
}"""


#: Borders of fields and boxes that are too pale: less than 3 to 1 against what is around them.
FAINT = """() => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  const light = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [x, y, z, a] = [...canvas.getImageData(0, 0, 1, 1).data].map(c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
    return a < 1 ? null : 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const around = el => { for (let up = el; up; up = up.parentElement) { const found = light(getComputedStyle(up).backgroundColor); if (found !== null) return found; } return 1; };
  const found = [], boxes = document.querySelectorAll('.fr-field, .fr-table-search, input:is([type=checkbox], [type=radio], [type=color])');
  for (const el of boxes) {
    if (!el.checkVisibility() || el.matches(':disabled') || el.querySelector(':disabled')) continue;
    const style = getComputedStyle(el), isFilled = el.matches('.fr-switch, :checked');
    const [a, b] = [light(isFilled ? style.backgroundColor : style.borderTopColor), around(el.parentElement)].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 3) found.push(`${((a + 0.05) / (b + 0.05)).toFixed(2)}: ${el.outerHTML.slice(0, 120)}`);
  }
  return found;
}"""

#: What is pressed and smaller than 24 pixels, without as much room around it as sliders have; links within a text may be.
TINY = """() => {
  const box = el => (el.matches('label *') ? el.closest('label') : el).getBoundingClientRect();
  const all = [...document.querySelectorAll('#fr-app :is(button, summary, select, textarea, input, a, [role=tab])')]
    .filter(el => el.checkVisibility({ visibilityProperty: true }) && !el.closest('p, li, .fr-skip, .fr-sr, .leaflet-container') && !el.matches(':disabled, [type=range], .fr-anchor, .fr-sr *'));
  return all.filter(el => { const { width, height } = box(el); return width < 24 || height < 24; })
    .map(el => `${Math.round(box(el).width)} × ${Math.round(box(el).height)}: ${el.outerHTML.slice(0, 120)}`);
}"""


@pytest.mark.parametrize("address", sorted({*addresses()}))
def test_page_has_nothing_to_complain_about(page, address):
    page.allow("403")
    page.goto(address)
    if page.locator("#fr-app").count():
        settled(page)
        assert page.evaluate(AUDIT) == []
    assert violations(page, ".leaflet-container", "fr-table[aria-busy]") == []


@fr.page
def everything(token):
    fr.title("Title", help="Help of a title")
    fr.markdown(
        "**Text** with `code`, [a link](https://example.org), :red[red], :orange-badge[badge], :blue-background[blue]"
    )
    fr.caption("A caption")
    for level in (fr.success, fr.info, fr.warning, fr.error):
        level("What happened", icon=":material/info:")
    fr.metric("Metric", 5, 2, help="Help of a metric")
    fr.markdown("- [ ] to do\n- [x] done", help="Help of a list")
    fr.code("x = 'text'  # comment\nprint(x)")
    fr.json({"a": [1, "two", None]})
    fr.latex(r"\sqrt{x}")
    fr.table({"a": [1, 2], "b": ["x", "y"]})
    fr.dataframe({"a": [1, 2], "b": ["x", "y"]})
    fr.map({"lat": [52.5], "lon": [13.4]})
    with fr.expander("Expander"):
        fr.text("inside")
    one, two = fr.tabs(["One", "Two"])
    one.text("first")
    two.text("second")
    with fr.form("f"):
        common = {"help": "What it is for"}
        fr.text_input("Text", required=True, icon=":material/search:", **common)
        fr.text_input("Password", type="password", **common)
        fr.text_area("Area", max_chars=50, **common)
        fr.number_input("Number", 0, 10, **common)
        fr.slider("Slider", **common)
        fr.slider("Range", 0, 10, (2, 5), **common)
        fr.slider("Days", date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31), **common)
        fr.select_slider("Steps", ["a", "b"], **common)
        fr.checkbox("Box", **common)
        fr.toggle("Toggle", True, **common)
        fr.radio("Radio", ["x", "y"], captions=["one", "two"], **common)
        fr.selectbox("Select", ["x", "y"], **common)
        fr.selectbox("Search", [f"option {number}" for number in range(30)], **common)
        fr.multiselect("Multi", ["x", "y"], ["x"], **common)
        fr.date_input("Date", date(2026, 1, 2), **common)
        fr.date_input("Dates", (date(2026, 1, 2), date(2026, 1, 9)), **common)
        fr.time_input("Time", time(8, 30), **common)
        fr.datetime_input("Moment", "2026-01-02 08:30", **common)
        fr.color_picker("Colour", **common)
        fr.text_input("Without a label that is seen", label_visibility="collapsed")
        fr.form_submit_button("Save", type="primary", shortcut="Ctrl+S", icon="👍", **common)
    fr.button("Tertiary", type="tertiary")
    fr.sidebar.text_input("In the sidebar")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_element_is_named_and_readable(new_page, visit, scheme):
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    visit(everything, page)
    settled(page)
    page.get_by_role("button", name="Save").click()  # the required field says so
    expect(page.locator("[data-fr-error]:visible")).to_have_text("This field is required.")
    assert page.evaluate(AUDIT) == []
    assert page.evaluate(PALE) == []
    assert page.evaluate(FAINT) == []
    assert page.evaluate(TINY) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_not_drawn_yet_is_readable(new_page, visit, scheme):
    page = new_page(color_scheme=scheme)
    visit(everything, page)
    settled(page)
    ink = "getComputedStyle(document.querySelector('#fr-app h1')).color"
    before = page.evaluate(ink)
    page.evaluate("""() => {
      for (const el of document.querySelectorAll('.stElementContainer')) el.dataset.stale = 'true';
      for (const el of document.querySelectorAll('fr-table, fr-map')) el.setAttribute('aria-busy', 'true');
      for (const fade of document.getAnimations()) if (fade.animationName === 'fr-fade') fade.finish();
    }""")
    assert page.evaluate(ink) != before
    assert page.evaluate(PALE) == []


def test_everything_one_can_reach_shows_the_focus(page, visit):
    visit(everything)
    settled(page)
    seen = []
    page.locator("#fr-app").click(position={"x": 1, "y": 1})
    for _tab in range(70):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
              const el = document.activeElement, ring = el.closest('.fr-field') ?? el;
              if (el === document.body) return null;
              const style = getComputedStyle(ring);
              const thumb = el.type === 'range';  // its handle shows it, which no script can see
              const shows = thumb || style.outlineStyle !== 'none' || style.boxShadow !== 'none' || el.querySelector('.fr-active');
              return Boolean(shows) || el.outerHTML.slice(0, 160);
            }"""
        )
        if state is None:
            break
        seen.append(state)
    assert [state for state in seen if state is not True] == []
    assert len(seen) > 40


def test_error_is_told_to_who_cannot_see_it(page, visit):
    visit(everything)
    page.get_by_role("button", name="Save").click()
    field = page.get_by_label("Text", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("This field is required. What it is for")
    expect(page.get_by_role("alert").filter(has_text="This field is required.")).to_be_visible()


def test_a_first_load_takes_at_most_six_requests_and_60_kB(page):
    cold = page.context.new_cdp_session(page)
    cold.send("Network.enable")
    cold.send("Network.setCacheDisabled", {"cacheDisabled": True})  # this tab has seen other tests
    loaded = []
    page.on("response", lambda response: loaded.append(response))
    page.goto("/t/greeting/", wait_until="networkidle")
    cold.detach()
    sizes = {response.url: len(gzip.compress(response.body(), 6)) for response in loaded}
    assert any(url.endswith("/static/formrerun/formrerun.js") for url in sizes), sizes
    assert len(loaded) <= 6, sizes
    assert sum(sizes.values()) < 60_000, sizes
