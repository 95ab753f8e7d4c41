"""Options: one of several, some of several."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.visitor import Visitor

OPTIONS = ["a", "", "b c"]


@pytest.mark.django_db
class TestAnOptionWithoutAName:
    @pytest.mark.parametrize("script", [True, False])
    def test_it_is_not_the_same_as_none(self, serve, script):
        said = []

        def page():
            with fr.form("f"):
                one = fr.selectbox("One", OPTIONS, index=None)
                some = fr.multiselect("Some", OPTIONS)
                fr.form_submit_button("Go")
            said[:] = [one, some]

        visitor = Visitor(serve(page), script=script)
        visitor.press("Go")
        assert said == [None, []]
        visitor.fill("One", "").fill("Some", "", "b c").press("Go")
        assert said == ["", ["", "b c"]]

    @pytest.mark.parametrize("kind", ["radio", "selectbox", "select_slider"])
    def test_it_can_be_chosen_and_kept(self, show, kind):
        def page():
            getattr(fr, kind)("One", OPTIONS, key="one")
            fr.button("Again")

        at = show(page)
        getattr(at, kind)[0].set_value("").run()
        at.button[0].click().run()
        assert at.session_state.one == ""

    def test_a_new_option_is_never_nameless(self, show):
        at = show(lambda: fr.selectbox("One", ["a"], accept_new_options=True, key="one"))
        at.session_state.one = ""
        assert at.run().run().selectbox[0].value in ("", None)


@pytest.mark.django_db
class TestNothingChosen:
    @pytest.mark.parametrize(
        ("kind", "options", "arguments", "said", "disabled"),
        [
            ("selectbox", ["a"], {"index": None}, "Choose an option", False),
            ("selectbox", ["a"], {"index": None, "accept_new_options": True}, "Choose or add an option", False),
            ("selectbox", [], {"accept_new_options": True}, "Add an option", False),
            ("selectbox", [], {}, "No options to select", True),
            ("selectbox", [], {"placeholder": "None left"}, "None left", False),
            ("multiselect", ["a"], {}, "Choose options", False),
            ("multiselect", ["a"], {"accept_new_options": True}, "Choose or add options", False),
            ("multiselect", [], {"accept_new_options": True}, "Add options", False),
            ("multiselect", [], {}, "No options to select", True),
            ("multiselect", ["a"], {"placeholder": ""}, "Choose options", False),
        ],
    )
    def test_it_says_what_can_be_done(self, serve, kind, options, arguments, said, disabled):
        page = Visitor(serve(lambda: getattr(fr, kind)("One", options, **arguments))).page
        select = page.one("select")
        (element,) = page.all("fr-select") or [select]
        shown = element["data-fr-placeholder"] if element is not select else select.all("option")[0].text
        assert (shown, "disabled" in select) == (said, disabled)

    def test_radio_buttons_without_options_say_so(self, serve):
        said = []
        visitor = Visitor(serve(lambda: said.append(fr.radio("One", [], key="one")) or fr.button("Go")))
        option = visitor.page.by_test_id("stRadioOption")[0]
        assert option.text == "No options to select."
        assert "disabled" in option.one("input")
        visitor.press("Go")
        assert said == [None, None]

    def test_an_author_s_test_sees_what_the_author_said(self, show):
        at = show(lambda: [fr.selectbox("One", []), fr.multiselect("Some", []), fr.radio("Either", [])])
        assert [widget.disabled for widget in (at.selectbox[0], at.multiselect[0], at.radio[0])] == [False] * 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("draw", "posted", "parts"),
    [
        (lambda: fr.date_input("W", (), required=True), ["", ""], 2),
        (lambda: fr.multiselect("W", ["a", "b"], max_selections=1), ["a", "b"], 1),
        (lambda: fr.selectbox("W", [str(number) for number in range(20)], None, required=True), [""], 1),
        (lambda: fr.selectbox("W", ["a"], None, required=True), [""], 1),
    ],
    ids=["range", "multiselect", "long select", "select"],
)
def test_every_control_of_a_refused_plain_form_says_that_it_is_wrong(serve, draw, posted, parts):
    def page():
        with fr.form("f"):
            draw()
            fr.form_submit_button("Go")

    visitor = Visitor(serve(page))
    button = visitor.button("Go")
    (name,) = {node["name"] for node in visitor.of_form(button["form"]) if node.get("name", "_").startswith("fr-")}
    pairs = [pair for pair in visitor.pairs(button["form"], button["value"]) if pair[0] != name]
    visitor.send_form([*((name, text) for text in posted), *pairs])
    controls = [node for node in visitor.of_form(button["form"]) if node.get("name") == name]
    assert [control.get("aria-invalid") for control in controls] == ["true"] * parts
    assert all(visitor.page.one(id=control["aria-describedby"]).text for control in controls)
