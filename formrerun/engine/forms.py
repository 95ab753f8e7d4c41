"""A form as the run knows it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from formrerun.engine.tree import Container

if TYPE_CHECKING:
    from formrerun.engine.callbacks import Callback
    from formrerun.engine.demands import Demands
    from formrerun.engine.widgets import Widget


@dataclass(eq=False, kw_only=True)
class FormNode(Container):
    """
    A form: the container its widgets are drawn in, and what its submit buttons share.

    Attributes
    ----------
    gate
        Given the callback of a button, gives the one that judges the form first.
    """

    kind: ClassVar[str] = "form"

    form_key: str = ""
    dom_id: str = ""
    clear_on_submit: bool = False
    enter_to_submit: bool = True
    border: bool = True
    draft: str = ""
    draft_age: int = 0
    warn_unsaved: bool = False
    buttons: list[Widget] = field(default_factory=list, metadata={"html": False})
    cut_short: bool = field(default=False, metadata={"html": False})  # by an exception: a button may have followed
    gate: Callable[[Callback | None], Callback] | None = field(default=None, metadata={"html": False})
    live: bool | tuple[str, ...] = False  # True, or the keys of the fields that draw it again when they are changed
    demands: Demands | None = field(default=None, metadata={"html": False})  # of its values together
    on_running: Literal["finish", "interrupt"] = field(default="finish", metadata={"html": False})

    @property
    def wrapper_id(self) -> str:
        return f"{self.dom_id}-w"

    @property
    def missing(self) -> bool:
        """True if it has no button. Known once the run has ended, so that nothing flashes while the page is drawn."""
        return not self.buttons and not self.cut_short

    def html_key(self) -> Hashable:
        return (*super().html_key(), self.missing)  # type: ignore[misc]

    def context(self) -> dict[str, Any]:
        return {**super().context(), "missing": self.missing, "form_id": self.dom_id}


__all__ = ["FormNode"]
