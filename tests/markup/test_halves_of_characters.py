"""Half of a pair of surrogates, which no UTF-8 can hold, is U+FFFD in what our libraries make: it is never an error."""

from __future__ import annotations

import pytest

from formrerun.markup.formulas import math_ml
from formrerun.markup.markdown import markdown_html
from formrerun.markup.sanitizing import clean_author_html, clean_html


@pytest.mark.parametrize(
    "made",
    [
        lambda text: clean_html(f"<b>{text}</b>"),
        lambda text: clean_author_html(f"<b>{text}</b>")[0],
        lambda text: math_ml(f"\\text{{{text}}}", display=False),
        lambda text: markdown_html(f"<b>{text}</b>", unsafe=True),
        lambda text: markdown_html(f"sum: ${text}$"),
    ],
    ids=["HTML", "an author's HTML", "formula", "Markdown with HTML", "Markdown with a formula"],
)
def test_it_is_shown_as_a_replacement(made):
    assert "\ufffd" in made("a\ud800b")
