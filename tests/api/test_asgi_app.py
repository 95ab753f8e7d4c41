"""``App``: a script as an ASGI application, alone in a process of its own, and inside this project."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from asgiref.testing import ApplicationCommunicator
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route

import formrerun as fr
from tests.reliability.fleet import wait
from tests.services import free_ports
from tests.visitor import Visitor, parse

ROOT = Path(__file__).parent.parent.parent
MAIN = """
import streamlit as st
st.title("Served")
st.text(st.secrets.database.host)
name = st.text_input("Name")
st.text(f"Hello {name}")
if name == "fail":
    raise ValueError("asked for")
"""
LAUNCHER = """
import formrerun as st

app = st.App("main.py", secrets={"database": {"host": "here"}})

if __name__ == "__main__":
    app.run(config={"server.port": PORT})
"""


@pytest.fixture
def script(tmp_path):
    (tmp_path / "main.py").write_text(MAIN)
    return tmp_path / "main.py"


def ask(app, path="/", **more):
    """Ask an application for an address, as a server does."""
    head = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [(b"host", b"testserver")]}

    async def asked():
        talk = ApplicationCommunicator(app, {**head, "http_version": "1.1", "scheme": "http", **more})
        await talk.send_input({"type": "http.request"})
        start = await talk.receive_output(30)
        body = b""
        while True:
            part = await talk.receive_output(30)
            body += part.get("body", b"")
            if not part.get("more_body"):
                await talk.wait(30)
                return start["status"], body.decode(), dict(start["headers"])

    return asyncio.run(asked())


@pytest.mark.parametrize("command", [["launcher.py"], ["-m", "uvicorn", "launcher:app", "--port", "PORT"]])
def test_it_needs_no_project(script, command):
    with free_ports(1) as [port]:
        pass
    (script.parent / "launcher.py").write_text(LAUNCHER.replace("PORT", str(port)))
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    args = [sys.executable, *(part.replace("PORT", str(port)) for part in command)]
    log = script.with_name("log.txt")
    with log.open("w") as out, subprocess.Popen(args, cwd=script.parent, env=env, stdout=out, stderr=out) as server:

        def answers():
            assert server.poll() is None, log.read_text()
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        try:
            wait(answers)
            opener = build_opener(HTTPCookieProcessor(CookieJar()))
            url = f"http://127.0.0.1:{port}"
            page = parse(opener.open(url, timeout=10).read().decode())
            assert page.by_test_id("stText")[0].text == "here"
            field = page.one("input", data_testid="stTextInputField")
            hidden = {node["name"]: node["value"] for node in page.all("input", form=field["form"], type="hidden")}
            body = urlencode({**hidden, field["name"]: "Ada"}).encode()
            answer = parse(opener.open(url, body, timeout=10).read().decode())
            assert answer.by_test_id("stText")[1].text == "Hello Ada"
            assert opener.open(f"{url}/static/formrerun/formrerun.js", timeout=10).status == 200
        finally:
            server.terminate()


def test_its_routes_and_middleware_stand_around_the_script(script):
    async def health(request):
        return JSONResponse({"status": "ok"})

    def named(app, name):
        async def answer(scope, receive, send):
            async def sending(message):
                if message["type"] == "http.response.start":
                    message["headers"].append((b"x-by", name))
                await send(message)

            await app(scope, receive, sending)

        return answer

    app = fr.App(
        script, secrets={"database": {"host": "there"}}, routes=[Route("/health", health)],
        middleware=[Middleware(named, b"us")],
    )  # fmt: skip
    status, body, headers = ask(app, "/health")
    assert (status, body, headers[b"x-by"]) == (200, '{"status":"ok"}', b"us")


@pytest.mark.django_db(transaction=True)
def test_a_project_has_its_own_addresses_beside_the_script(script):
    app = fr.App(
        script, secrets={"database": {"host": "there"}}, routes=[path("health", lambda request: HttpResponse("well"))]
    )
    assert ask(app, "/health")[:2] == (200, "well")
    status, body, _headers = ask(app)
    assert status == 200
    assert parse(body).by_test_id("stText")[0].text == "there"


@pytest.mark.django_db
def test_its_pages_stand_in_the_urls_of_a_project(script):
    failed = []

    def handler(error):
        failed.append(error)
        fr.text("Something went wrong")
        return True

    app = fr.App(script, secrets={"database": {"host": "x"}}, on_script_error=handler)

    class Urls:
        urlpatterns = [path("formrerun/", include("formrerun.urls")), path("sales/", include(app.urls))]

    with override_settings(ROOT_URLCONF=Urls):
        visitor = Visitor("/sales/", script=True)
        visitor.change("Name", "fail")
        said = [each.text for each in visitor.page.by_test_id("stText")]
    assert said == ["x", "Hello fail", "Something went wrong"]
    assert [str(error) for error in failed] == ["asked for"]
    assert visitor.page.by_test_id("stException") == []


def test_its_lifespan_is_around_the_time_that_it_is_served(script):
    heard = []

    @asynccontextmanager
    async def lifespan(app):
        heard.append("up")
        yield {"model": "loaded"}
        heard.append(f"down {app.state}")

    async def live():
        talk = ApplicationCommunicator(fr.App(script, lifespan=lifespan), {"type": "lifespan"})
        await talk.send_input({"type": "lifespan.startup"})
        assert await talk.receive_output(30) == {"type": "lifespan.startup.complete"}
        await talk.send_input({"type": "lifespan.shutdown"})
        assert await talk.receive_output(30) == {"type": "lifespan.shutdown.complete"}

    asyncio.run(live())
    assert heard == ["up", "down {'model': 'loaded'}"]


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: fr.App("main.py", secrets=[]), TypeError, "secrets must be a mapping (dict), got 'list'."),
        (lambda: fr.App("main.py", secrets={"a": [{"b": None}]}), TypeError, "Unsupported type 'NoneType' at 'a[0].b'"),
        (lambda: fr.App("main.py", secrets={1: "a"}), TypeError, "got 'int' at top level."),
        (lambda: fr.App("none.py").urls, FileNotFoundError, "Streamlit script not found"),
        (lambda: fr.App("a.py").run(config={"x": 1}), fr.FormrerunError, "Unrecognized config option: 'x'"),
    ],
)
def test_what_cannot_be_is_an_error(call, error, said):
    with pytest.raises(error) as found:
        call()
    assert said in str(found.value)
