"""``fr.request`` and ``fr.user``: who looks at the page, wherever that is asked."""

from __future__ import annotations

import pytest
from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest
from django.shortcuts import render

import formrerun as fr
from formrerun.exceptions import FormrerunError
from formrerun.submissions import unstorable
from project.shop.models import Customer
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


def sign(number):
    """A callback that any process can import."""
    user = fr.request.user
    Customer.objects.create(name=f"{user.username} {number}", email=f"{user.pk}@example.com")
    messages.success(fr.request, f"signed by {fr.user.username}")


@fr.page(login_required=True)
def desk():
    fr.button("Sign", on_click=sign, args=(7,))


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_callback_that_is_imported_knows_the_request(serve, client, script):
    client.force_login(get_user_model().objects.create_user("ada"))
    visitor = Visitor(serve(desk), client, script=script)
    unstorable.forget()  # as in another process
    answer = visitor.press("Sign")
    assert Customer.objects.get().name == "ada 7"
    assert "signed by ada" in (answer.content.decode() if script else visitor.page.one(id="fr-messages").text)


def test_in_fragments_and_in_what_pages_call(show):
    def helper():
        fr.text((fr.request.method, isinstance(fr.request, HttpRequest)))

    @fr.fragment
    def part():
        helper()

    def page(request):
        part()
        fr.request.mine = 1
        fr.text((request.mine, hasattr(fr.request, "nothing")))
        del fr.request.mine
        fr.text(hasattr(request, "mine"))

    assert [text.value for text in show(page).text] == ["('GET', True)", "(1, False)", "False"]


def test_the_context_is_streamlit_s(serve, client):
    said = []

    def page():
        context = fr.context
        said.append(
            (context.headers.get("user-agent"), context.headers.get_all("User-Agent"), context.headers.get_all("x"))
        )
        said.append((context.cookies.to_dict(), context.ip_address, context.is_embedded, context.theme.type))

    address = serve(page)
    client.cookies["taste"] = "sweet"
    Visitor(f"{address}?embed=True", client)
    client.get(address, headers={"User-Agent": "me", "Sec-CH-Prefers-Color-Scheme": '"dark"'}, REMOTE_ADDR="192.0.2.1")
    (cookies, here, embedded, unknown), first = said[1], said[2]
    assert (cookies["taste"], here, embedded, unknown) == ("sweet", None, True, None)
    assert first == ("me", ["me"], [])
    assert said[3][1:] == ("192.0.2.1", False, "dark")


def test_the_context_has_the_browser_s_timezone_and_locale(serve, client):
    def page():
        fr.text((fr.context.timezone, fr.context["timezone_offset"], fr.context.locale))

    visitor = Visitor(serve(page), client, script=True)
    assert "('UTC', 0, 'en')" in visitor.text
    assert visitor.app["data-fr-zone"] == "UTC"  # the script runs it again, if the browser's is another one
    for name, shown in {"Asia/Yerevan": "('Asia/Yerevan', -240,", "../nowhere": "('UTC', 0,", "": "('UTC', 0,"}.items():
        visitor.client.defaults["HTTP_FR_ZONE"] = name
        visitor.open()
        assert shown in visitor.text, name
    visitor.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de-AT,de;q=0.9"
    assert "'de-AT')" in visitor.open().text


def test_django_s_functions_take_it(serve, client):
    ada = get_user_model().objects.create_user("ada")

    def page():
        if fr.button("Log in", on_click=lambda: login(fr.request, ada)):
            fr.text(fr.user.username)
        fr.text(len(render(fr.request, "404.html").content) > 0)

    visitor = Visitor(serve(page), client)
    visitor.press("Log in")
    assert "ada True" in visitor.text


def test_the_user_has_what_its_model_has(show):
    ada = get_user_model().objects.create_user("ada", is_staff=True)

    def page():
        fr.text((fr.user.is_staff, fr.user.has_perm("shop.change_order"), fr.user.pk == ada.pk))
        fr.text(hasattr(fr.user, "nothing"))

    assert [text.value for text in show(page, user=ada).text] == ["(True, False, True)", "False"]


def test_outside_of_a_page_it_says_so():
    assert "outside a run" in repr(fr.request)
    with pytest.raises(FormrerunError, match=r"`fr\.request\.user` was asked for outside of a page"):
        fr.request.user
