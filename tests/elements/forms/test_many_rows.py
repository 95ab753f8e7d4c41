"""A ModelChoiceField of many rows: a first page is sent, the server searches the others, and the queryset judges."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

import formrerun as fr
from formrerun.testing import AppTest
from tests.elements.inputs.test_remote_options import find, labels
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


class Named(forms.ModelChoiceField):
    def label_from_instance(self, row):
        return f"<{row.name}>"


class Pick(forms.Form):
    one = forms.ModelChoiceField(Group.objects.filter(name__lt="Group 0200").order_by("name"))
    named = Named(Group.objects.order_by("name"), required=False)
    some = forms.ModelMultipleChoiceField(Group.objects.order_by("name"), required=False)


@pytest.fixture
def page():
    Group.objects.bulk_create(Group(name=f"Group {number:04}") for number in range(300))
    return lambda: fr.text(str(sorted(fr.django_form(Pick, "pick").cleaned_data.items())))


def pk(number):
    return str(Group.objects.get(name=f"Group {number:04}").pk)


def send(visitor, **values):
    """Choose what the page did not bring, and submit."""
    button = visitor.button("Save")
    names = {visitor.name(label.title()): value for label, value in values.items()}
    pairs = [pair for pair in visitor.pairs(button["form"], button["value"]) if pair[0] not in names]
    return visitor.send_form([*pairs, *names.items()])


def test_the_first_ones_are_sent_and_the_others_found(page, serve):
    visitor = Visitor(serve(page))
    assert len(visitor.controls("One")[0].all("option")) == 51  # and the empty choice
    assert labels(find(visitor, "One", "0150")) == ["Group 0150"]
    assert labels(find(visitor, "One", "0250")) == []
    assert labels(find(visitor, "Some", "0250")) == ["Group 0250"]
    assert labels(find(visitor, "Named", "0250")) == ["<Group 0250>"]


def test_one_that_the_page_did_not_bring_is_chosen_shown_and_judged_by_the_queryset(page, serve):
    visitor = Visitor(serve(page))
    assert send(visitor, one=pk(150), some=pk(250)).status_code == 303
    assert "Group 0150" in visitor.text
    assert visitor.shown("One") == [pk(150)]
    assert visitor.shown("Some") == [pk(250)]
    for value in (pk(250), "0", "x", "\x00"):
        assert send(visitor, one=value).status_code == 422
        assert "Select a valid choice" in visitor.errors()["One"]


def test_a_submission_does_not_read_the_list(page):
    at = AppTest.from_page(fr.page(page)).run()
    at.selectbox(key="pick-one").set_value(pk(7))
    with CaptureQueriesContext(connection) as captured:
        at.button[0].click().run()
    assert not at.exception
    lists = [query["sql"] for query in captured if "auth_group" in query["sql"] and "LIMIT 2" not in query["sql"]]
    assert len([sql for sql in lists if "LIMIT" in sql]) <= 3  # of the page that follows, one a field
