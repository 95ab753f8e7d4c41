"""The logo: where it stands, as what, and what is none."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
WIDE, SMALL = "https://example.org/wide.png", "https://example.org/small.png"


@pytest.fixture
def drawn(serve):
    """Serve a page; return it as a visitor sees it."""
    return lambda function: Visitor(serve(function)).page


def test_it_stands_above_the_sidebar_and_above_the_body(drawn):
    def page():
        fr.logo(WIDE, icon_image=SMALL, link="https://example.org/", size="LARGE")
        fr.sidebar.text("Filters")

    seen = drawn(page)
    side, main = seen.by_test_id("stSidebar")[0], seen.by_test_id("stMain")[0]
    assert side.by_test_id("stLogo")[0]["src"] == WIDE
    assert main.by_test_id("stLogo")[0]["src"] == SMALL
    assert main.by_test_id("stLogo")[0]["alt"] == "Logo"
    assert main.by_test_id("stLogoLink")[0]["href"] == "https://example.org/"
    assert "fr-logo-large" in main.by_test_id("stHeaderLogo")[0]["class"]


def test_a_logo_alone_opens_no_sidebar(drawn):
    seen = drawn(lambda: fr.logo(WIDE))
    assert seen.by_test_id("stSidebar") == []
    assert [each["src"] for each in seen.by_test_id("stLogo")] == [WIDE]


def test_the_last_one_counts(drawn):
    def page():
        fr.logo(SMALL)
        fr.logo(WIDE)

    assert [each["src"] for each in drawn(page).by_test_id("stLogo")] == [WIDE]


@pytest.mark.parametrize("icon", ["🏠", ":material/home:"])
def test_icons_are_logos_too(drawn, icon):
    shown = drawn(lambda: fr.logo(icon)).by_test_id("stLogo")[0]
    assert (shown["role"], shown["aria-label"]) == ("img", "Logo")


def test_a_picture_is_served_from_the_site(drawn, client):
    shown = drawn(lambda: fr.logo("<svg></svg>")).by_test_id("stLogo")[0]
    assert shown["src"].startswith("/")


@pytest.mark.parametrize(
    ("given", "more", "said"),
    [
        ("", {}, "The image passed to st.logo is invalid"),
        ("a text", {}, "The image passed to st.logo is invalid"),
        ([WIDE], {}, "The image passed to st.logo is invalid"),
        (":material/none_such:", {}, "The image passed to st.logo is invalid"),
        (WIDE, {"icon_image": "a text"}, "The icon_image passed to st.logo is invalid"),
        (WIDE, {"link": "javascript:alert(1)"}, '"javascript:alert(1)" is not a valid URL. You must use a fully'),
        (WIDE, {"size": "huge"}, "Invalid `size` value"),
        (WIDE, {"size": 3}, "Invalid `size` value"),
    ],
)
def test_what_is_no_logo_is_an_error(show, given, more, said):
    assert said in show(lambda: fr.logo(given, **more)).exception[0].message
