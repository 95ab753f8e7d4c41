"""
Every page of the gallery in a browser: light and dark, on a phone, and without a script; nothing for the console, the
policy or axe to complain about.
"""

from __future__ import annotations

import pytest

from project.gallery.examples import examples
from tests.browser import settled
from tests.browser.axe import violations
from tests.browser.test_every_page import AUDIT, FAINT, PALE, PHONE, TINY


@pytest.mark.parametrize("name", examples())
def test_an_element_is_well_everywhere(new_page, name):
    page = new_page(reduced_motion="reduce", color_scheme="dark")
    page.goto(f"/gallery/{name}/")
    settled(page)
    assert page.evaluate(PALE) == []
    page.emulate_media(color_scheme="light")
    for check in (AUDIT, PALE, FAINT, TINY):
        assert page.evaluate(check) == []
    assert violations(page, ".leaflet-container", "fr-table[aria-busy]") == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_elements_draw_without_a_script(new_page):
    page = new_page(java_script_enabled=False)
    for name, example in examples().items():
        page.goto(f"/gallery/{name}/")
        for variant in example.variants:
            # What was shown of the page while it was drawn stands hidden in front of it.
            assert page.locator(f"#{variant.name}:visible").count() == 1, name
        page.set_viewport_size(PHONE)
        # Nothing that only a script would bring stands there as if it came.
        assert page.locator("[aria-busy=true]:visible").count() == 0, name
