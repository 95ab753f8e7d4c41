"""The wheel that the tree gives, installed beside nothing but its dependencies, serves a page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

SETTINGS = """
INSTALLED_APPS.insert(0, "formrerun")
STATIC_ROOT = BASE_DIR / "collected"
LANGUAGE_CODE = "de"
"""

URLS = """
import formrerun as fr
from django.urls import include, path

@fr.page(title="Greeting")
def greeting(request):
    with fr.form("who"):
        name = fr.text_input("Name", key="name")
        if fr.form_submit_button("Greet"):
            fr.write(f"Hello, {name}!")

urlpatterns = [path("formrerun/", include("formrerun.urls")), path("", greeting)]
"""

VISIT = """
import re
from pathlib import Path
import django
django.setup()
import formrerun
assert Path(formrerun.__file__).parts[-3] == "installed", formrerun.__file__
from django.contrib.staticfiles import finders
from django.test import Client

client = Client(headers={"host": "localhost"})
page = client.get("/")
assert page.status_code == 200, page.content
text = page.content.decode()
files = re.findall(r'(?:href|src|data-fr-[\\w-]+)="/static/([^"]+)"', text)
assert len(files) > 8, files
missing = [file for file in files if finders.find(file) is None]
assert not missing, missing

hidden = dict(re.findall(r'<input type="hidden" form="fr-form-\\w+" name="(\\w+)" value="([^"]*)">', text))
name = re.search(r'<input type="text"[^>]* name="(fr-\\w+)"', text)[1]
trigger = re.search(r'name="_fr_trigger" value="(\\w+)"[^>]*data-testid', text) or re.search(r'value="(fr-\\w+)"', text)
answer = client.post("/", {name: "Ada", "_fr_trigger": trigger[1], **hidden}, follow=True)
assert "Hello, Ada!" in answer.content.decode(), answer.content.decode()[-3000:]
assert "Zum Inhalt springen" in text
"""


def run(*command, **options):
    done = subprocess.run(
        [sys.executable, *command], check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from a copy: the tree stays as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    shutil.copytree(ROOT / "formrerun", tree / "formrerun", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    run("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(tree))
    (made,) = folder.glob("*.whl")
    return made


def test_it_has_everything_and_nothing_else(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    inside = {str(path.relative_to(ROOT)) for path in (ROOT / "formrerun").rglob("*") if path.is_file()}
    inside = {name for name in inside if "__pycache__" not in name and not name.endswith(".po")}
    assert inside <= names, sorted(inside - names)
    extra = {name for name in names - inside if ".dist-info/" not in name and not name.endswith(".po")}
    assert not extra
    catalogues = {f"formrerun/locale/{language}/LC_MESSAGES/django.mo" for language in ("ar", "de", "es", "fr")}
    assert {"formrerun/py.typed", *catalogues} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("vendor/htmx.LICENSE") and "licenses" in name for name in names)


def test_it_serves_a_page_from_an_empty_project(wheel, tmp_path):
    run(
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(tmp_path / "installed"),
        str(wheel),
    )
    run("-m", "django", "startproject", "site1", str(tmp_path), cwd=tmp_path)
    with open(tmp_path / "site1/settings.py", "a") as settings:
        settings.write(SETTINGS)
    (tmp_path / "site1/urls.py").write_text(URLS)
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SECRET_KEY")},
        "PYTHONPATH": str(tmp_path / "installed"), "DJANGO_SETTINGS_MODULE": "site1.settings",
    }  # fmt: skip
    manage = str(tmp_path / "manage.py")
    assert "formrerun.E" not in run(manage, "check", cwd=tmp_path, env=environment)
    run(manage, "migrate", "--verbosity", "0", cwd=tmp_path, env=environment)
    run(manage, "collectstatic", "--no-input", "--verbosity", "0", cwd=tmp_path, env=environment)
    run("-c", "import sys; sys.path.insert(0, '.')\n" + VISIT, cwd=tmp_path, env=environment)
