"""What the server keeps with a form of Django's from run to run: what its fields held when they were drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements.forms._form_specs import FormSpec, Values
from formrerun.elements.forms._raw_fields import Kept
from formrerun.engine.drawing import draw_inside
from formrerun.engine.keys import identity
from formrerun.engine.run import Run
from formrerun.engine.widgets import Widget


@dataclass(eq=False, kw_only=True)
class FormMemory(Widget):
    """
    A widget that nobody sees: so it lives as long as the fields of its form, and is undone with them.

    Its value has three parts: ``first``, what the row had when its fields were drawn; ``theirs``, what it has now in
    fields that were changed here as well; ``met``, what it had when a submission was found valid, until the next run.
    """

    kind: ClassVar[str] = "form_memory"


def keep(run: Run, spec: FormSpec, key: str, now: Values, **more: Any) -> tuple[dict[str, Any], Any]:
    """
    Return what is kept with a form, and what its row had when a submission was found valid; None if none was.

    Parameters
    ----------
    key
        Under which it is kept.
    now
        What the row has as the page knows it.
    more
        What is kept beside it from the beginning.
    """
    id_ = identity("form_memory", key, run.page, spec.key, "", {"about": spec.about}, ("about",))
    kept = draw_inside(FormMemory(id=id_, key=key, disabled=True, field=Kept()))
    met = kept["met"] if kept else None
    if kept and met is None:
        news = {**kept, "first": {**now, **kept["first"]}}
    else:
        news = {**more, **(kept or {}), "first": now, "theirs": {}, "met": None}
    if news != kept:
        run.drawing.widgets[id_].state = run.state.assign(id_, news)
    return news, met


def memory(run: Run, key: str) -> dict[str, Any]:
    """Return what is kept with a form."""
    found = run.state.peek(key)
    return found if isinstance(found, dict) else {}


def remember(run: Run, key: str, **news: Any) -> None:
    """Change what is kept with a form."""
    id_ = run.state.ids.get(key)
    if id_ is not None:
        widget, found = run.drawing.widgets.get(id_), run.state.assign(id_, {**memory(run, key), **news})
        if widget is not None:
            widget.state = found


def hold(run: Run, key: str) -> None:
    """Take what was posted of a form without submitting it: no button of it was pressed, and nothing is cleared."""
    run.state.triggers.clear()
    run.state.kept_forms |= {key}


__all__ = ["hold", "keep", "memory", "remember"]
