"""A POST without a valid CSRF token: what makes one, and what is said of it."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Permission, User
from django.http import HttpResponse, HttpResponseForbidden
from django.template import engines
from django.test import AsyncClient, Client, RequestFactory
from django.urls import URLPattern, reverse

import formrerun as fr
from formrerun import urls
from formrerun.live import urls as live_urls
from formrerun.web import csrf, usual_times
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])


def form():
    with fr.form("f"):
        name = fr.text_input("Name", key="name")
        fr.form_submit_button("Send")
    fr.text(f"sent {name}")


#: Ways in which projects keep and send the token; each works.
WAYS = {
    "another header": {"CSRF_HEADER_NAME": "HTTP_X_XSRF_TOKEN"},
    "in the session": {"CSRF_USE_SESSIONS": True},
    "hidden from scripts": {"CSRF_COOKIE_HTTPONLY": True},
    "another cookie": {"CSRF_COOKIE_NAME": "xsrf"},
}


@BOTH
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_every_way_to_keep_the_token_works(serve, settings, script, way):
    for name, value in way.items():
        setattr(settings, name, value)
    visitor = Visitor(serve(form), script=script)
    assert visitor.fill("Name", "Ada").press("Send").status_code == (200 if script else 303)
    assert "sent Ada" in visitor.text


@BOTH
def test_without_the_middleware_a_page_works_all_the_same(serve, settings, script):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.endswith("CsrfViewMiddleware")]
    visitor = Visitor(serve(form), script=script)
    visitor.fill("Name", "Ada").press("Send")
    assert "sent Ada" in visitor.text


@pytest.mark.django_db(transaction=True)
def test_a_slow_page_keeps_its_token_in_the_session(serve, settings, monkeypatch):
    """The middleware would write it once the response has begun, which nothing may change any more."""
    settings.CSRF_USE_SESSIONS = True
    monkeypatch.setattr(usual_times, "patience", lambda *_: 0)
    url, browser = serve(form), AsyncClient(enforce_csrf_checks=True)

    async def look():
        answer = await browser.get(url, headers={"Accept": "text/html"})
        return b"".join([part async for part in answer]) if answer.streaming else answer.content

    assert b"data-fr-csrf" in async_to_sync(look)()


def send(visitor, **headers):
    button = visitor.button("Send")
    return visitor.send(visitor.compose(button["form"], button["value"]), **headers)


class TestRefusals:
    def test_people_are_told_what_it_is_and_nothing_of_a_login(self, serve, caplog):
        visitor = Visitor(serve(form), script=True)
        answer = send(visitor, **{"X-CSRFToken": ""})
        assert answer.status_code == 403
        assert answer.json() == {
            "message": "It could not be verified that this came from this page (CSRF), so nothing was done. Your input "
            "is here.",
            "csrf": True,
        }
        assert "was refused: CSRF token" in caplog.text

    def test_developers_are_told_why(self, serve, settings):
        settings.DEBUG = True
        visitor = Visitor(serve(form), script=True)
        message = send(visitor, Origin="https://testserver").json()["message"]
        assert "Origin checking failed" in message
        assert "SECURE_PROXY_SSL_HEADER" in message

    @pytest.mark.parametrize("origin", ["http://[", "//[x]:y", "http://testserver:port", "\x00"])
    def test_an_origin_need_not_be_an_address(self, serve, origin):
        assert send(Visitor(serve(form), script=True), Origin=origin).status_code == 403

    def test_a_plain_form_gets_the_project_s_own_answer(self, serve, settings):
        settings.CSRF_FAILURE_VIEW = "tests.web.test_csrf.failed"
        visitor = Visitor(serve(form))
        pairs = [pair for pair in visitor.pairs(visitor.button("Send")["form"]) if pair[0] != "csrfmiddlewaretoken"]
        assert visitor.send_form(pairs).content == b"CSRF token missing."

    def test_a_permission_that_is_gone_is_said_too(self, serve):
        user, permission = User.objects.create_user("ada"), Permission.objects.get(codename="view_user")
        user.user_permissions.add(permission)
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        visitor = Visitor(serve(form, permission_required="auth.view_user"), client, script=True)
        user.user_permissions.remove(permission)
        answer = send(visitor)
        assert answer.status_code == 403
        assert answer.json() == {"message": "You may not use this page, and nothing was done."}


def failed(request, reason=""):
    return HttpResponseForbidden(reason)


ORIGIN = "Origin checking failed - %s does not match any trusted origins."
#: What the settings are, what the browser sends, why Django refuses, and what the hint must name.
CAUSES = {
    "tls ends at a proxy": ({}, {"Origin": "https://shop.example"}, ORIGIN, "SECURE_PROXY_SSL_HEADER"),
    "another host": ({}, {"Origin": "http://other.example"}, ORIGIN, "CSRF_TRUSTED_ORIGINS"),
    "a host that is not allowed": (
        {"ALLOWED_HOSTS": ["no.example"]}, {"Origin": "http://shop.example"}, ORIGIN, "USE_X_FORWARDED_HOST"
    ),
    "no origin": ({}, {"Origin": "null"}, ORIGIN, "Referrer-Policy"),
    "no address": ({}, {"Origin": "http://["}, ORIGIN, "is no address: 'http://['"),
    "no referer": ({}, {}, "Referer checking failed - no Referer.", "Referrer-Policy"),
    "secure cookie": ({"CSRF_COOKIE_SECURE": True}, {}, "CSRF cookie not set.", "CSRF_COOKIE_SECURE is set"),
    "cookie of another domain": (
        {"CSRF_COOKIE_DOMAIN": ".other.example"}, {}, "CSRF cookie not set.", "CSRF_COOKIE_DOMAIN is '.other.example'"
    ),
    "cookie of another path": (
        {"CSRF_COOKIE_PATH": "/app/"}, {}, "CSRF cookie not set.", "CSRF_COOKIE_PATH is '/app/'"
    ),
    "a session that is gone": ({"CSRF_USE_SESSIONS": True}, {}, "CSRF cookie not set.", "CSRF_USE_SESSIONS keeps"),
    "no middleware": ({"MIDDLEWARE": []}, {}, "CSRF cookie not set.", "CsrfViewMiddleware"),
    "no cookies": ({}, {}, "CSRF cookie not set.", "keeps no cookies"),
    "no header": ({}, {}, "CSRF token missing.", "X-CSRFToken"),
    "another token": ({}, {}, "CSRF token from the 'X-Csrftoken' HTTP header incorrect.", "CSRF_COOKIE_NAME"),
}  # fmt: skip


@pytest.mark.parametrize(("there", "headers", "reason", "named"), CAUSES.values(), ids=CAUSES)
def test_the_cause(settings, there, headers, reason, named):
    for name, value in {"CSRF_COOKIE_SECURE": False, "ALLOWED_HOSTS": ["*"], **there}.items():
        setattr(settings, name, value)
    request = RequestFactory().post("/x/", headers={"Host": "shop.example", **headers})
    assert named in csrf.cause(request, reason % headers["Origin"] if "%" in reason else reason)


def test_a_public_page_has_its_styles_and_tokens_where_everything_else_wants_a_login(serve, settings, client):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.contrib.auth.middleware.LoginRequiredMiddleware"]
    public = Visitor(serve(login_not_required(fr.page(form))), script=True)
    public.fill("Name", "Ada").press("Send")
    assert "sent Ada" in public.text
    assert client.get(public.app["data-fr-token-url"]).status_code == 200
    assert client.get("/formrerun/sizes.css?w100").status_code == 200
    assert client.get(serve(form)).status_code == 302


@login_not_required
@fr.page
def public_part():
    form()
    fr.dataframe({"a": [1, 2]})


@fr.page
def closed_part():
    form()


@BOTH
@pytest.mark.parametrize("part", [public_part, closed_part], ids=["public", "closed"])
def test_inside_another_template_too_if_the_page_itself_is_public(serve, settings, client, caplog, script, part):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.contrib.auth.middleware.LoginRequiredMiddleware"]

    @login_not_required
    def around(request):
        template = engines["django"].from_string("{% load formrerun %}{% formrerun_page name %}")
        return HttpResponse(template.render({"name": f"{__name__}.{part.__name__}"}, request))

    path = serve(around, plain=True)
    if part is closed_part:
        with caplog.at_level("WARNING", logger="django.request"):
            assert client.get(path).status_code == 403
        assert "Open it by @page(login_required=False)" in str(caplog.records[-1].exc_info)
        client.force_login(User.objects.create_user("ada"))
    visitor = Visitor(path, client, script=script)
    if part is closed_part:
        of_public_pages = visitor.app["data-fr-url"].replace("/?of", "/open/?of")
        assert visitor.fill("Name", "Ada").press("Send").status_code == (200 if script else 303)
        client.logout()
        assert visitor.fill("Name", "Ada").press("Send").status_code == 302
        assert visitor.client.get(of_public_pages).status_code == 404
        return
    visitor.fill("Name", "Ada").press("Send")
    assert "sent Ada" in visitor.text
    assert visitor.client.get(visitor.page.one("fr-table")["data-fr-src"]).status_code == 200


def test_whatever_a_public_page_asks_for_is_as_public():
    closed = []
    for pattern in urls.urlpatterns + live_urls.urlpatterns:
        if isinstance(pattern, URLPattern) and getattr(pattern.callback, "login_required", True):
            closed.append(pattern.name)
    assert closed == ["page"]  # public pages have "open-page" in its stead


ADDRESSES = [one for one in urls.urlpatterns + live_urls.urlpatterns if isinstance(one, URLPattern)]


@pytest.mark.parametrize("pattern", ADDRESSES, ids=lambda one: one.name)
def test_a_form_in_an_encoding_that_django_does_not_read_is_no_error_of_the_server(pattern):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies["csrftoken"] = "a" * 32  # without one nobody looks into the form
    address = reverse(f"formrerun:{pattern.name}", kwargs=dict.fromkeys(pattern.pattern.converters, "x"))
    answer = client.post(address, b"a=b", content_type="application/x-www-form-urlencoded; charset=utf-16")
    assert 400 <= answer.status_code < 500
