"""Addresses and their query parameters."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode


def with_query(location: str, query: Any) -> str:
    """Return an address with more query parameters: pairs, or a mapping whose values may be lists."""
    if not query:
        return location
    return f"{location}{'&' if '?' in location else '?'}{urlencode(dict(query), doseq=True, errors='replace')}"
