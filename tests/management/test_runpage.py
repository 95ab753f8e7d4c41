"""``manage.py runpage``: a real server in a process of its own, as a person starts it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from django.core.management import CommandError, call_command

from tests.reliability.fleet import wait
from tests.services import free_ports
from tests.visitor import parse

ROOT = Path(__file__).parent.parent.parent
SCRIPT = """
import streamlit as st
from words import GREETING

class Person:  # nothing a codec could store
    def __init__(self, name):
        self.name, self.lock = name, lambda: None

st.title("A plain script")
if "people" not in st.session_state:
    st.session_state.people = []
with st.form("f", clear_on_submit=True):
    name = st.text_input("Name")
    if st.form_submit_button("Add"):
        st.session_state.people.append(Person(name))
st.text(GREETING + " " + ", ".join(person.name for person in st.session_state.people))
if st.query_params.get("fail"):
    raise ValueError("asked for")
"""


class Browser:
    """A browser without a script."""

    def __init__(self, url):
        self.url = url
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def open(self, path="/", data=None):
        body = urlencode(data).encode() if data is not None else None
        with self.opener.open(self.url + path, body, timeout=60) as answer:
            self.page = parse(answer.read().decode())
        return self.page

    @property
    def text(self):
        return self.page.one(id="fr-m-root").text

    def add(self, name):
        button = self.page.one("button", data_testid="stBaseButton-secondaryFormSubmit")
        hidden = self.page.all("input", form=button["form"], type="hidden")
        field = self.page.one("input", data_testid="stTextInputField")
        data = {node["name"]: node["value"] for node in hidden}
        self.open("/", {field["name"]: name, **data, "_fr_trigger": button["value"]})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("app")
    (made / "app.py").write_text(SCRIPT)
    (made / "pages").mkdir()
    (made / "pages" / "2_st.query_params.py").write_text("import streamlit as st\nst.text('its second page')\n")
    (made / "words.py").write_text("GREETING = 'Hello'\n")
    return made


@pytest.fixture(scope="module")
def port():
    with free_ports(1) as [port]:
        yield port


@contextmanager
def serving(script, port, *command, **environ):
    """Run ``runpage`` in a process of its own and give the address, once it answers."""
    log = script.with_name("log.txt").open("w")
    server = subprocess.Popen(
        [sys.executable, *command, "runpage", str(script), "--port", str(port)],
        cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1", **environ}, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip

    def answers():
        assert server.poll() is None, script.with_name("log.txt").read_text()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait(answers)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@pytest.fixture(scope="module")
def url(folder, port):
    # Without a database: the state is kept in the process.
    environ = {"DJANGO_SETTINGS_MODULE": "project.settings", "DATABASE_URL": "sqlite:////nowhere/db"}
    with serving(folder / "app.py", port, "manage.py", **environ) as address:
        yield address


@pytest.fixture
def browser(url):
    made = Browser(url)
    made.open()
    return made


def test_it_serves_an_unchanged_streamlit_script_at_the_root(browser, url, folder):
    assert "A plain script" in browser.text
    assert f"Open {url}/" in (folder / "log.txt").read_text()


def test_r_runs_it_again_as_in_streamlit(browser):
    assert "data-fr-rerun-key" in browser.page.one(id="fr-app")


def test_a_page_may_have_a_dot_in_its_name(browser):
    link = next(node for node in browser.page.all("a") if "st.query" in node.text)
    browser.open(link["href"])
    assert "its second page" in browser.text


def test_any_object_lives_in_session_state(browser):
    browser.add("Ada")
    browser.add("Bob")
    assert "Hello Ada, Bob" in browser.text


def test_two_browsers_share_nothing(browser, url):
    browser.add("Ada")
    other = Browser(url)
    other.open()
    assert "Ada" not in other.text


def test_an_error_in_the_script_stands_in_the_page_with_file_and_line(browser, folder):
    browser.open("/?fail=1")
    error = browser.page.one(data_testid="stException").text
    line = SCRIPT.splitlines().index('    raise ValueError("asked for")') + 1
    assert "ValueError : asked for" in re.sub(r"\s+", " ", error)
    assert re.search(rf"app\.py, line {line}\b", error)
    assert "A plain script" in browser.text


def test_script_and_modules_are_read_again_when_they_change(browser, folder):
    browser.add("Ada")
    (folder / "words.py").write_text("GREETING = 'Good evening'\n")
    browser.add("Bob")
    assert "Good evening Ada, Bob" in browser.text
    (folder / "app.py").write_text(SCRIPT.replace("A plain script", "A changed script"))
    browser.add("Eve")
    assert "A changed script" in browser.text
    assert "Good evening Ada, Bob, Eve" in browser.text
    (folder / "app.py").write_text("import streamlit as st\nst.text('broken'\n")
    browser.open()
    assert "SyntaxError" in browser.page.one(data_testid="stException").text
    (folder / "app.py").write_text(SCRIPT)
    (folder / "words.py").write_text("GREETING = 'Hello'\n")
    browser.open()
    assert "A plain script" in browser.text


def test_scripts_and_styles_are_served(browser):
    for node in [*browser.page.all("script"), *browser.page.all("link", rel="stylesheet")]:
        address = node.get("src") or node.get("href")
        with browser.opener.open(browser.url + address, timeout=20) as answer:
            assert answer.status == 200
            assert answer.read()


def test_a_script_that_does_not_exist():
    with pytest.raises(CommandError, match=r"There is no file .*nonsense\.py\. Give the path of a Python script"):
        call_command("runpage", "nonsense.py")


def test_the_help_names_the_port():
    shown = subprocess.run(
        [sys.executable, "manage.py", "runpage", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "--port" in shown
    assert "8501" in shown


PAGES = """
import streamlit as st
st.navigation([st.Page(lambda: st.text("at home"), title="Home")]).run()
"""
APP = """
import streamlit as st
app = st.App("main.py")
"""
SETTINGS = """
SECRET_KEY = "k"
INSTALLED_APPS = ["formrerun", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.staticfiles"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
STATIC_URL = "/static/"
"""


def test_a_script_may_begin_with_navigation_where_the_project_has_no_pages(tmp_path):
    script = tmp_path / "pages_of_its_own.py"
    script.write_text(PAGES)
    (tmp_path / "bare_settings.py").write_text(SETTINGS)
    environ = {"DJANGO_SETTINGS_MODULE": "bare_settings", "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    with free_ports(1) as [port], serving(script, port, "-m", "django", **environ) as address:
        browser = Browser(address)
        browser.open()
        assert browser.text == "at home"


def test_what_a_project_asks_of_its_visitors_is_not_asked_here(tmp_path):
    settings = SETTINGS.replace("sqlite3", f'sqlite3", "NAME": "{tmp_path}/no_table_is_made.sqlite3')
    settings += 'FORMRERUN = {"AUDIT": True, "LOGIN_REQUIRED": True}\n'
    (tmp_path / "strict_settings.py").write_text(settings)
    (tmp_path / "app.py").write_text(SCRIPT.replace("from words", "GREETING = 'Hello'  #"))
    environ = {"DJANGO_SETTINGS_MODULE": "strict_settings", "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    with free_ports(1) as [port], serving(tmp_path / "app.py", port, "-m", "django", **environ) as address:
        browser = Browser(address)
        browser.open()
        browser.add("Ada")
        assert "Hello Ada" in browser.text


@pytest.mark.parametrize("script", [PAGES, APP], ids=["script", "app"])
def test_a_404_page_of_the_project_that_needs_its_urls_is_not_drawn(tmp_path, script):
    (tmp_path / "main.py").write_text(PAGES)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "404.html").write_text("{% url 'home_of_the_project' %}")
    settings = SETTINGS.replace('"APP_DIRS"', f'"DIRS": ["{tmp_path}/pages"], "APP_DIRS"')
    (tmp_path / "settings_with_a_404.py").write_text(settings)
    (tmp_path / "app.py").write_text(script)
    environ = {"DJANGO_SETTINGS_MODULE": "settings_with_a_404", "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    with free_ports(1) as [port], serving(tmp_path / "app.py", port, "-m", "django", **environ) as address:
        with pytest.raises(HTTPError, match="404") as raised:
            Browser(address).open("/favicon.ico")
        # Read while the server is there: it may end between the status and the body.
        assert b"<h1>Not Found</h1>" in raised.value.read()
