"""How elements come into the tree of the run that is going on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from formrerun.engine.context import current_run
from formrerun.engine.control_flow import ERRORS
from formrerun.engine.handles import DeltaGenerator, open_container
from formrerun.engine.registration import register
from formrerun.engine.tree import DIALOG, Container, Element, ReplaceableElement, Slot
from formrerun.engine.widgets import Widget
from formrerun.engine.workers import Workers

if TYPE_CHECKING:
    from formrerun.engine.fragments import FragmentNode
    from formrerun.engine.run import Run


def draw_fragment(run: Run, node: FragmentNode, function: Callable[[], Any], *, in_thread: bool = False) -> Any:
    """
    Draw a fragment where the run draws now, and return what its function returns.

    Parameters
    ----------
    in_thread
        Draw it in a thread of its own, while this one goes on; nothing is returned.
    """
    drawing = run.drawing
    node.parent, node.page, node.repeats = drawing.fragment, run.page, dict(drawing.repeats)
    handle = open_container(run, node)
    node.fragment = node.id
    if node.modal or node.in_dialog:
        node.root = DIALOG
    if node.form:
        node.can_run_alone = False
    drawing.fragments[node.id] = node
    if in_thread:
        drawing.workers = drawing.workers or Workers()
        drawing.workers.submit(node.id, lambda: _draw_alone(run, node, handle, function))
        return None
    outer, drawing.fragment = drawing.fragment, node.id
    try:
        with handle:
            return function()
    except ERRORS as error:
        if drawing.failed is None or drawing.failed[0] is not error:
            drawing.failed = error, node.id
        raise
    finally:
        drawing.fragment = outer


def _draw_alone(run: Run, node: FragmentNode, handle: DeltaGenerator, function: Callable[[], Any]) -> None:
    run.drawing.begin_worker(node.id)
    with handle:
        function()


def redrawn(element: Element) -> None:
    """Tell those who look on that an element of this run is not as it was drawn."""
    current_run().noticed(element)


def draw_inside(widget: Widget) -> Any:
    """Register a widget that another element draws as part of itself, and return its value."""
    run = current_run()
    with run.drawing.into(Container(fragment=run.drawing.fragment)):
        return register(run, widget)


def draw(element: Element) -> DeltaGenerator:
    """Draw an element and return the handle by which it can be replaced."""
    run = current_run()
    target = run.drawing.draws_into()
    run.add(element)
    if isinstance(target, Slot):
        return DeltaGenerator(target, run.drawing.roots)
    if isinstance(target, Container):
        return DeltaGenerator(ReplaceableElement(target, len(target.children) - 1), run.drawing.roots)
    return DeltaGenerator(target, run.drawing.roots)
