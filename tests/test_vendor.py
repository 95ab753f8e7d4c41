"""The third-party files that the package ships are what their packages held, each with its licence."""

from __future__ import annotations

import hashlib
import json
import re
import runpy
from pathlib import Path

import pytest

import formrerun

PACKAGE = Path(formrerun.__file__).parent
VENDOR = PACKAGE / "static/formrerun/vendor"
ENTRIES = json.loads((VENDOR / "VERSIONS.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_a_vendored_file_is_the_one_that_was_fetched(entry):
    assert hashlib.sha256((PACKAGE / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert entry["version"]
    assert entry["package"]
    assert entry["path"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_a_vendored_file_has_its_licence_beside_it(entry):
    folder = VENDOR if entry["file"].startswith("static/") else (PACKAGE / entry["file"]).parent
    text = (folder / f"{entry['name']}.LICENSE").read_text(encoding="utf-8")
    named = {
        "0BSD": "Zero-Clause BSD",
        "Apache-2.0": "Apache License",
        "BSD-3-Clause": "Redistribution and use in source and binary forms",
        "BSD-2-Clause": "Redistribution and use in source and binary forms",
        "ISC": "Permission to use, copy, modify, and/or distribute",
        "MIT": "Permission is hereby granted, free of charge",
    }
    assert named[entry["licence"]] in text


def test_a_library_is_no_global():
    """So that a site may have another version of it; what it is called stands in ``docs/vendor.py``."""
    vendor = runpy.run_path(str(PACKAGE.parent / "docs" / "vendor.py"))
    for file, name in vendor["ALONE"].items():
        data = (VENDOR / file).read_bytes()
        start, end = vendor["alone"](b"the library", name).split(b"the library")
        assert data.startswith(start)
        assert data.endswith(end)


def test_every_vendored_file_is_listed():
    listed = {entry["file"] for entry in ENTRIES}
    present = {path.relative_to(PACKAGE).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert {name for name in present if not name.endswith((".LICENSE", "VERSIONS.json"))} <= listed


@pytest.mark.parametrize(
    "path", [p for p in VENDOR.rglob("*") if p.suffix in (".js", ".css")], ids=lambda path: path.name
)
def test_a_vendored_file_names_no_file_that_is_missing(path):
    text = path.read_text(encoding="utf-8")
    assert "sourceMappingURL" not in text
    if path.suffix == ".css":
        for name in re.findall(r"url\(['\"]?([^)'\"]+)", text):
            assert name.startswith(("#", "data:")) or (path.parent / name).is_file()
