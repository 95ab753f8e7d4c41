"""The scripts that a page loads are their sources, joined, and can be read; no page loads a source by itself."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = runpy.run_path(str(ROOT / "docs" / "scripts.py"))
STATIC = SCRIPTS["STATIC"]
OURS = sorted(STATIC.glob("*.js"))


@pytest.mark.parametrize("script", SCRIPTS["SOURCES"])
def test_a_script_is_its_sources_joined(script):
    shipped = (STATIC / f"{script}.js").read_text(encoding="utf-8")
    assert shipped == SCRIPTS["joined"](script), "run `python docs/scripts.py`"


def test_every_source_is_joined_once():
    named = [
        f"{script}/{name}.js"
        for script, names in SCRIPTS["SOURCES"].items()
        for name in names
        if not name.startswith("vendor/")
    ]
    present = [path.relative_to(STATIC / "src").as_posix() for path in (STATIC / "src").rglob("*") if path.is_file()]
    assert sorted(named) == sorted(present)


def test_no_page_loads_a_source():
    templates = [*(ROOT / "formrerun" / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.html")]
    loaded = [name for path in templates for name in re.findall(r"formrerun/[\w./-]+\.js", path.read_text("utf-8"))]
    assert "formrerun/formrerun.js" in loaded
    assert [name for name in loaded if "/src/" in name] == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_state_hangs_on_elements(path):
    """What a script knows of an element stands in a WeakMap or a private field; ``data-fr-`` is the server's word."""
    assert re.findall(r"(?<!dataset)\.fr[A-Z]\w* *(?:\?\?|\|\|)?=(?![=>])", path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_line_is_longer_than_110_columns(path):
    names = SCRIPTS["SOURCES"].get(path.stem)
    text = path.read_text("utf-8")
    if names:
        text = "".join(SCRIPTS["source"](path.stem, name) for name in names if not name.startswith("vendor/"))
    lines = enumerate(text.splitlines(), 1)
    assert [number for number, line in lines if len(line) > 110] == []


def test_htmx_is_a_part_of_the_script_and_no_page_loads_it():
    """It is no global, so that a site may have another; and reads no settings, for those in the page are the site's."""
    joined = (STATIC / "formrerun.js").read_text("utf-8")
    vendored = (STATIC / "vendor" / "htmx.min.js").read_text("utf-8")
    theirs, ours = SCRIPTS["SETTINGS_OF_HTMX"]
    assert vendored.replace(theirs, ours).strip().removesuffix(";") in joined
    assert "htmx-config" not in joined
    assets = (ROOT / "formrerun" / "templates" / "formrerun" / "_assets.html").read_text("utf-8")
    assert "htmx" not in assets
