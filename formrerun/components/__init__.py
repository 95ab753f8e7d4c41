"""Streamlit's `components`: documents and components of the author's, in sandboxed frames and in the page itself."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    if name not in ("v1", "v2"):
        raise AttributeError(f"module 'formrerun.components' has no attribute {name!r}")
    return import_module(f"formrerun.components.{name}")
