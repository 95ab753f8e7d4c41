"""``json``: data that unfolds."""

from __future__ import annotations

import json as json_module
from array import ArrayType
from collections import ChainMap, UserDict, UserList, deque
from collections.abc import ItemsView, KeysView, ValuesView
from dataclasses import dataclass
from enum import EnumMeta
from html import escape
from types import MappingProxyType
from typing import Any, ClassVar

from django.utils.functional import Promise

from formrerun.elements._parameters import check_width
from formrerun.elements.messages.alert import warning
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Width
from formrerun.exceptions import StreamlitInvalidParameterTypeError

#: What is written as a list, if it is what is given. What stands inside of it is not.
LISTED = (
    list, tuple, set, frozenset, ArrayType, deque, EnumMeta, enumerate, map, range,
    UserList, ItemsView, KeysView, ValuesView,
)  # fmt: skip


@dataclass(eq=False, kw_only=True)
class Json(Element):
    """A structure that can be opened and closed."""

    kind: ClassVar[str] = "json"

    body: str = ""
    expanded: bool | int = True

    def context(self) -> dict[str, Any]:
        from django.utils.safestring import mark_safe

        depth = 0 if self.expanded is False else 10**6 if self.expanded is True else int(self.expanded)
        try:
            value = json_module.loads(self.body)
        except ValueError:
            return {**super().context(), "tree": "", "text": self.body}
        return {**super().context(), "tree": mark_safe(_json_html(value, depth)), "text": ""}


@command
def json(body: Any, *, expanded: bool | int = True, width: Width = "stretch") -> DeltaGenerator:
    """
    Draw a structure that can be opened and closed.

    Parameters
    ----------
    body
        JSON text, or anything that can be written as JSON; what cannot is written as its ``repr``, and a key that
        cannot is left out, with a warning.
    expanded
        Open at first: all, none, or so many levels.

    Raises
    ------
    StreamlitInvalidParameterTypeError
        If ``expanded`` is neither of both.
    """
    check_width(width)
    if not isinstance(expanded, int):
        raise StreamlitInvalidParameterTypeError("expanded", type(expanded).__name__, ["bool", "int"])
    body = str(body) if isinstance(body, Promise) else _plain(body)
    if not isinstance(body, str):
        try:
            body = json_module.dumps(body, default=_as_json)
        except TypeError as error:
            warning(
                "Warning: this data structure was not fully serializable as JSON due to one or more unexpected keys.  "
                f"(Error was: {error})"
            )
            body = json_module.dumps(body, default=_as_json, skipkeys=True)
    return draw(Json(body=body, expanded=expanded, width=width))


def is_proxy(value: Any) -> bool:
    """Return True for the package's own mappings, as session_state is one."""
    return hasattr(value, "to_dict") and type(value).__module__.startswith("formrerun.")


def _plain(body: Any) -> Any:
    """Return a structure as Streamlit takes it apart: lists of whatever is listed, mappings as they are."""
    if is_proxy(body):
        return _with_texts(body.to_dict())
    if hasattr(body, "_asdict"):
        return _with_texts(body._asdict())
    if isinstance(body, (ChainMap, MappingProxyType, UserDict)):
        return _with_texts(dict(body))
    if isinstance(body, LISTED):
        return _with_texts(list(body))
    return _with_texts(body)


def _with_texts(value: Any) -> Any:
    """Return it with Django's lazy texts among its keys as the texts they are."""
    if isinstance(value, dict):
        return {str(k) if isinstance(k, Promise) else k: _with_texts(item) for k, item in value.items()}
    return [_with_texts(item) for item in value] if isinstance(value, (list, tuple)) else value


def _as_json(value: Any) -> Any:
    if isinstance(value, Promise):
        return str(value)
    return list(value) if isinstance(value, set) else repr(value)


def _json_html(value: Any, depth: int, name: str | int | None = None) -> str:
    """
    Return a structure as nested ``<details>``: it opens and closes without a script.

    By no template: one that includes itself takes seven times as long, and reaches Python's limit of nested calls in
    structures a quarter as deep.
    """
    key = "" if name is None else escape(json_module.dumps(name, ensure_ascii=False))
    label = f'<span class="fr-json-key">{key}</span>: ' if key else ""
    if isinstance(value, (dict, list)):
        opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
        if not value:
            return f'<div class="fr-json-row">{label}{opening}{closing}</div>'
        items = value.items() if isinstance(value, dict) else enumerate(value)
        rows = "".join(_json_html(item, depth - 1, name) for name, item in items)
        state = " open" if depth > 0 else ""
        count = f'<span class="fr-json-count">{len(value)}</span>'
        return (
            f'<details class="fr-json-node"{state}><summary>{label}{opening}{count}</summary>'
            f'<div class="fr-json-rows">{rows}</div>{closing}</details>'
        )
    css = {str: "string", bool: "bool", type(None): "null"}.get(type(value), "number")
    shown = escape(json_module.dumps(value, ensure_ascii=False))
    return f'<div class="fr-json-row">{label}<span class="fr-json-{css}">{shown}</span></div>'


__all__ = ["json"]
