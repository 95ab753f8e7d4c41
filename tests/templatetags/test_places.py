"""``{% formrerun_page %}`` wherever a project has it, and pages in base templates that have names of their own."""

from __future__ import annotations

from types import ModuleType

import pytest
from asgiref.sync import async_to_sync
from django.conf.urls.i18n import i18n_patterns
from django.contrib import messages
from django.http import HttpResponse
from django.template import Context, Template, engines
from django.test import AsyncClient, Client
from django.urls import clear_script_prefix, clear_url_caches, include, path, set_script_prefix
from django.utils import translation
from django.utils.translation import gettext as _

import formrerun as fr
from formrerun.exceptions import FormrerunError
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
NAME = "tests.templatetags.test_places.inside"


@fr.page
def inside(request):
    with fr.form("f"):
        name = fr.text_input("Name", key="name")
        fr.form_submit_button("Send")
    fr.container(horizontal=True, gap=17).text("sized")
    fr.text(f"{translation.get_language()} {_('Close')} {name!r} {fr.query_params.to_dict()}")


def around(request):
    return HttpResponse(
        engines["django"]
        .from_string("{% load formrerun %}<title>x</title>{% formrerun_page name %}")
        .render({"name": NAME}, request)
    )


def site(settings, *urlpatterns):
    """Let these be the URLs of the project."""
    settings.ROOT_URLCONF = ModuleType("urls")
    settings.ROOT_URLCONF.urlpatterns = list(urlpatterns)
    clear_url_caches()


OURS = path("own/", include("formrerun.urls"))
#: Where projects include our URLs; the first part is the address that submissions go to.
PLACES = {
    "below a path": ("/own/page/", lambda: [OURS]),
    "by another namespace": ("/own/page/", lambda: [path("own/", include("formrerun.urls", namespace="tools"))]),
    "inside another app": ("/shop/own/page/", lambda: [path("shop/", include(([OURS], "shop")))]),
    "two apps deep": (
        "/a/b/own/page/",
        lambda: [path("a/", include(([path("b/", include(([OURS], "b"), namespace="b2"))], "a")))],
    ),
    "below the language": ("/de/own/page/", lambda: i18n_patterns(OURS)),
}


@BOTH
@pytest.mark.parametrize(("address", "urls"), PLACES.values(), ids=PLACES)
def test_wherever_our_urls_are_included_it_answers_in_the_language_of_its_page(settings, script, address, urls):
    site(settings, *urls(), *i18n_patterns(path("around/", around)))
    visitor = Visitor("/de/around/", script=script)
    assert visitor.app["data-fr-url"].startswith(address)
    visitor.fill("Name", "Ada").press("Send")
    assert "de Schließen 'Ada'" in visitor.text
    if script:
        body = visitor.compose(visitor.button("Send")["form"], visitor.button("Send")["value"])
        answer = visitor.send(body)
        assert answer["Content-Language"] == "de"


def test_the_same_in_an_event_loop(settings, client, transactional_db):
    site(settings, OURS, *i18n_patterns(path("around/", around)))
    visitor, browser = Visitor("/de/around/", client, script=True), AsyncClient()
    browser.cookies = client.cookies
    body = visitor.fill("Name", "Ada").compose(visitor.button("Send")["form"], visitor.button("Send")["value"])
    answer = async_to_sync(browser.post)(
        visitor.app["data-fr-url"], body, content_type="application/json", headers={"Accept-Language": "en"}
    )
    assert answer["Content-Language"] == "de"
    assert "de Schließen &#x27;Ada&#x27;" in answer.content.decode()


class Below(Client):
    """A browser of a site that a server has put below a path: the server takes it off."""

    def generic(self, method, path, *args, **kwargs):
        return super().generic(method, path.removeprefix("/sub"), *args, **kwargs)


@pytest.fixture
def below(settings):
    settings.FORCE_SCRIPT_NAME = "/sub"
    set_script_prefix("/sub/")  # as Django's handlers do for each request, but not that of the test client
    yield
    clear_script_prefix()


@BOTH
@pytest.mark.usefixtures("below")
def test_below_a_script_name(settings, script):
    site(settings, OURS, path("around/", around))
    visitor = Visitor("/sub/around/", Below(enforce_csrf_checks=True), script=script)
    assert visitor.app["data-fr-url"].startswith("/sub/own/page/")
    assert visitor.app["data-fr-token-url"] == "/sub/own/token/"
    assert visitor.fill("Name", "Ada").press("Send").status_code == (200 if script else 303)
    if not script:
        assert visitor.here.startswith("/sub/around/?fr=")


@BOTH
def test_the_address_of_the_template_keeps_its_query(settings, script):
    site(settings, OURS, path("around/", around))
    visitor = Visitor("/around/?page=2&q=a+b", script=script)
    assert "{'page': '2', 'q': 'a b'}" in visitor.text
    visitor.fill("Name", "Ada")
    answer = visitor.press("Send")
    if script:
        assert "{&#x27;page&#x27;: &#x27;2&#x27;, &#x27;q&#x27;: &#x27;a b&#x27;}" in answer.content.decode()
    else:
        assert answer["Location"].startswith("/around/?page=2&q=a+b&fr=")
        assert "{'page': '2', 'q': 'a b'}" in visitor.text


def test_urls_that_are_not_there_are_said(settings, rf):
    site(settings, path("around/", around))
    with pytest.raises(FormrerunError, match=r"does not include formrerun\.urls"):
        around(rf.get("/around/"))


def test_two_in_one_document_are_refused_with_the_reason(rf):
    template = Template(f'{{% load formrerun %}}{{% formrerun_page "{NAME}" %}}{{% formrerun_page "{NAME}" %}}')
    with pytest.raises(FormrerunError, match="A document holds one page of formrerun's") as refused:
        template.render(Context({"request": rf.get("/")}))
    assert "Draw both in one page function" in str(refused.value)


def test_a_template_without_the_request_says_what_is_missing():
    with pytest.raises(FormrerunError, match=r"django\.template\.context_processors\.request"):
        Template(f'{{% load formrerun %}}{{% formrerun_page "{NAME}" %}}').render(Context())


class TestNamesOfTheSite:
    """A base template has its own variables: a page hides none of them but ``title`` and ``formrerun``."""

    BASE = (
        "<title>{{ formrerun.title }}|{{ title }}</title>{{ page }} {{ config }} {{ query }} {{ tab }} {{ root }}"
        "{{ notes }} {{ texts }} {{ apply }} {{ message }} {{ hidden }}<main>%s</main>"
    )

    @pytest.fixture
    def draw(self, serve, settings, tmp_path):
        """Serve a page in a base template."""

        def served(base, page=lambda: fr.text("our page"), **options):
            (tmp_path / "base.html").write_text(base, encoding="utf-8")
            one = {**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
            one["OPTIONS"] = {**one["OPTIONS"]}
            one["OPTIONS"]["context_processors"] = [
                *one["OPTIONS"]["context_processors"], "tests.templatetags.test_places.of_the_site"
            ]  # fmt: skip
            settings.TEMPLATES = [one]
            return serve(page, template="base.html", **options)

        return served

    @pytest.mark.parametrize("app", ['{% include "formrerun/_app.html" %}', "{{ formrerun.app }}"])
    def test_they_stay(self, draw, client, app):
        url = draw(self.BASE % app, title="Ours")
        html = client.get(url).content.decode()
        assert "<title>Ours|Ours</title>wagtail constance ask mine trunk" in html
        assert "our page" in html

    def test_a_document_has_one_main_part(self, draw, client):
        url = draw(self.BASE % "{{ formrerun.app }}", main=False)
        assert client.get(url).content.decode().count("<main") == 1

    @pytest.mark.parametrize("place", ["above", "below"])
    def test_messages_are_shown_once_by_whoever_comes_first(self, draw, client, place):
        def page(request):
            messages.success(request, "just once")

        own = "{% for message in messages %}<b>{{ message }}</b>{% endfor %}"
        app = '<div id="ours">{{ formrerun.app }}</div>'
        html = client.get(draw(own + app if place == "above" else app + own, page)).content.decode()
        assert html.count("just once") == 1
        assert ("<b>just once</b>" in html) is (place == "above")

    def test_our_own_document_inside_such_a_site(self, draw, client):
        html = client.get(draw('{% extends "formrerun/page.html" %}', title="Ours")).content.decode()
        assert "<title>Ours</title>" in html
        assert "formrerun.js" in html


def of_the_site(request):
    rest = dict.fromkeys(["notes", "texts", "apply", "message", "hidden"], "")
    return {"page": "wagtail", "config": "constance", "query": "ask", "tab": "mine", "root": "trunk", **rest}
