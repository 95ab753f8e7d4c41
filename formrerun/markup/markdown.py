"""
Markdown as Streamlit writes it, to safe HTML.

markdown-it-py does the parsing; the small rules here add ``:color[text]``, badges, Material icons, emoji shortcodes and
formulas. HTML in the text is shown as text, unless the author allows it: then nh3 keeps the harmless part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.linkify import linkify
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from formrerun.markup.formulas import math_ml
from formrerun.markup.highlighting import highlight
from formrerun.markup.icons import icon_svg
from formrerun.markup.sanitizing import clean_html
from formrerun.utils.bounded_cache import BoundedCache
from formrerun.utils.icons import material_symbols

COLORS = ("red", "orange", "yellow", "green", "blue", "violet", "gray", "grey", "rainbow", "primary")
_DIRECTIVE = re.compile(rf":({'|'.join(COLORS)}|small)(-background|-badge)?\[")
_ICON = re.compile(r":material/([a-z0-9_]+):")
#: More characters than the name of a scheme has ("https").
_SCHEME = 32
#: The most Markdown that is read as such, and the most of one paragraph at once, in characters: for some marks that
#: takes the square of the length.
_LONGEST, _PIECE = 200_000, 5_000
_ARROWS = ((re.compile(r"<-(?!-)"), "←"), (re.compile(r"(?<!-)->"), "→"), (re.compile(r"(?<!-)--(?!-)"), "—"))
#: A line that may be, or may underline, a heading.
_MAYBE_HEADING = re.compile(r"(?:^|\s)#{1,6}\s|^[ >]*(?:=+|-+)\s*$", re.MULTILINE)
_SHORTCODE = re.compile(r":[a-zA-Z0-9_+\-&’'().]+:")


_cache: BoundedCache[str] = BoundedCache(lambda: 20_000, lambda: 16 * 1024 * 1024, lambda html: 2 * len(html) + 100)


def _directive(state: StateInline, silent: bool) -> bool:
    """``:red[text]``, ``:red-background[text]``, ``:red-badge[text]``, ``:small[text]``."""
    if state.src[state.pos] != ":":
        return False
    found = _DIRECTIVE.match(state.src, state.pos)
    if found is None:
        return False
    end = state.md.helpers.parseLinkLabel(state, found.end() - 1, False)
    if end < 0:
        return False
    if not silent:
        color, how = found.group(1).replace("grey", "gray"), found.group(2) or ""
        css = "fr-small" if color == "small" else f"fr-color-{color}" if not how else f"fr{how} fr{how}-{color}"
        opened = state.push("fr_span_open", "span", 1)
        opened.attrs = {"class": css + (" stMarkdownBadge" if how == "-badge" else "")}
        outer, old_max = state.pos, state.posMax
        state.pos, state.posMax = found.end(), end
        state.md.inline.tokenize(state)
        state.pos, state.posMax = outer, old_max
        state.push("fr_span_close", "span", -1)
    state.pos = end + 1
    return True


def _icon(state: StateInline, silent: bool) -> bool:
    """``:material/name:``."""
    if state.src[state.pos] != ":":
        return False
    found = _ICON.match(state.src, state.pos)
    if found is None or found.group(1) not in material_symbols():
        return False
    if not silent:
        token = state.push("fr_icon", "", 0)
        token.content = found.group(1)
    state.pos = found.end()
    return True


def _linkify(state: StateInline, silent: bool) -> bool:
    """
    ``https://…`` in plain text: the library's own rule.

    At each "://" it looks through all the text before it for the name of the scheme: of a text that says little else,
    that is the square of its length. So what cannot be such a name is put aside.
    """
    if not state.src.startswith("://", state.pos):
        return False
    before = state.pending
    if len(before) <= _SCHEME:
        return linkify(state, silent)
    if not silent:
        state.pending = before[:-_SCHEME]
        state.pushPending()
    state.pending = before[-_SCHEME:]
    found = linkify(state, silent)
    if silent:
        state.pending = before
    return found


def _in_pieces(state: StateCore) -> None:
    """Read the marks of each paragraph; those of a very long one in pieces that end where words do."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = token.children or []
            for piece in _pieces(token.content):
                state.md.inline.parse(piece, state.md, state.env, token.children)


def _pieces(text: str) -> Iterator[str]:
    while len(text) > _PIECE:
        end = max(text.rfind(" ", 0, _PIECE), text.rfind("\n", 0, _PIECE)) + 1 or _PIECE
        yield text[:end]
        text = text[end:]
    yield text


def _small_signs(state: StateCore) -> None:
    """Emoji shortcodes and arrows, in plain text only."""
    import emoji

    for block in state.tokens:
        for token in block.children or ():
            if token.type == "text":
                text = token.content
                if ":" in text and _SHORTCODE.search(text):
                    text = emoji.emojize(text, language="alias")
                for pattern, sign in _ARROWS:
                    text = pattern.sub(sign, text)
                token.content = text


def _render_icon(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: Any) -> str:
    return icon_svg(tokens[index].content)


def _render_fence(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: Any) -> str:
    token = tokens[index]
    language = token.info.strip().split(maxsplit=1)[0] if token.info.strip() else ""
    # The cleaning of HTML would take the button away and leave its picture.
    copy = "" if options["html"] else render_to_string("formrerun/_copy.html")
    code = f'<div class="stCode" data-testid="stCode">{highlight(token.content, language)}{copy}</div>'
    return f'<div data-testid="stMarkdownPre">{code}</div>\n'


def _render_heading_open(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: Any) -> str:
    """Open a heading with the next of the names that its run has for it; what it holds is its label."""
    token = tokens[index]
    name = env["anchors"].pop(0) if env.get("anchors") else ""
    env["anchor"] = name
    if not name:
        return self.renderToken(tokens, index, options, env)
    said = f' aria-labelledby="fr-t-{name}"' if env["linked"] else ""
    text = f'<span id="fr-t-{name}">' if env["linked"] else "<span>"
    return f'<div class="fr-heading" data-testid="stHeadingWithActionElements"><{token.tag} id="{name}"{said}>{text}'


def _render_heading_close(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: Any) -> str:
    name = env.pop("anchor")
    if not name:
        return self.renderToken(tokens, index, options, env)
    link = render_to_string("formrerun/_anchor.html", {"anchor": name}) if env["linked"] else ""
    return f"</span>{link}</{tokens[index].tag}></div>\n"


def headings(body: str, *, unsafe: bool) -> list[str]:
    """Return the texts of the headings in Markdown."""
    if len(body) > _LONGEST or not _MAYBE_HEADING.search(body):
        return []
    tokens = _parser(unsafe).parse(body)
    return [tokens[place + 1].content for place, token in enumerate(tokens) if token.type == "heading_open"]


def _render_table_open(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: Any) -> str:
    return '<div class="fr-scroll" tabindex="0"><table>\n'


def _render_table_close(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: Any) -> str:
    return "</table></div>\n"


def _aligned(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: Any) -> str:
    """A table cell's alignment as an attribute: markdown-it writes a style, which the page's policy forbids."""
    token = tokens[index]
    style = str(token.attrs.pop("style", ""))
    if style.startswith("text-align:"):
        token.attrs["align"] = style.removeprefix("text-align:")
    return self.renderToken(tokens, index, options, env)


def _external(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: Any) -> str:
    token = tokens[index]
    href = str(token.attrs.get("href", ""))
    if href.startswith(("http://", "https://", "//")):
        token.attrs.update({"target": "_blank", "rel": "noopener noreferrer"})
    return self.renderToken(tokens, index, options, env)


@cache
def _parser(html: bool) -> MarkdownIt:
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.tasklists import tasklists_plugin

    md = MarkdownIt("gfm-like", {"html": html, "linkify": True})
    md.use(tasklists_plugin, label=True).use(footnote_plugin)
    md.use(dollarmath_plugin, double_inline=True, allow_digits=False)
    md.inline.ruler.at("linkify", _linkify)
    md.inline.ruler.before("link", "fr_directive", _directive)
    md.inline.ruler.before("link", "fr_icon", _icon)
    md.core.ruler.at("inline", _in_pieces)
    md.core.ruler.push("fr_signs", _small_signs)
    md.add_render_rule("fr_icon", _render_icon)
    md.add_render_rule("fence", _render_fence)
    md.add_render_rule("heading_open", _render_heading_open)
    md.add_render_rule("heading_close", _render_heading_close)
    md.add_render_rule("table_open", _render_table_open)
    md.add_render_rule("table_close", _render_table_close)
    md.add_render_rule("td_open", _aligned)
    md.add_render_rule("th_open", _aligned)
    md.add_render_rule("link_open", _external)
    for name, display in (("math_inline", False), ("math_inline_double", True), ("math_block", True)):
        md.add_render_rule(name, _math_rule(display))
    return md


def _math_rule(display: bool) -> Any:
    def render(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: Any) -> str:
        html = math_ml(tokens[index].content, display=display)
        return f'<div class="fr-math">{html}</div>\n' if display else html

    return render


def markdown_html(body: str, *, unsafe: bool = False, anchors: Sequence[str] = (), linked: bool = False) -> str:
    """
    Return Markdown as safe HTML; a text of more than 200,000 characters as it was written.

    Parameters
    ----------
    unsafe
        Keep the harmless part of HTML in the text instead of showing it as text.
    anchors
        The names of its headings, for links to them.
    linked
        Show these links.
    """
    if len(body) > _LONGEST:
        return highlight(body, None, wrap=True)
    key = ("block", unsafe, get_language(), tuple(anchors), linked, body)
    html = _cache.get(key)
    if html is None:
        html = _parser(unsafe).render(body, {"anchors": list(anchors), "linked": linked}).rstrip("\n")
        if unsafe:
            html = clean_html(html, ids={*anchors, *(f"fr-t-{name}" for name in anchors)})
        _cache.put(key, html)
    return html


def inline_html(label: str) -> str:
    """Return a label's Markdown: emphasis, code, links, icons, colours, but no blocks."""
    if not label or len(label) > _LONGEST:
        return escape(label)
    key = ("inline", label)
    html = _cache.get(key)
    if html is None:
        html = _parser(False).renderInline(" ".join(label.split("\n")))
        _cache.put(key, html)
    return html
