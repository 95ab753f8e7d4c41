"""What a submission costs, in counts that must not grow unseen; times are for the benchmarks."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.template.base import Template
from django.test.utils import CaptureQueriesContext

from benchmarks.pages import page_of
from benchmarks.sizes import SIZES
from tests.visitor import Visitor

#: Statements, renders of templates, and bytes of the answer, for one changed field; the same at every size.
MOST = {"queries": 4, "renders": 2, "bytes": 1_400}
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
    visitor = Visitor(serve(page_of(fields, table)), client, script=True)
    for text in ("warm", "Ada"):  # what is the same in every run is kept after the first
        body = visitor.fill("Text 0", text).compose(visitor.button("Save")["form"], visitor.button("Save")["value"])
        renders.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(visitor.url, json.dumps(body), content_type="application/json")
        assert f"First: {text}" in answer.content.decode()
        rendered = list(renders)
        visitor.open(f"{visitor.url}?fr={visitor.tab}.1")
    queries = [query["sql"] for query in captured if not query["sql"].startswith(CONTROL)]
    found = {"queries": len(queries), "renders": len(rendered), "bytes": len(answer.content)}
    assert {name: (count, MOST[name]) for name, count in found.items() if count > MOST[name]} == {}, (queries, rendered)
