"""Maps in a browser: drawn without the internet, moved by keys, left where somebody moved them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import press

#: How many pixels of the canvases have this colour, whatever its opacity.
COUNT = """(map, [red, green, blue]) => [...map.querySelectorAll('canvas')].reduce((sum, canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] && Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue) < 6) sum++;
  return sum;
}, 0)"""
LAND = r"""() => {
  const probe = Object.assign(document.body.appendChild(document.createElement('i')), { className: 'fr' });
  probe.style.color = 'var(--fr-map-land)';
  const [, ...parts] = /(\d+), (\d+), (\d+)/.exec(getComputedStyle(probe).color);
  probe.remove();
  return parts.map(Number);
}"""
#: What the server writes when the site has MAP_TILES; here they are of this origin, for the policy allows no other.
TILES = """document.addEventListener('DOMContentLoaded', () => {
  for (const map of document.querySelectorAll('fr-map'))
    Object.assign(map.dataset, { frTiles: '/tiles/{z}/{x}/{y}.png', frAttribution: '© <a href="/">Somebody</a>' });
})"""
#: Where the maps stand, and at which level.
PLACE = """() => [...document.querySelectorAll('.leaflet-map-pane, .leaflet-control-scale-line')]
  .map(el => el.style.transform + el.textContent)"""
BLUE, RED = (0, 68, 255), (255, 0, 0)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003860180"
    "5a347d6b0000000049454e44ae426082"
)


class Drawn:
    """A map as somebody sees it."""

    def __init__(self, page, place=0):
        self.page, self.element = page, page.locator("fr-map").nth(place)
        self.region = self.element.get_by_role("region")
        self.scale = self.element.locator(".leaflet-control-scale-line")
        expect(self.scale).to_be_visible()
        self.rest()

    def rest(self):
        """Wait until everything is fetched and nothing moves."""
        expect(self.element).not_to_have_attribute("aria-busy", "true")
        expect(self.element.locator(".leaflet-zoom-anim, .leaflet-pan-anim")).to_have_count(0)

    def wait_for(self, color):
        """Wait until points of this colour are drawn."""
        count = f"color => ({COUNT})(document.querySelector('fr-map'), color) > 300"
        self.page.wait_for_function(count, arg=color)

    def pixels(self, color):
        return self.element.evaluate(COUNT, color)


@pytest.fixture
def cities(page):
    page.goto("/td/maps/")
    return Drawn(page)


def test_points_are_drawn_over_an_outline_of_the_world_and_nobody_else_is_asked(new_page, live):
    page, asked = new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/td/maps/")
    drawn, empty = Drawn(page), Drawn(page, 1)
    assert drawn.pixels(BLUE) > 500
    assert empty.pixels(BLUE) == 0
    land = page.evaluate(LAND)
    assert drawn.pixels(land) > 10_000
    assert empty.pixels(land) > 10_000
    expect(drawn.region).to_have_accessible_name("Cities")
    assert [url for url in asked if not url.startswith(live)] == []


def test_a_form_colours_the_points_of_the_map_that_is_there(cities):
    page = cities.page
    cities.element.evaluate("map => { window.canvas = map.querySelector('canvas'); }")
    page.get_by_label("Color").fill("#ff0000")
    press(page, "Update")
    cities.wait_for(RED)
    assert cities.pixels(BLUE) == 0
    assert page.evaluate("canvas.isConnected")


def test_where_somebody_moved_it_it_stays_while_its_points_are_in_sight(cities):
    page, before = cities.page, cities.scale.text_content()
    cities.region.focus()
    page.keyboard.press("+")
    expect(cities.scale).not_to_have_text(before)
    cities.rest()
    page.keyboard.press("ArrowLeft")
    cities.rest()
    place = page.evaluate(PLACE)
    page.get_by_label("Color").fill("#ff0000")
    press(page, "Update")
    cities.wait_for(RED)
    assert page.evaluate(PLACE) == place


def test_points_out_of_sight_are_brought_into_it(cities):
    cities.region.focus()
    for _ in range(3):
        before = cities.scale.text_content()
        cities.page.keyboard.press("+")
        expect(cities.scale).not_to_have_text(before)
        cities.rest()
    assert cities.pixels(BLUE) == 0
    press(cities.page, "Elsewhere")
    cities.wait_for(BLUE)


def test_a_run_that_does_not_change_it_does_not_touch_it(cities):
    cities.page.evaluate("""() => {
      window.seen = [];
      new MutationObserver(list => seen.push(...list))
        .observe(document.querySelector('fr-map'), { subtree: true, childList: true, attributes: true });
    }""")
    press(cities.page, "Update")
    assert cities.page.evaluate("seen.length") == 0


def test_the_wheel_scrolls_the_page_until_the_map_is_used(cities):
    page, before = cities.page, cities.scale.text_content()
    cities.region.scroll_into_view_if_needed()
    top = page.evaluate("scrollY")
    cities.region.hover()
    page.mouse.wheel(0, 120)
    page.wait_for_function("top => scrollY > top", arg=top)
    assert cities.scale.text_content() == before


def test_it_is_shown_as_large_as_the_screen(cities):
    page, full = cities.page, cities.element.get_by_test_id("stElementToolbar").get_by_role("button", name="Fullscreen")
    full.click()
    page.wait_for_function("document.fullscreenElement?.localName === 'fr-map'")
    full.click()
    page.wait_for_function("!document.fullscreenElement")


def test_tiles_take_the_outline_s_place(new_page):
    page, asked = new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/tiles/**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    page.add_init_script(TILES)
    page.goto("/td/maps/")
    drawn = Drawn(page)
    expect(drawn.element.get_by_role("link", name="Somebody")).to_be_visible()
    expect(drawn.element.locator("img.leaflet-tile-loaded").first).to_be_attached()
    assert drawn.pixels(BLUE) > 100
    assert not [url for url in asked if url.endswith("countries-110m.json")]


def test_points_that_are_gone_are_said_to_be_gone(page):
    page.allow("404")
    page.route("**/data/**", lambda route: route.fulfill(status=404))
    page.goto("/td/maps/")
    expect(page.get_by_role("alert").first).to_have_text("The map's data is gone. Reload the page.")
