"""
What is read inside of a paragraph: Streamlit's own marks, addresses, tasks; and how much work a text may be.

Many rules of Markdown look ahead from each mark for one that closes it, so that a text of opening marks takes the
square of its length. :class:`CountingInline` counts these looks.
"""

from __future__ import annotations

import re
from typing import Any

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.linkify import linkify
from markdown_it.token import Token

from formrerun.utils.icons import material_symbols

COLORS = ("red", "orange", "yellow", "green", "blue", "violet", "gray", "grey", "rainbow", "primary")
_DIRECTIVE = re.compile(rf":({'|'.join(COLORS)}|small)(-background|-badge)?\[")
_ICON = re.compile(r":material/([a-z0-9_]+):")
_TASK = re.compile(r"\[([ xX])\][ \t\n\v\f\r]+")
#: More characters than the name of a scheme has ("https").
_SCHEME = 32
#: The most looks ahead in one text.
LOOKS = 100_000
#: The most plain text that is put together sign by sign, in characters.
_PENDING = 2_000
#: Signs that stand alone, in Streamlit's order; what is part of a word stays.
_SIGNS = tuple(
    (re.compile(rf"(^|\s){written}(\s|$)"), rf"\1{sign}\2")
    for written, sign in (
        ("<->", "↔"), ("->", "→"), ("<-", "←"), ("--", "—"), (">=", "≥"), ("<=", "≤"), ("~=", "≈"),
    )
)  # fmt: skip
#: Streamlit draws its logo there; it is not ours to draw.
_LOGO = ":streamlit:"
_SHORTCODE = re.compile(r":[a-zA-Z0-9_+\-&’'().]+:")


class TooMuchWork(Exception):
    """A paragraph has more marks than can be read; it is shown as it was written."""


class CountingInline(ParserInline):
    """The library's parser of paragraphs, which gives up when a text is too much work."""

    def skipToken(self, state: StateInline) -> None:
        """Look at what stands at one place."""
        looks = state.env["looks"] = state.env.get("looks", 0) + 1
        if looks > LOOKS:
            raise TooMuchWork
        super().skipToken(state)


class Addresses(LinkifyIt):  # type: ignore[misc]
    """
    Which words of a plain text are links: ``https://…``, ``www.…`` and addresses of mail, as in Streamlit.

    By itself the library takes every name that ends as a country does, as many names of files do: those of Python's
    with Paraguay, those of Markdown with Moldova.
    """

    def __init__(self) -> None:
        named = {"validate": self._validate_www, "normalize": self._normalize_www}
        super().__init__({"www.": named, "//": None, "ftp:": None}, {"fuzzy_link": False})

    def _validate_www(self, text: str, pos: int) -> int:
        if "www" not in self.re:
            behind = self.re["src_port"] + self.re["src_host_terminator"] + self.re["src_path"]
            self.re["www"] = re.compile(rf"[\w-]+(?:\.[\w-]+)*{behind}", re.IGNORECASE)
        found = self.re["www"].match(text, pos)
        return len(found.group()) if found else 0

    def _normalize_www(self, match: Any) -> None:
        match.url = f"http://{match.url}"


def directive(state: StateInline, silent: bool) -> bool:
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


def strike(state: StateInline, silent: bool) -> bool:
    """``~text~``: crossed out, as by two of the sign, up to the next one."""
    start = state.pos
    if state.src[start] != "~" or state.src[start - 1 : start] == "~" or state.src[start + 1 : start + 2] in ("", "~"):
        return False
    end = state.src.find("~", start + 1, state.posMax)
    if end < 0 or state.src[end + 1 : end + 2] == "~":
        return False
    if state.src[start + 1].isspace() or state.src[end - 1].isspace():
        return False
    if not silent:
        state.push("s_open", "s", 1).markup = "~"
        old_max = state.posMax
        state.pos, state.posMax = start + 1, end
        state.md.inline.tokenize(state)
        state.posMax = old_max
        state.push("s_close", "s", -1).markup = "~"
    state.pos = end + 1
    return True


def icon(state: StateInline, silent: bool) -> bool:
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


def address(state: StateInline, silent: bool) -> bool:
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


def set_aside(state: StateInline, silent: bool) -> bool:
    """Make a token of much plain text: the parser adds each further sign to a copy of what it has."""
    if not silent and len(state.pending) > _PENDING:
        rest = state.pending[-_SCHEME:]
        state.pending = state.pending[:-_SCHEME]
        state.pushPending()
        state.pending = rest
    return False


def read_inline(state: StateCore) -> None:
    """Read the marks of each paragraph; one of too many marks is shown as it was written."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            try:
                state.md.inline.parse(token.content, state.md, state.env, token.children)
            except TooMuchWork:
                token.children = [Token("text", "", 0, content=token.content)]


def small_signs(state: StateCore) -> None:
    """Emoji shortcodes, and arrows and the like outside of links, in plain text only."""
    import emoji

    for block in state.tokens:
        links = 0
        for token in block.children or ():
            links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            if token.type == "text":
                text = token.content.replace(_LOGO, "")
                if ":" in text and _SHORTCODE.search(text):
                    text = emoji.emojize(text, language="alias")
                for pattern, sign in () if links else _SIGNS:
                    text = pattern.sub(sign, text)
                token.content = text


def tasks(state: StateCore) -> None:
    """``- [ ] to do`` and ``- [x] done``: list items with a box, which nobody can tick."""
    lists: list[Token] = []
    for place, token in enumerate(state.tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "inline" and lists and token.children and token.children[0].type == "text":
            item, found = state.tokens[place - 2], _TASK.match(token.children[0].content)
            if found is not None and item.type == "list_item_open":
                item.attrs["class"], lists[-1].attrs["class"] = "task-list-item", "contains-task-list"
                token.children[0].content = token.children[0].content[found.end() :]
                token.children = [Token("fr_task", "", 0, content=found.group(1)), *token.children]
                token.children.append(Token("fr_task_close", "", 0))


def add_inline_rules(md: MarkdownIt) -> None:
    """Teach a parser all of this."""
    md.inline.ruler.at("linkify", address)
    md.inline.ruler.before("text", "fr_aside", set_aside)
    md.inline.ruler.before("link", "fr_directive", directive)
    md.inline.ruler.before("link", "fr_icon", icon)
    md.inline.ruler.before("strikethrough", "fr_strike", strike)
    md.core.ruler.at("inline", read_inline)
    md.core.ruler.after("inline", "fr_tasks", tasks)
    md.core.ruler.push("fr_signs", small_signs)
