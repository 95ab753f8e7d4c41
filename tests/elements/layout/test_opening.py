"""Tabs, expanders and popovers that tell the page what is open; the lower edge of the window."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.visitor import Visitor


def everything():
    one, two = fr.tabs(["One", "Two"], key="tabs", on_change="rerun", default="Two")
    with fr.expander("More", key="more", on_change="rerun") as more:
        fr.write("inside")
    with fr.popover("Filter", key="filter", on_change="rerun") as popover:
        fr.write("inside")
    fr.text(f"{one.open} {two.open} {more.open} {popover.open} {fr.session_state.tabs}")
    fr.button("Other")


def test_open_says_what_is_open(show):
    at = show(everything)
    assert at.text[0].value == "False True False False Two"
    at.session_state.tabs, at.session_state.more, at.session_state.filter = "One", True, True
    at.run()
    assert at.text[0].value == "True False True True One"
    at.button[0].click().run()
    assert at.text[0].value == "True False True True One"


def test_without_on_change_the_page_does_not_know(show):
    def page():
        handles = [*fr.tabs(["A", "B"]), fr.expander("E"), fr.popover("P")]
        fr.text([handle.open for handle in handles])

    assert show(page).text[0].value == "[None, None, None, None]"


def tell(visitor, fields):
    """Send what the script sends when something is opened."""
    return visitor.send(visitor.compose("fr-page", "", fields=fields, seqs=dict.fromkeys(fields, visitor.seq + 1)))


def test_the_browser_tells_the_page(serve, db):
    visitor = Visitor(serve(everything), script=True)
    tabs, more, popover = (node["name"] for node in visitor.fields)
    tell(visitor, {more: ["1"]})
    assert "False True True False Two" in visitor.page.text
    tell(visitor, {tabs: ["One"], popover: ["1"]})
    assert "True False True True One" in visitor.page.text


def test_a_tab_that_is_not_there_is_not_opened(serve, db):
    visitor = Visitor(serve(everything), script=True)
    tell(visitor, {visitor.fields[0]["name"]: ["Three"]})
    assert "False True False False Two" in visitor.page.text


@pytest.mark.parametrize("draw", [lambda **o: fr.tabs(["A"], **o), lambda **o: fr.expander("E", **o)])
def test_a_callback_in_a_form_is_refused_and_a_rerun_is_not(show, draw):
    def page(on_change):
        with fr.form("f"):
            draw(on_change=on_change)
            fr.form_submit_button()

    assert show(lambda: page(lambda: None)).exception[0].message.startswith("Within a form, callbacks can only be")
    assert len(show(lambda: page("rerun")).exception) == 0


def test_on_change_is_a_mode_or_a_callback(show):
    at = show(lambda: fr.expander("E", on_change=None))
    assert at.exception[0].message == (
        "Invalid `on_change` value. Supported values: 'rerun', 'ignore', a callback function."
    )


def test_bottom_is_below_the_body(serve, client):
    def page():
        with fr.bottom:
            fr.write("always there")
        fr.write("body")

    html = client.get(serve(page)).content.decode()
    assert html.index("body</p>") < html.index('data-testid="stBottom"') < html.index("always there")


def test_bottom_is_no_part_of_the_sidebar(show):
    def page():
        with fr.sidebar:
            fr.bottom.write("x")

    assert show(page).exception[0].message.startswith("`st.bottom` cannot be used inside `st.sidebar`.")


def test_a_handle_says_its_place_and_says_the_same_in_every_run(show):
    def page():
        fr.text("above")
        for tab in fr.tabs(["One", "Two"]):
            tab.slider("How many", key=tab)
        fr.sidebar.text(repr(fr.sidebar.container()))

    at = show(page)
    assert not at.exception
    assert at.sidebar.text[0].value == "DeltaGenerator('container', 'sidebar/0')"
    assert at.slider[1].set_value(7).run().slider[1].value == 7


@pytest.mark.django_db
def test_the_sidebar_is_open_at_first_unless_the_page_says_otherwise(serve):
    def page():
        fr.sidebar.text("beside")
        fr.button("Fold", on_click=fr.set_page_config, kwargs={"initial_sidebar_state": "collapsed"})

    visitor = Visitor(serve(page))
    before = visitor.page.one("details")
    assert "open" in before
    visitor.press("Fold")
    after = visitor.page.one("details")
    assert "open" not in after
    assert after["data-fr-rev"] != before["data-fr-rev"]  # on purpose, so that the browser follows
