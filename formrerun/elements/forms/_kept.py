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


def keep(run: Run, spec: FormSpec, now: Values) -> tuple[dict[str, Any], bool]:
    """
    Return what is kept with a form, and whether its row was saved since a submission was found valid.

    Parameters
    ----------
    now
        What the row has as the page knows it.
    """
    id_ = identity("form_memory", spec.memory_key, run.page, spec.key, "", {"about": spec.about}, ("about",))
    kept = draw_inside(FormMemory(id=id_, key=spec.memory_key, disabled=True, field=Kept()))
    met = kept["met"] if kept else None
    if kept and met is None:
        news = {**kept, "first": {**now, **kept["first"]}}
    else:
        news = {"first": now, "theirs": {}, "met": None}
    if news != kept:
        run.drawing.widgets[id_].state = run.state.assign(id_, news)
    return news, met is not None and spec.is_saved and met != now


__all__ = ["keep"]
