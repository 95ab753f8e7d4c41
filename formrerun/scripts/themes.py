"""Streamlit's themes (``[theme]`` in ``.streamlit/config.toml``) as a stylesheet over the tokens of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from formrerun.markup.author_css import APP

#: Headings as Streamlit has them, for scripts that were laid out with these; sizes and weights are options.
_HEADINGS = ("2.75", "2.25", "1.75", "1.5", "1.25", "1")
#: The same in the sidebar, where a word of a larger one would not fit.
_SIDEBAR_HEADINGS = ("1.5", "1.25", "1.125", "1", ".875", ".75")
_WEIGHTS = (700, 600, 600, 600, 600, 600)
_ABOVE = ("1.25", "1", ".75", ".5", ".375", ".25")
_FONTS = {
    "sans-serif": "var(--fr-sans, system-ui, sans-serif)",
    "sans serif": "var(--fr-sans, system-ui, sans-serif)",
    "serif": "ui-serif, Georgia, 'Times New Roman', serif",
    "monospace": "var(--fr-mono)",
}
_RADII = {"none": "0", "small": ".35rem", "medium": ".5rem", "large": "1rem", "full": "1.25rem"}
_COLOURS = ("red", "orange", "yellow", "blue", "green", "violet", "gray")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]+|(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\([\w\s.,%/+-]*\)")
_LENGTH = re.compile(r"(\d*\.?\d+)(px|rem|em)?")
_FAMILY = re.compile(r"[\w\s-]+")


def theme_css(options: Mapping[str, Any]) -> str:
    """Return the stylesheet of a script's theme: Streamlit's headings, and what its file says."""
    theme = options.get("theme", {})
    sidebar = theme.get("sidebar") if isinstance(theme.get("sidebar"), Mapping) else {}
    rules = [*_headings(theme), *_sidebar_headings(sidebar), *_part(APP, theme)]
    base = theme.get("base")
    if base in ("light", "dark"):
        rules.append(f"{APP},.fr-body{{color-scheme:{base}}}")
    elif background := _colour(theme.get("backgroundColor")):
        scheme = "dark" if _is_dark(background) else "light"
        rules.append(f"{APP},.fr-body{{color-scheme:{scheme}}}")
    if background := _colour(theme.get("backgroundColor")):
        rules.append(f".fr-body{{background:{background}}}")
    if sidebar:
        rules += _part(f"{APP} .stSidebar", sidebar)
        if background := _colour(sidebar.get("backgroundColor")):
            rules.append(f"{APP} .stSidebar{{background:{background};color:var(--fr-fg)}}")
    for scheme in ("light", "dark"):
        if isinstance(theme.get(scheme), Mapping) and base in (None, scheme):
            inner = "".join(_part(APP, theme[scheme]))
            if background := _colour(theme[scheme].get("backgroundColor")):
                inner += f".fr-body{{background:{background}}}"
            rules.append(f"@media (prefers-color-scheme:{scheme}){{{inner}}}" if base is None else inner)
    return "\n".join(filter(None, rules))


def _headings(theme: Mapping[str, Any]) -> list[str]:
    sizes = _sizes(theme, _HEADINGS)
    weights = [weight for weight in _listed(theme.get("headingFontWeights")) if isinstance(weight, int)]
    rules = []
    for place in range(6):
        weight = weights[place] if place < len(weights) else _WEIGHTS[place]
        where = f"{APP} :is(.stHeading,.stMarkdown) h{place + 1}"
        rules.append(
            f"{where}{{font-size:{sizes[place]};font-weight:{weight};line-height:1.2;letter-spacing:-.005em;"
            f"margin:0;padding:{_ABOVE[place]}rem 0 1rem}}"
        )
    # What is below the last line of an element is the gap to the next one.
    tags = ":is(h1,h2,h3,h4,h5,h6)"
    last = (f".fr-md > {tags}:last-child", f":is(.stHeading .fr-heading,.fr-md > .fr-heading:last-child) > {tags}")
    return [*rules, f"{','.join(f'{APP} {one}' for one in last)}{{padding-bottom:0}}"]


def _sidebar_headings(theme: Mapping[str, Any]) -> list[str]:
    where = f"{APP} .stSidebar :is(.stHeading,.stMarkdown)"
    sizes = _sizes(theme, _SIDEBAR_HEADINGS)
    return [f"{where} h{place}{{font-size:{size}}}" for place, size in enumerate(sizes, 1)]


def _sizes(theme: Mapping[str, Any], usual: tuple[str, ...]) -> list[str]:
    """Return the sizes of h1 to h6: those that are chosen, and the usual ones of the others."""
    chosen = [_length(size) for size in _listed(theme.get("headingFontSizes"))][: len(usual)]
    return [size or f"{rem}rem" for size, rem in zip_longest(chosen, usual)]


def _part(where: str, theme: Mapping[str, Any]) -> list[str]:
    """Return the rules for a page or its sidebar."""
    tokens: dict[str, str] = {}

    def set_colour(option: str, *names: str) -> str:
        if colour := _colour(theme.get(option)):
            tokens.update(dict.fromkeys(names, colour))
        return colour

    if accent := set_colour("primaryColor", "accent"):
        tokens["accent-fg"] = "#fff" if _is_dark(accent) else "#10131a"
        tokens["accent-soft"] = f"color-mix(in srgb, {accent} 14%, transparent)"
    set_colour("backgroundColor", "bg", "raised")
    set_colour("secondaryBackgroundColor", "surface")
    if text := set_colour("textColor", "fg"):
        tokens["quiet"] = f"color-mix(in srgb, {text} 72%, transparent)"
    set_colour("borderColor", "line", "line-strong")
    for name in _COLOURS:
        set_colour(f"{name}Color", name)
    if font := _font(theme.get("font")):
        tokens["font"] = font
    if font := _font(theme.get("codeFont")):
        tokens["mono"] = font
    if radius := _radius(theme.get("baseRadius")):
        tokens["radius"] = radius
    if size := _length(theme.get("baseFontSize")):
        tokens["size"] = size
    rules = []
    if tokens:
        rules.append(f"{where}{{{''.join(f'--fr-{name}:{value};' for name, value in tokens.items())}}}")
    if link := _colour(theme.get("linkColor")):
        rules.append(f"{where} .fr-md a{{color:{link}}}")
    if theme.get("linkUnderline") is False:
        rules.append(f"{where} .fr-md a{{text-decoration:none}}")
    if font := _font(theme.get("headingFont")):
        rules.append(f"{where} :is(h1,h2,h3,h4,h5,h6){{font-family:{font}}}")
    if radius := _radius(theme.get("buttonRadius")):
        rules.append(f"{where} .fr-button{{border-radius:{radius}}}")
    if isinstance(weight := theme.get("baseFontWeight"), int):
        rules.append(f"{where}{{font-weight:{weight}}}")
    if colour := _colour(theme.get("codeBackgroundColor")):
        rules.append(f"{where} :is(.fr-code,:not(pre) > code){{background:{colour}}}")
    if colour := _colour(theme.get("codeTextColor")):
        rules.append(f"{where} :not(pre) > code{{color:{colour}}}")
    return rules


# ---------------------------------------------------------------------------------- what may stand in a stylesheet


def _listed(value: Any) -> list[Any]:
    return [*value] if isinstance(value, list) else []


def _colour(value: Any) -> str:
    return value.strip() if isinstance(value, str) and _COLOUR.fullmatch(value.strip()) else ""


def _length(value: Any) -> str:
    if isinstance(value, bool):
        return ""
    if isinstance(value, (int, float)):
        return f"{value}px"
    found = _LENGTH.fullmatch(value.strip()) if isinstance(value, str) else None
    return f"{found.group(1)}{found.group(2) or 'px'}" if found else ""


def _radius(value: Any) -> str:
    return _RADII.get(value, "") if isinstance(value, str) and value in _RADII else _length(value)


def _font(value: Any) -> str:
    """Return a list of families; "Name:address" loads nothing, for fonts come from the site itself."""
    if not isinstance(value, str):
        return ""
    made = []
    for part in value.split(","):
        name = part.strip().strip("'\"").partition(":")[0].strip()
        if name.lower() in _FONTS:
            made.append(_FONTS[name.lower()])
        elif _FAMILY.fullmatch(name):
            made.append(f"'{name}'")
    return ", ".join([*made, "var(--fr-sans, system-ui)", "sans-serif"]) if made else ""


def _is_dark(colour: str) -> bool:
    """Return True if white text can be read on a colour; of one that is not written in digits, False."""
    digits = colour[1:]
    if not colour.startswith("#") or len(digits) not in (3, 4, 6, 8):
        return colour.lower() in ("black", "navy", "darkblue", "blue", "purple", "darkgreen", "green", "maroon", "red")
    parts = [digits[n] * 2 for n in range(3)] if len(digits) < 6 else [digits[n : n + 2] for n in (0, 2, 4)]
    red, green, blue = (((int(part, 16) / 255 + 0.055) / 1.055) ** 2.4 for part in parts)
    return bool(1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 3)


__all__ = ["theme_css"]
