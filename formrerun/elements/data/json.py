"""``json``: data that unfolds."""

from __future__ import annotations

import json as json_module
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from html import escape
from typing import Any, ClassVar

from django.utils.functional import Promise

from formrerun.elements._parameters import check_width
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Width


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
        JSON text, or anything that can be written as JSON; what cannot is written as its ``repr``.
    expanded
        Open at first: all, none, or so many levels.
    """
    check_width(width)
    if isinstance(body, Promise):
        body = str(body)
    if not isinstance(body, str):
        body = json_module.dumps(_plain(body), default=_as_json, ensure_ascii=False)
    return draw(Json(body=body, expanded=expanded, width=width))


def _plain(value: Any) -> Any:
    from formrerun.engine.state import State

    if isinstance(value, State) or (hasattr(value, "to_dict") and not isinstance(value, Mapping)):
        try:
            return value.to_dict()
        except (TypeError, ValueError):
            return str(value)
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return value


def _as_json(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    if hasattr(value, "tolist"):
        return value.tolist()
    return repr(value)


def _json_html(value: Any, depth: int, name: str = "") -> str:
    """
    Return a structure as nested ``<details>``: it opens and closes without a script.

    By no template: one that includes itself takes seven times as long, and reaches Python's limit of nested calls in
    structures a quarter as deep.
    """
    label = f'<span class="fr-json-key">{escape(json_module.dumps(name, ensure_ascii=False))}</span>: ' if name else ""
    if isinstance(value, (dict, list)):
        opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
        if not value:
            return f'<div class="fr-json-row">{label}{opening}{closing}</div>'
        items = value.items() if isinstance(value, dict) else (("", item) for item in value)
        rows = "".join(_json_html(item, depth - 1, key) for key, item in items)
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
