"""``AppTest.session_state``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from formrerun.engine.widget_state import UNSET
from formrerun.testing.driver import Driver
from formrerun.utils.attribute_mapping import Attributes


class SessionState(Attributes):
    """``at.session_state``: items and attributes, between runs."""

    __absent__ = "{name} not found in session_state."

    def __init__(self, at: Driver) -> None:
        object.__setattr__(self, "_at", at)

    def _held(self) -> dict[str, Any]:
        at = self._at
        held: dict[str, Any] = {}
        if at._record is not None:
            state = at._record.state
            held = {key: self._read(at, state, key) for key in state.keys_now() if key not in at._deleted}
        return {**held, **at._written}

    @staticmethod
    def _read(at: Driver, state: Any, key: str) -> Any:
        node = at._run.drawing.widgets.get(state.ids.get(key))
        if getattr(node, "sends", "") and node.sends not in state.triggers:
            return None  # a message or a choice in a menu is there for the run that it causes, as the press of a button
        value = state.peek(key)
        return None if value is UNSET else value

    def __getitem__(self, key: Any) -> Any:
        from formrerun.engine.state import HINT

        held = self._held()
        if str(key) not in held:
            raise KeyError(f'st.session_state has no key "{key}". {HINT}')
        return held[str(key)]

    def __setitem__(self, key: Any, value: Any) -> None:
        self._at._written[str(key)] = value
        self._at._deleted.discard(str(key))

    def __delitem__(self, key: Any) -> None:
        self[key]
        self._at._written.pop(str(key), None)
        self._at._deleted.add(str(key))

    def __contains__(self, key: object) -> bool:
        return str(key) in self._held()

    def __iter__(self) -> Iterator[str]:
        return iter(self._held())

    def __len__(self) -> int:
        return len(self._held())

    def get(self, key: str, default: Any = None) -> Any:
        """Return an entry, or the default."""
        return self._held().get(str(key), default)

    def keys(self) -> Any:
        """Return the keys."""
        return self._held().keys()

    def items(self) -> Any:
        """Return the entries."""
        return self._held().items()

    def values(self) -> Any:
        """Return the values."""
        return self._held().values()

    def to_dict(self) -> dict[str, Any]:
        """Return the entries as a plain dict."""
        return self._held()

    def __repr__(self) -> str:
        return repr(self._held())
