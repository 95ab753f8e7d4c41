"""What several elements share: sizes, labels, icons."""

from __future__ import annotations

import json
import logging
import lzma
import re
import textwrap
from functools import cache
from pathlib import Path
from typing import Any, Literal

from formrerun.engine.context import current_run
from formrerun.engine.registration import register
from formrerun.engine.tree import Container, Element, LabelVisibility
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    StreamlitAPIException,
    StreamlitInvalidHeightError,
    StreamlitInvalidParameterTypeError,
    StreamlitInvalidWidthError,
    StreamlitValueError,
)

logger = logging.getLogger("formrerun")

_MATERIAL = re.compile(r"^\s*:material/([a-z0-9_]+):\s*$")
_SHORTCODE = re.compile(r":[a-zA-Z0-9_+-]+:")
_HINT = "Please use a single emoji or a Material icon shortcode like `:material\u200b/thumb_up:`."

IconPosition = Literal["left", "right"]
ButtonType = Literal["primary", "secondary", "tertiary"]


def changed(element: Element) -> None:
    """Tell those who look on that an element of this run is not as it was drawn."""
    run = current_run()
    run.drawn += 1
    run.state.note_element()
    if run.listener is not None:
        run.listener(element)


def hold(widget: Widget) -> Any:
    """Register a widget that another element draws as part of itself, and return its value."""
    run = current_run()
    outer, run.target = run.target, Container(fragment=run.fragment)
    try:
        return register(run, widget)
    finally:
        run.target = outer


def check_width(width: Any, *, allow_content: bool = False) -> None:
    """Raise StreamlitInvalidWidthError if this is no width."""
    if isinstance(width, str):
        if width == "stretch" or (allow_content and width == "content"):
            return
    elif isinstance(width, int) and not isinstance(width, bool) and width > 0:
        return
    raise StreamlitInvalidWidthError(width, allow_content)


def check_height(height: Any, *, allow_content: bool = False, allow_auto: bool = False) -> None:
    """Raise StreamlitInvalidHeightError if this is no height."""
    if isinstance(height, str):
        if height == "stretch" or (allow_content and height == "content") or (allow_auto and height == "auto"):
            return
    elif isinstance(height, int) and not isinstance(height, bool) and height > 0:
        return
    raise StreamlitInvalidHeightError(height, allow_content)


def clean_label(label: Any, visibility: LabelVisibility) -> str:
    """
    Return a widget's label as text.

    Raises
    ------
    StreamlitValueError
        If ``label_visibility`` is none of the three.
    """
    if visibility not in ("visible", "hidden", "collapsed"):
        raise StreamlitValueError("label_visibility", ["'visible'", "'hidden'", "'collapsed'"])
    text = "" if label is None else str(label)
    if not text:
        logger.warning(
            "`label` got an empty value. Give the widget a label for screen readers, and hide it with "
            "label_visibility if it should not be seen."
        )
    return text


def clean_help(help: Any) -> str | None:
    """Return a help text without its indentation."""
    return None if help is None else textwrap.dedent(str(help))


def clean_text(body: Any) -> str:
    """Return a text without its indentation and the blank around it."""
    return textwrap.dedent(str(body)).strip()


def clean_type(type: Any) -> None:
    """Raise StreamlitValueError if this is no type of button."""
    if type not in ("primary", "secondary", "tertiary"):
        raise StreamlitValueError("type", ["'primary'", "'secondary'", "'tertiary'"])


@cache
def material_symbols() -> dict[str, str]:
    """Return icon name to SVG path: Material Symbols rounded, Apache-2.0, ``data/VERSIONS.json``."""
    packed = Path(__file__).parent.parent / "data" / "material_symbols.json.xz"
    with lzma.open(packed) as opened:
        found: dict[str, str] = json.load(opened)
    return found


def clean_icon(icon: Any) -> str:
    """
    Return an icon: "", "spinner", an emoji, or ``:material/name:``.

    Raises
    ------
    StreamlitAPIException
        If it is none of these.
    """
    if icon is None:
        return ""
    if not isinstance(icon, str):
        raise StreamlitInvalidParameterTypeError("icon", type(icon).__name__, ["str", "None"])
    return _checked_icon(icon.strip())


def _checked_icon(icon: str) -> str:
    if not icon or icon == "spinner":
        return icon
    if icon.lower().startswith(":material"):
        found = _MATERIAL.match(icon)
        if found is None or found.group(1) not in material_symbols():
            shown = icon.replace("/", "\u200b/")
            raise StreamlitAPIException(
                f'The value `"{shown}"` is not a valid Material icon. Please use a Material icon shortcode like '
                "**`:material\u200b/thumb_up:`**."
            )
        return f":material/{found.group(1)}:"
    if _SHORTCODE.fullmatch(icon):
        raise StreamlitAPIException(
            f'The value "{icon}" is not a valid icon. Emoji shortcodes are not supported. {_HINT}'
        )
    if "://" in icon or icon[:5].lower() == "data:" or icon.startswith("//"):
        shown = icon if len(icon) <= 60 else f"{icon[:60]}…"
        raise StreamlitAPIException(
            f'The value "{shown}" looks like a URL. Images are not supported for `icon`. {_HINT}'
        )
    if icon.isascii():
        raise StreamlitAPIException(f'The value "{icon}" is not a valid icon. {_HINT}')
    import emoji

    if not (emoji.is_emoji(icon) or emoji.is_emoji(icon.replace("\ufe0f", "")) or emoji.is_emoji(icon + "\ufe0f")):
        raise StreamlitAPIException(f'The value "{icon}" is not a valid emoji. Please use a single emoji.')
    return icon


def clean_icon_position(position: Any) -> IconPosition:
    """Return where an icon stands; raise StreamlitValueError if it is neither left nor right."""
    if position is None:
        return "left"
    if position not in ("left", "right"):
        raise StreamlitValueError("icon_position", ["'left'", "'right'"])
    return position  # type: ignore[no-any-return]


def clean_placeholder(placeholder: Any) -> str | None:
    """Return a placeholder as text, or None."""
    return None if placeholder is None else str(placeholder)


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
