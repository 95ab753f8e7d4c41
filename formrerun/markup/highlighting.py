"""
Source code with colours.

Code may be anybody's text, and for some texts the patterns of nearly every lexer of Pygments take the square of its
length, or more. So no pattern sees more than :data:`SEEN` characters at once, a text has colours up to :data:`LONGEST`
characters, and languages whose lexers cannot be held to that, or are slow all the same, have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from functools import cache, partial
from html import escape
from typing import Any

#: How far a pattern looks, and the most code of a text that is coloured, in characters.
SEEN, LONGEST = 400, 20_000
#: Lexers without patterns that are as quick as one could wish.
_BY_HAND = {"JsonLexer"}
#: Lexers that take more than a tenth of a millisecond a character for some texts, measured with what their patterns
#: read longest, or that try the same characters in many ways.
_SLOW = {"CddlLexer"}
#: Languages whose own lexers cannot be bounded, and those that read them as well.
_INSTEAD = {
    "bsdmake": "basemake", "console": "bash", "make": "basemake", "makefile": "basemake", "mf": "basemake",
    "ps1con": "powershell", "pwsh-session": "powershell", "shell-session": "bash",
}  # fmt: skip
#: Patterns that try the same characters in two ways, of languages in use, and what finds the same in one way.
_ONE_WAY = {
    r"(?s)\$?'(\\\\|\\[0-7]+|\\.|[^'\\])*'": r"(?s)\$?'(\\.|[^'\\])*'",
    r"(?s)\$'(\\\\|\\[0-7]+|\\.|[^'\\])*'": r"(?s)\$'(\\.|[^'\\])*'",
}


def highlight(
    code: str, language: str | None, *, numbers: bool = False, wrap: bool = False, longest: int = LONGEST
) -> str:
    """
    Return code as HTML with Pygments' classes; plain if it is too long or of another language.

    Parameters
    ----------
    longest
        Code of more characters is plain.
    """
    code = code.rstrip("\n")
    coloured = _coloured(code, language) if language and len(code) <= longest else None
    inner = escape(code, quote=False) if coloured is None else coloured
    if numbers:
        inner = "\n".join(f'<span class="fr-line">{line}</span>' for line in inner.split("\n"))
    css = "fr-code" + (" fr-numbered" if numbers else "") + (" fr-wrap" if wrap else "")
    name = "" if coloured is None else f' class="language-{escape(str(language))}"'
    return f'<pre class="{css}" tabindex="0"><code translate="no"{name}>{inner}</code></pre>'


def _coloured(code: str, language: str) -> str | None:
    """Return code as HTML; None for a language that has no colours."""
    # Each from where it stands: while another thread imports the packages around them, these do not have them.
    from pygments import highlight as pygments_highlight
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(_INSTEAD.get(language.lower(), language), stripnl=False)
    except ClassNotFound:
        return None
    if not _bound(lexer):
        return None
    try:
        return str(pygments_highlight(code, lexer, HtmlFormatter(nowrap=True))).rstrip("\n")
    except Exception:  # some lexers stumble over what is no code of theirs
        return None


def _bound(lexer: Any) -> bool:
    """Let no pattern of a lexer, nor of those that it is made of, see far; False if it cannot be held to that."""
    if type(lexer).__name__ in _SLOW:
        return False
    if hasattr(lexer, "root_lexer"):
        return _bound(lexer.root_lexer) and _bound(lexer.language_lexer)
    if hasattr(lexer, "_tokens"):
        lexer._tokens = _rules(lexer._tokens) if "_tokens" in vars(lexer) else _bounded(type(lexer))  # type: ignore[arg-type]
        return True
    return type(lexer).__name__ in _BY_HAND


@cache
def _bounded(kind: Hashable) -> dict[str, Any]:
    return _rules(kind._tokens)  # type: ignore[attr-defined]


def _rules(tokens: dict[str, Any]) -> dict[str, Any]:
    return {state: [(_within(rule[0]), *rule[1:]) for rule in rules] for state, rules in tokens.items()}


def _within(match: Callable[..., Any]) -> Callable[..., Any]:
    pattern = getattr(match, "__self__", None)
    if not isinstance(pattern, re.Pattern):  # what is done by default: it looks at nothing
        return match
    other = _ONE_WAY.get(pattern.pattern)
    return partial(_seen, re.compile(other, pattern.flags).match if other else match)


def _seen(match: Callable[..., Any], text: str, start: int = 0, end: int | None = None) -> Any:
    return match(text, start, start + SEEN if end is None else min(end, start + SEEN))
