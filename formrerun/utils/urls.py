"""Addresses and their query parameters."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings as project
from django.urls import NoReverseMatch, get_resolver, get_script_prefix, get_urlconf, reverse
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language

from formrerun.exceptions import FormrerunError
from formrerun.utils.bounded_cache import BoundedCache
from formrerun.utils.django_internals import namespaces_of

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger("formrerun")

#: The longest parameter of an address that pages make, and the longest query, in encoded characters. Addresses go into
#: headers: a proxy takes 4 kB of these, and a server not much more of the next request.
LONGEST_PARAMETER, LONGEST_QUERY = 1_000, 1_200

_addresses: BoundedCache[str] = BoundedCache(lambda: 2_000)
_said: set[str] = set()  # names of parameters that were left out


def own_address(name: str, *args: str) -> str:
    """
    Return the address of one of ``formrerun.urls``, wherever they are included.

    Raises
    ------
    FormrerunError
        If the URLconf of the request does not include them.
    """
    # All that an address depends on. The resolver is another one when the URLconf has been read again.
    key = (get_resolver(get_urlconf()), get_script_prefix(), get_language(), name, args)
    address = _addresses.get(key)
    if address is None:
        address = _own_address(name, args)
        _addresses.put(key, address)
    return address


def _own_address(name: str, args: tuple[str, ...]) -> str:
    try:
        return reverse(f"formrerun:{name}", args=args)
    except NoReverseMatch:
        for namespace in namespaces_of("formrerun", get_urlconf()):
            try:
                return reverse(f"{namespace}:{name}", args=args)
            except NoReverseMatch:  # below an argument: which one to take, nobody knows here
                continue
    raise FormrerunError(
        'The URLconf does not include formrerun.urls. Add `path("formrerun/", include("formrerun.urls"))` to its '
        "urlpatterns, without arguments in the path; where a middleware sets `request.urlconf`, to that one's too."
    )


def path_of(request: HttpRequest) -> str:
    """Return where a request came to as an address of this site: "//elsewhere.example/" as it is would be another."""
    return escape_leading_slashes(request.path)


def with_query(location: str, query: Any) -> str:
    """Return an address with more query parameters: pairs, a mapping whose values may be lists, or what is encoded."""
    if not query:
        return location
    address, mark, fragment = location.partition("#")
    added = query if isinstance(query, str) else urlencode(dict(query), doseq=True, errors="replace")
    return f"{address}{'&' if '?' in address else '?'}{added}{mark}{fragment}"


def has_room(query: Mapping[str, Any], name: str, value: Any) -> bool:
    """Return True if an address that says this query may say this parameter as well; else that is said in the log."""
    others = sum(
        length for other in query if other != name and (length := _length(other, query[other])) <= LONGEST_PARAMETER
    )
    fits = (length := _length(name, value)) <= LONGEST_PARAMETER and others + length <= LONGEST_QUERY
    if not fits:
        _say(name)
    return fits


def short_query(query: Any, first: Collection[str] = ()) -> dict[str, Any]:
    """
    Return the parameters that an address has room for.

    Parameters
    ----------
    query
        Pairs, or a mapping whose values may be lists; None for none.
    first
        The names that come before others if there is no room for all.
    """
    given, kept, left = dict(query or ()), set(), LONGEST_QUERY
    for name in sorted(given, key=lambda name: name not in first):
        length = _length(name, given[name])
        if length <= min(LONGEST_PARAMETER, left):
            kept.add(name)
            left -= length
        else:
            _say(str(name))
    return {name: given[name] for name in given if name in kept}


def _length(name: Any, value: Any) -> int:
    """Return how long a parameter is in an address, with the sign behind it."""
    return len(urlencode({name: value}, doseq=True, errors="replace")) + 1


def _say(name: str) -> None:
    """Say once, while the site is developed, that a parameter was left out."""
    if project.DEBUG and name not in _said:
        _said.add(name)
        logger.warning(
            "The query parameter %r is too long for an address and was left out of it: with it the query would have "
            "more than %s characters, or the parameter more than %s. Keep long values in st.session_state.",
            name, LONGEST_QUERY, LONGEST_PARAMETER,
        )  # fmt: skip


__all__ = ["LONGEST_PARAMETER", "LONGEST_QUERY", "has_room", "path_of", "short_query", "with_query"]
