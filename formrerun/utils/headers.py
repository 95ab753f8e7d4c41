"""Headers of a request by their names, without the mapping of all of them that ``request.headers`` makes."""

from __future__ import annotations

from functools import cache
from typing import Any


def header(request: Any, name: str) -> str:
    """Return a header of a request, such as "Accept"; "" if it has none."""
    found: str = request.META.get(_variable(name), "")
    return found


@cache
def _variable(name: str) -> str:
    """Return under which name WSGI, and Django under ASGI too, has a header."""
    return "HTTP_" + name.upper().replace("-", "_")


__all__ = ["header"]
