"""Streamlit's themes (``[theme]`` in ``.streamlit/config.toml``) as a stylesheet over the tokens of ours."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from formrerun.markup.author_css import APP
from formrerun.scripts.theme_values import (
    colour,
    colours,
    font,
    font_address,
    font_face,
    is_dark,
    length,
    listed,
    radius,
    weight,
)

logger = logging.getLogger("formrerun")

#: Headings as Streamlit has them, for scripts that were laid out with these; sizes and weights are options.
_HEADINGS = ("2.75", "2.25", "1.75", "1.5", "1.25", "1")
#: The same in the sidebar, where a word of a larger one would not fit.
_SIDEBAR_HEADINGS = ("1.5", "1.25", "1.125", "1", ".875", ".75")
_WEIGHTS = (700, 600, 600, 600, 600, 600)
_ABOVE = ("1.25", "1", ".75", ".5", ".375", ".25")
#: The colours of the palette, and the messages that each of them is for.
_COLOURS = {
    "red": (".fr-alert-error", ".fr-alert-danger"),
    "orange": (),
    "yellow": (".fr-alert-warning",),
    "blue": (".fr-alert-info",),
    "green": (".fr-alert-success",),
    "violet": (),
    "gray": (".fr-alert-debug",),
}
_TABLES = ".stDataFrame,.stTable,.fr-md table"
#: Colours of single parts: option, which parts, and which property.
_PARTS = (
    ("linkColor", ".fr-md a", "color"),
    ("codeBackgroundColor", ":is(.fr-code,:not(pre) > code)", "background"),
    ("codeTextColor", ":is(.fr-code,:not(pre) > code)", "color"),
    ("dataframeBorderColor", f":is({_TABLES})", "--fr-line"),
    ("dataframeHeaderBackgroundColor", ":is(.stDataFrame th,.tabulator-header,.tabulator-header *)", "background"),
    ("dataframeHeaderTextColor", ":is(.stDataFrame th,.tabulator-header)", "color"),
)
#: Tokens that a list of colours sets, and how many there must be; a missing one ends the list.
_CHARTS = (
    ("chartCategoricalColors", "chart", 0),
    ("chartSequentialColors", "chart-sequential", 10),
    ("chartDivergingColors", "chart-diverging", 10),
)


def theme_css(options: Mapping[str, Any]) -> str:
    """Return the stylesheet of a script's theme: Streamlit's headings, and what its file says."""
    theme = _section(options, "theme")
    base = theme.get("base")
    rules = [*_faces(theme.get("fontFaces")), *_headings(theme), *_sidebar_headings({})]
    parts = (theme, *(_section(theme, name) for name in ("sidebar", "light", "dark")))
    if any(colour(part.get("primaryColor")) for part in parts):
        # A colour that buttons are filled with need be none that one can read: links stay blue, as in Streamlit.
        rules.append(f"{APP} .fr-md a{{color:var(--fr-blue)}}")
    rules += _area("", theme)
    if base in ("light", "dark"):
        rules.append(f"{APP},.fr-body{{color-scheme:{base}}}")
    elif background := colour(theme.get("backgroundColor")):
        scheme = "dark" if is_dark(background) else "light"
        rules.append(f"{APP},.fr-body{{color-scheme:{scheme}}}")
    rules += _area(" .stSidebar", _section(theme, "sidebar"))
    if theme.get("showSidebarBorder") is False:
        rules.append(f"{APP} .fr-sidebar{{border-color:transparent}}")
    for scheme in ("light", "dark"):
        chosen = _section(theme, scheme)
        if chosen and base in (None, scheme):
            inner = "".join([*_area("", chosen), *_area(" .stSidebar", _section(chosen, "sidebar"))])
            rules.append(f"@media (prefers-color-scheme:{scheme}){{{inner}}}" if base is None else inner)
    return "\n".join(filter(None, rules))


def _section(options: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = options.get(name)
    return found if isinstance(found, Mapping) else {}


# --------------------------------------------------------------------------------------------------------- fonts


def _faces(faces: Any) -> list[str]:
    """Return the rules of the site's own fonts; those of other sites are left out, for no policy lets them in."""
    made = []
    for face in faces if isinstance(faces, list) else []:
        if isinstance(face, dict) and face.get("url") and not font_address(face["url"]):
            _warn(str(face["url"]))
        made.append(font_face(face))
    return made


@lru_cache(maxsize=32)
def _warn(url: str) -> None:
    """Say once of each what to do."""
    logger.warning(
        "The font %s of theme.fontFaces is not loaded: fonts come from the site itself. Put the file into the folder "
        "`static` beside the script, set server.enableStaticServing, and name it `app/static/…`.",
        url,
    )


def _headings(theme: Mapping[str, Any]) -> list[str]:
    sizes, weights = _sizes(theme, _HEADINGS), _weights(theme)
    rules = []
    for place in range(6):
        rules.append(
            f"{APP} :is(.stHeading,.stMarkdown) h{place + 1}{{font-size:{sizes[place]};"
            f"font-weight:{weights[place] or _WEIGHTS[place]};line-height:1.2;letter-spacing:-.005em;"
            f"margin:0;padding:{_ABOVE[place]}rem 0 1rem}}"
        )
    # What is below the last line of an element is the gap to the next one.
    tags = ":is(h1,h2,h3,h4,h5,h6)"
    last = (f".fr-md > {tags}:last-child", f":is(.stHeading .fr-heading,.fr-md > .fr-heading:last-child) > {tags}")
    return [*rules, f"{','.join(f'{APP} {one}' for one in last)}{{padding-bottom:0}}"]


def _sidebar_headings(sidebar: Mapping[str, Any]) -> list[str]:
    where = f"{APP} .stSidebar :is(.stHeading,.stMarkdown)"
    sizes, weights = _sizes(sidebar, _SIDEBAR_HEADINGS), _weights(sidebar)
    return [
        f"{where} h{place}{{font-size:{size};font-weight:{chosen or usual}}}"
        for place, (size, chosen, usual) in enumerate(zip(sizes, weights, _WEIGHTS, strict=True), 1)
    ]


def _sizes(theme: Mapping[str, Any], usual: tuple[str, ...]) -> list[str]:
    """Return the sizes of h1 to h6: those that are chosen, and the usual ones of the others."""
    chosen = [length(size) for size in listed(theme.get("headingFontSizes"))][: len(usual)]
    return [size or f"{rem}rem" for size, rem in zip_longest(chosen, usual)]


def _weights(theme: Mapping[str, Any]) -> list[int]:
    chosen = [weight(one) for one in listed(theme.get("headingFontWeights"))][:6]
    return [*chosen, *[0] * (6 - len(chosen))]


# --------------------------------------------------------------------------------------- a page, or its sidebar


def _area(place: str, theme: Mapping[str, Any]) -> list[str]:
    """Return the rules for a page, or for its sidebar."""
    if not theme:
        return []
    where = f"{APP}{place}"
    rules = [_tokens(where, theme), *_palette(where, theme), *_texts(where, theme), *_boxes(where, theme)]
    if border := colour(theme.get("borderColor")):
        # What has many lines has paler ones, as in Streamlit.
        rules.append(f"{where} :is(.fr-chart,{_TABLES}){{--fr-line:color-mix(in srgb, {border} 50%, transparent)}}")
    for option, parts, name in _PARTS:
        if found := colour(theme.get(option)):
            rules.append(f"{where} {parts}{{{name}:{found}}}")
    background = colour(theme.get("backgroundColor"))
    if place:
        if background:
            rules.append(f"{where}{{background:{background};color:var(--fr-fg)}}")
        if theme.get("headingFontSizes") or theme.get("headingFontWeights"):
            rules += _sidebar_headings(theme)
    elif background:
        rules.append(f".fr-body{{background:{background}}}")
    inner = ".stSidebarUserContent" if place else ".fr-main > .stMainBlockContainer"
    for side in ("Top", "Bottom"):
        if padding := _quoted(theme.get(f"padding{side}")):
            rules.append(f"{where} {inner}{{padding-{side.lower()}:{padding}}}")
    return rules


def _quoted(value: Any) -> str:
    """Return a length that must be a text: Streamlit ignores bare numbers there."""
    return length(value) if isinstance(value, str) else ""


def _tokens(where: str, theme: Mapping[str, Any]) -> str:
    tokens: dict[str, str] = {}

    def set_colour(option: str, *names: str) -> str:
        if found := colour(theme.get(option)):
            tokens.update(dict.fromkeys(names, found))
        return found

    if accent := set_colour("primaryColor", "accent", "primary"):
        tokens["accent-fg"] = "#fff" if is_dark(accent) else "#10131a"
        tokens["accent-soft"] = f"color-mix(in srgb, {accent} 14%, transparent)"
        tokens["accent-text"] = f"color-mix(in srgb, {accent} 60%, var(--fr-fg))"
    set_colour("backgroundColor", "bg", "raised")
    set_colour("secondaryBackgroundColor", "surface")
    if text := set_colour("textColor", "fg"):
        tokens["quiet"] = f"color-mix(in srgb, {text} 72%, transparent)"
    set_colour("borderColor", "line", "line-strong", "edge")
    for name in _COLOURS:
        set_colour(f"{name}Color", name)
    if found := font(theme.get("font")):
        tokens["font"] = found
    if found := font(theme.get("codeFont")):
        tokens["mono"] = found
    if found := radius(theme.get("baseRadius")):
        tokens["radius"] = found
    if found := length(theme.get("baseFontSize")):
        tokens["size"] = found
    for option, name, exactly in _CHARTS:
        found_colours = colours(theme.get(option))
        if found_colours and exactly in (0, len(found_colours)):
            tokens.update({f"{name}-{at}": one for at, one in enumerate(found_colours, 1)})
            tokens[f"{name}-{len(found_colours) + 1}"] = "initial"
    return f"{where}{{{''.join(f'--fr-{name}:{value};' for name, value in tokens.items())}}}" if tokens else ""


def _palette(where: str, theme: Mapping[str, Any]) -> list[str]:
    """
    Return what is written in a colour of the palette, and on it.

    Where only the colour is chosen, its text is darker in light pages and lighter in dark ones, and its background a
    tint, as Streamlit has it.
    """
    rules = []
    for name, alerts in _COLOURS.items():
        base = colour(theme.get(f"{name}Color"))
        text, back = (colour(theme.get(f"{name}{part}Color")) for part in ("Text", "Background"))
        if base and not text:
            text = f"light-dark(hsl(from {base} h s calc(l - 15)),hsl(from {base} h s calc(l + 15)))"
        if base and not back:
            back = f"light-dark({_tint(base, 10)},{_tint(base, 20)})"
        tinted = [f".fr-{kind}-{name}" for kind in ("background", "badge")]
        tinted += [f".fr-metric-delta.fr-delta-{name}", *alerts]
        if text:
            rules.append(f"{where} :is({','.join([f'.fr-color-{name}', *tinted])}){{color:{text}}}")
        if back:
            rules.append(f"{where} :is({','.join(tinted)}){{background:{back}}}")
    return rules


def _tint(base: str, percent: int) -> str:
    return f"color-mix(in srgb, {base} {percent}%, transparent)"


def _texts(where: str, theme: Mapping[str, Any]) -> list[str]:
    rules = []
    if theme.get("linkUnderline") in (True, False):
        line = "underline" if theme["linkUnderline"] else "none"
        rules.append(f"{where} .fr-md a{{text-decoration:{line}}}")
    if found := font(theme.get("headingFont")):
        rules.append(f"{where} :is(h1,h2,h3,h4,h5,h6){{font-family:{found}}}")
    if base := weight(theme.get("baseFontWeight"), 600):
        rules.append(
            f"{where}{{font-weight:{base}}}"
            f"{where} :is(.stWidgetLabel,.fr-button){{font-weight:{base + 100}}}"
            f"{where} .fr-md strong{{font-weight:{base + 200}}}"
        )
    if size := length(theme.get("codeFontSize")):
        rules.append(f"{where} :is(.fr-code,.fr-json){{font-size:{size}}}")
    if code := weight(theme.get("codeFontWeight"), 600):
        rules.append(f"{where} :is(.fr-code,.fr-json,:not(pre) > code){{font-weight:{code}}}")
    if size := _quoted(theme.get("metricValueFontSize")):
        rules.append(f"{where} .fr-metric-value{{font-size:{size}}}")
    if value := weight(theme.get("metricValueFontWeight")):
        rules.append(f"{where} .fr-metric-value{{font-weight:{value}}}")
    return rules


def _boxes(where: str, theme: Mapping[str, Any]) -> list[str]:
    rules = []
    if found := radius(theme.get("buttonRadius")):
        rules.append(f"{where} .fr-button{{border-radius:{found}}}")
    if theme.get("showWidgetBorder") is False:
        # What shows then that there is a field is its surface.
        bare = ".fr-field:not(:focus-within,:has([aria-invalid=true]))"
        rules.append(f"{where} {bare}{{border-color:transparent}}{where} .fr-field{{background:var(--fr-surface)}}")
    return rules


__all__ = ["theme_css"]
