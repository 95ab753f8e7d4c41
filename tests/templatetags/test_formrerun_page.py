"""``{% formrerun_page %}``: a page in the middle of another template, and the small filters."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template import engines
from django.test import Client

import formrerun as fr
from formrerun.exceptions import StreamlitPageNotFoundError
from formrerun.templatetags import formrerun as tags
from tests.visitor import Visitor

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
TEMPLATE = """{% load formrerun %}<!doctype html><html><head><title>Around</title>{% formrerun_assets %}</head>
<body><header>Header</header>{% formrerun_page name number=number %}</body></html>"""


@fr.page
def inside(request, number=0):
    """A page that stands in other pages."""
    with fr.form("f"):
        name = fr.text_input("Name", key="name")
        fr.form_submit_button("Send")
    fr.text(f"{number} {name!r} {request.path.startswith('/formrerun/')}")


@fr.page
def downloads(request, number=0):
    fr.download_button("Save", lambda: f"{number} of {fr.query_params['a']}")


@fr.page(permission_required="auth.view_user")
def guarded():
    fr.text("guarded")


def around(request, number, name="tests.templatetags.test_formrerun_page.inside"):
    return HttpResponse(engines["django"].from_string(TEMPLATE).render({"name": name, "number": number}, request))


@pytest.fixture
def url(serve):
    serve(around, "around/<int:number>/", plain=True)
    return "/around/7/"


@pytest.mark.django_db
class TestEmbedding:
    def test_the_page_stands_in_the_template(self, url):
        visitor = Visitor(url)
        assert visitor.page.one("header").text == "Header"
        assert "7 '' False" in visitor.text
        assert visitor.page.one("title").text == "Around"
        assert any("formrerun.js" in node.get("src") for node in visitor.page.all("script"))

    @BOTH
    def test_its_submissions_come_back_to_the_template_with_the_arguments(self, url, script):
        visitor = Visitor(url, script=script)
        assert visitor.app["data-fr-url"].startswith(
            "/formrerun/page/tests.templatetags.test_formrerun_page.inside/?of="
        )
        answer = visitor.fill("Name", "Ada").press("Send")
        assert answer.status_code == (200 if script else 303)
        if not script:
            assert answer["Location"].startswith(f"{url}?fr=")
        assert "7 'Ada'" in visitor.open(f"{url}?fr={visitor.tab}.2").text
        assert visitor.page.one("header").text == "Header"

    def test_files_that_it_makes_come_from_its_own_address(self, serve):
        name = "tests.templatetags.test_formrerun_page.downloads"
        serve(lambda request, number: around(request, number, name), "around/<int:number>/", plain=True)
        visitor = Visitor("/around/7/?a=1")
        there = visitor.page.by_test_id("stDownloadButton")[0].one("a")["href"]
        assert visitor.client.get(there).content == b"7 of 1"
        assert Client().get(there).status_code == 404

    def test_arguments_cannot_be_changed_by_the_browser(self, url):
        visitor = Visitor(url, script=True)
        visitor.app.attrs["data-fr-url"] = visitor.app["data-fr-url"][:-3] + "abc"
        assert visitor.press("Send").status_code == 404

    def test_another_page_cannot_be_reached_with_them(self, url):
        visitor = Visitor(url, script=True)
        of = visitor.app["data-fr-url"].partition("?")[2]
        answer = visitor.client.post(
            f"/formrerun/page/tests.templatetags.test_formrerun_page.guarded/?{of}",
            visitor.compose("fr-page", ""),
            content_type="application/json",
            headers={"X-CSRFToken": visitor.app["data-fr-csrf"]},
        )
        assert answer.status_code == 404

    def test_submissions_need_the_token(self, url):
        visitor = Visitor(url, script=True)
        body = visitor.compose(visitor.button("Send")["form"], visitor.button("Send")["value"])
        assert visitor.send(body, **{"X-CSRFToken": ""}).status_code == 403

    def test_its_own_address_leads_back_to_the_template(self, url, client):
        visitor = Visitor(url, client)
        answer = client.get(visitor.app["data-fr-url"])
        assert (answer.status_code, answer["Location"]) == (302, url)

    def test_who_may_not_see_it_gets_a_403_of_the_template_around(self, rf):
        request = rf.get("/")
        request.session = Client().session
        for user in (AnonymousUser(), User.objects.create_user("ada")):
            request.user = user
            with pytest.raises(PermissionDenied):
                around(request, 1, "tests.templatetags.test_formrerun_page.guarded")

    def test_a_page_that_there_is_not(self, rf):
        request = rf.get("/")
        with pytest.raises(StreamlitPageNotFoundError, match=r"Could not find page: `no\.such`"):
            around(request, 1, "no.such")


class TestFilters:
    @pytest.mark.parametrize(
        ("label", "html"),
        [
            ("plain", "plain"),
            ("**bold** & <b>", "<strong>bold</strong> &amp; &lt;b&gt;"),
            ("`code`", "<code>code</code>"),
            ("# no heading", "# no heading"),
            ("[link](https://example.org)", '<a href="https://example.org"'),
        ],
    )
    def test_labels_are_markdown_in_one_line(self, label, html):
        assert html in tags.fr_inline(label)
        assert "<h1" not in tags.fr_inline(label)

    @pytest.mark.parametrize(
        ("label", "text"),
        [("**bold** & <b>", "bold & <b>"), ("a :red[b]", "a b"), ('"quoted"', '"quoted"'), ("x < 3", "x < 3")],
    )
    def test_names_of_controls_are_without_markdown(self, label, text):
        assert tags.fr_plain(label) == text

    @pytest.mark.parametrize(
        ("icon", "html"),
        [("", ""), ("🎉", "🎉</span>"), ("spinner", "fr-spin"), (":material/home:", "<svg"), ("<b>", "&lt;b&gt;")],
    )
    def test_icons(self, icon, html):
        assert html in tags.fr_icon(icon)

    def test_shortcuts_for_people_and_for_screen_readers(self):
        assert tags.shown_shortcut("ctrl+shift+k") == "Ctrl+Shift+K"
        assert tags.aria_shortcut("ctrl+cmd+enter") == "Control+Meta+Enter"

    def test_json_keeps_what_is_not_ascii(self):
        assert tags.json_text(["ü", '"']) == '["ü","\\""]'
