"""What is imported when Django starts: ``elements.py`` and ``pages.py`` of the apps that use formrerun."""

from __future__ import annotations

import subprocess
import sys

import pytest

from formrerun.apps import imports_us

SETTINGS = """
SECRET_KEY = "x"
INSTALLED_APPS = ["formrerun", "theirs", "django.contrib.contenttypes", "django.contrib.auth"]
USE_TZ = True
"""

#: What stands in a module, and whether it is one of ours.
MODULES = {
    "import formrerun as fr": True,
    "from formrerun.elements import toolkit": True,
    "from formrerun import page": True,
    "def f():\n    import formrerun": True,
    "import formrerun.testing": True,
    "# like formrerun": False,
    "text = 'import formrerun'": False,
    "import formrerunner": False,
    "from .formrerun import x": False,
    "import os": False,
    "": False,
}


@pytest.fixture
def package(tmp_path, monkeypatch):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    sys.modules.pop("theirs", None)


@pytest.mark.parametrize(("source", "ours"), MODULES.items(), ids=[repr(source) for source in MODULES])
def test_which_modules_are_ours(package, source, ours):
    (package / "theirs" / "pages.py").write_text(source, encoding="utf-8")
    assert imports_us("theirs.pages") is ours
    assert "theirs.pages" not in sys.modules


def test_an_app_without_such_modules(package):
    assert not imports_us("theirs.pages")


def start(package, settings, program):
    """Return what a process says that starts Django with these settings."""
    (package / "settings_of_theirs.py").write_text(settings, encoding="utf-8")
    env = {"PYTHONPATH": f"{package}:{':'.join(sys.path)}", "DJANGO_SETTINGS_MODULE": "settings_of_theirs"}
    program = f"import django, sys; django.setup(); {program}"
    return subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False)


def test_sessions_and_users_that_are_missing_are_said_with_the_cure(package):
    done = start(package, SETTINGS.replace(', "django.contrib.auth"', ""), "")
    assert done.returncode == 1
    assert "add django.contrib.sessions (and django.contrib.auth" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", ["pages", "elements"])
def test_a_module_that_is_not_ours_may_do_what_it_likes(package, name):
    (package / "theirs" / f"{name}.py").write_text("raise RuntimeError('do not import this')", encoding="utf-8")
    done = start(package, SETTINGS, "print('theirs.pages' in sys.modules)")
    assert (done.returncode, done.stdout) == (0, "False\n"), done.stderr
