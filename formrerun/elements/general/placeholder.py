"""
What is drawn where something stands that is not there yet.

A Streamlit script goes on: it gets what it would get of a person who touches nothing. A page function, whose author can
be asked, gets an error that says what to use.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements.general._absent_names import ABSENT, DRAWN, Absent, Call, Nothing
from formrerun.engine.context import current_run
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, absent_commands
from formrerun.engine.keys import to_key
from formrerun.engine.tree import Element
from formrerun.exceptions import NotHereYet

__all__: list[str] = []

#: All names that are not there yet, with what to use instead.
names: dict[str, str] = {name: entry.instead for name, entry in ABSENT.items()}


@dataclass(eq=False, kw_only=True)
class Placeholder(Element):
    """
    A message where something would be.

    Attributes
    ----------
    name
        What was called: "line_chart".
    label
        What a widget would be called.
    """

    kind: ClassVar[str] = "placeholder"

    name: str = ""
    label: str = ""

    @property
    def type_name(self) -> str:  # type: ignore[override]
        return self.name.rpartition(".")[2]

    @property
    def body(self) -> str:
        """What it says, as Markdown."""
        from django.utils.translation import gettext as _

        said = _("`%(name)s` is not available yet.") % {"name": self.name}
        return f"**{self.label}**\n\n{said}" if self.label else said

    def context(self) -> dict[str, Any]:
        return {**super().context(), "body": self.body}


def absent(name: str) -> Any:
    """Return what a script gets under a name that is not there yet; of one that is not listed, a function."""
    if name not in _functions:
        _functions[name] = _function(name, ABSENT.get(name) or Absent("", (), lambda call: Nothing(name)))
    return _functions[name]


def is_forgiven() -> bool:
    """Return True where what is not there yet is drawn as a placeholder: while a Streamlit script runs."""
    return current_run().environment.is_script


def not_here_yet(name: str) -> NotHereYet:
    """Return the error for a page function that uses a name."""
    return NotHereYet(name, names.get(name, ""))


_functions: dict[str, Callable[..., Any]] = {}


def _function(name: str, entry: Absent) -> Callable[..., Any]:
    def function(*args: Any, **kwargs: Any) -> Any:
        if not is_forgiven():
            raise not_here_yet(name)
        call = {**dict(zip(entry.parameters, args, strict=False)), **kwargs}
        handle = _place(name, call)
        if entry.kept is not None:
            _keep(call, entry.kept)
        value = DRAWN if entry.value is None else entry.value(call)
        if value is DRAWN:
            return handle
        return _given(call, value) if entry.value is entry.kept else value

    function.__name__ = function.__qualname__ = name.rpartition(".")[2]
    function.__doc__ = f"Not available yet. {entry.instead}".strip()
    return function


def _place(name: str, call: Call) -> DeltaGenerator:
    label = call.get("label")
    called = name if name.startswith("streamlit.") else f"st.{name}"
    return draw(Placeholder(name=called, label=label.strip() if isinstance(label, str) else ""))


def _keep(call: Call, kept: Callable[[Call], Any]) -> None:
    """Put what a widget would have into ``session_state``, where scripts look for it, too."""
    key, state = to_key(call.get("key")), current_run().state
    if key is not None and key not in state and (value := kept(call)) is not DRAWN:
        state[key] = value


def _given(call: Call, value: Any) -> Any:
    """Return what ``session_state`` has for a widget's key, which the script may have set; else its value."""
    key, state = to_key(call.get("key")), current_run().state
    return state[key] if key is not None and key in state else value


absent_commands.update({name: absent(name) for name in ABSENT})
