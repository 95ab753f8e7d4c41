"""What a component consists of, and where the browser finds it: texts by their hash, files in a package's folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from formrerun.elements.component_files import component_url, module_url
from formrerun.elements.stylesheets import stylesheet_url
from formrerun.exceptions import StreamlitAPIException, StreamlitComponentRegistryError

_FILE = re.compile(r".*[/\\*?\[\]].*|.*\.(?:js|mjs|cjs|css)", re.IGNORECASE)


@dataclass(frozen=True)
class Definition:
    """
    A component as it was declared.

    Attributes
    ----------
    name
        What it is called.
    html, css, js
        Its parts, as texts; None for none.
    folder
        Where the files of its package are, if it has any.
    css_file, js_file
        Its parts as files in that folder.
    """

    name: str
    html: str | None = None
    css: str | None = None
    js: str | None = None
    folder: str = ""
    css_file: str = ""
    js_file: str = ""

    def style_address(self) -> str:
        """Return where its styles are; "" for none."""
        if self.css_file:
            return component_url(self.folder, self.css_file)
        return stylesheet_url(self.css) if self.css and self.css.strip() else ""

    def module_address(self) -> str:
        """Return where its script is; "" for none."""
        if self.js_file:
            return component_url(self.folder, self.js_file)
        return module_url(self.js) if self.js and self.js.strip() else ""


def define(name: str, html: str | None, css: str | None, js: str | None) -> Definition:
    """
    Return a component's definition; what looks like a path is a file in the folder that its package declares.

    Raises
    ------
    StreamlitAPIException
        If no package declares the component.
    StreamlitComponentRegistryError
        If there is no such file in the folder.
    """
    texts: dict[str, Any] = {}
    for kind, given in (("css", css), ("js", js)):
        if given is None or not is_file(given):
            texts[kind] = given
            continue
        folder = texts.get("folder") or asset_folder(name)
        if folder is None:
            raise StreamlitAPIException(
                f"Component '{name}' must be declared in pyproject.toml with asset_dir to use file-backed {kind}."
            )
        texts["folder"], texts[f"{kind}_file"] = folder, _file_in(Path(folder), given)
    return Definition(name, html, **texts)


def is_file(given: str) -> bool:
    """Return True if a part looks like a path or pattern and not like the text itself."""
    text = given.strip()
    return "\n" not in text and "\r" not in text and _FILE.fullmatch(text) is not None


def _file_in(folder: Path, given: str) -> str:
    if given.startswith(("/", "\\")) or ":" in given or ".." in re.split(r"[/\\]", given):
        raise StreamlitComponentRegistryError(f"Unsafe paths are not allowed in component paths: {given}")
    root = folder.resolve()
    found = [path.resolve() for path in root.glob(given)]
    inside = [path for path in found if path.is_relative_to(root) and path.is_file()]
    if len(inside) != 1:
        said = "No files" if not inside else "Multiple files"
        raise StreamlitComponentRegistryError(
            f"{said} found matching pattern '{given}' in package root {root}. Exactly one file must match the pattern."
        )
    return inside[0].relative_to(root).as_posix()


def asset_folder(name: str) -> str | None:
    """Return the folder that an installed package declares for a component called ``<project>.<component>``."""
    project, _dot, component = name.rpartition(".")
    try:
        import tomllib
    except ImportError:  # before Python 3.11
        return None
    for place in _projects(project):
        try:
            declared = tomllib.loads(place.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if _canonical(declared.get("project", {}).get("name", "")) != _canonical(project):
            continue
        for entry in declared.get("tool", {}).get("streamlit", {}).get("component", {}).get("components", ()):
            if entry.get("name") == component and entry.get("asset_dir"):
                folder = (place.parent / entry["asset_dir"]).resolve()
                if folder.is_dir() and folder.is_relative_to(place.parent.resolve()):
                    return str(folder)
    return None


def _projects(project: str) -> Iterator[Path]:
    """Give the places where a package may say what it has."""
    if not project:
        return
    try:
        found = metadata.distribution(project)
    except (metadata.PackageNotFoundError, ValueError):
        return
    files = [Path(str(found.locate_file(file))) for file in found.files or ()]
    yield from (file for file in files if file.name == "pyproject.toml")
    package = Path(str(found.locate_file(project.replace("-", "_"))))
    yield from (package / "pyproject.toml", package.parent / "pyproject.toml")


def _canonical(name: Any) -> str:
    return re.sub(r"[-_.]+", "-", str(name)).lower()
