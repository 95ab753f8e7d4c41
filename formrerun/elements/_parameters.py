"""What several elements share: sizes, labels, icons."""

from __future__ import annotations

import logging
import re
import textwrap
from collections.abc import Sequence
from typing import Any, Literal

from formrerun.engine.tree import LabelVisibility
from formrerun.exceptions import (
    StreamlitAPIException,
    StreamlitInvalidHeightError,
    StreamlitInvalidParameterTypeError,
    StreamlitInvalidWidthError,
    StreamlitValueError,
)
from formrerun.utils.icons import material_symbols

logger = logging.getLogger("formrerun")

_MATERIAL = re.compile(r"^\s*:material/([a-z0-9_]+):\s*$")
_SHORTCODE = re.compile(r":[a-zA-Z0-9_+-]+:")
#: More characters than any emoji has.
_LONGEST_EMOJI = 16
_UNSAFE_URL = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_HINT = "Please use a single emoji or a Material icon shortcode like `:material\u200b/thumb_up:`."

IconPosition = Literal["left", "right"]
ButtonType = Literal["primary", "secondary", "tertiary"]


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


def leading_icon(text: str) -> tuple[str, str]:
    """Return the emoji or ``:material/name:`` that a text begins with, and the text behind it; "" if there is none."""
    found = re.match(r":material/([a-z0-9_]+):\s*", text)
    if found is not None and found.group(1) in material_symbols():
        return f":material/{found.group(1)}:", text[found.end() :]
    if text[:1].isascii() and "\u20e3" not in text[:3]:  # of what begins in ASCII, only keycaps are emoji
        return "", text
    import emoji

    longest = text[:_LONGEST_EMOJI]
    sign = next((longest[:end] for end in range(len(longest), 0, -1) if emoji.is_emoji(longest[:end])), "")
    return sign, re.sub(r"^[_ -]*", "", text[len(sign) :]) if sign else text


def clean_icon_position(position: Any) -> IconPosition:
    """Return where an icon stands; raise StreamlitValueError if it is neither left nor right."""
    if position is None:
        return "left"
    if position not in ("left", "right"):
        raise StreamlitValueError("icon_position", ["'left'", "'right'"])
    return position  # type: ignore[no-any-return]


def clean_url(url: Any) -> str:
    """Return an address that is safe to follow; "" for one that runs as a script or is a document of its own."""
    text = str(url).strip()
    # a browser leaves out what stands here between the letters
    return "" if _UNSAFE_URL.match(re.sub(r"[\x00-\x20]", "", text)) else text


def clean_placeholder(placeholder: Any) -> str | None:
    """Return a placeholder as text, or None."""
    return None if placeholder is None else str(placeholder)


def one_of(parameter: str, value: Any, allowed: Sequence[str], *, got: bool = True) -> str:
    """
    Return a word if it is one of those allowed; raise StreamlitValueError otherwise.

    Parameters
    ----------
    got
        Name what was given, as Streamlit does for some parameters and not for others.
    """
    if value not in allowed:
        names = [f"'{name}'" for name in allowed]
        raise StreamlitValueError(parameter, names, detail=f"Got {value!r}." if got else None)
    return str(value)
