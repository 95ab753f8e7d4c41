"""
Markdown as Streamlit writes it, to safe HTML.

markdown-it-py does the parsing; the small rules here add ``:color[text]``, badges, Material icons, emoji shortcodes and
formulas. HTML in the text is shown as text, unless the author allows it: then nh3 keeps the harmless part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape, unescape
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import get_language
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from formrerun.markup.formulas import math_ml, unread_formula
from formrerun.markup.highlighting import LONGEST, highlight
from formrerun.markup.icons import icon_svg
from formrerun.markup.inline_rules import Addresses, CountingInline, add_inline_rules
from formrerun.markup.sanitizing import clean_author_html
from formrerun.utils.bounded_cache import BoundedCache

#: The most Markdown that is read as such, in characters.
_LONGEST = 200_000
#: A line of words in which nothing is Markdown, an address or an emoji: most of what pages say is that, and a value
#: in it makes it new in each run.
_PLAIN = re.compile(r"(?![0-9]+\.)[^\W_]+(?:(?:[,.;:!?%]? |-)[^\W_]+)*[,.;:!?%]?")
#: The name of an icon, which its picture holds for tests.
_DESC = re.compile(r"<desc>.*?</desc>")
#: The most of its formulas, in characters.
_FORMULAS = 20_000
#: What each formula takes beside its length, in characters.
_FORMULA_COSTS = 20
#: A line that may be, or may underline, a heading.
_MAYBE_HEADING = re.compile(r"(?:^|\s)#{1,6}\s|^[ >]*(?:=+|-+)\s*$", re.MULTILINE)
#: What may be a heading or the second line of a table, in a label.
_BLOCK = re.compile(r"^ {0,3}(?:#{2,6}\s|\|?[ :]*-+[ :]*\|[ :|-]*$)", re.MULTILINE)

#: HTML, and the stylesheet of what its author styled.
_cache: BoundedCache[tuple[str, str]] = BoundedCache(
    lambda: 20_000, lambda: 16 * 1024 * 1024, lambda made: 2 * len(made[0]) + 2 * len(made[1]) + 100
)


def _render_icon(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: Any) -> str:
    return icon_svg(tokens[index].content)


def _render_task(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: Any) -> str:
    done = tokens[index].content != " "
    if options["html"]:  # the cleaning of HTML would take the box away
        return "☑ " if done else "☐ "
    checked = ' checked="checked"' if done else ""
    return f'<label><input class="task-list-item-checkbox"{checked} disabled="disabled" type="checkbox"> '


def _render_task_close(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: Any) -> str:
    return "" if options["html"] else "</label>"


def _render_fence(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: Any) -> str:
    token = tokens[index]
    language = token.info.strip().split(maxsplit=1)[0] if token.info.strip() else ""
    left = env.get("code", LONGEST)
    if language and len(token.content) <= left:
        env["code"] = left - len(token.content)
    if "copy" not in env:
        # The cleaning of HTML would take the button away and leave its picture.
        env["copy"] = "" if options["html"] else render_to_string("formrerun/_copy.html")
    shown = highlight(token.content, language, longest=left)
    code = f'<div class="stCode" data-testid="stCode">{shown}{env["copy"]}</div>'
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

    md = MarkdownIt("gfm-like", {"html": html, "linkify": True})
    md.inline, md.linkify = CountingInline(), Addresses()
    md.configure("gfm-like")
    md.options["html"] = html
    md.use(footnote_plugin, inline=False)
    md.use(dollarmath_plugin, double_inline=True, allow_digits=False)
    add_inline_rules(md)
    md.add_render_rule("fr_icon", _render_icon)
    md.add_render_rule("fr_task", _render_task)
    md.add_render_rule("fr_task_close", _render_task_close)
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
        tex = tokens[index].content
        left = env["formulas"] = env.get("formulas", _FORMULAS) - len(tex) - _FORMULA_COSTS
        html = math_ml(tex, display=display) if left >= 0 else unread_formula(tex)
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
    return author_markdown(body, anchors, linked)[0] if unsafe else _markdown(body, False, anchors, linked)[0]


def author_markdown(body: str, anchors: Sequence[str] = (), linked: bool = False) -> tuple[str, str]:
    """Return Markdown with HTML in it as safe HTML, as :func:`markdown_html` does, and its styles as a stylesheet."""
    return _markdown(body, True, anchors, linked)


def _markdown(body: str, unsafe: bool, anchors: Sequence[str], linked: bool) -> tuple[str, str]:
    if len(body) > _LONGEST:
        return highlight(body, None, wrap=True), ""
    if _PLAIN.fullmatch(body):
        return f"<p>{body}</p>", ""
    key = ("block", unsafe, get_language(), tuple(anchors), linked, body)
    made = _cache.get(key)
    if made is None:
        html = _parser(unsafe).render(body, {"anchors": list(anchors), "linked": linked}).rstrip("\n")
        names = {*anchors, *(f"fr-t-{name}" for name in anchors)}
        made = clean_author_html(html, ids=names) if unsafe else (html, "")
        _cache.put(key, made)
    return made


def inline_html(label: str) -> str:
    """
    Return a label's Markdown: emphasis, code, links, icons, colours, but no blocks.

    Of a table and of a heading of the second level and below their texts are left; what else looks like a block may
    be meant: "1. Name", "# of rooms".
    """
    if not label or len(label) > _LONGEST:
        return escape(label)
    if _PLAIN.fullmatch(label):
        return label
    key = ("inline", label)
    made = _cache.get(key)
    if made is None:
        text = label
        if _BLOCK.search(label):
            found = _parser(False).parse(label)
            if any(token.type in ("table_open", "heading_open") for token in found):
                text = " ".join(token.content for token in found if token.type == "inline")
        made = _parser(False).renderInline(" ".join(text.split("\n"))), ""
        _cache.put(key, made)
    return made[0]


def inline_text(label: str) -> str:
    """Return a label's text without its Markdown."""
    return unescape(strip_tags(_DESC.sub("", inline_html(label)))).strip()
