"""
Keys and identities.

A widget's identity decides which value it gets. With a key it is the kind, the key and the few parameters that reset
a widget when they change; without one it is every parameter, the form and the root container
(semantics 3.1).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from formrerun.exceptions import (
    StreamlitAPIException,
    StreamlitMissingRequiredParameterError,
    StreamlitValueError,
)
from formrerun.utils.digests import digest

#: Beginning of names that page authors may not use as keys.
RESERVED = "$$ID"
#: Beginning of the ids of widgets.
WIDGET = "fr-"
#: The HTML id of the form of all widgets outside any form, and what the ids of the others begin with.
PAGE_FORM, FORM = "fr-page", "fr-form-"


def to_key(key: str | int | None) -> str | None:
    """
    Return a key as text, or None.

    Raises
    ------
    StreamlitValueError
        If it is empty.
    StreamlitAPIException
        If it begins with the reserved prefix.
    """
    if key is None:
        return None
    text = str(key)
    if not text:
        raise StreamlitValueError("key", ["a non-empty string"])
    if text.startswith(RESERVED):
        raise StreamlitAPIException(f"Keys beginning with {RESERVED} are reserved.")
    return text


def needed_key(key: str | int | None) -> str:
    """
    Return the key of a widget that code names, as text.

    Raises
    ------
    StreamlitMissingRequiredParameterError
        If it is None; and what :func:`to_key` raises.
    """
    name = to_key(key)
    if name is None:
        raise StreamlitMissingRequiredParameterError("key")
    return name


def identity(
    kind: str, key: str | None, page: str, form: str, root: str, params: Mapping[str, Any], resets: Collection[str]
) -> str:
    """
    Return a widget's id, used as its HTML id and as the name of its field.

    Parameters
    ----------
    kind
        The element kind.
    key
        The author's key, or None.
    page, form, root
        Where it stands: the page, the form's key ("" outside a form), the root container.
    params
        Every parameter that tells one widget without key from another.
    resets
        The names of those parameters that reset a widget with a key when they change.
    """
    if key is not None:
        resetting = [(name, params[name]) for name in resets]
        return WIDGET + digest(kind, "key", key, page, *resetting)
    return WIDGET + digest(kind, page, form, root, *params.items())


def css_key(key: str) -> str:
    """Return the class that an element with this key carries, as Streamlit names it: ``st-key-<key>``."""
    return "st-key-" + "".join(char if char.isalnum() or char in "_-" else "-" for char in key.strip())
