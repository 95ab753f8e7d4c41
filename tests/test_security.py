"""Attacks: what a visitor, or a text that a visitor has written, must not be able to do (promise 6)."""

from __future__ import annotations

import itertools
import json
import re
import sys
import uuid
from urllib.parse import quote

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import User
from django.core import signing
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import AsyncClient, Client
from markdown_it.parser_inline import ParserInline

import formrerun as fr
from formrerun.elements.inputs._text_field import TextField
from formrerun.elements.inputs.text_input import PRESETS
from formrerun.elements.typography.headings import anchor_of
from formrerun.exceptions import Invalid
from formrerun.markup import formulas, inline_rules, markdown
from formrerun.models import Tab
from formrerun.submissions.page_request import PageRequest
from tests.visitor import Visitor, parse

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])


# ---------------------------------------------------------------------------------------- texts that hold HTML


@pytest.mark.parametrize(
    "formula",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\class{fr-dialog}{x}",
        r"\text{<img src=x onerror=alert(1)>}",
        r"\unknown \text{&lt;img src=x onerror=alert(1)&gt;}",
        r'\unknown \color{red" onclick="alert(1)}{x}',
        '\\text{a\tstyle="}\\colorbox{ <img/src=x/onerror=alert(1)>}{x}',
    ],
)
def test_a_formula_brings_no_html_of_its_own(formula):
    html = parse(markdown.markdown_html(f"${formula}$"), strict=False)
    assert html.all("math")
    for node in html.walk():
        assert node.tag in {"p", *formulas.MATH_TAGS}
        assert not {"href", "class", "style", "onclick", "onerror"} & node.attrs.keys()


@pytest.mark.parametrize(
    "part", ["(", "[", r"\{", r"\langle ", r"\llbracket ", "\N{MATHEMATICAL LEFT ANGLE BRACKET}", "{(}"]
)
def test_a_formula_may_open_brackets_for_ever(part):
    assert "<math" in formulas.math_ml(part * 20 + "x", display=True)
    formulas.math_ml(part * 60 + "x", display=True)  # else that would take longer than there are people


@pytest.mark.parametrize("part", ["{", "x^{", r"\sqrt{", r"\left("])
def test_a_formula_goes_no_deeper_than_a_stack(part):
    assert "fr-math-error" in formulas.math_ml(part * 20_000, display=False)  # else the process would be gone


@pytest.mark.parametrize("part", [":red[", "[", "**a", "*a ", "![", "~~a", "&a;", "[a](", "[^", "$a", "<a ", "\\["])
@pytest.mark.parametrize("long", [10_000, 50_000])
def test_what_marks_cost_has_a_bound_however_long_the_paragraph(monkeypatch, part, long):
    looks = []
    rule = ParserInline.skipToken
    monkeypatch.setattr(ParserInline, "skipToken", lambda *args: (looks.append(1), rule(*args)))
    html = parse(markdown.markdown_html(part * (long // len(part))))
    assert len(looks) <= inline_rules.LOOKS
    assert html.raw.count("a") == (part * (long // len(part))).count("a") or html.all("math")


def test_a_long_paragraph_keeps_its_words_and_its_marks():
    html = parse(markdown.markdown_html("some **bold** words " * 1_000))
    assert len(html.all("strong")) == 1_000
    assert html.raw.split() == ["some", "bold", "words"] * 1_000


def test_a_text_that_nobody_reads_is_shown_as_it_was_written():
    html = parse(markdown.markdown_html("# <b>*a*\n" * 30_000))
    assert not html.all("em")
    assert html.raw.count("# <b>*a*") == 30_000
    assert markdown.inline_html("*a*" * 100_000) == "*a*" * 100_000


def test_the_name_of_a_heading_is_made_of_its_beginning():
    long = "](" * 100_000  # to look for the end of each of these would take minutes
    assert anchor_of(f"{'a' * 2_000}{long}") == "a" * 1_000


@pytest.mark.parametrize("part", ["http://a.", "[https://a", "word https://a.b "])
def test_the_name_of_a_scheme_is_looked_for_nearby_however_long_the_text(monkeypatch, part):
    seen = []
    rule = inline_rules.linkify
    monkeypatch.setattr(
        inline_rules, "linkify", lambda state, silent: seen.append(len(state.pending)) or rule(state, silent)
    )
    markdown._parser.cache_clear()
    markdown.inline_html(part * 500)
    assert seen
    assert max(seen) <= inline_rules._SCHEME


def test_links_in_a_text_are_found_wherever_they_stand():
    html = markdown.inline_html("word " * 100 + "https://example.org and (https://example.com).")
    assert re.findall(r'href="([^"]*)"', html) == ["https://example.org", "https://example.com"]
    assert parse(html).raw == "word " * 100 + "https://example.org and (https://example.com)."


# ------------------------------------------------------------------------------------- texts that take for ever


def test_an_address_is_what_it_is_for_streamlit():
    streamlit = re.compile(r"^[^\s@]+@[^\s@]+\.[^\s@]+$")
    ours = re.compile(PRESETS["email"].validate[0])
    for length in range(8):
        for text in map("".join, itertools.product("a.@ ", repeat=length)):
            assert bool(ours.search(text)) is bool(streamlit.search(text)), text


@pytest.mark.parametrize(
    "pattern", [PRESETS["email"].validate[0], r"^[^@]+@[^@]+\.[^@]+$"], ids=["ours", "an author's"]
)
def test_no_pattern_looks_at_a_text_that_nobody_types(pattern):
    field = TextField(pattern=pattern)
    with pytest.raises(Invalid):  # else that would take a day
        field.parse_posted(["a@" + "." * 1_000_000 + "@"], "")
    assert field.parse_posted(["a@b.c"], "") == "a@b.c"


# ------------------------------------------------------------------------------------- texts that are no texts


@pytest.mark.django_db
@BOTH
def test_a_text_holds_what_a_database_stores_and_a_response_says(serve, script):
    seen = []

    def page():
        with fr.form("note"):
            seen.append(fr.text_area("Note"))
            fr.form_submit_button("Send")

    visitor = Visitor(serve(page), script=script)
    visitor.fill("Note", "a\0b \N{SLIGHTLY SMILING FACE}" + "\ud83d" * script)
    assert visitor.press("Send").status_code == (200 if script else 303)
    assert seen[1] == "a\ufffdb \N{SLIGHTLY SMILING FACE}" + "\ufffd" * script
    assert visitor.shown("Note") == [seen[1]]


@pytest.mark.django_db
def test_so_does_what_an_address_says(serve, client):
    seen = []

    def page():
        seen.append((fr.text_input("Word", key="word", bind="query-params"), fr.query_params["other"]))

    assert client.get(serve(page) + "?word=a%00b&other=%00").status_code == 200
    assert seen == [("a\ufffdb", "\ufffd")]


@pytest.mark.django_db
@BOTH
def test_a_single_line_has_no_line_ends(serve, script):
    def page():
        fr.text(repr(fr.text_input("Address", type="email")))

    visitor = Visitor(serve(page), script=script)
    assert visitor.change("Address", "ada@example.com\nBcc: all@example.com").status_code == 422
    visitor.change("Address", "ada@example.com\r\n")
    assert "'ada@example.com'" in visitor.text


@pytest.mark.django_db
@pytest.mark.parametrize("referer", ["http://[", "http://[::1", "//[x]:y/", "http://testserver:port/?fr=a.1"])
def test_where_a_visitor_says_to_come_from_need_not_be_an_address(serve, client, referer):
    assert client.get(serve(pressing), headers={"Referer": referer}).status_code == 200


# ------------------------------------------------------------------------------------------------ names of tabs

#: A database refuses some of these, and a file system others.
NAMES = ["\x00", "a\x00b", "\ud800", "é", "' OR 1=1 --", "../../etc/passwd", "a" * 200, "0" * 32 + "\n"]


@fr.page
def pressing(request):
    """A page with a button."""
    fr.text(f"pressed {fr.button('Press')}")


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES, ids=ascii)
class TestNames:
    @pytest.fixture
    def visitor(self, serve):
        return Visitor(serve(pressing), script=True)

    @pytest.mark.parametrize("kind", ["submit", "stop", "refresh", "rerun"])
    def test_a_tab_that_cannot_be_is_one_that_is_gone(self, visitor, name, kind):
        body = visitor.compose("fr-page", visitor.button("Press")["value"], tab=name, kind=kind)
        assert visitor.send(body).status_code == 404

    @pytest.mark.parametrize("part", ["id", "form", "fragment"])
    @pytest.mark.parametrize("kind", ["submit", "stop", "refresh", "rerun"])
    def test_no_other_name_is_an_error_of_the_server(self, visitor, name, part, kind):
        body = {**visitor.compose("fr-page", visitor.button("Press")["value"], kind=kind), part: name}
        assert visitor.send(body).status_code in (200, 204, 400, 409)

    def test_an_address_that_names_it_opens_a_fresh_tab(self, visitor, name):
        named = quote(name.encode("utf-8", "surrogatepass"))
        for link, headers in [(f"?fr={named}", {}), ("", {"Referer": f"http://testserver{visitor.url}?fr={named}"})]:
            assert "pressed False" in Visitor(visitor.url + link, visitor.client).text
            assert visitor.client.get(visitor.url + link, headers=headers).status_code == 200


@pytest.mark.django_db
def test_what_is_remembered_of_fields_that_are_gone_does_not_grow(serve):
    def page():
        place = fr.session_state.get("place", 0)
        fr.text_input("Name", key=f"name {place}")
        if fr.button("Next"):
            fr.session_state.place = place + 1

    visitor = Visitor(serve(page), script=True)
    for _ in range(6):
        visitor.change("Name", "Ada")
        visitor.press("Next")
    assert len(json.loads(Tab.objects.get().meta)["s"]) <= 2


# ------------------------------------------------------------------------------------------------- a new SECRET_KEY


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["tab", "session"])
def test_a_tab_outlives_a_new_secret_key(serve, settings, state):
    def page():
        fr.text_input("Name", key="name")
        fr.session_state.seen = [*fr.session_state.get("seen", []), fr.session_state.name]
        fr.text(f"seen {fr.session_state.seen}")

    visitor = Visitor(serve(page, state=state), script=True)
    visitor.change("Name", "before")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one"
    assert visitor.change("Name", "after").status_code == 200
    assert "'before', 'after'" in visitor.text


@pytest.mark.django_db
def test_the_address_of_data_outlives_a_new_secret_key(serve, settings):
    visitor = Visitor(serve(lambda: fr.dataframe({"a": [1, 2]})))
    address = visitor.page.one("fr-table")["data-fr-src"]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one"
    assert visitor.client.get(address).status_code == 200
    assert Client().get(address).status_code == 404
    settings.SECRET_KEY_FALLBACKS = []
    assert visitor.client.get(address).status_code == 404


# ------------------------------------------------------------------------------------------------- large bodies


@pytest.mark.django_db
class TestLargeBodies:
    def post(self, visitor, size, **how):
        body = visitor.compose("fr-page", visitor.button("Press")["value"])
        body["fields"] = {"fr-0": ["a" * size]}
        return visitor.client.post(
            visitor.url,
            json.dumps(body),
            content_type="application/json",
            headers={"X-CSRFToken": visitor.app["data-fr-csrf"]},
            **how,
        )

    def test_a_limit_of_our_own_may_be_larger_than_django_s(self, serve, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.FORMRERUN = 10_000, {"MAX_POST_BYTES": 50_000}
        visitor = Visitor(serve(pressing), script=True)
        assert self.post(visitor, 40_000).status_code == 200
        assert self.post(visitor, 50_000).status_code == 413

    def test_who_asks_for_the_body_still_gets_it(self, serve):
        def page(request):
            fr.text(f"{len(request.body)} bytes")
            fr.button("Press")

        visitor = Visitor(serve(page), script=True)
        assert re.search(rb"1\d\d\d\d bytes", self.post(visitor, 10_000).content)

    def test_no_more_is_read_than_may_come(self, serve, settings, monkeypatch):
        settings.FORMRERUN = {"MAX_POST_BYTES": 10_000}
        asked = []
        read = HttpRequest.read
        monkeypatch.setattr(HttpRequest, "read", lambda self, *size: asked.append(size) or read(self, *size))
        assert self.post(Visitor(serve(pressing), script=True), 50_000).status_code == 413
        assert asked == [(10_001,)]


# ------------------------------------------------------------------------------------------- where one is sent to


@pytest.mark.django_db
class TestRedirects:
    @BOTH
    @pytest.mark.parametrize(
        "target", ["//evil.example/", "/\\evil.example/", "/\t/evil.example/", "https://evil.example/"]
    )
    def test_a_path_is_no_other_site(self, serve, script, target):
        def page():
            if fr.button("Go"):
                fr.switch_page(target)

        visitor = Visitor(serve(page), script=script)
        answer = visitor.press("Go")
        assert "FR-Location" not in answer
        assert answer.get("Location", visitor.url).startswith(visitor.url)
        assert visitor.page.by_test_id("stException")

    def test_a_path_with_a_line_end_stays_one_header(self, serve):
        def page():
            if fr.button("Go"):
                fr.switch_page("/ä/\nSet-Cookie: a=b")

        visitor = Visitor(serve(page), script=True)
        answer = visitor.client.post(
            visitor.url,
            visitor.compose("fr-page", visitor.button("Go")["value"]),
            content_type="application/json",
            headers={"X-CSRFToken": visitor.app["data-fr-csrf"]},
        )
        assert answer.status_code == 200
        assert answer["FR-Location"] == "/%C3%A4/%0ASet-Cookie:%20a=b"

    def test_a_path_that_begins_with_two_slashes_is_no_other_site(self, rf):
        request = rf.get("http://testserver//evil.example/")
        assert request.path == "//evil.example/"
        assert (
            PageRequest(request=request, page=embedded.page, kwargs={}, home=request.path).home == "/%2Fevil.example/"
        )

    def test_nor_is_it_after_a_logout(self, serve, client):
        def page(rest):
            if fr.button("Log out"):
                fr.logout()

        serve(page, "<path:rest>")
        client.force_login(User.objects.create_user("ada"))
        visitor = Visitor("http://testserver//evil.example/", client)
        answer = client.post(visitor.url, dict(visitor.pairs("fr-page", visitor.button("Log out")["value"])))
        assert client.get(answer["Location"])["Location"] == "/%2Fevil.example/"

    def test_nor_where_a_template_has_the_page(self, serve, client):
        serve(lambda request, rest: around(request), "<path:rest>", plain=True)
        visitor = Visitor("http://testserver//evil.example/", client, script=True)
        assert client.get(visitor.app["data-fr-url"])["Location"] == "/%2Fevil.example/"


# --------------------------------------------------------------------------------- pages inside other templates


@fr.page
def embedded(request, number=0):
    """A page that stands in a template."""
    fr.button("Press")
    fr.text(repr(number))


@fr.page
def other(request, number=0):
    """A page that is in no URLconf, or only behind a decorator of its project's."""
    fr.text("never shown")
    fr.button("Press")


def around(request, number=1):
    template = engines["django"].from_string("{% load formrerun %}<title>A</title>{% formrerun_page name number=n %}")
    return HttpResponse(template.render({"name": embedded.page.name, "n": number}, request))


@pytest.mark.django_db
class TestEmbedded:
    @pytest.mark.parametrize("name", [other.page.name, "this.d"])
    def test_the_arguments_of_one_page_open_no_other_and_import_nothing(self, serve, name):
        visitor = Visitor(serve(around, plain=True))
        forms = [form for form in visitor.app.all("form") if "action" in form]
        assert forms
        for form in forms:
            form.attrs["action"] = f"/formrerun/page/{name}/?{form['action'].partition('?')[2]}"
        answer = visitor.press("Press")
        assert answer.status_code == 404
        assert "never shown" not in answer.content.decode()
        assert "this" not in sys.modules

    @BOTH
    def test_arguments_may_be_what_urls_give(self, serve, script):
        number = uuid.UUID(int=7)
        visitor = Visitor(serve(lambda request: around(request, number), plain=True), script=script)
        assert visitor.press("Press").status_code == (200 if script else 303)
        assert repr(number) in visitor.text

    @pytest.mark.django_db(transaction=True)
    def test_arguments_may_be_rows_where_an_event_loop_runs(self, serve, monkeypatch):
        monkeypatch.setitem(connections.settings["default"], "ATOMIC_REQUESTS", True)
        ada = User.objects.create_user("ada")
        visitor = Visitor(serve(lambda request: around(request, ada), plain=True), script=True)
        browser = AsyncClient(enforce_csrf_checks=True)
        browser.cookies = visitor.client.cookies
        body = json.dumps(visitor.compose("fr-page", visitor.button("Press")["value"]))

        def send(token: str):
            return async_to_sync(browser.post)(
                visitor.app["data-fr-url"], body, content_type="application/json", headers={"X-CSRFToken": token}
            )

        assert send("").status_code == 403
        assert send(visitor.app["data-fr-csrf"]).status_code == 200
        assert "User: ada" in visitor.open().text

    def test_what_is_signed_for_something_else_opens_nothing(self, serve):
        visitor = Visitor(serve(around, plain=True), script=True)
        of = signing.dumps({"home": "/", "kwargs": {}}, salt="something else")
        visitor.app.attrs["data-fr-url"] = f"/formrerun/page/{embedded.page.name}/?of={of}"
        assert visitor.press("Press").status_code == 404
