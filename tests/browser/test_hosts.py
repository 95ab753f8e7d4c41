"""
Pages in sites that have scripts of their own: theirs work as without us, ours as without them.

The page of a site is put together here, with what its templates would have around ours, and its scripts stand before or
after ours. Its own policy lets them compile attributes; what ours need is tested on every other page.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import field, press, settled

HOSTS = Path(__file__).parent / "hosts"
FOUR = Path(fr.__file__).parent / "static" / "formrerun" / "vendor" / "htmx.min.js"
HTMX = {"1.9": HOSTS / "htmx-1.9.12.js", "2.0": HOSTS / "htmx-2.0.11.js", "4.0": FOUR}
#: What a site has around the page: its own requests, whatever it inherits, and a boosted document.
AROUND = """
<meta name="htmx-config" content='{"extensions": "mine", "transitions": false}'>
<body hx-boost="true" hx-boost:inherited="true" hx-headers='{"X-Site": "1"}' hx-headers:inherited='{"X-Site": "1"}'
  hx-select:inherited="b" hx-push-url:inherited="false" hx-indicator:inherited="#said">
<div id="said"></div>
<button hx-post="/site/once" hx-target="#said" hx-select="b">Once</button>
<button hx-get="/site/values" hx-vals='js:{"n": 1 + 1}' hx-target="#said" hx-select="b">Values</button>
<button hx-get="/site/filtered" hx-trigger="click[window.allowed]" hx-target="#said" hx-select="b">Filtered</button>
<button hx-on:click="window.heard = (window.heard || 0) + 1">Heard</button>
<button hx-get="/site/pushed" hx-push-url="/site/there" hx-target="#said" hx-select="b">Pushed</button>
<script>
  window.said = [];
  for (const name of ['htmx:beforeRequest', 'htmx:before:request']) {
    document.addEventListener(name, event => window.said.push(event.target.textContent.trim()));
  }
</script>
"""


class Site:
    """A page inside a site: what the site was asked for, and its parts."""

    def __init__(self, page, visit, scripts, *, first, around=AROUND, view=None):
        self.page, self.asked = page, []
        tags = "".join(f'<script src="/site/{path.name}" defer></script>' for path in scripts)

        def document(route):
            answer = route.fetch()
            headers = {name: text for name, text in answer.headers.items() if "security-policy" not in name}
            text = answer.text()
            if first:
                text = text.replace("<head>", f"<head>{tags}", 1)
            else:
                text = text.replace("</head>", f"{tags}</head>", 1)
            route.fulfill(response=answer, headers=headers, body=re.sub("<body[^>]*>", lambda _: around, text, count=1))

        def of_the_site(route):
            name = route.request.url.split("/site/")[1]
            file = next((path for path in scripts if path.name == name), None)
            if file:
                return route.fulfill(body=file.read_text("utf-8"), content_type="text/javascript")
            self.asked.append((route.request.method, name))
            return route.fulfill(body=f"<b>answer to {name}</b>", content_type="text/html")

        page.route(re.compile("/tb/"), lambda route: (
            document(route) if route.request.resource_type == "document" else route.continue_()
        ))  # fmt: skip
        page.route(re.compile("/site/"), of_the_site)
        visit(view or ours, page)

    def press(self, name):
        """Press a button of the site, and wait until it is answered, once for each."""
        before = len(self.asked)
        self.page.get_by_role("button", name=name).click()
        expect(self.page.locator("#said")).to_contain_text("answer to")
        self.page.evaluate("document.getElementById('said').replaceChildren()")
        return self.asked[before:]

    def submit(self, name):
        """Fill our form in and submit it; return what the page says then."""
        self.page.get_by_label("Name").fill(name)
        press(self.page, "Save")
        settled(self.page)
        return self.page.get_by_test_id("stText").inner_text()


@fr.page
def ours(token):
    """A form, and a field beside it."""
    with fr.form("f"):
        name = fr.text_input("Name")
        saved = fr.form_submit_button("Save")
    other = fr.text_input("Other")
    fr.text(f"{name}, {saved}, {other}.")


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("version", HTMX)
def test_a_site_with_its_own_htmx(new_page, visit, version, first):
    page = new_page()
    site = Site(page, visit, [HTMX[version]], first=first)
    assert page.evaluate("htmx.version").startswith(version)
    for name in ["Anna", "Berta"]:  # before and after what ours swaps
        assert [method for method, _ in site.press("Once")] == ["POST"]
        assert site.press("Values") == [("GET", "values?n=2")]
        page.evaluate("window.allowed = false")
        page.get_by_role("button", name="Filtered").click()
        page.evaluate("window.allowed = true")
        assert site.press("Filtered") == [("GET", "filtered")]
        page.get_by_role("button", name="Heard").click()
        assert site.submit(name) == f"{name}, True, ."
    assert page.evaluate("window.heard") == 2
    assert site.press("Pushed") == [("GET", "pushed")]
    assert page.url.endswith("/site/there")
    assert site.submit("Clara") == "Clara, True, ."  # to the page's own address, whatever is pushed
    field(page, "Other").fill("typed")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stText")).to_have_text("Clara, False, typed.")
    assert set(page.evaluate("window.said")) == {"Once", "Values", "Filtered", "Pushed"}


def test_what_a_site_swaps_in_as_the_whole_page_is_loaded_anew(new_page, visit):
    page = new_page()
    site = Site(page, visit, [], first=True)
    page.evaluate("window.before = true")
    page.evaluate("document.body.innerHTML = document.body.innerHTML")  # as a boosted link does, or the site's history
    page.wait_for_function("window.before === undefined")
    page.wait_for_selector("#fr-app[data-test-connection-state=CONNECTED]")
    assert site.submit("Berta") == "Berta, True, ."


OTHERS = """
<body x-data="{ open: false }">
<button @click="open = true">Open</button><p x-show="open" x-cloak>opened</p>
<button _="on click put 'said' into #here">Say</button><p id="here"></p>
<a href="/site/away" id="away">Away</a>
<script>
  window.changed = [];
  new MutationObserver(changes => {
    for (const { target } of changes) {
      if (!target.closest?.('#fr-app') && target.closest?.('body > :not(#fr-app)')) window.changed.push(target.outerHTML);
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
</script>
"""


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_a_site_with_alpine_hyperscript_and_turbo(new_page, visit, first):
    page = new_page()
    names = ["alpine-3.17.5.js", "hyperscript-0.9.93.js", "turbo-8.0.23.js"]
    site = Site(page, visit, [HOSTS / name for name in names], first=first, around=OTHERS)
    globals_ = "Object.keys(window).filter(name => /htmx|formrerun/i.test(name))"
    assert page.evaluate(globals_) == []
    page.wait_for_function("window.Alpine && window._hyperscript && window.Turbo")
    page.evaluate("window.changed.length = 0")
    assert site.submit("Anna") == "Anna, True, ."
    assert page.evaluate("window.changed") == []
    page.get_by_role("button", name="Open").press("Enter")
    expect(page.get_by_text("opened")).to_be_visible()
    page.get_by_role("button", name="Say").press("Enter")
    expect(page.locator("#here")).to_have_text("said")
    assert site.submit("Berta") == "Berta, True, ."


LIBRARIES = """
<body>
<script>
  for (const name of ['TomSelect', 'Tabulator', 'L', 'leaflet', 'topojson']) window[name] = 'theirs';
  window.define = () => { throw Error('none of ours'); };
  window.define.amd = {};
</script>
"""


@fr.page
def components(token):
    """Everything that has a library."""
    fr.selectbox("Fruit", ["Apple", "Pear"])
    fr.dataframe({"a": [1, 2]})
    fr.map({"lat": [0, 10], "lon": [0, 10]})


def test_a_site_with_the_libraries_of_ours(new_page, visit):
    page = new_page()
    Site(page, visit, [], first=True, around=LIBRARIES, view=components)
    expect(page.get_by_role("combobox", name="Fruit")).to_be_visible()
    expect(page.get_by_role("gridcell", name="2")).to_be_visible()
    expect(page.locator(".leaflet-container")).to_be_visible()
    names = "['TomSelect', 'Tabulator', 'L', 'leaflet', 'topojson'].map(name => window[name])"
    assert page.evaluate(names) == ["theirs"] * 5
