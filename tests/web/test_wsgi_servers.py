"""Runs are shown while they go on under servers that do not speak ASGI too, if these have threads."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.utils.translation import get_language

import formrerun as fr
from formrerun.web import usual_times
from tests.browser.conftest import serving
from tests.browser.visits import note, pause, yield_while_held
from tests.reliability.fleet import wait
from tests.streams import html_of, read_until
from tests.visitor import Visitor

SITE = "tests.browser.wsgi:application"
WAITRESS = """
import socket, waitress
from tests.browser.wsgi import application
waitress.serve(application, sockets=[socket.socket(fileno={fd})], threads=4)
"""
RUNSERVER = """
import socket
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from tests.browser.wsgi import application
server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
server.socket = socket.socket(fileno={fd})
server.set_app(application)
server.serve_forever()
"""
THREADED = {
    "gunicorn": ("-m", "gunicorn", "--bind", "fd://{fd}", "--worker-class", "gthread", "--threads", "4", SITE),
    "waitress": ("-c", WAITRESS),
    "runserver": ("-c", RUNSERVER),
}


@pytest.fixture(scope="module", params=[*THREADED])
def server(request, tmp_path_factory):
    """Return a server with threads that serves the pages of the test modules."""
    yield from serving(tmp_path_factory.mktemp(request.param), THREADED[request.param])


@fr.page
def job(request, token):
    """Two steps, each waiting for the test."""
    if fr.button("Start"):
        with fr.status("Importing"):
            for step in "ab":
                fr.text(f"at step {step}")
                pause(f"{token}-{step}")
        note(token, language=get_language())
        fr.session_state.done = fr.session_state.get("done", 0) + 1
    if fr.number_input("How long", value=0):
        fr.text("waiting")
        yield_while_held(token)
        fr.text("it was waited for")
    fr.text(f"done {fr.session_state.get('done', 0)} times")


def changed(guest, number=1):
    """Return the submission of a number that was changed."""
    return guest.fill("How long", number).compose("fr-page", "")


def test_each_step_is_shown_before_the_next_begins(come):
    guest = come(job, language="de")
    for gate in ("-a", "-b"):
        guest.hold(gate)
    stream, screen = guest.watch("Start"), guest.screen()
    assert stream.type == "text/event-stream"
    for step in "ab":
        screen.follow(stream.until(f"at step {step}"))
        assert "Läuft" in screen.html
        guest.free(f"-{step}")
    assert screen.follow(stream).head["last"]["status"] == 200
    assert "done 1 times" in screen.text
    assert screen.html == html_of(guest.stored())
    assert guest.control() == [{"language": "de"}]


def test_stop_ends_the_run_that_is_shown(come):
    guest = come(job)
    guest.hold()
    body = changed(guest)
    stream = guest.watch(body)
    stream.until("waiting")
    assert guest.stop(body["id"]) == 204
    last = stream.end()
    assert last.headers["FR-Message"].startswith("Stopped")
    assert "it was waited for" not in guest.stored().text
    guest.free()


def test_a_newer_submission_ends_the_run_before_it(come):
    guest = come(job)
    guest.hold()
    first = guest.watch(changed(guest))
    first.until("waiting")
    assert "waiting" not in guest.watch(changed(guest, 0)).end().html
    assert first.end().headers["FR-Interrupted"] == "1"
    guest.free()


def test_who_goes_away_has_sent_it_all_the_same(come):
    guest = come(job)
    guest.hold("-a")
    stream = guest.watch("Start")
    stream.until("at step a")
    stream.close()
    guest.free("-a")
    wait(lambda: "done 1 times" in guest.stored().text)


@fr.page
def slow_page(request, token):
    fr.text("begun")
    pause(token)
    fr.text_input("Name")


def test_a_slow_page_is_shown_while_it_is_drawn(come):
    guest = come(slow_page)
    guest.hold()
    guest.client.cookies.clear()
    answer = guest.client.send("GET", guest.url, headers={"Accept": "text/html"}).getresponse()
    assert b"<title>" in read_until(answer, b"begun")
    guest.free()
    html = answer.read().decode()
    assert html.count('id="fr-app"') == 1
    assert html.rstrip().endswith("</html>")


# --------------------------------------------------------------------------------------- where the run answers at once


@pytest.fixture
def press(monkeypatch):
    """Return how to press Start at a server that says of itself what it can."""
    monkeypatch.setattr(usual_times, "patience", lambda *_: 0)

    def press(**environ):
        client = Client(**environ)
        visitor = Visitor(f"/tb/live/{job.page.name}/at-once/", client, script=True)
        button = visitor.button("Start")
        body = visitor.compose(button["form"], button["value"])
        return visitor.send(body, Accept="text/html, text/event-stream")

    return press


def test_a_server_without_threads_answers_once(transactional_db, press):
    answer = press(**{"wsgi.multithread": False})
    assert answer["Content-Type"].startswith("text/html")
    assert "done 1 times" in answer.content.decode()


def test_inside_a_transaction_the_run_answers_once(transactional_db, press):
    with transaction.atomic():
        answer = press(**{"wsgi.multithread": True})
    assert answer["Content-Type"].startswith("text/html")
    assert "done 1 times" in answer.content.decode()
