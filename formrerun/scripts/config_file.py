"""``.streamlit/config.toml`` of a script."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

logger = logging.getLogger("formrerun")


def options_of(folder: Path) -> Mapping[str, Any]:
    """Return the options of the script in a folder: environment, its own file, that of where the process runs."""
    merged: dict[str, Any] = {}
    for base in dict.fromkeys((Path.cwd(), folder)):
        file = base / ".streamlit" / "config.toml"
        try:
            found = _read(file, file.stat().st_mtime_ns)
        except OSError:
            continue
        for section, values in found.items():
            if isinstance(values, Mapping):
                merged[section] = {**merged.get(section, {}), **values}
    for section, values in _from_environment().items():
        merged[section] = {**merged.get(section, {}), **values}
    base = option(merged, "theme.base")
    if isinstance(base, str) and base not in ("light", "dark"):
        merged["theme"] = _over(_theme_file(base, folder), {**merged["theme"], "base": None})
    return merged


def _from_environment() -> Mapping[str, Mapping[str, Any]]:
    """Return what variables say: ``STREAMLIT_SERVER_MAX_UPLOAD_SIZE`` is ``server.maxUploadSize``."""
    made: dict[str, dict[str, Any]] = {}
    for name, text in os.environ.items():
        if name.startswith("STREAMLIT_"):
            _prefix, section, *words = name.lower().split("_")
            key = "".join(word.capitalize() if place else word for place, word in enumerate(words))
            value = int(text) if text.isdecimal() else {"true": True, "false": False}.get(text.lower(), text)
            made.setdefault(section, {})[key] = value
    return made


def _theme_file(name: str, folder: Path) -> Mapping[str, Any]:
    """Return what the file says that ``theme.base`` names, from where the process runs or beside the script."""
    for file in (Path.cwd() / name, folder / name):
        try:
            theme = _read(file, file.stat().st_mtime_ns).get("theme", {})
        except (OSError, ValueError):
            continue
        return theme if isinstance(theme, Mapping) else {}
    _miss(name)
    return {}


@lru_cache(maxsize=32)
def _miss(name: str) -> None:
    """Say once of each what is missing."""
    logger.warning("The theme %s is not read: theme.base is `light`, `dark`, or a file that is there.", name)


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return options over those of a theme they are based on, section by section."""
    made = dict(below)
    for name, value in above.items():
        inner = made.get(name)
        if isinstance(value, Mapping) and isinstance(inner, Mapping):
            made[name] = _over(inner, value)
        elif value is not None:
            made[name] = value
    return made


def option(options: Mapping[str, Any], name: str) -> Any:
    """Return one option by Streamlit's name, such as ``client.showErrorDetails``; None if it is not set."""
    section, _, key = name.partition(".")
    return options.get(section, {}).get(key)


def shows_errors(options: Mapping[str, Any]) -> bool | None:
    """Return whether errors are shown with their details; None if the file does not say."""
    chosen = option(options, "client.showErrorDetails")
    return None if chosen is None else chosen in (True, "full", "stacktrace", "true", "True")


@lru_cache(maxsize=64)
def _read(file: Path, changed: int) -> Mapping[str, Any]:
    try:
        import tomllib
    except ImportError:
        logger.warning("%s is not read: Python 3.10 reads no TOML. Use Python 3.11 or newer.", file)
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        logger.warning("%s is not read: %s.", file, error)
        return {}


__all__ = ["option", "options_of", "shows_errors"]
