"""How ``format=`` writes numbers: the same on the server and in the browser."""

from __future__ import annotations

import pytest

import formrerun as fr
from formrerun.utils.number_format import written
from tests.visitor import Visitor

WRITTEN = [
    (0.5, "percent", "50%"),
    (0.1234567, "percent", "12.35%"),
    (12.0, "percent", "1,200%"),
    (1234.567, "plain", "1234.567"),
    (5.0, "plain", "5"),
    (1234.567, "dollar", "$1,234.57"),
    (-5, "dollar", "-$5.00"),
    (1234.567, "euro", "€1,234.57"),
    (1234.567, "yen", "¥1,235"),
    (-1234, "accounting", "(1,234.00)"),
    (1234, "bytes", "1.2KB"),
    (0, "bytes", "0B"),
    (1234, "compact", "1.2K"),
    (960, "compact", "960"),
    (999_960, "compact", "1M"),
    (1_500_000, "compact", "1.5M"),
    (1234.567, "scientific", "1.235E3"),
    (0, "scientific", "0E0"),
    (12345, "engineering", "12.345E3"),
    (0.0012, "engineering", "1.2E-3"),
    (1234567.5, "localized", "1,234,567.5"),
    (1234, "%,d", "1,234"),
    (-1234.5, "€ %,.2f", "€ -1,234.50"),
    (7, "%d%%", "7%"),
    (0.71, "%f", "0.71"),  # as Streamlit's printf does, and not C's: six digits nobody asked for help nobody
    (3.0, "%f%%", "3%"),
    (0.710000, "%.6f", "0.710000"),
    (1234.5, "%e", "1.2345e+3"),
    (0, "%e", "0e+0"),
    (0.00012, "%e", "1.2e-4"),
    (1234.5, "%.1e", "1.2e+3"),
    (5, "odd", "5"),
]


@pytest.mark.parametrize(("value", "format", "text"), WRITTEN)
def test_a_number_is_written_as_its_format_says(value, format, text):
    assert written(value, format) == text


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_what_is_no_number_is_written_plainly(value):
    assert written(value, "compact") == str(value)


def test_it_is_localized_to_the_visitor_s_language():
    from django.utils.translation import override

    with override("de"):
        assert written(1234.5, "localized") == "1.234,5"


@pytest.mark.parametrize(
    ("value", "delta", "format", "shown"),
    [
        (0.256, -0.01, "percent", ["25.6%", "-1%"]),
        (1234567, None, "compact", ["1.2M"]),
        ("1234", "12 pieces", "%,d", ["1,234", "12 pieces"]),
        (None, None, "dollar", ["—"]),
        (5, 2, None, ["5", "2"]),
    ],
)
def test_a_metric_writes_its_numbers_in_its_format(serve, value, delta, format, shown):
    page = Visitor(serve(lambda: fr.metric("M", value, delta, format=format))).page
    drawn = [*page.by_test_id("stMetricValue"), *page.by_test_id("stMetricDelta")]
    assert [element.text.strip() for element in drawn] == shown


@pytest.mark.django_db
def test_a_slider_says_its_name_once_and_a_range_one_for_each_handle(serve):
    page = Visitor(serve(lambda: [fr.slider("One"), fr.slider("Two", value=(1, 2))])).page
    assert [group["aria-label"] for group in page.all(role="group")] == ["Two"]
    assert [handle["aria-label"] for handle in page.all(role="slider")] == ["One", "Two — start", "Two — end"]
