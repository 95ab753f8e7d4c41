"""Django's lazy translations are texts, wherever an author may write one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import gettext, gettext_lazy

import formrerun as fr
from tests.elements.test_contract import html_of
from tests.kinds import OURS
from tests.visitor import Visitor, parse

Draw = Callable[[Any], Any]
INPUTS = sorted({kind.name for kind in OURS})


def opened(draw: Any) -> None:
    with draw:
        fr.text("inside")


def with_form(draw: Callable[[], Any]) -> None:
    with fr.form("f"):
        draw()
        fr.form_submit_button("Go")


TEXTS: dict[str, Draw] = {
    "title": lambda t: fr.title(t, help=t),
    "title with an anchor": lambda t: fr.title("a", anchor=t),
    "header": lambda t: fr.header(t, help=t),
    "subheader": lambda t: fr.subheader(t, help=t),
    "markdown": lambda t: fr.markdown(t, help=t),
    "markdown with html": lambda t: fr.markdown(t, unsafe_allow_html=True),
    "caption": lambda t: fr.caption(t, help=t),
    "text": lambda t: fr.text(t, help=t),
    "code": lambda t: fr.code(t),
    "latex": lambda t: fr.latex(t, help=t),
    "html": lambda t: fr.html(t),
    "badge": lambda t: fr.badge(t),
    "write": lambda t: fr.write(t, 1, t),
    "write of a list": lambda t: fr.write([t]),
    "write_stream": lambda t: fr.write_stream(iter([t, t])),
    "json": lambda t: fr.json({"a": t}),
    "metric": lambda t: fr.metric(t, t, t, help=t, delta_description=t),
    "success": lambda t: fr.success(t, title=t),
    "info": lambda t: fr.info(t),
    "warning": lambda t: fr.warning(t),
    "error": lambda t: fr.error(t, title=t),
    "exception": lambda t: fr.exception(ValueError(t)),
    "exception of ours": lambda t: fr.exception(fr.errors.StreamlitAPIException(t)),
    "toast": lambda t: fr.toast(t),
    "progress": lambda t: fr.progress(0.5, t),
    "spinner": lambda t: opened(fr.spinner(t)),
    "status": lambda t: opened(fr.status(t)),
    "status later": lambda t: fr.status("a").update(label=t),
    "expander": lambda t: opened(fr.expander(t)),
    "popover": lambda t: opened(fr.popover(t, help=t)),
    "tabs": lambda t: fr.tabs([t, "b"], default=t),
    "tabs that tell": lambda t: fr.tabs([t, "b"], on_change="rerun", key="k"),
    "expander that tells": lambda t: fr.expander(t, on_change="rerun", key="k"),
    "chat_message": lambda t: opened(fr.chat_message(t)),
    "chat_input": lambda t: fr.chat_input(t),
    "button": lambda t: fr.button(t, help=t),
    "form_submit_button": lambda t: with_form(lambda: fr.form_submit_button(t, help=t)),
    "page_link": lambda t: fr.page_link("https://example.org", label=t, help=t),
    "dialog": lambda t: fr.dialog(t)(lambda: fr.text("a"))(),
    "map": lambda t: fr.map([{"lat": 1, "lon": 1}], alt=t),
    "dataframe": lambda t: fr.dataframe([{"a": t}], placeholder=t),
    "column_config": lambda t: fr.dataframe([{"a": 1}], column_config={"a": {"label": t, "help": t}}),
    "column_config of a label": lambda t: fr.dataframe([{"a": 1}], column_config={"a": t}),
    "cells of a column": lambda t: fr.dataframe({t: [t, None]}, hide_index=True),
    "table": lambda t: fr.table([{"a": t}]),
    "radio": lambda t: fr.radio("a", [t, "b"], captions=[t, None]),
    "radio with labels": lambda t: fr.radio("a", [1, 2], format_func=lambda o: t),
    "selectbox": lambda t: fr.selectbox("a", [t, "b"], placeholder=t),
    "selectbox with labels": lambda t: fr.selectbox("a", [1, 2], format_func=lambda o: t),
    "multiselect": lambda t: fr.multiselect("a", [t, "b"], t, placeholder=t),
    "select_slider": lambda t: fr.select_slider("a", [t, "b"], t),
    "text_input": lambda t: fr.text_input("a", t, placeholder=t, validate=("x+", t)),
    "text_input of a type": lambda t: fr.text_input("a", placeholder=t, type="email"),
    "text_area": lambda t: fr.text_area("a", t, placeholder=t),
    "number_input": lambda t: fr.number_input("a", placeholder=t),
    "toast with an icon": lambda t: fr.toast(t, icon="😀"),
    "set_page_config": lambda t: fr.set_page_config(page_title=t),
} | {
    f"label of {kind}": lambda t, kind=kind: next(one for one in OURS if one.name == kind).draw(t, help=t)
    for kind in INPUTS
}  # fmt: skip


@pytest.mark.parametrize("draw", TEXTS.values(), ids=TEXTS)
def test_a_lazy_text_is_the_text(show, draw):
    lazy, plain = (show(lambda text=text: draw(text)) for text in (gettext_lazy("Yes"), "Yes"))
    assert [error.message for error in lazy.exception] == [error.message for error in plain.exception]
    # what an option is called does not depend on the language, and data has an address of its own
    assert parse(html_of(lazy)).text == parse(html_of(plain)).text


@pytest.mark.django_db
@pytest.mark.parametrize("draw", TEXTS.values(), ids=TEXTS)
def test_a_page_with_one_is_stored_and_submitted(serve, draw):
    def page():
        draw(gettext_lazy("Yes"))
        fr.button("Again")

    assert Visitor(serve(page), script=True).press("Again").status_code == 200


@pytest.mark.django_db
def test_the_title_of_a_page_may_be_one(serve):
    @fr.page(title=gettext_lazy("Yes"))
    def view():
        fr.text("a")

    assert re.findall("<title>(.*?)</title>", Client().get(serve(view)).content.decode()) == [gettext("Yes")]


def test_the_titles_of_an_app_s_pages_may_be(show):
    def one():
        fr.text("a")

    def two():
        fr.text("b")

    def page():
        pages = [fr.Page(one, title=gettext_lazy("Yes"), help=gettext_lazy("No")), fr.Page(two, title="Two")]
        fr.navigation({gettext_lazy("Part"): pages}).run()

    at = show(page)
    assert not at.exception
    assert "Yes" in html_of(at)
    assert "Part" in html_of(at)


@pytest.mark.django_db
def test_session_state_keeps_them(show):
    at = show(lambda: fr.session_state.setdefault("greeting", gettext_lazy("Yes")), store="project")
    at.run()
    assert at.session_state.greeting == "Yes"
