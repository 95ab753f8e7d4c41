"""Text as people read it and as tests find it: icons, headings, Markdown, numbers."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal
from importlib import import_module
from types import ModuleType

import pytest

import formrerun as fr
from formrerun.markup.highlighting import highlight
from tests.visitor import Visitor


@pytest.mark.django_db
class TestIcons:
    def test_its_name_is_the_text_of_a_material_icon(self, serve):
        def page():
            fr.title(":material/info: Read me")
            fr.header("Go on", icon="➡️")
            fr.expander("More", icon=":material/bolt:")
            fr.expander("Party", icon="🎈")

        page = Visitor(serve(page)).page
        assert page.one("h1").text == "info Read me"
        assert page.one("h2").by_test_id("stHeadingIcon")[0].text == "➡️"
        assert [icon.text for icon in page.by_test_id("stExpanderIcon")] == ["bolt", "🎈"]

    def test_an_icon_beside_a_label_adds_nothing_to_the_name_of_a_control(self, serve):
        def page():
            fr.button("Send", icon=":material/send:")
            fr.button("Party", icon="🎈")
            fr.button("", icon=":material/delete:")
            fr.text_input(":material/mail: Address")

        page = Visitor(serve(page)).page
        send, party, delete = (button.parent for button in page.by_test_id("stMarkdownContainer")[:3])
        assert send.by_test_id("stIconMaterial")[0]["aria-hidden"] == "true"
        assert party.by_test_id("stIconEmoji")[0]["aria-hidden"] == "true"
        assert delete.by_test_id("stIconMaterial")[0]["aria-label"] == "delete icon"
        assert page.by_test_id("stTextInput")[0].one("input")["aria-label"] == "Address"


def names(page):
    """Return every heading's id and text, and the text of what names it for screen readers."""
    found = [node for node in page.walk() if node.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    named = [page.one(id=node["aria-labelledby"]).text if "aria-labelledby" in node else "" for node in found]
    return [(node["id"], node.text, name) for node, name in zip(found, named, strict=True)]


@pytest.mark.django_db
class TestHeadings:
    def test_their_names_are_their_words_and_no_name_comes_twice(self, serve):
        def page():
            fr.title("The _plan_")
            fr.header("Costs", anchor="money")
            fr.markdown("# The plan\n\n## Costs\n\ntext\n\nUnder\n-----")
            fr.markdown("### The plan", unsafe_allow_html=True)
            fr.write("no # heading")

        assert names(Visitor(serve(page)).page) == [
            ("the-plan", "The plan", "The plan"),
            ("money", "Costs", "Costs"),
            ("the-plan-1", "The plan", "The plan"),
            ("costs", "Costs", "Costs"),
            ("under", "Under", "Under"),
            ("the-plan-2", "The plan", "The plan"),
        ]

    def test_a_heading_can_be_without_a_link_but_is_not_without_a_name(self, serve):
        def page():
            fr.subheader("Quiet", anchor=False)
            fr.markdown("# Still", anchors=False)
            fr.markdown("# Loud")

        page = Visitor(serve(page)).page
        assert names(page) == [("quiet", "Quiet", ""), ("still", "Still", ""), ("loud", "Loud", "Loud")]
        assert [link["href"] for link in page.all("a") if "fr-anchor" in link.get("class")] == ["#loud"]

    def test_html_of_an_author_has_no_ids_of_its_own(self, serve):
        def page():
            fr.markdown('<p id="fr-m">one</p>\n\n<div>\n# no heading\n</div>\n\n# Two', unsafe_allow_html=True)

        page = Visitor(serve(page)).page
        assert names(page) == [("two", "Two", "Two")]
        assert "id" not in page.one("p")

    def test_a_growing_text_gets_its_names_when_it_is_complete(self, serve):
        def page():
            fr.write_stream(iter(["# On", "e\n", "# One\n"]))

        assert names(Visitor(serve(page)).page) == [("one", "One", "One"), ("one-1", "One", "One")]

    def test_alignment_and_length(self, serve):
        def page():
            fr.title("Long", text_alignment="center", wrap=False)
            fr.text("Long", wrap=False)
            fr.caption("- **Long**", wrap=False)

        page = Visitor(serve(page)).page
        assert "fr-align-center" in page.one("h1").parent["class"]
        assert "fr-nowrap" in page.one("h1")["class"]
        assert "fr-nowrap" in page.by_test_id("stText")[0]["class"]
        assert page.by_test_id("stCaptionContainer")[0].text == "- Long"

    @pytest.mark.parametrize(
        ("draw", "text"),
        [
            (lambda: fr.markdown("a", wrap=None), "Invalid `wrap` value. Supported values: True, False."),
            (lambda: fr.markdown("a", True, wrap=False), "unsafe_allow_html=True"),
            (lambda: fr.header("a", text_alignment="top"), "text_alignment"),
        ],
    )
    def test_wrong_parameters(self, draw, text, show):
        assert text in show(draw).exception[0].value


@pytest.mark.django_db
class TestMarkdown:
    def test_its_code_can_be_copied(self, serve):
        page = Visitor(serve(lambda: fr.markdown("```python\nx = 1\n```"))).page
        code = page.by_test_id("stMarkdownPre")[0]
        assert code.one("button")["aria-label"] == "Copy to clipboard"
        assert page.by_test_id("stMarkdown")[0].raw == "x = 1"

    def test_with_html_its_code_has_no_button_that_cleaning_would_take_apart(self, serve):
        page = Visitor(serve(lambda: fr.markdown("```\nx\n```", unsafe_allow_html=True))).page
        assert not page.by_test_id("stMarkdownPre")[0].all("svg")

    def test_neighbours_run_into_each_other_as_texts(self, serve):
        def page():
            with fr.container(key="both"):
                fr.write("one")
                fr.write("two")

        assert Visitor(serve(page)).page.one(**{"class": "stLayoutWrapper st-key-both"}).raw == "onetwo"


def test_code_is_drawn_by_a_thread_that_came_while_the_library_was_loaded(monkeypatch):
    """The first page of a process is drawn by two threads; one of them may hold what the library replaces by itself."""
    for name in ("pygments.lexers", "pygments.formatters"):
        early = ModuleType(name)
        early.__dict__.update({key: got for key, got in vars(import_module(name)).items() if not isinstance(got, type)})
        monkeypatch.setitem(sys.modules, name, early)
    assert '<span class="mi">1</span>' in highlight("x = 1", "python")
    assert "x = 1" in highlight("x = 1", None)


class TestMetric:
    @pytest.mark.parametrize(
        ("delta", "more", "arrow", "color"),
        [
            (2, {}, "up", "green"),
            (-2, {}, "down", "red"),
            (-2, {"delta_color": "inverse"}, "down", "green"),
            (0, {}, "", "gray"),
            (-0.0, {}, "", "gray"),
            ("0", {"delta_color": "inverse"}, "", "gray"),
            ("0%", {}, "up", "green"),
            (0, {"delta_color": "blue", "delta_arrow": "up"}, "up", "blue"),
            (-2, {"delta_arrow": "up"}, "up", "red"),
            (-2, {"delta_arrow": "off"}, "", "red"),
        ],
    )
    def test_arrow_and_colour_say_how_it_changed(self, show, delta, more, arrow, color):
        metric = show(lambda: fr.metric("Sales", 5, delta, **more)).metric[0]
        assert (metric.proto.direction, metric.proto.color) == (arrow, color)

    @pytest.mark.django_db
    def test_what_stands_beside_the_number(self, serve):
        def page():
            fr.metric("Sales", 5, 0, icon=":material/sell:", delta_description="since **May**")

        metric = Visitor(serve(page)).page.by_test_id("stMetric")[0]
        assert metric.by_test_id("stMetricLabel")[0].said == "Sales"
        assert metric.by_test_id("stMetricIcon")[0].text == "sell"
        assert metric.by_test_id("stMetricDelta")[0].text == "0"
        assert metric.by_test_id("stMetricDeltaDescription")[0].text == "since May"

    def test_an_arrow_that_there_is_not(self, show):
        shown = show(lambda: fr.metric("Sales", 5, 1, delta_arrow="left")).exception[0]
        assert "delta_arrow" in shown.value


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda: fr.metric("M", [1]),
            (
                "Invalid `value` type. Expected one of: int, float, Decimal, NumPy number. Provided type: list. "
                "Convert the value to a number type."
            ),
        ),
        (
            lambda: fr.metric("M", 1, {}),
            (
                "Invalid `delta` type. Expected one of: int, float, Decimal, NumPy number. Provided type: dict. "
                "Convert the value to a number type."
            ),
        ),
        (
            lambda: fr.metric("M", 1, label_visibility="no"),
            "Invalid `label_visibility` value. Supported values: 'visible', 'hidden', 'collapsed'.",
        ),
        (
            lambda: fr.title("T", anchor=5),
            "Invalid `anchor` type. Expected one of: str, None, False. Provided type: int.",
        ),
        (
            lambda: fr.number_input("N", value="5"),
            "Invalid `value` type. Expected one of: int, float, None. Provided type: str.",
        ),
        (
            lambda: fr.slider("S", format=5),
            "Invalid `format` type. Expected one of: str, None. Provided type: int.",
        ),
        (
            lambda: fr.rerun(5),
            "Invalid `scope` type. Expected one of: str, a list of str. Provided type: int.",
        ),
    ],
    ids=["metric", "delta", "metric label", "anchor", "number", "format", "rerun"],
)
def test_a_wrong_type_is_a_clean_error(show, draw, message):
    assert show(draw).exception[0].message == message


@pytest.mark.parametrize("given", ["no exception", 5])
def test_what_is_no_exception_is_drawn_as_the_message_of_one(show, given):
    shown = show(lambda: fr.exception(given)).exception[0]
    assert (shown.message, shown.proto.type) == (str(given), type(given).__name__)


def test_json_of_a_set_is_a_list(show):
    assert show(lambda: fr.json({1})).json[0].value == "[1]"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"day": dt.date(2024, 1, 1)}, '{"day": "datetime.date(2024, 1, 1)"}'),
        ({"cost": Decimal("1.50")}, '{"cost": "Decimal(\'1.50\')"}'),
    ],
)
def test_what_json_does_not_know_stands_as_its_repr(show, body, shown):
    assert show(lambda: fr.json(body)).json[0].value == shown


def test_sizes_that_there_are(show):
    assert show(lambda: fr.space("huge")).exception[0].message == (
        "Invalid `size` value. Supported values: 'stretch', 'xxsmall', 'xsmall', 'small', 'medium', 'large', 'xlarge', "
        "'xxlarge', a positive integer. Got 'huge'."
    )
