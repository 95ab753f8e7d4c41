"""``fr.redirect``: on to any address of the site, and to no other."""

from __future__ import annotations

import pytest
from django.contrib import messages
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.urls import NoReverseMatch

import formrerun as fr
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def shown(request, pk):
    return HttpResponse(f"group {pk}: {', '.join(map(str, messages.get_messages(request)))}")


def save(to, *args, **kwargs):
    group = Group.objects.create(name=fr.session_state.name)
    messages.success(fr.request, "Saved.")
    fr.redirect(to, *(args or ([group.pk] if to == "group" else [])), **kwargs)


def pages(*targets, **kwargs):
    @fr.page
    def page():
        with fr.form("f"):
            fr.text_input("Name", key="name")
            for place, to in enumerate(targets):
                fr.form_submit_button(f"Save {place}", on_click=save, args=[to], kwargs=kwargs)
        if fr.button("From the page"):
            fr.redirect("group", 7)

    return page


@pytest.fixture
def visit(serve):
    def visit(*targets, script=False, **kwargs):
        serve(shown, "group/<int:pk>/", name="group", plain=True)
        return Visitor(serve(pages(*targets, **kwargs)), script=script)

    return visit


def test_a_name_is_reversed_and_messages_are_shown_there(visit):
    visitor = visit("group")
    visitor.fill("Name", "Ada")
    button = visitor.button("Save 0")
    answer = visitor.client.post(visitor.here, dict(visitor.pairs(button["form"], button["value"])), follow=True)
    assert answer.content.decode() == f"group {Group.objects.get().pk}: Saved."


def test_the_script_is_told_where_to_go(visit):
    visitor = visit("group", script=True)
    visitor.fill("Name", "Ada")
    assert visitor.press("Save 0")["FR-Location"] == f"/group/{Group.objects.get().pk}/"
    assert visit("group", script=True).press("From the page")["FR-Location"] == "/group/7/"


@pytest.mark.parametrize(
    "to",
    ["https://evil.example/", "//evil.example/x", "/\\evil.example", "javascript:alert(1)//", "http:///evil.example"],
)
def test_an_address_of_another_site_is_refused(visit, to, settings):
    settings.FORMRERUN = {"SHOW_ERROR_DETAILS": True}
    visitor = visit(to, script=True)
    visitor.fill("Name", "Ada")
    answer = visitor.press("Save 0")
    assert not answer.headers.get("FR-Location")
    assert "is no address of this site" in answer.content.decode()
    assert not Group.objects.exists()


def test_one_that_is_named_is_not(visit):
    visitor = visit("https://pay.example/1", script=True, allowed_hosts=["pay.example"])
    visitor.fill("Name", "Ada")
    assert visitor.press("Save 0")["FR-Location"] == "https://pay.example/1"
    assert Group.objects.exists()


def test_a_name_that_there_is_not_is_an_error(show):
    with pytest.raises(NoReverseMatch):
        fr.redirect("nowhere")
