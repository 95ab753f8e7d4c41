"""What engine/ may know: the rerun engine runs without HTTP, templates, sessions and Channels."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import formrerun

ENGINE = sorted((Path(formrerun.__file__).parent / "engine").glob("*.py"))
#: What the engine may not import, and what stands below it.
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

BELOW = tuple(f"formrerun.{name}" for name in ("engine", "codec", "utils", "conf", "signals", "exceptions"))


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


@pytest.mark.parametrize("module", ENGINE, ids=lambda path: path.name)
def test_engine_imports_no_http_template_session_or_channels(module):
    assert outside(module.read_text()) == []


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
def test_the_rule_sees_every_way_to_import(line):
    assert outside(line)


def test_what_the_engine_does_need_is_allowed():
    assert outside("from django.utils.functional import Promise\nfrom django.db.models import Model") == []


def test_engine_imports_nothing_above_it():
    above = [
        f"{path.name}: {name}"
        for path in ENGINE
        for name in imported(path.read_text())
        if name.startswith("formrerun.") and not name.startswith(BELOW)
    ]
    assert above == []
