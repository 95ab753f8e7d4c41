"""How the package is built: what may import what, what things are called, how long a file may be."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import formrerun

PACKAGE = Path(formrerun.__file__).parent
ROOT = PACKAGE.parent
ENGINE = sorted((PACKAGE / "engine").glob("*.py"))
#: What the engine may not import; that it imports nothing of ours above it is held by import-linter.
FORBIDDEN = (
    "asgiref",
    "channels",
    "daphne",
    "django.contrib",
    "django.core.handlers",
    "django.forms",
    "django.http",
    "django.middleware",
    "django.shortcuts",
    "django.template",
    "django.urls",
    "django.views",
)
#: Files that may have more than 400 lines: AppTest has Streamlit's surface, all errors and all that is used of Django
#: without being documented stand together.
LONG = {"testing/app_test.py", "exceptions.py", "utils/django_internals.py"}
MOST = 400
#: A project without pages of its own.
APPS = ["formrerun", "django.contrib.auth", "django.contrib.contenttypes"]


def imported(source: str) -> Iterator[str]:
    """Yield the full name of everything a module imports, inside functions too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def outside(source: str) -> list[str]:
    """Return the imports of a module that engine/ may not have."""
    return [name for name in imported(source) if f"{name}.".startswith(tuple(f"{known}." for known in FORBIDDEN))]


class TestEngine:
    @pytest.mark.parametrize("module", ENGINE, ids=lambda path: path.name)
    def test_it_imports_no_http_template_session_or_channels(self, module):
        assert outside(module.read_text()) == []

    def test_it_was_looked_at(self):
        assert len(ENGINE) > 10  # an empty parametrisation would only be skipped

    @pytest.mark.parametrize(
        "line",
        [
            "import django.http",
            "from django.http import HttpRequest",
            "from django import http",
            "def f():\n    from django.contrib.auth import login",
            "import channels.layers as layers",
            "from asgiref.sync import sync_to_async",
            "from django import template, urls",
        ],
    )
    def test_the_rule_sees_every_way_to_import(self, line):
        assert outside(line)

    def test_what_it_does_need_is_allowed(self):
        assert outside("from django.utils.functional import Promise\nfrom django.db.models import Model") == []


class TestNames:
    @pytest.mark.parametrize("package", ["formrerun", "formrerun.api", "formrerun.elements"])
    def test_no_module_hides_a_public_command(self, package):
        folder = Path(import_module(package).__file__).parent
        modules = {path.stem for path in folder.glob("*.py")} | {path.parent.name for path in folder.glob("*/*.py")}
        assert len(modules) > 3
        # "errors" and "exceptions" are both: st.errors is the module.
        assert modules & set(import_module("formrerun.api").__all__) <= {"errors", "exceptions"}

    def test_a_script_may_begin_with_navigation(self, tmp_path):
        script = tmp_path / "app.py"
        script.write_text(
            "import streamlit as st\npg = st.navigation([st.Page(lambda: st.write('home'), title='H')])\npg.run()"
        )
        test = (
            f"from formrerun.testing import AppTest; print(AppTest.from_file({str(script)!r}).run().markdown[0].value)"
        )
        assert without_project(test).strip() == "home"

    def test_the_decorator_may_be_the_first_import(self):
        setup = (
            "import django; from django.conf import settings;"
            f"settings.configure(INSTALLED_APPS={APPS}, SECRET_KEY='k', DATABASES={{}}); django.setup()"
        )
        use = "from formrerun.pages import page; print(page(title='A')(lambda: None).page.title)"
        assert without_project(f"{setup}; {use}").strip() == "A"


def without_project(code: str) -> str:
    """Return what a fresh Python prints that knows no project."""
    environ = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class TestFiles:
    def test_no_file_is_too_long_to_read(self):
        found = {
            path.relative_to(PACKAGE).as_posix(): len(path.read_text().splitlines()) for path in PACKAGE.rglob("*.py")
        }
        assert found
        long = {name: lines for name, lines in found.items() if lines > MOST and name not in LONG}
        assert long == {}, f"divide what has more than {MOST} lines"

    def test_every_package_is_in_the_guide_with_its_own_words(self):
        guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
        told = dict(re.findall(r"^\| `([a-z_/]+)/` \| (.+?) \|$", guide, re.MULTILINE))
        packages = [path.parent for path in sorted(PACKAGE.glob("*/__init__.py")) if path.parent.name != "migrations"]
        own = {path.name: first_sentence(path / "__init__.py") for path in packages}
        assert told == own, "CONTRIBUTING.md and the packages' docstrings say different things"

    def test_every_file_says_what_is_in_it(self):
        silent = [
            path.relative_to(PACKAGE).as_posix()
            for path in PACKAGE.rglob("*.py")
            if path.read_text().strip()
            and "migrations" not in path.parts
            and not ast.get_docstring(ast.parse(path.read_text()))
        ]
        assert silent == []


def first_sentence(path: Path) -> str:
    """Return the first paragraph of a module's docstring, as Markdown."""
    text = ast.get_docstring(ast.parse(path.read_text())) or ""
    return text.split("\n\n")[0].replace("\n", " ").replace("``", "`")
