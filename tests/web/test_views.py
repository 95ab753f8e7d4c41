"""HTTP: what a page answers, and that nothing the browser was not shown can be posted (promises 1, 6, 7, 8)."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
from urllib.parse import quote

import pytest
from asgiref.sync import async_to_sync
from django.contrib import messages
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import AsyncClient, Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import formrerun as fr
from formrerun.models import Tab
from tests.kinds import COMPONENTS, KINDS
from tests.visitor import Visitor, parse, values_of

pytestmark = pytest.mark.django_db
KIND = pytest.mark.parametrize("kind", KINDS, ids=str)
#: Whatever a browser posts for.
POSTED = [*KINDS, *COMPONENTS]
#: What an author can disable.
DISABLED = [kind for kind in POSTED if kind.takes("disabled")]
BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])


class Page:
    """A page with one form and one field outside it, which counts its runs and its callbacks."""

    def __init__(self):
        self.runs, self.seen = 0, []

    def done(self):
        self.seen.append((fr.session_state.name, fr.session_state.age))

    def __call__(self, request):
        self.runs += 1
        with fr.form("f"):
            name = fr.text_input("Name", key="name")
            age = fr.number_input("Age", 0, 120, key="age")
            sent = fr.form_submit_button("Send", on_click=self.done)
        colour = fr.selectbox("Colour", ["red", "green"], key="colour")
        pressed = fr.button("Press")
        fr.text(f"{name!r} {age} {sent} {colour} {pressed}")


@pytest.fixture
def counted(serve):
    """A counting page and its URL."""
    page = Page()

    def view(request):
        page(request)

    page.url = serve(view)
    return page


def untouched(page: Page, visitor: Visitor) -> bool:
    """Return True if the tab stands where it stood: the page itself is asked, in a run of its own."""
    runs = page.runs
    visitor.open(page.url + f"?fr={visitor.tab}.0") if visitor.tab else None
    return page.seen == [] and page.runs == runs and "'' 0 False red False" in visitor.text


# --------------------------------------------------------------------------------------------- what is asked for


def test_a_page_is_an_ordinary_view_with_a_title_and_no_template_of_the_author_s(client):
    answer = client.get("/t/greeting/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    page = parse(answer.content.decode())
    assert page.one("title").text == "Greeting"
    assert page.one("link", rel="shortcut icon")["href"].startswith("data:image/svg+xml")
    assert page.one("h1").text.startswith("Greeting")


def test_headers_keep_pages_out_of_every_cache(client):
    answer = client.get("/t/greeting/")
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "Cookie" in answer["Vary"]


@BOTH
def test_answers_to_submissions_have_the_headers_too(counted, script):
    answer = Visitor(counted.url, script=script).press("Send")
    assert answer["Cache-Control"] == "no-store, private"
    assert "Cookie" in answer["Vary"]


def test_an_unknown_page_is_a_404(client):
    assert client.get("/t/nonsense/").status_code == 404
    assert client.get("/formrerun/page/no.such.page/").status_code == 404
    assert client.post("/formrerun/page/no.such.page/?of=nonsense").status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_not_allowed(counted, client, method):
    answer = getattr(client, method)(counted.url)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, POST"
    assert counted.runs == 0


@pytest.mark.parametrize(
    "headers", [{"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}]
)
def test_a_prefetch_stores_nothing(counted, client, headers):
    assert client.get(counted.url, headers=headers).status_code == 200
    assert Tab.objects.count() == 0
    assert not client.cookies.get("sessionid")


def test_head_has_the_headers_of_get_and_stores_nothing(counted, client):
    answer = client.head(counted.url)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Cache-Control"] == "no-store, private"
    assert Tab.objects.count() == 0


def test_a_page_without_widgets_stores_nothing(serve, client):
    def page():
        fr.title("Only to read")

    assert client.get(serve(page)).status_code == 200
    assert Tab.objects.count() == 0
    assert not client.cookies.get("sessionid")


# -------------------------------------------------------------------------------------------- whose tab it is


@BOTH
@pytest.mark.parametrize("tab", ["", "0" * 32, "nonsense", "\x00", "a" * 200, "../../etc"])
def test_an_unknown_tab_is_a_404_and_runs_no_callback(counted, tab, script):
    visitor = Visitor(counted.url, script=script)
    visitor.fill("Name", "Ada")
    if script:
        answer = visitor.send(visitor.compose(visitor.button("Send")["form"], visitor.button("Send")["value"], tab=tab))
    else:
        for node in visitor.page.all("input", name="_fr_tab"):
            node.attrs["value"] = tab
        answer = visitor.press("Send")
    assert answer.status_code == 404
    assert counted.seen == []


def test_somebody_else_s_tab_answers_like_one_that_never_was(counted):
    mine, theirs = Visitor(counted.url, script=True), Visitor(counted.url, script=True)
    body = mine.compose(mine.button("Send")["form"], mine.button("Send")["value"])
    foreign = theirs.send({**body, "id": "foreign"})
    unknown = theirs.send({**body, "id": "unknown", "tab": "0" * 32})
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content
    assert counted.seen == []
    assert untouched(counted, mine)


def test_a_link_to_somebody_else_s_tab_opens_a_fresh_one(counted):
    mine = Visitor(counted.url)
    mine.fill("Name", "secret").press("Send")
    theirs = Visitor(counted.url)
    theirs.open(f"{counted.url}?fr={mine.tab}.2")
    assert "secret" not in theirs.text
    assert theirs.tab != mine.tab


def test_a_tab_of_another_page_is_unknown_here(counted, serve):
    def other():
        with fr.form("f"):
            fr.form_submit_button("Send")

    here = Visitor(counted.url, script=True)
    there = Visitor(serve(other), here.client, script=True)
    body = here.compose(here.button("Send")["form"], here.button("Send")["value"])
    assert there.send(body).status_code == 404
    assert counted.seen == []


def test_a_tab_of_one_url_is_unknown_under_another(serve):
    def page(number):
        fr.text(f"number {number}")
        fr.button("Press")

    serve(page, "numbers/<int:number>/")
    one = Visitor("/numbers/1/", script=True)
    two = Visitor("/numbers/2/", one.client, script=True)
    assert "number 1" in one.text
    button = two.button("Press")
    assert two.send({**two.compose("fr-page", button["value"]), "tab": one.tab}).status_code == 404


def test_a_user_s_own_tab_goes_on_after_the_login_expired(counted):
    user = User.objects.create_user("ada")
    client = Client(enforce_csrf_checks=False)
    client.force_login(user)
    visitor = Visitor(counted.url, client, script=True)
    client.session.flush()
    client.cookies.clear()
    client.force_login(user)
    assert visitor.fill("Name", "Ada").press("Send").status_code == 200
    assert counted.seen == [("Ada", 0)]


# -------------------------------------------------------------------------------- what was never on the page


@BOTH
def test_a_button_that_is_not_there_is_refused(counted, script):
    visitor = Visitor(counted.url, script=script)
    visitor.fill("Name", "Ada")
    answer = visitor.post(visitor.button("Send")["form"], "fr-nonsense")
    assert answer.status_code == 409
    assert counted.seen == []


def test_a_field_that_is_not_there_is_ignored(counted):
    visitor = Visitor(counted.url, script=True)
    body = visitor.compose(visitor.button("Send")["form"], visitor.button("Send")["value"])
    body["fields"]["fr-0123456789abcdef"] = ["smuggled"]
    assert visitor.send(body).status_code == 200
    assert counted.seen == [("", 0)]
    assert "smuggled" not in visitor.text


def test_a_form_without_a_button_is_refused(counted):
    visitor = Visitor(counted.url, script=True)
    assert visitor.send(visitor.compose(visitor.button("Send")["form"], "")).status_code == 400
    assert visitor.send(visitor.compose("nonsense", "")).status_code == 400
    assert counted.seen == []


def test_a_field_cannot_be_pressed(counted):
    visitor = Visitor(counted.url, script=True)
    assert visitor.send(visitor.compose("fr-page", visitor.name("Name"))).status_code == 409


def test_a_form_s_field_cannot_be_sent_by_another_button(counted):
    visitor = Visitor(counted.url, script=True)
    body = visitor.compose("fr-page", visitor.button("Press")["value"])
    body["fields"] = {visitor.name("Name"): ["smuggled"]}
    body["seqs"] = {visitor.name("Name"): 1}
    assert visitor.send(body).status_code == 200
    assert "'' 0 False red True" in visitor.text


class TestDisabled:
    @pytest.fixture
    def url(self, serve):
        def page():
            with fr.form("f"):
                returned = [
                    kind.draw(f"L{place}", key=f"k{place}", disabled=True) for place, kind in enumerate(DISABLED)
                ]
                fr.form_submit_button("Never", disabled=True, on_click=lambda: fr.session_state.update(done=True))
                fr.form_submit_button("Send")
            fr.button("Nor this", disabled=True)
            fr.text(f"{returned == [kind.initial for kind in DISABLED]} {'done' in fr.session_state}")

        return serve(page)

    def test_fields_take_nothing(self, url):
        visitor = Visitor(url, script=True)
        button = visitor.button("Send")
        body = visitor.compose(button["form"], button["value"])
        names = [visitor.name_at(f"k{place}") for place in range(len(DISABLED))]
        # A file goes up to no disabled field: what is posted for one is made up.
        sent = [["1"] if callable(kind.sent) else kind.sent for kind in DISABLED]
        body["fields"] = dict(zip(names, sent, strict=True))
        assert visitor.send(body).status_code == 200
        assert "True False" in visitor.text

    @BOTH
    @pytest.mark.parametrize("label", ["Never", "Nor this"])
    def test_buttons_press_nothing(self, url, script, label):
        visitor = Visitor(url, script=script)
        assert visitor.press(label).status_code == 409
        assert "True False" in visitor.text


# --------------------------------------------------------------------------------------- values nobody was offered


@pytest.fixture
def one_field(serve):
    """Open a page with one field of a kind in a form, which writes what it returned."""

    def open_(kind, **options):
        def page():
            with fr.form("f"):
                value = kind.draw("Field", key="k")
                fr.form_submit_button("Send")
            fr.text(f"value {value!r}")

        return Visitor(serve(page), **options)

    return open_


CORRECTED = [(kind, post) for kind in POSTED for post in kind.corrected]
IGNORED = [(kind, post) for kind in POSTED for post in kind.ignored]


def case(part):
    return str(part)[:40].encode("unicode_escape").decode()


@pytest.mark.parametrize(("kind", "post"), CORRECTED, ids=case)
def test_a_value_to_correct_is_refused_with_a_message_beside_the_field(one_field, kind, post):
    visitor = one_field(kind, script=True)
    body = visitor.compose(visitor.button("Send")["form"], visitor.button("Send")["value"])
    name = visitor.name_at("k")
    body["fields"][name] = post
    answer = visitor.send(body)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [name]
    assert answer.json()["errors"][name]
    assert f"value {kind.initial!r}" in visitor.open(f"{visitor.url}?fr={visitor.tab}.1").text


@pytest.mark.parametrize(("kind", "post"), IGNORED, ids=case)
def test_a_value_that_was_not_offered_changes_nothing_and_the_field_is_shown_again(one_field, kind, post):
    visitor = one_field(kind, script=True)
    before = shown(visitor)
    body = visitor.compose(visitor.button("Send")["form"], visitor.button("Send")["value"])
    body["fields"][visitor.name_at("k")] = post
    assert visitor.send(body).status_code == 200
    assert f"value {kind.initial!r}" in visitor.text
    assert shown(visitor) == before


def shown(visitor):
    """Return what the field shows; of a component what it is told to."""
    name = visitor.name_at("k")
    return [
        node.get("data-fr-value") or values_of(node)
        for node in visitor.page.walk()
        if name in (node.get("name"), node.get("data-fr-name"))
    ]


def test_a_refused_plain_form_shows_what_was_typed_and_what_is_wrong(counted):
    visitor = Visitor(counted.url)
    answer = visitor.fill("Name", "Ada").fill("Age", "900").press("Send")
    assert answer.status_code == 422
    assert visitor.shown("Name") == ["Ada"]
    assert visitor.shown("Age") == ["900"]
    assert "between 0 and 120" in visitor.errors()["Age"]
    assert counted.seen == []
    assert visitor.fill("Age", "90").press("Send").status_code == 303
    assert counted.seen == [("Ada", 90)]


@pytest.mark.parametrize("text", ["\U0010ffff", "\u202e", "\ufeff", "<script>", "\x1b[31m"])
def test_strange_characters_come_back_as_they_were(send_text, text):
    assert f"value {text!r}" in send_text(text)


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800"])
def test_what_no_database_takes_comes_back_as_a_replacement_character(send_text, text):
    assert f"value {re.sub('[^a-z]', chr(0xFFFD), text)!r}" in send_text(text)


@pytest.fixture
def send_text(one_field):
    """Send a text, and return the page that answers."""
    visitor = one_field(next(kind for kind in KINDS if kind.name == "text_area"), script=True)

    def send(text):
        body = visitor.compose(visitor.button("Send")["form"], visitor.button("Send")["value"])
        body["fields"][visitor.name("Field")] = [text]
        assert visitor.send(body).status_code == 200
        return visitor.text

    return send


def test_a_name_that_stands_twice_counts_by_its_last_value(counted):
    visitor = Visitor(counted.url)
    pairs = visitor.pairs(visitor.button("Send")["form"], visitor.button("Send")["value"])
    pairs.insert(0, (visitor.name("Name"), "first"))
    visitor.fill("Name", "last")
    pairs = [(name, "last" if (name, value) == (visitor.name("Name"), "") else value) for name, value in pairs]
    assert visitor.send_form(pairs).status_code == 303
    assert counted.seen == [("last", 0)]


# --------------------------------------------------------------------------------------------- posts that are none


MALFORMED = {
    "empty": b"",
    "not json": b"{",
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "a text": b'"tab"',
    "not utf-8": b'{"tab": "\xff"}',
    "deep list": b"[" * 100_000,
    "deep object": b'{"a":' * 100_000,
    "deep but closed": b'{"fields": ' + b"[" * 900 + b"]" * 900 + b"}",
    "huge number": b'{"seqs": {"a": ' + b"9" * 5000 + b"}}",
    "nan": b'{"seqs": {"a": NaN}}',
    "tab is a number": b'{"tab": 1}',
    "tab is too long": b'{"tab": "' + b"a" * 201 + b'"}',
    "id is a list": b'{"tab": "a", "id": []}',
    "trigger is a list": b'{"tab": "a", "trigger": ["x"]}',
    "trigger is too long": b'{"tab": "a", "trigger": "' + b"x" * 201 + b'"}',
    "trigger is no name": '{"tab": "a", "trigger": "\\u0000ü"}'.encode(),
    "trigger is half a pair": rb'{"tab": "a", "trigger": "\ud800"}',
    "not an object": b"[]",
    "fields is a list": b'{"tab": "a", "fields": []}',
    "a field is a text": b'{"tab": "a", "fields": {"a": "b"}}',
    "a field holds a number": b'{"tab": "a", "fields": {"a": [1]}}',
    "seqs is a list": b'{"tab": "a", "seqs": []}',
    "a seq is a text": b'{"tab": "a", "seqs": {"a": "1"}}',
    "a seq is true": b'{"tab": "a", "seqs": {"a": true}}',
    "a seq is negative": b'{"tab": "a", "seqs": {"a": -1}}',
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_json_of_another_shape_is_a_4xx(counted, body):
    visitor = Visitor(counted.url, script=True)
    assert visitor.send(body).status_code in (400, 404, 413)
    assert untouched(counted, visitor)


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_and_says_so_in_the_visitor_s_language(counted, body):
    visitor = Visitor(counted.url, script=True)
    answer = visitor.send(body, **{"Accept-Language": "de"})
    # 404: it is of the right shape, and there is no such tab. Nothing at all is no JSON either: a plain form.
    if body and answer.status_code != 404:
        assert answer.json()["message"] == "Die Eingaben konnten nicht gelesen werden."


FORMS = {
    "empty": ("application/x-www-form-urlencoded", b""),
    "cut off": ("application/x-www-form-urlencoded", b"_fr_tab=x&fr-"),
    "no boundary": ("multipart/form-data", b"x"),
    "empty boundary": ("multipart/form-data; boundary=", b"x"),
    "boundary of nonsense": ("multipart/form-data; boundary=\xe4", b"--x"),
    "truncated": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a'),
    "bad base64": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--\r\n',
    ),
    "text": ("text/plain", b"hello"),
    "xml": ("application/xml", b"<a/>"),
    "unknown charset": ("application/x-www-form-urlencoded; charset=nonsense", b"_fr_tab=x"),
    "another charset": ("application/x-www-form-urlencoded; charset=utf-16", b"_fr_tab=x"),
    "a codec that is no charset": (
        "multipart/form-data; boundary=x; charset=base64",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n!\r\n--x--\r\n',
    ),
    "not utf-8": ("application/x-www-form-urlencoded", b"_fr_tab=%ff&_fr_end=1"),
    "nul": ("application/x-www-form-urlencoded", b"_fr_tab=%00&_fr_end=1"),
}


@pytest.mark.parametrize(("content_type", "body"), FORMS.values(), ids=FORMS)
def test_a_body_that_is_no_form_of_ours_is_a_4xx(counted, content_type, body):
    visitor = Visitor(counted.url)
    answer = visitor.client.generic(
        "POST", counted.url, body, content_type, headers={"X-CSRFToken": visitor.app["data-fr-csrf"]}
    )
    assert 400 <= answer.status_code < 500
    assert counted.seen == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("token", [True, False], ids=["token", "no token"])
@pytest.mark.parametrize("name", [name for name, (content_type, _) in FORMS.items() if content_type.isascii()])
def test_that_holds_where_an_event_loop_runs(counted, name, token):
    visitor, (content_type, body) = Visitor(counted.url), FORMS[name]
    browser = AsyncClient(enforce_csrf_checks=True)
    browser.cookies = visitor.client.cookies
    headers = {"X-CSRFToken": visitor.app["data-fr-csrf"]} if token else {}

    async def send():
        return await browser.generic("POST", counted.url, body, content_type, headers=headers)

    answer = async_to_sync(send)()
    assert 400 <= answer.status_code < 500
    assert counted.seen == []


def test_json_that_is_too_large_is_a_413(counted, settings):
    visitor = Visitor(counted.url, script=True)
    settings.FORMRERUN = {"MAX_POST_BYTES": 1000}
    body = visitor.compose(visitor.button("Send")["form"], visitor.button("Send")["value"])
    body["fields"][visitor.name("Name")] = ["a" * 1000]
    assert visitor.send(body).status_code == 413
    assert untouched(counted, visitor)


def test_django_s_own_bound_holds_where_ours_is_not_set(counted, settings):
    visitor = Visitor(counted.url, script=True)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 500
    assert visitor.send(b" " * 501).status_code == 413
    assert untouched(counted, visitor)


@BOTH
def test_too_many_fields_are_a_413(counted, settings, script):
    visitor = Visitor(counted.url, script=script)
    settings.FORMRERUN = {"MAX_FIELDS": 3}
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 9
    if script:
        body = visitor.compose(visitor.button("Send")["form"], visitor.button("Send")["value"])
        body["fields"].update({f"fr-{place}": [""] for place in range(4)})
        answer = visitor.send(body)
    else:
        pairs = visitor.pairs(visitor.button("Send")["form"], visitor.button("Send")["value"])
        answer = visitor.client.post(counted.url, dict([*((f"x{place}", "") for place in range(9)), *pairs]))
    assert answer.status_code == 413
    assert counted.seen == []


def test_a_form_that_was_cut_off_is_refused_and_not_read_as_unchecked(counted):
    visitor = Visitor(counted.url)
    pairs = [pair for pair in visitor.pairs(visitor.button("Send")["form"]) if pair[0] != "_fr_end"]
    answer = visitor.send_form([*pairs, ("_fr_trigger", visitor.button("Send")["value"])])
    assert answer.status_code == 400
    assert "arrived incomplete" in visitor.page.one(id="fr-messages").text
    assert counted.seen == []


# --------------------------------------------------------------------------------------------------------- CSRF


@BOTH
@pytest.mark.parametrize("token", ["", "nonsense", "a" * 64])
def test_without_the_token_nothing_runs(counted, script, token):
    visitor = Visitor(counted.url, script=script)
    if script:
        body = visitor.compose(visitor.button("Send")["form"], visitor.button("Send")["value"])
        answer = visitor.send(body, **{"X-CSRFToken": token})
    else:
        for node in visitor.page.all("input", name="csrfmiddlewaretoken"):
            node.attrs["value"] = token
        pairs = visitor.pairs(visitor.button("Send")["form"], visitor.button("Send")["value"])
        answer = visitor.send_form(pairs)
    assert answer.status_code == 403
    assert counted.seen == []


def test_the_token_is_checked_even_without_the_middleware(counted, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "Csrf" not in name]
    visitor = Visitor(counted.url, script=True)
    body = visitor.compose(visitor.button("Send")["form"], visitor.button("Send")["value"])
    assert visitor.send(body, **{"X-CSRFToken": ""}).status_code == 403
    assert counted.seen == []


def test_what_a_decorator_does_before_a_page_is_behind_the_token_too(serve):
    seen = []

    def noting(view):
        @functools.wraps(view)
        def noted(request):
            seen.append(request.method)
            return view(request)

        return noted

    url = serve(noting(fr.page(lambda: fr.button("Send"))), plain=True)
    visitor = Visitor(url, script=True)
    body = visitor.compose("fr-page", visitor.button("Send")["value"])
    assert visitor.send(body, **{"X-CSRFToken": ""}).status_code == 403
    assert "POST" not in seen


def test_a_fresh_token_can_be_fetched_and_works(counted):
    visitor = Visitor(counted.url, script=True)
    answer = visitor.client.get("/formrerun/token/")
    assert "no-store" in answer["Cache-Control"]
    body = visitor.compose(visitor.button("Send")["form"], visitor.button("Send")["value"])
    assert visitor.send(body, **{"X-CSRFToken": answer.content.decode()}).status_code == 200


def test_another_site_cannot_fetch_one(client):
    assert client.get("/formrerun/token/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400


# ----------------------------------------------------------------------------------------------- random posts


texts = st.text(max_size=8) | st.sampled_from(
    ["", "\x00", "\ud800", "nan", "inf", "-1", "1e999", "9" * 400, "2026-02-30", "25:00", "a", "b", "1", "#ABC", "0.5"]
)
values = st.lists(texts, max_size=3)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
PATIENT = hypothesis_settings(
    max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


class TestRandom:
    """Whatever is posted: never a 500, and a value the page returns is one it could have asked for."""

    @pytest.fixture
    def visitor(self, serve):
        self.callbacks, self.returned = 0, []

        def page():
            with fr.form("f"):
                self.returned = [kind.draw(f"L{place}", key=f"k{place}") for place, kind in enumerate(POSTED)]
                fr.form_submit_button("Send", on_click=self.done)

        return Visitor(serve(page), script=True)

    def done(self):
        self.callbacks += 1

    def test_bodies(self, visitor):
        @PATIENT
        @given(st.binary(max_size=50) | anything.map(lambda made: json.dumps(made)))
        def post(body):
            assert 400 <= visitor.send(body).status_code < 500

        post()
        assert self.callbacks == 0

    def test_parts(self, visitor):
        parts = st.sampled_from(["v", "tab", "id", "have", "form", "trigger", "fields", "seqs", "kind"])

        @PATIENT
        @given(st.dictionaries(parts, anything, min_size=1, max_size=2))
        def post(changed):
            button = visitor.button("Send")
            body = {**visitor.compose(button["form"], button["value"]), **changed}
            answer = visitor.client.post(
                visitor.url, json.dumps(body), "application/json", headers={"X-CSRFToken": visitor.app["data-fr-csrf"]}
            )
            assert answer.status_code in (200, 400, 404, 409, 413, 422)

        post()

    def test_values(self, visitor):
        names = [visitor.name_at(f"k{place}") for place in range(len(POSTED))]
        before = list(self.returned)
        number = iter(range(10_000))

        @PATIENT
        @given(st.dictionaries(st.sampled_from(names), values, min_size=1, max_size=3))
        def post(fields):
            nonlocal before
            button = visitor.button("Send")
            body = {**visitor.compose(button["form"], button["value"]), "fields": fields, "id": f"p{next(number)}"}
            runs = self.callbacks
            answer = visitor.client.post(
                visitor.url, json.dumps(body), "application/json", headers={"X-CSRFToken": visitor.app["data-fr-csrf"]}
            )
            assert answer.status_code in (200, 422)
            assert b"stException" not in answer.content
            assert self.callbacks - runs == (answer.status_code == 200)
            if answer.status_code == 422:
                assert self.returned == before
            for name, kind, old, new in zip(names, POSTED, before, self.returned, strict=True):
                assert name in fields or new == old
                assert new is None or old is None or type(new) is type(old)
                if "options" in kind.params:
                    options = kind.params["options"]
                    assert all(
                        x in options for x in (new if isinstance(new, (list, tuple)) else [new]) if x is not None
                    )
                if kind.name == "number_input" and "max_value" in kind.params:
                    assert 0 <= new <= 10
            before = list(self.returned)

        post()


# --------------------------------------------------------------------------------------------- without a script


class TestPlain:
    def test_a_submission_is_one_run_and_the_redirect_shows_it(self, counted):
        visitor = Visitor(counted.url)
        assert counted.runs == 1
        answer = visitor.fill("Name", "Ada").fill("Age", "36").press("Send")
        assert answer.status_code == 303
        assert answer["Location"] == f"{counted.url}?fr={visitor.tab}.2"
        assert "'Ada' 36 True red False" in visitor.text
        assert (counted.runs, counted.seen) == (2, [("Ada", 36)])

    def test_what_is_no_widget_s_is_left_out_without_a_word(self, counted, caplog):
        visitor = Visitor(counted.url)
        pairs = visitor.pairs(visitor.button("Send")["form"], visitor.button("Send")["value"])
        assert "csrfmiddlewaretoken" in dict(pairs)
        with caplog.at_level("INFO", logger="formrerun"):
            visitor.send_form([*pairs, ("utm_source", "mail")])
        assert len(counted.seen) == 1
        assert caplog.messages == []

    def test_reload_runs_nothing(self, counted):
        visitor = Visitor(counted.url)
        visitor.fill("Name", "Ada").press("Send")
        for _time in range(3):
            visitor.open()
        assert "'Ada' 0 True red False" in visitor.text
        assert (counted.runs, len(counted.seen)) == (2, 1)

    def test_back_and_the_same_again_runs_nothing(self, counted):
        visitor = Visitor(counted.url)
        visitor.fill("Name", "Ada")
        pairs = visitor.pairs(visitor.button("Send")["form"], visitor.button("Send")["value"])
        first = visitor.send_form(pairs)
        again = visitor.send_form(pairs)
        assert first["Location"] == again["Location"]
        assert (counted.runs, len(counted.seen)) == (2, 1)

    def test_back_and_an_edit_is_a_new_submission(self, counted):
        visitor = Visitor(counted.url)
        visitor.fill("Name", "Ada")
        pairs = visitor.pairs(visitor.button("Send")["form"], visitor.button("Send")["value"])
        visitor.send_form(pairs)
        visitor.send_form([(name, "Bob" if value == "Ada" else value) for name, value in pairs])
        assert counted.seen == [("Ada", 0), ("Bob", 0)]

    def test_a_repeat_of_an_older_one_shows_the_page_as_it_is_now(self, counted):
        visitor = Visitor(counted.url)
        visitor.fill("Name", "Ada")
        old = visitor.pairs(visitor.button("Send")["form"], visitor.button("Send")["value"])
        visitor.send_form(old)
        visitor.fill("Name", "Bob").press("Send")
        visitor.send_form(old)
        assert "'Bob' 0" in visitor.text
        assert counted.seen == [("Ada", 0), ("Bob", 0)]

    def test_an_apply_button_sends_what_stands_outside_forms(self, counted):
        visitor = Visitor(counted.url)
        apply = visitor.page.one("noscript").one("button")
        assert (apply.text, apply["form"], apply["value"]) == ("Apply", "fr-page", "")
        visitor.fill("Name", "draft").fill("Colour", "green").post("fr-page", "")
        assert "'' 0 False green False" in visitor.text

    def test_a_page_of_forms_only_has_no_apply_button(self, serve):
        def page():
            with fr.form("f"):
                fr.text_input("Name")
                fr.form_submit_button()
            fr.button("Press")

        assert Visitor(serve(page)).page.all("noscript") == []

    def test_a_button_outside_sends_the_fields_outside(self, counted):
        visitor = Visitor(counted.url)
        visitor.fill("Colour", "green").press("Press")
        assert "'' 0 False green True" in visitor.text

    @KIND
    def test_every_kind_of_field(self, one_field, kind):
        visitor = one_field(kind)
        assert f"value {kind.initial!r}" in visitor.text
        kind.fill(visitor)
        assert visitor.press("Send").status_code == 303
        assert f"value {kind.value!r}" in visitor.text

    @KIND
    def test_every_kind_untouched(self, one_field, kind):
        visitor = one_field(kind)
        shown = visitor.shown("Field")
        assert visitor.press("Send").status_code == 303
        assert f"value {kind.initial!r}" in visitor.text
        assert visitor.shown("Field") == shown


class TestScript:
    def test_a_retry_is_answered_from_the_record(self, counted):
        visitor = Visitor(counted.url, script=True)
        visitor.fill("Name", "Ada")
        body = visitor.compose(visitor.button("Send")["form"], visitor.button("Send")["value"])
        first, again = visitor.send(body), visitor.send(body)
        assert first["FR-Run"] == again["FR-Run"]
        assert again.status_code == 200
        assert "&#x27;Ada&#x27; 0 True" in again.content.decode()
        assert (counted.runs, len(counted.seen)) == (2, 1)

    def test_a_refresh_runs_nothing(self, counted):
        visitor = Visitor(counted.url, script=True)
        visitor.fill("Name", "Ada").press("Send")
        answer = visitor.send(visitor.compose("fr-page", "", kind="refresh", have=""))
        assert "&#x27;Ada&#x27; 0 True" in answer.content.decode()
        assert (counted.runs, len(counted.seen)) == (2, 1)

    def test_an_older_change_of_a_field_does_not_overtake_a_newer_one(self, counted):
        visitor = Visitor(counted.url, script=True)
        visitor.fill("Colour", "green")
        older = visitor.compose("fr-page", "")
        newer = visitor.compose("fr-page", "")
        visitor.send(newer)
        visitor.send({**older, "fields": {visitor.name("Colour"): ["red"]}})
        assert "'' 0 False green False" in visitor.text

    def test_a_callback_that_was_renamed_is_an_error_in_the_page(self, settings, monkeypatch):
        from tests import pages

        settings.FORMRERUN = {"SHOW_ERROR_DETAILS": True}
        visitor = Visitor("/t/greeting/", script=True)
        monkeypatch.delattr(pages, "count_submission")
        visitor.press("Greet")
        assert "The callback `tests.pages:count_submission` of button" in visitor.text
        assert "cannot be imported any more" in visitor.text


@pytest.mark.parametrize("logged_in", [True, False])
def test_a_submission_takes_at_most_five_queries(logged_in):
    client = Client()
    if logged_in:
        client.force_login(User.objects.create_user("ada"))
    visitor = Visitor("/t/greeting/", client, script=True)
    visitor.fill("Name", "Ada").press("Greet")
    body = visitor.fill("Name", "Bob").compose(visitor.button("Greet")["form"], visitor.button("Greet")["value"])
    with CaptureQueriesContext(connection) as captured:
        client.post("/t/greeting/", json.dumps(body), content_type="application/json")
    words = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK")
    queries = [query["sql"] for query in captured if not query["sql"].startswith(words)]
    assert len(queries) <= 5, queries


# ------------------------------------------------------------------------------------------------- Django around it


class TestWhoMaySee:
    @staticmethod
    def page():
        fr.button("Press")

    def test_anonymous_visitors_go_to_the_login_and_come_back(self, serve, client):
        url = serve(self.page, login_required=True)
        answer = client.get(url + "?a=1")
        assert (answer.status_code, answer["Location"]) == (302, f"/login/?next={url}%3Fa%3D1")

    def test_the_script_is_told_where_the_login_is(self, serve):
        url = serve(self.page, login_required=True)
        client = Client()
        client.force_login(User.objects.create_user("ada"))
        visitor = Visitor(url, client, script=True)
        client.logout()
        answer = visitor.press("Press")
        assert answer.status_code == 401
        assert answer.json()["login"] == f"/login/?next={quote(url, safe='')}"

    def test_a_permission_lets_in_and_its_lack_is_a_403(self, serve, client):
        url = serve(self.page, permission_required="auth.view_user")
        assert client.get(url).status_code == 302
        user = User.objects.create_user("ada")
        client.force_login(user)
        assert client.get(url).status_code == 403
        user.user_permissions.add(Permission.objects.get(codename="view_user"))
        assert client.get(url).status_code == 200

    def test_a_permission_that_was_taken_away_ends_the_tab_s_submissions(self, serve):
        user = User.objects.create_user("ada")
        permission = Permission.objects.get(codename="view_user")
        user.user_permissions.add(permission)
        client = Client()
        client.force_login(user)
        visitor = Visitor(serve(self.page, permission_required="auth.view_user"), client, script=True)
        user.user_permissions.remove(permission)
        assert visitor.press("Press").status_code == 403

    def test_a_test_of_one_s_own(self, serve, client):
        url = serve(self.page, user_passes=lambda user: user.username == "ada")
        client.force_login(User.objects.create_user("bob"))
        assert client.get(url).status_code == 403
        client.force_login(User.objects.create_user("ada"))
        assert client.get(url).status_code == 200

    @pytest.mark.parametrize(("error", "status"), [(Http404, 404), (PermissionDenied, 403)])
    def test_what_views_raise_is_answered_as_in_any_view(self, serve, client, error, status):
        def page():
            raise error

        assert client.get(serve(page)).status_code == status


def test_the_url_s_arguments_come_by_name_and_only_if_asked_for(serve, client):
    def both(request, number):
        fr.text(f"{request.path} {number!r}")

    def none():
        fr.text("none")

    def rest(**kwargs):
        fr.text(sorted(kwargs.items()))

    serve(both, "both/<int:number>/")
    serve(none, "none/<int:number>/")
    serve(rest, "rest/<int:number>/<slug:word>/")
    assert "/both/3/ 3" in Visitor("/both/3/").text
    assert "none" in Visitor("/none/3/").text
    assert "[('number', 3), ('word', 'a')]" in Visitor("/rest/3/a/").text


@BOTH
def test_query_parameters_are_read_and_written(serve, script):
    def page():
        fr.text(fr.query_params.to_dict())
        if fr.button("Set"):
            fr.query_params.tab = "two"
            fr.query_params.many = ["a", "b"]
            del fr.query_params["old"]

    url = serve(page)
    visitor = Visitor(url + "?old=1&old=2&keep=ü", script=script)
    assert "{'old': '2', 'keep': 'ü'}" in visitor.text
    answer = visitor.press("Set")
    expected = "keep=%C3%BC&tab=two&many=a&many=b"
    if script:
        assert answer["FR-Query"] == expected
    else:
        assert answer["Location"] == f"{url}?{expected}&fr={visitor.tab}.2"


@BOTH
def test_switch_page_goes_on_at_another_url(serve, script):
    def two():
        fr.text(f"two {fr.query_params.to_dict()} {fr.session_state.get('mine')}")
        fr.button("Here")

    def one():
        if fr.button("Go"):
            fr.session_state.mine = "kept"
            fr.switch_page("second", query_params={"a": "1"})

    serve(two, name="second")
    visitor = Visitor(serve(one), script=script)
    visitor.press("Go")
    assert "two {'a': '1'} kept" in visitor.text


@pytest.mark.parametrize("target", ["nowhere", "//evil.example", "https://evil.example/", "", print])
def test_switch_page_to_nowhere_says_what_it_takes(serve, settings, target):
    settings.FORMRERUN = {"SHOW_ERROR_DETAILS": True}

    def page():
        fr.switch_page(target)

    shown = Visitor(serve(page)).text
    assert f"Could not find page: {getattr(target, '__name__', target)}".strip() in shown
    assert "Name a page function that stands in the URLconf" in shown


@BOTH
def test_django_s_messages_are_shown_once(serve, script):
    def page(request):
        if fr.button("Tell"):
            messages.success(request, "It is <done>")

    visitor = Visitor(serve(page), script=script)
    answer = visitor.press("Tell")
    if script:
        assert "It is &lt;done&gt;" in answer.content.decode()
    else:
        assert "It is <done>" in visitor.page.one(id="fr-messages").text
    assert "It is" not in visitor.open().page.one(id="fr-messages").text


def test_a_page_speaks_the_visitor_s_language(serve, client):
    def page():
        fr.text(translation.get_language())
        fr.text(translation.gettext("Yes"))
        fr.date_input("Day", dt.date(2026, 1, 5))
        fr.number_input("Number", value=1234.5)

    visitor_de = client.get(serve(page), headers={"Accept-Language": "de"})
    text = visitor_de.content.decode()
    html = parse(text)
    assert html.one("html")["lang"] == "de"
    assert [node.text for node in html.by_test_id("stText")] == ["de", "Ja"]
    assert html.one("input", aria_label="Number")["value"] == "1234,50"
    # What stands in a date field is for the browser, which writes it its own way.
    assert html.one("input", type="date")["value"] == "2026-01-05"


def test_a_language_with_a_comma_posts_what_it_shows(serve, settings):
    settings.LANGUAGE_CODE = "de"

    def page():
        with fr.form("f"):
            values = fr.slider("Slide", 0.0, 2000.0, 1234.5), fr.number_input("Number", value=1234.5)
            fr.form_submit_button("Send")
        fr.text(values)

    visitor = Visitor(serve(page))
    assert visitor.press("Send").status_code == 303
    assert "(1234.5, 1234.5)" in visitor.text


def test_the_active_timezone_is_the_page_s(serve):
    def page():
        fr.text(timezone.get_current_timezone_name())

    with timezone.override("Asia/Tokyo"):
        assert "Asia/Tokyo" in Visitor(serve(page)).text


class TestScriptsOfAnotherRelease:
    def test_they_are_told_and_go_on(self, serve):
        visitor = Visitor(serve(lambda: fr.button("Go")), script=True)
        posted = {**visitor.compose("fr-page", ""), "v": 99}
        response = visitor.send(posted)
        assert (response.status_code, response["FR-Reload"]) == (200, "1")
        assert "FR-Reload" not in visitor.send(visitor.compose("fr-page", ""))


def test_a_site_s_htmx_loads_the_page_as_a_document(counted):
    page, url = counted, counted.url
    client = Client()
    answer = client.get(f"{url}?a=1", headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert (answer.status_code, answer.content, page.runs) == (200, b"", 0)
    assert answer["HX-Redirect"] == f"{url}?a=1"
    restored = client.get(url, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert b"fr-app" in restored.content  # an htmx shows whatever comes then


@pytest.mark.parametrize("header", [{"FR-Tab": "0" * 32}, {"FR-Kind": "stop"}])
def test_headers_that_say_something_else_than_the_body_are_refused(counted, header):
    visitor = Visitor(counted.url, script=True)
    button = visitor.button("Send")
    answer = visitor.send(visitor.compose(button["form"], button["value"]), **header)
    assert answer.status_code == 400
    assert untouched(counted, visitor)


class TestGoingOn:
    """``switch_page`` to pages and to what is none: messages arrive, and only pages get our query parameter."""

    @staticmethod
    def plain(request):
        """A view as any project has: its template shows Django's messages."""
        said = ",".join(str(message) for message in messages.get_messages(request))
        return HttpResponse(f"<!doctype html><title>Plain</title><p>{request.get_full_path()} said: {said}</p>")

    @staticmethod
    def leaves(target):
        def page(request):
            fr.query_params["mine"] = "1"
            if fr.button("Go"):
                messages.success(request, "It is done")
                fr.switch_page(target)
            if fr.button("Fail"):
                messages.warning(request, "Look out")
                raise ValueError

        return page

    @BOTH
    @pytest.mark.parametrize(
        ("target", "arrives"),
        [("/plain/", "/plain/"), ("plain", "/plain/"), ("/plain/?a=1#part", "/plain/?a=1"), ("/static/x.txt", "")],
    )
    def test_another_view_gets_the_messages_and_no_parameter_of_ours(self, serve, script, target, arrives):
        serve(self.plain, "plain/", name="plain", plain=True)
        visitor = Visitor(serve(self.leaves(target)), script=script)
        button = visitor.button("Go")
        if script:
            answer = visitor.client.post(
                visitor.url,
                visitor.compose(button["form"], button["value"]),
                content_type="application/json",
                headers={"X-CSRFToken": visitor.app["data-fr-csrf"]},
            )
            location = answer["FR-Location"]
            assert b"It is done" not in answer.content
        else:
            answer = visitor.client.post(visitor.url, dict(visitor.pairs(button["form"], button["value"])))
            location = answer["Location"]
        assert "fr=" not in location
        if arrives:
            assert f"{arrives} said: It is done" in visitor.client.get(location).content.decode()

    @BOTH
    def test_another_page_shows_the_messages_once(self, serve, script):
        serve(lambda: fr.button("Here"), "other/")
        visitor = Visitor(serve(self.leaves("/other/")), script=script)
        visitor.press("Go")
        assert visitor.here.startswith("/other/?fr=")
        assert visitor.page.one(id="fr-messages").text.startswith("It is done")
        assert "It is done" not in visitor.open().page.one(id="fr-messages").text

    @BOTH
    def test_an_error_shows_them_too(self, serve, script):
        visitor = Visitor(serve(self.leaves("/other/")), script=script)
        answer = visitor.press("Fail")
        assert "Look out" in (answer.content.decode() if script else visitor.page.one(id="fr-messages").text)

    def test_a_rerun_keeps_them(self, serve):
        def page(request):
            if fr.button("Go"):
                messages.success(request, "It is done")
                fr.rerun()

        visitor = Visitor(serve(page), script=True)
        assert b"It is done" in visitor.press("Go").content

    def test_a_page_that_goes_on_at_once(self, serve, client):
        serve(self.plain, "plain/", plain=True)

        def page(request):
            messages.info(request, "moved")
            fr.switch_page("/plain/")

        answer = client.get(serve(page), follow=True)
        assert "/plain/ said: moved" in answer.content.decode()

    def test_links_to_other_views_carry_nothing(self, serve):
        serve(self.plain, "plain/", name="plain", plain=True)
        serve(lambda: fr.text("page"), "other/", name="other")

        def page():
            fr.page_link("/plain/", label="view")
            fr.page_link("plain", label="named")
            fr.page_link("/other/", label="page")

        links = Visitor(serve(page)).page.by_test_id("stPageLink-NavLink")
        assert {link.text: "data-fr-page" in link for link in links} == {"view": False, "named": False, "page": True}
