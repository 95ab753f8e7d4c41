"""Links that look like buttons."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


def test_a_link_opens_a_new_tab_and_runs_nothing(serve, client):
    page = Visitor(serve(lambda: fr.link_button("Docs", "https://example.org/?a=1&b=2")), client).page
    link = page.by_test_id("stLinkButton")[0].one("a")
    assert (link["href"], link["target"]) == ("https://example.org/?a=1&b=2", "_blank")
    assert page.all("button", name="_fr_trigger") == []


@pytest.mark.parametrize("script", [True, False])
def test_a_press_runs_the_page_once(serve, client, script):
    def page():
        fr.text(fr.link_button("Docs", "/docs/", on_click="rerun", key="docs"))

    visitor = Visitor(serve(page), client, script=script)
    assert visitor.text.endswith("False")
    button = visitor.page.one(
        "button", name="_fr_trigger", value=visitor.page.by_test_id("stLinkButton")[0].one("a")["data-fr-presses"]
    )
    visitor.post(button["form"], button["value"])
    assert visitor.text.endswith("True")
    visitor.post("fr-page", "")
    assert visitor.text.endswith("False")


def test_in_a_form_it_runs_at_once_and_has_no_callback(show):
    def page(on_click):
        with fr.form("f"):
            fr.link_button("Docs", "/docs/", on_click=on_click)
            fr.form_submit_button()

    at = show(lambda: page("rerun"))
    assert (at.link_button[0].value, at.link_button[0].form_id) == ("Docs", "")
    assert show(lambda: page(print)).exception[0].message.startswith("Within a form, callbacks can only be defined on")


def test_a_callback_runs_before_the_page(show):
    def page():
        fr.link_button("Docs", "/docs/", on_click=fr.session_state.update, args=({"seen": True},))
        fr.text(fr.session_state.get("seen"))

    at = show(page)
    assert at.text[0].value == "None"
    assert at.link_button[0].click().run().text[0].value == "True"


@pytest.mark.parametrize("url", ["javascript:alert(1)", " JAVA\tSCRIPT:alert(1)", "data:text/html,x", "\x01vbscript:x"])
def test_an_address_that_runs_as_a_script_is_no_link(serve, client, url):
    link = Visitor(serve(lambda: fr.link_button("Docs", url)), client).page.by_test_id("stLinkButton")[0].one("a")
    assert "href" not in link
    assert link["aria-disabled"] == "true"


def test_what_streamlit_refuses(show):
    assert show(lambda: fr.link_button("D", "/", type="big")).exception[0].message.startswith("Invalid `type` value.")
    assert "'rerun', 'ignore'" in show(lambda: fr.link_button("D", "/", on_click="x")).exception[0].message
    twice = show(lambda: [fr.link_button("D", "/", key="k") for _ in range(2)])
    assert "key='k'" in twice.exception[0].message
