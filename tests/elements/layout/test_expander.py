"""Expanders and statuses as steps of a timeline."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.visitor import Visitor


@pytest.mark.django_db
def test_steps_have_an_icon_of_their_own_or_a_dot(serve):
    def page():
        fr.expander("Read", type="step").text("a")
        fr.expander("Searched", type="step", icon=":material/search:").text("b")
        fr.status("Wrote", type="step", state="complete")

    steps = Visitor(serve(page)).page.by_test_id("stExpander")
    assert ["fr-expander-step" in step["class"] for step in steps] == [True] * 3
    assert [len(step.by_test_id("stExpanderStepIcon")) for step in steps] == [1, 0, 0]
    assert len(steps[1].by_test_id("stExpanderIcon")) == len(steps[2].by_test_id("stExpanderIconCheck")) == 1


@pytest.mark.parametrize("command", [fr.expander, fr.status])
def test_another_type_is_an_error(show, command):
    said = show(lambda: command("A", type="huge")).exception[0].message
    assert "'default', 'compact', 'step'" in said.replace(", or ", ", ").replace(" or ", ", ")
