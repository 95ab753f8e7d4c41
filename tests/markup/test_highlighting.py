"""Source code with colours, whatever it is and whoever wrote it."""

from __future__ import annotations

import pytest
from pygments.lexers import get_all_lexers

from formrerun.markup import highlighting
from formrerun.markup.highlighting import LONGEST, SEEN, highlight
from formrerun.markup.markdown import markdown_html
from tests.visitor import parse

ALIASES = sorted({aliases[0] for _, aliases, *_ in get_all_lexers() if aliases})


@pytest.fixture
def looks(monkeypatch):
    """Count how often a pattern is tried, and see that none looks farther than it may."""
    count = [0]
    bounded = highlighting._seen

    def counting(match, *args):
        count[0] += 1
        return bounded(lambda text, start, end: (match(text, start, end), in_bounds(start, end))[0], *args)

    def in_bounds(start, end):
        assert end - start <= SEEN

    monkeypatch.setattr(highlighting, "_seen", counting)
    highlighting._bounded.cache_clear()
    yield count
    highlighting._bounded.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize("part", ["a\n", '"\\\\', "(/*<{[ "])
def test_no_lexer_takes_more_than_the_length_of_the_code_times_a_bound(looks, part):
    """Counted is how often a pattern is tried: each time it looks at SEEN characters at most."""
    for alias in ALIASES:
        tried = []
        for long in (60, 120):
            looks[0] = 0
            highlight((part * long)[:long], alias)
            tried.append(looks[0])
        assert tried[1] <= 2.2 * tried[0] + 200, alias


def test_a_lexer_whose_patterns_cannot_be_bounded_colours_nothing(looks):
    coloured = 0
    for alias in ALIASES:
        looks[0] = 0
        html = highlight("a = 1 # b\n", alias)
        assert looks[0] or "<span" not in html or "json" in alias.lower(), alias
        coloured += "<span" in html
    assert coloured > 300


@pytest.mark.parametrize("language", ["python", "html", "bash", "c", "json"])
def test_long_code_is_plain_and_complete(language):
    code = "<a> " * (LONGEST // 4 + 1)
    html = highlight(code, language)
    assert "<span" not in html
    assert parse(html).one("code").raw == code


def test_the_code_of_one_text_shares_a_budget():
    html = parse(markdown_html("```python\nx = 1\n```\n\n" + f"```python\n{'x = 1;' * 3_000}\n```\n\n" * 3))
    assert [bool(code.all("span")) for code in html.all("code")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("language", "code", "has"),
    [
        ("python", "def f(x):\n    '''doc\n    more'''\n    return 1", '<span class="nf">f</span>'),
        ("c", "/* a\n b */ int x;", '<span class="cm"> b */</span>'),
        ("make", "a: b\n\techo 1", "<span"),
        ("console", "$ echo 'a'", "<span"),
        ("bash", r"echo $'a\'b'", '<span class="s1">'),
        ("JSON", '{"a": 1}', '<span class="mi">1</span>'),
    ],
)
def test_what_people_write_has_colours(language, code, has):
    assert has in highlight(code, language)


def test_an_unknown_language_is_plain():
    assert '<code translate="no" class="language-python">' in highlight("x = 1", "python")
    assert highlight("<b>", "no such language") == (
        '<pre class="fr-code" tabindex="0"><code translate="no">&lt;b&gt;</code></pre>'
    )
