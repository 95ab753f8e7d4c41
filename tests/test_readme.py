"""The README's "Add it to a project", pasted into a fresh project."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = dict(
    re.findall(r"^```python\n# (mysite/\w+\.py).*?\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.S | re.M)
)

#: Somebody opens the page, greets and is greeted.
VISIT = """
from django.test import Client
from tests.visitor import Visitor

for script in (True, False):
    visitor = Visitor("/greeting/", Client(enforce_csrf_checks=True), script=script)
    assert "Who are you?" in visitor.text
    visitor.fill("Your name", "Ada").press("Greet me")
    assert "Hello, Ada!" in visitor.text
    assert visitor.shown("Your name") == [""]
"""


@pytest.fixture
def run(tmp_path):
    """Run Python in a folder where ``startproject`` has made a project."""
    env = {name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "TEST_SQLITE")}
    env["PYTHONPATH"] = f"{tmp_path}{os.pathsep}{ROOT}"

    def run(*args):
        done = subprocess.run(
            [sys.executable, *args], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    run("-m", "django", "startproject", "mysite", ".")
    return run


def test_what_the_readme_says_works_in_a_fresh_project(run, tmp_path):
    assert sorted(FILES) == ["mysite/pages.py", "mysite/settings.py", "mysite/urls.py"]
    for name, source in FILES.items():
        there = (tmp_path / name).read_text("utf-8") if name.endswith("settings.py") else ""
        (tmp_path / name).write_text(there + source, "utf-8")
    run("manage.py", "check", "--fail-level", "WARNING")
    run("manage.py", "migrate")
    run("manage.py", "shell", "-c", f"from django.conf import settings; settings.ALLOWED_HOSTS = ['*']\n{VISIT}")
