"""
An element of another app is used as those of the package are.

What holds for every kind of widget is tested with them, for ``kinds.py`` has its row; its script is in
``tests/browser/test_extension.py``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import formrerun as st
from formrerun.testing import AppTest
from tests.ratings.elements import rating
from tests.visitor import Visitor


def test_nobody_has_given_a_star_yet(show):
    at = show(lambda: st.text(rating("The soup")))
    assert at.rating[0].value is None
    assert at.text[0].value == "None"


def test_a_test_gives_stars(show):
    def page():
        given = rating("The soup", key="soup")
        st.text(f"{given} of 5")

    at = show(page)
    at.rating(key="soup").set_value(3).run()
    assert at.rating[0].value == 3
    assert at.rating[0].label == "The soup"
    assert at.rating[0].stars == 5
    assert at.text[0].value == "3 of 5"
    assert at.session_state.soup == 3


def test_a_script_uses_it_too():
    at = AppTest.from_string("""
        import streamlit as st
        from tests.ratings.elements import rating
        st.text(rating("The soup", value=4))
    """).run()
    assert at.text[0].value == "4"


def test_every_container_has_it(show):
    def page():
        left, right = st.columns(2)
        left.rating("Food")
        right.rating("Service", 3)
        st.sidebar.rating("All in all")

    at = show(page)
    assert [element.label for element in at.main.rating] == ["Food", "Service"]
    assert at.sidebar.rating[0].label == "All in all"


def test_its_value_comes_with_its_form(show):
    def page():
        with st.form("review", clear_on_submit=True):
            soup = rating("The soup", value=1, key="soup")
            sent = st.form_submit_button("Send")
        if sent:
            st.success(f"{soup} stars, thank you")

    at = show(page)
    at.rating(key="soup").set_value(5)
    assert not at.run().success
    at.form_submit_button[0].click().run()
    assert at.success[0].value == "5 stars, thank you"
    at.form_submit_button[0].click().run()
    assert at.success[0].value == "1 stars, thank you"  # the form has cleared itself


def test_a_callback_hears_of_it_before_the_page_runs(show):
    def thank(name):
        st.session_state.thanks = f"{st.session_state.soup} stars, thank you, {name}"

    def page():
        rating("The soup", key="soup", on_change=thank, args=("Ada",))
        st.text(st.session_state.get("thanks"))

    at = show(page)
    at.rating[0].set_value(4).run()
    assert at.text[0].value == "4 stars, thank you, Ada"


def test_it_stands_in_the_address(show):
    at = show(lambda: st.text(rating("The soup", key="soup", bind="query-params")))
    at.rating[0].set_value(2).run()
    assert at.query_params == {"soup": "2"}


def test_the_address_sets_it():
    @st.page
    def page():
        st.text(rating("The soup", key="soup", bind="query-params"))

    at = AppTest.from_page(page)
    at.query_params["soup"] = "4"
    assert at.run().rating[0].value == 4


@pytest.mark.parametrize("nonsense", ["6", "0", "many"])
def test_an_address_with_stars_that_there_are_not_is_no_value(nonsense):
    @st.page
    def page():
        rating("The soup", value=1, key="soup", bind="query-params")

    at = AppTest.from_page(page)
    at.query_params["soup"] = nonsense
    assert at.run().rating[0].value == 1


def test_code_sets_it(show):
    def page():
        if st.button("Perfect"):
            st.session_state.soup = 5
        rating("The soup", key="soup")

    at = show(page)
    at.button[0].click().run()
    assert at.rating[0].value == 5


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (9, "The `value` parameter, set to 9, is outside the required range [1, 5]."),
        ("3", "Invalid `value` type. Expected one of: int, None. Provided type: str."),
    ],
)
def test_what_is_no_number_of_its_stars_is_an_error_that_says_so(show, value, message):
    assert show(lambda: rating("The soup", value=value)).exception[0].message == message

    def page():
        st.session_state.soup = value
        rating("The soup", key="soup")

    assert show(page).exception[0].message == message


def test_fewer_stars_than_were_given(show):
    def page():
        stars = st.number_input("Stars", 1, 10, 10, key="stars")
        rating("The soup", int(stars), key="soup")

    at = show(page)
    at.rating[0].set_value(9).run()
    assert at.rating[0].value == 9
    at.number_input[0].set_value(5).run()
    assert at.rating[0].value is None


@pytest.mark.django_db
def test_without_javascript_it_is_a_row_of_radio_buttons(serve):
    def page():
        with st.form("review"):
            soup = rating("The soup")
            st.form_submit_button("Send")
        st.text(f"{soup} of 5")

    visitor = Visitor(serve(page))
    stars = visitor.page.one(role="radiogroup", aria_label="The soup").all("input")
    assert [star["aria-label"] for star in stars] == [f"{number} of 5" for number in range(1, 6)]
    visitor.fill("The soup", "3").press("Send")
    assert "3 of 5" in visitor.text
    assert visitor.shown("The soup") == ["3"]


@pytest.mark.django_db
def test_one_that_is_disabled_takes_nothing(serve):
    def page():
        with st.form("review"):
            soup = rating("The soup", value=2, disabled=True)
            st.form_submit_button("Send")
        st.text(f"{soup} of 5")

    visitor = Visitor(serve(page), script=True)
    button = visitor.button("Send")
    body = visitor.compose(button["form"], button["value"])
    body["fields"][visitor.name("The soup")] = ["5"]
    visitor.send(body)
    assert "2 of 5" in visitor.text


@pytest.mark.django_db
def test_only_templates_name_scripts(serve):
    html = '<b data-fr-script="/typed.js">typed by somebody</b>'

    def page():
        rating("The soup")
        st.html(html)
        st.markdown(html, unsafe_allow_html=True)

    visitor = Visitor(serve(page))
    assert visitor.text.count("typed by somebody") == 2
    assert [node["data-fr-script"] for node in visitor.page.walk() if "data-fr-script" in node] == [
        "/static/ratings/rating.js"
    ]


def test_the_guide_shows_this_app():
    app = Path(__file__).parent
    guide = (app.parents[1] / "docs/extending.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"^```(py|django|js)\n(.*?)^```", guide, re.DOTALL | re.MULTILINE))
    assert shown == {
        "py": (app / "elements.py").read_text(encoding="utf-8"),
        "django": (app / "templates/formrerun/elements/rating.html").read_text(encoding="utf-8"),
        "js": (app / "static/ratings/rating.js").read_text(encoding="utf-8"),
    }
