"""Whose value a widget has: the order of its sources is the rule, and the guide says it in the same words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import formrerun as fr
from formrerun.engine.registration import SOURCES

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "widget-behaviour.md"


def test_the_guide_lists_the_sources_in_their_order():
    chapter = GUIDE.read_text(encoding="utf-8").split("## The life of a value")[1].split("\n## ")[0]
    told = re.findall(r"^\d\. (.+)$", chapter, re.MULTILINE)
    assert told == [source.__doc__.replace("``", "`") for source in SOURCES]


def text():
    return fr.text_input("Text", "default", key="k")


def choice():
    return fr.selectbox("Choice", ["default", "entry", "sent", "written"], key="k")


@pytest.mark.parametrize("draw", [text, choice])
def test_each_source_counts_before_the_next(show, draw):
    written: dict[str, str] = {}
    returned = []

    def page():
        fr.session_state.update(written)
        written.clear()
        returned.append(draw())

    assert show(page).get_by_key("k").value == "default"

    def after_an_entry():
        if "k" not in fr.session_state:
            fr.session_state.k = "entry"
            fr.stop()
        page()

    at = show(after_an_entry).run()
    at.get_by_key("k").set_value("sent").run()
    written["k"] = "written"
    at.get_by_key("k").set_value("entry").run()
    assert returned == ["default", "entry", "sent", "written"]
