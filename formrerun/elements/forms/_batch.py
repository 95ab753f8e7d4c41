"""The handle of a form: what stands in it, what is wrong with it, and how it is emptied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from formrerun.engine.context import current_run
from formrerun.engine.forms import FormNode
from formrerun.engine.handles import DeltaGenerator
from formrerun.engine.run import Run
from formrerun.engine.widget_state import safe_copy
from formrerun.engine.widgets import Widget


class Form(DeltaGenerator):
    """
    The handle of a form: ``with form:``, ``form.text_input(…)``, and what is in it.

    What it says is about the fields that the run has drawn so far: ask after the ``with`` block.
    """

    __slots__ = ("_form_key",)

    def __init__(self, run: Run, node: FormNode) -> None:
        super().__init__(node, run.drawing.roots)
        self._form_key = node.form_key

    def _fields(self) -> Iterator[Widget]:
        for widget in current_run().drawing.widgets.values():
            if widget.form == self._form_key and not widget.field.trigger:
                yield widget

    @property
    def values(self) -> dict[str, Any]:
        """The values of its fields as they were submitted, by the keys of these."""
        return {widget.key: safe_copy(widget.value) for widget in self._fields() if widget.key is not None}

    @property
    def errors(self) -> dict[str, str]:
        """What stands beside its fields, by the keys of these, or by the labels of those that have none."""
        return {widget.key or widget.label: widget.error for widget in self._fields() if widget.error}

    @property
    def is_dirty(self) -> bool:
        """True if one of its fields shows something else than its default."""
        return any(widget.shown != widget.field.to_posted(widget.field.initial()) for widget in self._fields())

    def clear(self) -> None:
        """
        Let its fields show their defaults when the run has ended, as ``clear_on_submit`` does.

        What was submitted stays in ``session_state`` until the form is submitted again. A field that code has set in
        this run keeps what it was set to.
        """
        current_run().cleared.add(self._form_key)


__all__ = ["Form"]
