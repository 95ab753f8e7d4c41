"""What a submission costs, in counts that must not grow unseen; times are for the benchmarks."""

from __future__ import annotations

import gc
import json
import re

import pytest
from django.db import connection
from django.template.base import Template
from django.test.utils import CaptureQueriesContext

import formrerun as fr
from benchmarks.beside import BESIDE, beside_page
from benchmarks.pages import page_of
from benchmarks.sizes import SIZES
from formrerun.engine.run import Run
from formrerun.engine.state import State
from formrerun.protocol.record import Record
from formrerun.rendering import templates
from formrerun.store.base import Claim
from tests.visitor import Visitor

#: Statements, renders of templates, and bytes of the answer, for one changed field; the same at every size.
MOST = {"queries": 3, "renders": 2, "bytes": 1_400}
#: Elements and bytes of HTML of a field in a page that is opened, beside those of the same page without fields.
FIELD = {"elements": 7.8, "bytes": 850}
#: Ids and digests of two pages are not of one length.
SLACK = {"bytes": 50}
#: What is of one submission.
HELD = (State, Record, Run, Claim)
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@pytest.fixture
def renders(monkeypatch):
    """Return the list of all templates that are rendered by themselves, includes left out."""
    rendered, render = [], Template.render

    def counted(self, context):
        rendered.append(self.name)
        return render(self, context)

    monkeypatch.setattr(Template, "render", counted)
    return rendered


@pytest.mark.parametrize(("fields", "table"), SIZES, ids=lambda value: str(value))
def test_a_submission_of_a_standard_page(transactional_db, client, django_user_model, serve, renders, fields, table):
    client.force_login(django_user_model.objects.create_user("ada"))
    found = cost(Visitor(serve(page_of(fields, table)), client, script=True), renders)
    assert {name: (found[name], most) for name, most in MOST.items() if found[name] > most} == {}, found["of"]


@pytest.mark.parametrize("fields", [fields for fields, table in SIZES if not table])
def test_a_page_of_fields_that_is_opened(transactional_db, client, django_user_model, serve, fields):
    client.force_login(django_user_model.objects.create_user("ada"))
    none, some = ({"elements": len(re.findall(r"<[a-z]", html)), "bytes": len(html)} for html in (
        Visitor(serve(page_of(count, False)), client).response.content.decode() for count in (1, fields)
    ))  # fmt: skip
    found = {name: (some[name] - none[name]) / (fields - 1) for name in FIELD}
    assert {name: (found[name], most) for name, most in FIELD.items() if found[name] > most} == {}


@pytest.mark.parametrize("name", [name for name in BESIDE if name not in ("nothing", "upload")])
def test_a_submission_beside_what_does_not_change(transactional_db, client, django_user_model, serve, renders, name):
    pytest.importorskip("pandas")
    client.force_login(django_user_model.objects.create_user("ada"))
    alone = cost(Visitor(serve(beside_page("nothing")), client, script=True), renders)
    found = cost(Visitor(serve(beside_page(name)), client, script=True), renders)
    assert {name: found[name] for name in MOST if found[name] > alone[name] + SLACK.get(name, 0)} == {}, found["of"]


def cost(visitor, renders):
    """Submit another text twice, for what is the same in every run is kept after the first, and count."""
    templates.forget()
    for text in ("warm", "Ada"):
        body = visitor.fill("Text 0", text).compose(visitor.button("Save")["form"], visitor.button("Save")["value"])
        renders.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = visitor.client.post(visitor.url, json.dumps(body), content_type="application/json")
        assert f"First: {text}" in answer.content.decode()
        queries = [query["sql"] for query in captured if not query["sql"].startswith(CONTROL)]
        rendered = list(renders)
        visitor.open(f"{visitor.url}?fr={visitor.tab}.1")
    assert queries
    return {"queries": len(queries), "renders": len(rendered), "bytes": len(answer.content), "of": (queries, rendered)}


def held():
    """Return what stands in memory of submissions, by its type: to ask lazy objects what they are is to load them."""
    return [found for found in gc.get_objects() if issubclass(type(found), HELD)]


def test_what_a_submission_used_is_free_when_it_is_answered(transactional_db, client, serve):
    """No circle of references holds a tab's state: Python's collector has nothing to do, and stops nobody."""
    visitor = Visitor(serve(lambda: fr.text_input("Name"), name="circles"), client, script=True)
    visitor.change("Name", "warm")
    gc.collect()
    before = held()
    gc.disable()
    try:
        visitor.change("Name", "Ada")
        left = [type(found).__name__ for found in held() if not any(found is other for other in before)]
    finally:
        gc.enable()
    assert left == []
