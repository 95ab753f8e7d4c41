"""``session_state``."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

from formrerun.engine.context import current_run
from formrerun.engine.keys import to_key
from formrerun.engine.state import HINT
from formrerun.utils.attribute_mapping import Attributes


class SessionState(Attributes, MutableMapping[str, Any]):
    """
    What a page remembers between runs: ``session_state["key"]`` or ``session_state.key``.

    Keys are texts; other keys become texts. The values of widgets with a key are in it too.
    """

    __absent__ = f'st.session_state has no attribute "{{name}}". {HINT}'

    def __getitem__(self, key: Any) -> Any:
        return current_run().state[_name(key)]

    def __setitem__(self, key: Any, value: Any) -> None:
        current_run().state[_name(key)] = value

    def __delitem__(self, key: Any) -> None:
        del current_run().state[_name(key)]

    def __contains__(self, key: Any) -> bool:
        return str(key) in current_run().state

    def __iter__(self) -> Iterator[str]:
        return iter(current_run().state)

    def __len__(self) -> int:
        return len(current_run().state)

    def to_dict(self) -> dict[str, Any]:
        """Return the entries as a plain dict."""
        return current_run().state.to_dict()

    def clear(self) -> None:
        """Delete every key; widgets that have one fall back to their defaults, the others keep their values."""
        current_run().state.clear()

    def __repr__(self) -> str:
        return repr(self.to_dict())


def _name(key: Any) -> str:
    return to_key(str(key)) or ""


session_state = SessionState()


__all__ = ["session_state"]
