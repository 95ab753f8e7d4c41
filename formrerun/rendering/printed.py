"""
Which variables a template names, and whether one of them is only printed.

Where that is so, an element of which this text alone has changed needs no rendering: the text is put into what the
template gave before. Templates may be a project's own, so each is looked through once: the variable may stand in
``{{ }}`` without filters and nowhere else, and no tag may see variables that are not named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import Lexer, TokenType

#: Tags that use nothing but what is named in them.
TAGS = (
    *("if", "elif", "else", "endif", "for", "empty", "endfor", "with", "endwith", "include", "load"),
    *("translate", "blocktranslate", "endblocktranslate", "plural", "comment", "endcomment"),
)
_WORD = re.compile(r"[A-Za-z_]\w*")
_INCLUDE = re.compile(r"""include\s+["']([^"'.][^"']*)["']""")


def names_beside(name: str, printed: str, find: Callable[[str], Any]) -> set[str] | None:
    """
    Return the variables that a template names beside the printed one; None if it may do more than print that.

    Parameters
    ----------
    name
        The template.
    printed
        The variable: "body", or "shown.0" for the first item of a list.
    find
        Finds a template by its name.
    """
    words: list[str] = []
    try:
        shown = _look_through(name, printed, find, words, ())
    except _NotPlainError:
        return None
    root = printed.partition(".")[0]
    return {*words} - {root} if words.count(root) == shown else None


class _NotPlainError(Exception):
    """What a template does cannot be seen from its text."""


def _look_through(
    name: str, printed: str, find: Callable[[str], Any], words: list[str], around: tuple[str, ...]
) -> int:
    """Enter the words of a template and of those that it includes; return how often it prints the variable."""
    try:
        source = getattr(getattr(find(name), "template", None), "source", None)
    except (TemplateDoesNotExist, TemplateSyntaxError) as error:
        raise _NotPlainError from error
    if source is None or name in around:  # another engine's, or one that includes itself
        raise _NotPlainError
    shown = 0
    for token in Lexer(source).tokenize():
        tag = token.contents.partition(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if token.token_type == TokenType.VAR:
            shown += token.contents == printed
        elif tag == "include" and (included := _INCLUDE.match(token.contents)):
            shown += _look_through(included[1], printed, find, words, (*around, name))
        elif tag == "include" or (tag and tag not in TAGS):
            raise _NotPlainError
        if token.token_type == TokenType.VAR or (tag and tag != "load"):
            words += _WORD.findall(token.contents)
    return shown


__all__ = ["names_beside"]
