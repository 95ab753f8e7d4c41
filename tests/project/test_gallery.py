"""The gallery shows every element, and what it shows is what it draws."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from formrerun import elements
from formrerun.testing import AppTest
from project.gallery.examples import CHAPTERS, examples
from tests.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]


def test_every_element_is_there():
    assert sorted({*elements.__all__} - {*examples()}) == []
    assert all(one.chapter in CHAPTERS and one.variants and one.text for one in examples().values())


def test_the_demo_installs_what_the_examples_import():
    files = (ROOT / "project" / "gallery").glob("*/*.py")
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    foreign = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names - {"formrerun"}
    installed = re.findall(r"^([\w-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert foreign
    assert foreign - set(installed) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", examples())
def test_its_code_draws_what_the_page_draws(name):
    """The code alone, as one would copy it into a page."""
    for variant in examples()[name].variants:
        at = AppTest.from_string(variant.code.replace("import formrerun as fr", "import streamlit as fr", 1)).run()
        assert name == "exception" or not at.exception, variant.name
        assert any(list(at.root)), variant.name


@pytest.mark.django_db
def test_the_overview_finds_by_what_it_is_for():
    assert "fr.balloons" in Visitor("/gallery/").text
    found = Visitor("/gallery/?words=range").text
    assert "fr.slider" in found
    assert "fr.balloons" not in found


@pytest.mark.django_db
def test_an_element_has_its_code_and_its_reference():
    page = Visitor("/gallery/slider/").page
    assert 'fr.slider("Number", 0, 10, 3)' in page.one(id="fr-m-root").raw
    assert "min_value" in page.text


@pytest.mark.django_db
def test_what_is_not_there_is_not_found(client):
    assert client.get("/gallery/sliders/").status_code == 404
