"""What of a theme may stand in a stylesheet: colours, lengths, fonts, and addresses of the site itself."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

_FONTS = {
    "sans-serif": "var(--fr-sans, system-ui, sans-serif)",
    "sans serif": "var(--fr-sans, system-ui, sans-serif)",
    "serif": "ui-serif, Georgia, 'Times New Roman', serif",
    "monospace": "var(--fr-mono)",
}
_RADII = {"none": "0", "small": ".35rem", "medium": ".5rem", "large": "1rem", "full": "1.25rem"}
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]+|(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\([\w\s.,%/+-]*\)")
_LENGTH = re.compile(r"(\d*\.?\d+)(px|rem|em)?")
_FAMILY = re.compile(r"[\w\s-]+")
_WEIGHT = re.compile(r"normal|bold|\d{1,4}(?: \d{1,4})?")
_STYLE = re.compile(r"normal|italic|oblique")
_RANGE = re.compile(r"U\+[0-9A-F?]+(?:-[0-9A-F]+)?(?:\s*,\s*U\+[0-9A-F?]+(?:-[0-9A-F]+)?)*", re.IGNORECASE)
_DATA = re.compile(r"data:(?:font/[\w.+-]+|application/(?:x-)?font[\w.+-]*)(?:;[\w=-]+)*;base64,[\w+/=]+")


def listed(value: Any) -> list[Any]:
    """Return a list of options, where one alone means one for all six headings."""
    if isinstance(value, list):
        return [*value]
    return [value] * 6 if isinstance(value, (str, int)) and not isinstance(value, bool) else []


def colour(value: Any) -> str:
    """Return a colour, or "" for what is none."""
    return value.strip() if isinstance(value, str) and _COLOUR.fullmatch(value.strip()) else ""


def colours(value: Any) -> list[str]:
    """Return the colours of a list; what is none is left out, as in Streamlit."""
    return [found for one in (value if isinstance(value, list) else []) if (found := colour(one))]


def length(value: Any) -> str:
    """Return a length; a number without a unit means pixels."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, (int, float)):
        return f"{value}px"
    found = _LENGTH.fullmatch(value.strip()) if isinstance(value, str) else None
    return f"{found.group(1)}{found.group(2) or 'px'}" if found else ""


def weight(value: Any, most: int = 900) -> int:
    """Return the weight of a font, a multiple of 50, or 0 for what is none."""
    fits = isinstance(value, int) and not isinstance(value, bool) and 100 <= value <= most and value % 50 == 0
    return value if fits else 0


def radius(value: Any) -> str:
    """Return a radius, which may have one of Streamlit's names."""
    return _RADII.get(value, "") if isinstance(value, str) and value in _RADII else length(value)


def font(value: Any) -> str:
    """Return a list of families; "Name:address" loads nothing, for fonts come from the site itself."""
    if not isinstance(value, str):
        return ""
    made = []
    for part in value.split(","):
        name = part.strip().partition(":")[0].strip().strip("'\"").strip()
        if name.lower() in _FONTS:
            made.append(_FONTS[name.lower()])
        elif _FAMILY.fullmatch(name):
            made.append(f"'{name}'")
    return ", ".join([*made, "var(--fr-sans, system-ui)", "sans-serif"]) if made else ""


def font_face(face: Any) -> str:
    """Return the rule of one of the site's fonts; "" for one that is incomplete or comes from elsewhere."""
    if not isinstance(face, dict):
        return ""
    family, url = face.get("family"), font_address(face.get("url"))
    if not url or not isinstance(family, str) or not _FAMILY.fullmatch(family := family.strip().strip("'\"")):
        return ""
    rules = [f"font-family:'{family}'", f'src:url("{url}")', "font-display:swap"]
    for name, option, form in (
        ("font-weight", "weight", _WEIGHT),
        ("font-style", "style", _STYLE),
        ("unicode-range", "unicodeRange", _RANGE),
    ):
        if form.fullmatch(text := str(face.get(option, "")).strip()):
            rules.append(f"{name}:{text}")
    return f"@font-face{{{';'.join(rules)}}}"


def font_address(url: Any) -> str:
    """Return the address of a font of the site's own, or of one in itself; "" for another site's."""
    if not isinstance(url, str):
        return ""
    if _DATA.fullmatch(url):
        return url
    if re.match(r"[a-zA-Z][\w+.-]*:|[/\\]{2}", url.strip()) or not url.strip():
        return ""
    return "/" + quote(url.strip().lstrip("/\\"), safe="/%~+@,;=:?&-._")


def is_dark(colour: str) -> bool:
    """Return True if white text can be read on a colour; of one that is not written in digits, False."""
    digits = colour[1:]
    if not colour.startswith("#") or len(digits) not in (3, 4, 6, 8):
        return colour.lower() in ("black", "navy", "darkblue", "blue", "purple", "darkgreen", "green", "maroon", "red")
    parts = [digits[n] * 2 for n in range(3)] if len(digits) < 6 else [digits[n : n + 2] for n in (0, 2, 4)]
    red, green, blue = (((int(part, 16) / 255 + 0.055) / 1.055) ** 2.4 for part in parts)
    return bool(1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 3)


__all__ = [
    "colour",
    "colours",
    "font",
    "font_address",
    "font_face",
    "is_dark",
    "length",
    "listed",
    "radius",
    "weight",
]
