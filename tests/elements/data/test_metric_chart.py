"""The small chart of a metric."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.visitor import Visitor


@pytest.mark.django_db
def test_its_numbers_are_a_line_a_row_of_bars_or_an_area(serve):
    def drawn(kind):
        return Visitor(serve(lambda: fr.metric("Sold", 3, chart_data=[1, None, 3], chart_type=kind))).page

    assert drawn("line").one("path")["d"] == "M0.00 29.00L100.00 1.00"
    assert len(drawn("area").all("path")) == 2
    assert drawn("bar").one("path")["d"].count("Z") == 2


def test_what_is_no_number_is_named():
    with pytest.raises(fr.errors.StreamlitAPIException, match="The value 'x' is of type <class 'str'>"):
        fr.metric("Sold", 3, chart_data=[1, "x"])
