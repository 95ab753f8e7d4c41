"""A line of words is no Markdown: it is not parsed, and is what the parser would have made of it."""

from __future__ import annotations

import random

import pytest

from formrerun.markup import markdown
from formrerun.markup.markdown import inline_html, markdown_html

WORDS = ["a", "First", "text", "5", "2x", "www", "http", "com", "mailto", "smile", "x1", "é", "中文", "tm", "localhost"]
BETWEEN = [" ", ", ", ". ", ": ", "; ", "! ", "? ", "% ", "-", "_", "  ", ":", ".", "*", " - ", "'", "/", "@", "\n"]


@pytest.fixture
def lines():
    chance = random.Random(7)
    parts = [
        [chance.choice(WORDS) + chance.choice(BETWEEN) for _ in range(chance.randrange(1, 5))] for _ in range(3000)
    ]
    return sorted({"".join(words) for words in parts} | {f"{'.'.join(words)}" for words in parts})


def test_a_plain_line_is_what_the_parser_makes_of_it(lines, monkeypatch):
    plain = [line for line in lines if markdown._PLAIN.fullmatch(line)]
    assert len(plain) > 50
    quick = [(markdown_html(line), markdown_html(line, unsafe=True), inline_html(line)) for line in plain]
    monkeypatch.setattr(markdown, "_PLAIN", markdown.re.compile(r"(?!)"))
    assert quick == [(markdown_html(line), markdown_html(line, unsafe=True), inline_html(line)) for line in plain]


@pytest.mark.parametrize(
    "line", ["1. one", "x.org", "a_b_c", ":smile:", "- a", "a@b.co", "a\nb", "# a", "2 * 3 * 4", ""]
)
def test_what_may_be_markdown_is_parsed(line):
    assert not markdown._PLAIN.fullmatch(line)
