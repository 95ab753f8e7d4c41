"""How elements come into the tree of the run that is going on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from formrerun.engine.context import current_run
from formrerun.engine.control_flow import ERRORS
from formrerun.engine.handles import DeltaGenerator, open_container
from formrerun.engine.registration import register
from formrerun.engine.tree import Container, Element, ReplaceableElement, Slot
from formrerun.engine.widgets import Widget

if TYPE_CHECKING:
    from formrerun.engine.fragments import FragmentNode
    from formrerun.engine.run import Run


def draw_fragment(run: Run, node: FragmentNode, function: Callable[[], Any]) -> Any:
    """Draw a fragment where the run draws now, and return what its function returns."""
    node.parent, node.page, node.repeats = run.fragment, run.page, dict(run.repeats)
    handle = open_container(run, node)
    node.fragment = node.id
    if node.form:
        node.can_run_alone = False
    run.fragments[node.id] = node
    outer, run.fragment = run.fragment, node.id
    try:
        with handle:
            return function()
    except ERRORS as error:
        if run.broken is None or run.broken[0] is not error:
            run.broken = error, node.id
        raise
    finally:
        run.fragment = outer


def redrawn(element: Element) -> None:
    """Tell those who look on that an element of this run is not as it was drawn."""
    current_run().noticed(element)


def draw_inside(widget: Widget) -> Any:
    """Register a widget that another element draws as part of itself, and return its value."""
    run = current_run()
    outer, run.target = run.target, Container(fragment=run.fragment)
    try:
        return register(run, widget)
    finally:
        run.target = outer


def draw(element: Element) -> DeltaGenerator:
    """Draw an element and return the handle by which it can be replaced."""
    run = current_run()
    target = run.draws_into()
    run.add(element)
    if isinstance(target, Slot):
        return DeltaGenerator(target, run.roots)
    if isinstance(target, Container):
        return DeltaGenerator(ReplaceableElement(target, len(target.children) - 1), run.roots)
    return DeltaGenerator(target, run.roots)
