"""A field that somebody else has changed as well: what both have, and the buttons that say which counts."""

from __future__ import annotations

from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from formrerun.elements.forms._form_specs import FormSpec
from formrerun.elements.forms._form_widgets import Part, main_part, unmarked
from formrerun.elements.forms._kept import hold, memory, remember
from formrerun.elements.forms._preview_button import preview_button
from formrerun.elements.layout.container import container
from formrerun.engine.context import current_run
from formrerun.engine.forms import FormNode
from formrerun.engine.run import Run
from formrerun.uploads.field import FilesField

LONGEST = 60  # characters of a value in a button


def draw_conflict(
    run: Run, node: FormNode, spec: FormSpec, memory_key: str, name: str, parts: list[Part], kept: dict[str, Any]
) -> None:
    """Draw what can be done about a field that somebody else has changed since this person began."""
    mine = {part.name: run.state.peek(spec.key_of(part.name)) for part in parts}
    first = run.drawing.widgets[run.state.ids[spec.key_of(main_part(parts).name)]]
    first.error = _("Somebody else has changed this meanwhile. Choose what counts; nothing is saved before.")
    run.noticed(first)
    choices = (
        ("mine", _("Keep mine: %s"), mine),
        ("theirs", _("Take theirs: %s"), kept["theirs"][name]),
        ("original", _("Back to the original: %s"), kept["first"].get(name, {})),
    )
    with container(horizontal=True):
        for which, text, values in choices:
            said = " ".join(filter(None, (_said(part, values.get(part.name)) for part in parts))) or _("nothing")
            preview_button(
                run, node, text % unmarked(said if len(said) <= LONGEST else f"{said[:LONGEST]}…"),
                f"{spec.key_of(name)}-{which}", choose, (spec.key, memory_key, name, which),
            )  # fmt: skip


def _said(part: Part, value: Any) -> str:
    """Return a value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value == "" or value == []:
        return ""
    labels = dict(zip(part.control.variables.get("wires", ()), part.control.variables.get("options", ()), strict=True))
    if isinstance(value, list):
        return ", ".join(labels.get(each, str(each)) for each in value)
    if isinstance(value, str):
        return str(labels.get(value, value))
    name = getattr(value, "name", None)
    return str(localize(value)) if name is None else str(name)


def choose(key: str, memory_key: str, name: str, which: str) -> None:
    """
    Settle a field that somebody else has changed as well; the callback of the buttons.

    Parameters
    ----------
    key, memory_key
        The key of the form, and of what the server keeps with it.
    name
        The name of the field in the form's data.
    which
        "mine", "theirs" or "original".
    """
    run = current_run()
    hold(run, key)
    kept = memory(run, memory_key)
    theirs = kept.get("theirs", {}).get(name)
    if theirs is None:
        return
    for part, value in {"theirs": theirs, "original": kept["first"].get(name, {})}.get(which, {}).items():
        id_ = run.state.ids.get(f"{key}-{part}")
        if id_ is not None:
            field = run.state.field_of(id_)
            run.state.assign(id_, None if field is not None and field.tag == FilesField.tag else value)
    others = {each: value for each, value in kept["theirs"].items() if each != name}
    remember(run, memory_key, first={**kept["first"], name: theirs}, theirs=others)


__all__ = ["draw_conflict"]
