"""Saved views of a model's table: links to the page as it was filtered and sorted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from formrerun.engine.drawing import draw
from formrerun.engine.tree import Element

if TYPE_CHECKING:
    from formrerun.elements.models._parts import Inputs
    from formrerun.engine.run import Run


@dataclass(frozen=True, slots=True)
class View:
    """A link to a view, and whether it is the one that is shown."""

    label: str
    query: str
    is_shown: bool


@dataclass(eq=False, kw_only=True)
class ModelViews(Element):
    """Links to views of a table."""

    kind: ClassVar[str] = "model_views"

    views: tuple[View, ...]


def draw_views(run: Run, views: Mapping[str, Mapping[str, Any]], inputs: Inputs) -> None:
    """Draw a link for each view; what else stands in the address stays there."""
    prefix = inputs.of("")
    others = {name: values for name, values in run.query.items() if not name.startswith(prefix)}
    own = {name: values for name, values in run.query.items() if name.startswith(prefix) and name != inputs.page}
    found = []
    for label, what in views.items():
        said = {inputs.of(name): _texts(value) for name, value in what.items()}
        query = urlencode({**others, **said}, doseq=True)
        found.append(View(str(label), f"?{query}", said == own))
    draw(ModelViews(views=tuple(found)))


def _texts(value: Any) -> list[str]:
    many = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    return [str(one) for one in many]


__all__ = ["ModelViews", "draw_views"]
