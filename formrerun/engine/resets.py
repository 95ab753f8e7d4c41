"""What code wants of fields that are there: their defaults again, the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formrerun.engine.run import Run
    from formrerun.engine.widgets import Widget


def reset(run: Run, key: str) -> None:
    """Give a widget its default again, or the fields of a form theirs, whatever is typed there."""
    state = run.state
    widget = run.drawing.widgets.get(state.ids.get(key, ""))
    if widget is not None:
        if not widget.field.trigger:
            show_default(run, widget)
            run.noticed(widget)
    elif state.has(key):
        del state[key]
    else:
        run.cleared.add(key)


def show_default(run: Run, widget: Widget, *, soft: bool = False) -> None:
    """
    Let a widget show its default; its value stays until that is sent.

    Parameters
    ----------
    soft
        What was typed since the submission stays.
    """
    widget.state.shown = widget.field.to_posted(widget.field.initial())
    widget.state.rev, widget.state.soft = run.state.run, soft


def focus(run: Run, key: str) -> None:
    """Let a widget have the focus when the page is shown: one, the last that was named."""
    for other in run.drawing.widgets.values():
        if other.focus:
            other.focus = 0
            run.noticed(other)
    run.focus = key
    widget = run.drawing.widgets.get(run.state.ids.get(key, ""))
    if widget is not None:
        widget.focus = run.state.run
        run.noticed(widget)


__all__ = ["focus", "reset", "show_default"]
