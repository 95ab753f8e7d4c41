"""``.streamlit/config.toml`` of a script."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

logger = logging.getLogger("formrerun")


def options_of(folder: Path) -> Mapping[str, Any]:
    """Return the options of the script in a folder: its own file before that of where the process runs."""
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
    return merged


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
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        logger.warning("%s is not read: %s.", file, error)
        return {}


__all__ = ["option", "options_of", "shows_errors"]
