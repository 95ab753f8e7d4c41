"""``formrerun.asgi``: Django's application, in which a request takes one thread."""

from __future__ import annotations

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core import asgi as djangos
from django.core.signals import request_finished
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

import formrerun as fr
from formrerun import asgi
from formrerun.submissions import interrupts
from formrerun.web import tab_queue, usual_times
from tests.visitor import Visitor

HANDLERS = {"ours": asgi, "django's": djangos}


@fr.page
def greeting(request):
    name = fr.text_input("Name", key="name")
    fr.button("Greet")
    fr.text(f"Hello {name}")


class Site:
    """An ASGI application without a server."""

    def __init__(self, handler, client):
        self.application, self.client = HANDLERS[handler].get_asgi_application(), client

    def connection(self, method, path, body=b"", **headers):
        """Return a request that nothing was sent of yet."""
        headers = {"Host": "testserver", "Cookie": self.client.cookies.output(header="", sep=";"), **headers}
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "path": path, "query_string": b"", "root_path": "",
            "headers": [(name.lower().encode(), value.strip().encode()) for name, value in headers.items()],
        }  # fmt: skip
        made = ApplicationCommunicator(self.application, scope)
        made.body = body
        return made

    async def answer(self, connection):
        """Send a request and return status, headers and body of its answer."""
        await connection.send_input({"type": "http.request", "body": connection.body})
        start, body = await connection.receive_output(30), b""
        while True:
            part = await connection.receive_output(30)
            body += part.get("body", b"")
            if not part.get("more_body"):
                break
        await connection.wait(30)
        return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body.decode()

    def ask(self, *request, **headers):
        return asyncio.run(self.answer(self.connection(*request, **headers)))


def submission(visitor, label="Greet"):
    """Return what a press sends: method, address, body and headers."""
    button = visitor.button(label)
    body = visitor.compose(button["form"], button["value"])
    headers = {
        "Content-Type": "application/json", "Accept": "text/html, text/event-stream", "FR-Tab": visitor.tab,
        "FR-Kind": "submit", "FR-Id": body["id"], "X-CSRFToken": visitor.app["data-fr-csrf"],
    }  # fmt: skip
    return ["POST", visitor.url, json.dumps(body).encode()], headers


@pytest.fixture
def quick(transactional_db, monkeypatch):
    """Let every run be a quick one: machines may be busy."""
    monkeypatch.setattr(usual_times, "patience", lambda *_: 3600)


@pytest.fixture(params=[*HANDLERS])
def site(request, quick, client):
    """Return the site under either handler."""
    return Site(request.param, client)


@pytest.fixture
def hops(monkeypatch):
    """Return the list of all calls that go into a thread."""
    calls, submit = [], ThreadPoolExecutor.submit

    def counted(self, function, *args, **kwargs):
        calls.append(function)
        return submit(self, function, *args, **kwargs)

    monkeypatch.setattr(ThreadPoolExecutor, "submit", counted)
    return calls


# --------------------------------------------------------------------------------------------------------- how many


def test_a_submission_takes_the_thread_of_its_request_and_that_of_its_run(quick, client, serve, hops):
    taken = {}
    for handler in HANDLERS:
        visitor = Visitor(serve(greeting), client, script=True)
        request, headers = submission(visitor.fill("Name", "Ada"))
        site = Site(handler, client)
        hops.clear()
        status, answered, body = site.ask(*request, **headers)
        assert (status, "FR-Run" in answered, "Hello Ada" in body) == (200, True, True)
        taken[handler] = len(hops)
    assert taken["ours"] == 2
    assert taken["django's"] <= 19  # one or two for each middleware, two of ours


def test_a_page_that_is_opened_takes_as_many(quick, client, serve, hops):
    site = Site("ours", client)
    url = serve(greeting)
    assert site.ask("GET", url, Accept="text/html")[0] == 200
    assert len(hops) == 2


def test_any_other_view_takes_one(transactional_db, client, serve, hops):
    url = serve(lambda request: render(request, "formrerun/_message.html", {"message": "said"}), plain=True)
    assert "said" in Site("ours", client).ask("GET", url)[2]
    assert len(hops) == 1


def test_a_coroutine_runs_in_the_event_loop(transactional_db, client, serve):
    async def view(request):
        return HttpResponse(threading.current_thread().name)

    url = serve(view, plain=True)
    assert Site("ours", client).ask("GET", url)[2] == threading.current_thread().name


# ----------------------------------------------------------------------------------------- as Django's handler does it


def test_what_a_view_raises_and_what_is_not_there(site, serve):
    def broken(request):
        raise ValueError

    site.client.raise_request_exception = False
    assert site.ask("GET", serve(broken, plain=True))[0] == 500
    assert site.ask("GET", "/nowhere/")[0] == 404


@pytest.mark.parametrize("made", [FileResponse, StreamingHttpResponse])
def test_a_response_in_parts(quick, client, serve, made):
    url = serve(lambda request: made(BytesIO(b"one\ntwo\n")), plain=True)
    assert Site("ours", client).ask("GET", url)[::2] == (200, "one\ntwo\n")


def test_a_page_that_somebody_names_is_not_imported_to_find_out(site, tmp_path, monkeypatch):
    (tmp_path / "somebody_s.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    for path in ("/formrerun/page/somebody_s.page/", "/formrerun/page/somebody_s.page/open/"):
        assert site.ask("GET", path)[0] == 404


def test_every_request_has_a_language_of_its_own(site, serve):
    url = serve(lambda request: HttpResponse(get_language()), plain=True)
    said = [site.ask("GET", url, **{"Accept-Language": language})[2] for language in ("de", "en", "de")]
    assert said == ["de", "en", "de"]


def test_whoever_waits_for_the_end_of_a_request_hears_of_it_once(site, serve):
    heard = []

    def listener(**_):
        heard.append(True)

    request_finished.connect(listener)
    try:
        site.ask("GET", serve(lambda request: HttpResponse("said"), plain=True))
    finally:
        request_finished.disconnect(listener)
    assert heard == [True]


def test_a_body_that_is_sent_is_read(site, serve):
    def view(request):
        return HttpResponse(request.body + request.POST["name"].encode())

    view.csrf_exempt = True
    answer = site.ask(
        "POST", serve(view, plain=True), b"name=Ada", **{"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer[2] == "name=AdaAda"


# ------------------------------------------------------------------------------------------------- what a page is given


@fr.page
def held(request):
    """A page whose runs wait for the test."""
    fr.button("Greet")
    fr.session_state.runs = fr.session_state.get("runs", 0) + 1
    BEGUN.release()
    FREE.wait(30)


BEGUN, FREE = threading.Semaphore(0), threading.Event()


async def begun():
    """Wait until a run has begun."""
    assert await asyncio.to_thread(BEGUN.acquire, timeout=30)


@pytest.fixture
def waiting(site, serve):
    """Return somebody at the page that waits, and what a press sends there."""
    FREE.set()
    visitor = Visitor(serve(held), site.client, script=True)
    FREE.clear()
    while BEGUN.acquire(blocking=False):
        pass
    yield visitor
    FREE.set()


def test_a_submission_goes_on_when_its_browser_has_left(site, waiting):
    request, headers = submission(waiting)

    async def story():
        left = site.connection(*request, **headers)
        await left.send_input({"type": "http.request", "body": left.body})
        await begun()
        await left.send_input({"type": "http.disconnect"})
        await left.wait(30)
        again = asyncio.ensure_future(site.answer(site.connection(*request, **headers)))
        FREE.set()
        return await again

    assert asyncio.run(story())[0] == 200  # the repeat is answered by what the first one has saved
    assert interrupts._running == {}


def test_one_that_waits_for_its_turn_does_not_happen_when_its_browser_has_left(site, waiting):
    first, second = submission(waiting), submission(waiting)

    async def story():
        runs = asyncio.ensure_future(site.answer(site.connection(*first[0], **first[1])))
        await begun()
        left = site.connection(*second[0], **second[1])
        await left.send_input({"type": "http.request", "body": left.body})
        while not any(queue.users == 2 for queue in tab_queue._queues.values()):
            await asyncio.sleep(0)
        await left.send_input({"type": "http.disconnect"})
        await left.wait(30)
        FREE.set()
        return await runs

    assert asyncio.run(story())[0] == 200
    assert not BEGUN.acquire(blocking=False)
    assert tab_queue._queues == {}
