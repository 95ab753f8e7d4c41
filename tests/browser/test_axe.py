"""
axe-core finds nothing wrong with any element in any state; the pages of the demo site it sees in ``test_every_page``.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import press, settled
from tests.browser.axe import violations
from tests.browser.test_every_page import PHONE, everything
from tests.browser.test_table import Grid
from tests.browser.visits import pause


@fr.page
def all_of_it(token):
    """Every element, what comes over the page, and what takes its time."""
    everything.page.function(token)
    fr.header("Others")
    with fr.popover("Popover"):
        fr.text_input("In the popover")
    with fr.status("Status", expanded=True):
        fr.write("A step")
    with fr.chat_message("user"):
        fr.write("Hello")
    fr.progress(0.5, "Progress")
    fr.page_link("https://example.org", label="A link")
    fr.number_input("Off", disabled=True)
    fr.selectbox("Off too", ["a"], disabled=True)
    fr.multiselect("Many", [f"m{number}" for number in range(20)], ["m1", "m2"])
    fr.dataframe({"a": range(100), "b": range(100)}, key="long")
    fr.dataframe({"a": []}, key="empty")
    fr.subheader("A level left out")
    if fr.button("Dialog"):
        question()
    if fr.button("Toast"):
        fr.toast("Saved")
    if fr.button("Fail"):
        raise ValueError("Something went wrong")
    if fr.button("Slow"):
        with fr.spinner("Working"):
            pause(token)
    fr.chat_input("Say something")


@fr.dialog("Really?")
def question():
    fr.text_input("Why")
    fr.button("Yes")


def refused(page, seen):
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-fr-error]:visible").first).to_be_visible()


def failed(page, seen):
    press(page, "Fail")


def asked(page, seen):
    press(page, "Dialog")
    expect(page.get_by_role("dialog")).to_be_visible()


def said(page, seen):
    press(page, "Toast")
    expect(page.get_by_text("Saved")).to_be_visible()


def busy(page, seen):
    seen.hold()
    page.get_by_role("button", name="Slow").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.evaluate("for (const el of document.querySelectorAll('.stElementContainer')) el.dataset.stale = 'true'")
    page.evaluate("for (const fade of document.getAnimations()) if (fade.animationName === 'fr-fade') fade.finish()")


def listed(page, seen):
    page.get_by_role("combobox", name="Many").click()
    expect(page.get_by_role("listbox", name="Many")).to_be_visible()


def popped(page, seen):
    page.get_by_role("button", name="Popover").click()
    expect(page.get_by_label("In the popover")).to_be_visible()


def helped(page, seen):
    page.get_by_role("button", name="Save").focus()
    page.get_by_role("button", name="Help for Text").first.focus()


def unfolded(page, seen):
    page.get_by_text("Expander", exact=True).click()
    page.get_by_role("tab", name="Two").click()


def moved(page, seen):
    page.locator(".tabulator").nth(1).focus()
    page.keyboard.press("Control+End")


def full(page, seen):
    page.get_by_role("button", name="Fullscreen").nth(1).click()


def searched(page, seen):
    page.get_by_role("searchbox").first.fill("nothing like it")


def right_to_left(page, seen):
    page.evaluate("document.documentElement.dir = 'rtl'")


def on_a_phone(page, seen):
    page.set_viewport_size(PHONE)


def at_double_size(page, seen):
    page.set_viewport_size({"width": 640, "height": 400})


DARK = {"color_scheme": "dark"}
#: What each is, how the browser is set, and what is done.
STATES = {
    "light": ({}, None),
    "dark": (DARK, None),
    "forced colours": ({"forced_colors": "active"}, None),
    "phone": ({}, on_a_phone),
    "phone, dark": (DARK, on_a_phone),
    "200 %": ({"device_scale_factor": 2}, at_double_size),
    "right to left": ({}, right_to_left),
    "refused": ({}, refused),
    "refused, dark": (DARK, refused),
    "failed": ({}, failed),
    "failed, dark": (DARK, failed),
    "dialog": ({}, asked),
    "dialog, dark": (DARK, asked),
    "toast": ({}, said),
    "busy": ({}, busy),
    "busy, dark": (DARK, busy),
    "list": ({}, listed),
    "popover": ({}, popped),
    "unfolded": ({}, unfolded),
    "cell": ({}, moved),
    "full screen": ({}, full),
    "searched": ({}, searched),
}


@pytest.mark.parametrize("state", STATES)
def test_every_element_in_this_state(new_page, visit, state):
    options, do = STATES[state]
    page = new_page(reduced_motion="reduce", **options)
    seen = visit(all_of_it, page, streams=True)
    settled(page)
    for place in range(3):
        Grid(page, place)
    if do:
        do(page, seen)
    found = violations(page, ".leaflet-container")
    seen.free()
    assert found == []


@fr.page
def untitled(token):
    """Headings as authors choose them: by their sizes."""
    if fr.checkbox("Title"):
        fr.title("Chosen")
    fr.subheader("One")
    fr.subheader("Two")
    fr.markdown("##### Three")
    other, tab = fr.tabs(["a", "b"])
    other.header("Four")
    tab.markdown("#### Five")


def test_a_page_has_a_title_and_no_level_is_left_out(page, visit):
    visit(untitled)
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_accessible_name("Untitled")
    for name, level in {"One": 2, "Two": 2, "Three": 3}.items():
        expect(page.get_by_role("heading", name=name)).to_have_attribute("aria-level", str(level))
    expect(page.get_by_role("heading", name="Four", level=2)).not_to_have_attribute("aria-level", re.compile(""))
    page.get_by_role("tab", name="b").click()
    expect(page.get_by_role("heading", name="Five")).to_have_attribute("aria-level", "3")
    page.get_by_text("Title").click()
    expect(title).to_have_accessible_name("Chosen")
    expect(page.get_by_role("heading", name="Two")).to_have_attribute("aria-level", "2")
