"""Keyboard shortcuts of buttons."""

from __future__ import annotations

from typing import Any

from formrerun.exceptions import StreamlitAPIException, StreamlitInvalidParameterTypeError

_ALIASES = {"control": "ctrl", "command": "cmd", "meta": "cmd", "option": "alt", "mod": "ctrl"}
_MODIFIERS = ("ctrl", "cmd", "alt", "shift")
_KEYS = {
    "enter": "enter", "return": "enter", "space": "space", "spacebar": "space", "tab": "tab", "escape": "escape",
    "esc": "escape", "backspace": "backspace", "delete": "delete", "del": "delete", "home": "home", "end": "end",
    "pageup": "pageup", "pagedown": "pagedown", "left": "left", "arrowleft": "left", "right": "right",
    "arrowright": "right", "up": "up", "arrowup": "up", "down": "down", "arrowdown": "down",
}  # fmt: skip


def clean_shortcut(shortcut: Any) -> str:
    """
    Return a keyboard shortcut in one form: modifiers in a fixed order, then the key, "+" between them.

    Raises
    ------
    StreamlitAPIException
        If it has no key, two keys, an unknown key, or C or R, which Streamlit keeps for itself.
    """
    if not isinstance(shortcut, str):
        raise StreamlitInvalidParameterTypeError("shortcut", type(shortcut).__name__, ["str"])
    tokens = [token.strip().lower() for token in shortcut.split("+") if token.strip()]
    if not tokens:
        raise StreamlitAPIException("The `shortcut` must contain at least one key or modifier.")
    modifiers, key = set(), None
    for token in tokens:
        token = _ALIASES.get(token, token)
        if token in _MODIFIERS:
            modifiers.add(token)
            continue
        if key is not None:
            raise StreamlitAPIException("The `shortcut` may only specify a single non-modifier key.")
        if token in _KEYS:
            key = _KEYS[token]
        elif (len(token) == 1 and token.isalnum()) or (token[0] == "f" and token[1:].isdigit()):
            key = token
        else:
            raise StreamlitAPIException(
                "shortcut must include a single character or one of the supported keys "
                "(e.g. Enter, Space, Tab, Escape)."
            )
        if key in ("c", "r"):
            raise StreamlitAPIException("The `shortcut` cannot use the keys 'C' or 'R', with or without modifiers.")
    if key is None:
        raise StreamlitAPIException("The `shortcut` must include a non-modifier key such as 'K' or 'Ctrl+K'.")
    return "+".join([*(name for name in _MODIFIERS if name in modifiers), key])
