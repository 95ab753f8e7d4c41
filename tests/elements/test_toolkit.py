"""An element of another app, made of the toolkit alone: the example of its documentation."""

from __future__ import annotations

import re
import sys
from types import ModuleType

import pytest

import formrerun as fr
from formrerun import api
from formrerun.elements import toolkit
from formrerun.engine import fields, handles
from tests.visitor import Visitor

PYTHON, TEMPLATE = (
    re.sub(r"^    ", "", block, flags=re.MULTILINE)
    for block in re.findall(r"(?:::|django)\n\n((?:(?:    .*)?\n)+)", toolkit.__doc__)
)


@pytest.fixture
def rating(monkeypatch, settings, tmp_path):
    """Define the element of the example, with its template, for one test."""
    monkeypatch.setattr(handles, "commands", dict(handles.commands))
    monkeypatch.setattr(fields, "_field_kinds", dict(fields._field_kinds))
    folder = tmp_path / "formrerun" / "elements"
    folder.mkdir(parents=True)
    (folder / "rating.html").write_text(TEMPLATE)
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]
    module = ModuleType("shop_elements")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(PYTHON, "shop_elements.py", "exec"), vars(module))
    return module.rating


@pytest.mark.django_db
def test_the_example_is_an_input_like_any_other(serve, rating):
    returned = []

    def page():
        with fr.form("f"):
            left, _right = fr.columns(2)
            returned.append(left.rating("Service", 3, key="service"))
            fr.form_submit_button("Send")
        fr.text(f"{fr.session_state.service} stars")

    visitor = Visitor(serve(page))
    assert visitor.shown("Service") == ["3"]
    visitor.fill("Service", "4").press("Send")
    assert "4 stars" in visitor.text
    visitor.fill("Service", "9").press("Send")
    assert visitor.errors() == {"Service": "Give 0 to 5 stars."}
    assert visitor.shown("Service") == ["9"]
    assert returned[:2] == [3, 4]


def test_it_is_what_its_parameters_say(show, rating):
    def page():
        rating("Service")
        rating("Service", stars=10)
        rating("Service")

    assert show(page).exception[0].proto.type == "StreamlitDuplicateElementId"


def test_session_state_sets_it(show, rating):
    returned = []

    def page():
        fr.session_state.service = 2
        returned.append(rating("Service", key="service"))

    show(page)
    assert returned == [2]


def test_the_toolkit_hands_out_no_command():
    assert not {*toolkit.__all__} & {*api.__all__}
