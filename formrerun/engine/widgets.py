"""
Widgets: elements with a value, and how each kind reads and prints it.

A widget is a template's variables plus a :class:`Field`. The field reads what a browser posts, prints what a browser
shows, and stands in the manifest, so that a POST can be read in a process that never ran the page.
"""

from __future__ import annotations

import logging
from collections.abc import Hashable
from dataclasses import dataclass
from dataclasses import field as part
from typing import TYPE_CHECKING, Any, ClassVar

from formrerun.engine.callbacks import Callback
from formrerun.engine.demands import Demands
from formrerun.engine.keys import PAGE_FORM
from formrerun.engine.tree import Element, LabelVisibility
from formrerun.engine.widget_state import UNSET, WidgetState

if TYPE_CHECKING:
    from formrerun.engine.fields import Field


logger = logging.getLogger("formrerun")

#: The state of a widget that is not registered, and of buttons; nobody changes it.
NO_STATE = WidgetState()


@dataclass(eq=False, kw_only=True)
class Widget(Element):
    """
    An element with a value.

    Attributes
    ----------
    content_width
        True if its width may be "content", as wide as it needs.
    id
        Its identity, HTML id and field name.
    form
        The key of the form it belongs to, or "".
    form_id
        The HTML id of the form element its controls name.
    fragment
        The fragment that drew it, or "".
    field
        How it reads and prints its value.
    state
        Its value; set when the widget is registered.
    required, demands
        Whether it must not be empty, for its label; and all that is asked of its value, None for nothing.
    focus
        Not 0 if it has the focus when the page is shown; the number of the run that says so.
    redraws
        True if its form is drawn again when it is changed.
    error, draft
        What is wrong with what was typed, and what that was: in the answer to a plain form that was refused.
    kept
        What stands for all that a call has said of it, where other runs say the same; else None.
    """

    content_width: ClassVar[bool] = False

    id: str
    label: str = ""
    help: str | None = None
    disabled: bool = False
    label_visibility: LabelVisibility = "visible"
    form: str = part(default="", metadata={"html": False})
    form_id: str = PAGE_FORM
    fragment: str = part(default="", metadata={"html": False})
    ignore: bool = False
    required: bool = False
    error: str = ""
    focus: int = 0
    redraws: bool = False
    field: Field[Any] = part(metadata={"html": False})
    callback: Callback | None = part(default=None, metadata={"html": False})
    demands: Demands | None = part(default=None, metadata={"html": False})
    state: WidgetState = part(default=NO_STATE, metadata={"html": False})
    draft: list[str] | None = part(default=None, metadata={"html": False})
    kept: Hashable = part(default=None, metadata={"html": False})

    @property
    def value(self) -> Any:
        """The value this run returned."""
        return self.state.read(self.field)

    @property
    def shown(self) -> list[str]:
        """The wire form of what the field shows."""
        state = self.state
        if self.draft is not None:
            return self.field.again(self.draft)
        if state.shown is not UNSET:
            return state.shown  # type: ignore[no-any-return]
        if state.stored is not UNSET:
            return self.field.stored_to_posted(state.stored)
        return self.field.to_posted(state.read(self.field))

    def look_for(self, question: list[str]) -> None:
        """Show the options that a plain form has looked for, where the widget has such; [] if not for its."""

    def html_key(self) -> Hashable:
        state = self.state
        if self.kept is not None:  # all that a run may have changed since
            said: Hashable = (self.kept, self.form_id, self.error, self.focus, self.redraws)
        else:
            said = (type(self), type(self)._key_of(self))
        return (said, tuple(self.shown), state.rev, state.soft)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "shown": self.shown, "rev": self.state.rev, "soft": self.state.soft}

    @property
    def wrapper_id(self) -> str | None:
        return f"{self.id}-w"


__all__ = ["Widget"]
