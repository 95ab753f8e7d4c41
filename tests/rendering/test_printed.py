"""Where a text alone has changed, it is put into the HTML from before, which is what the template would give."""

from __future__ import annotations

from copy import deepcopy

import pytest

import formrerun as fr
from formrerun.rendering import templates
from formrerun.rendering.renderer import Renderer

TEXTS = ["", "a", "b <b>&\"'", "ä\n  c ", "{{ a }}", "0", templates.MARK, "half a pair \ud800"]
DRAWN = {
    "text": lambda text: fr.text(text, help="*of* it"),
    "markdown": lambda text: fr.markdown(text, help="*of* it"),
    "markdown with HTML": lambda text: fr.markdown(f"<i style='color: red'>{text}</i>", unsafe_allow_html=True),
    "caption": fr.caption,
    "text_input": lambda text: fr.text_input("Label", text, icon="🔎", validate="a+", key=f"k{text!r}"[:2]),
    "password": lambda text: fr.text_input("Label", text, type="password"),
    "number_input": lambda text: fr.number_input("Label", value=len(text), placeholder="p", key="n"),
    "text_area": lambda text: fr.text_area("Label", text, max_chars=500, key="t"),
}


@pytest.fixture
def html_of(show):
    """Return a function that draws a page once and returns its HTML."""
    return lambda page: "".join(Renderer().page(show(page)._run).inside())


@pytest.fixture
def own(settings, tmp_path):
    """Return a function that puts a template of a project's own beside ours."""
    (tmp_path / "formrerun" / "elements").mkdir(parents=True)
    settings.TEMPLATES = [{**deepcopy(settings.TEMPLATES[0]), "DIRS": [tmp_path]}]
    templates.forget()
    yield lambda name, source: (tmp_path / "formrerun" / name).write_text(source, encoding="utf-8")
    templates.forget()


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_each_text_gives_what_its_template_gives(html_of, draw, monkeypatch):
    pages = [lambda text=text: draw(text) for text in TEXTS]
    kept = [html_of(page) for page in pages]
    assert "stException" not in "".join(kept)
    assert "b &lt;b&gt;" in kept[2] or "1" in kept[1]
    monkeypatch.setattr(templates, "_names", lambda *_: None)
    templates.html_cache.clear()
    assert [html_of(page) for page in pages] == kept


@pytest.mark.parametrize("kind", ["text_input", "number_input", "text_area", "text", "markdown"])
def test_another_text_renders_no_template(html_of, kind, monkeypatch):
    rendered, real = [], templates.render
    monkeypatch.setattr(templates, "render", lambda name, context: rendered.append(name) or real(name, context))
    for text in ("a", "b", "ccc", "a"):
        html_of(lambda text=text: DRAWN[kind](text))
    assert rendered == [kind]


def test_an_empty_text_is_the_templates_affair(html_of, own):
    own("elements/text.html", "{% if not body %}nothing{% endif %}{{ body }}")
    assert "nothing</div>" in html_of(lambda: fr.text(""))
    assert "nothing" not in html_of(lambda: fr.text("a"))


@pytest.mark.parametrize(
    ("source", "other"),
    [
        ('{% if body == "b" %}it is b{% endif %}{{ body }}', "it is b"),
        ("{{ body|upper }}", "B"),
        ("{{ body }} of {{ body|length }}", "of 1"),
        ("{% with it=body %}{{ it|upper }}{% endwith %}", "B"),
        ('{% include "formrerun/mine.html" %}', "mine: B"),
        ("{% include which|default:'formrerun/mine.html' %}", "mine: B"),
        ("{% debug %}{{ body }}", "b"),
        ("{% filter upper %}{{ body }}{% endfilter %}", "B"),
        ("{% autoescape off %}{{ body }}{% endautoescape %}", "b"),
        ("{% extends 'formrerun/mine.html' %}", "mine: B"),
    ],
)
def test_a_template_that_does_more_than_print_is_rendered(html_of, own, source, other):
    own("mine.html", "mine: {{ body|upper }}")
    own("elements/text.html", source)
    assert ">a" in html_of(lambda: fr.text("a")).lower() or "a" in html_of(lambda: fr.text("a")).lower()
    assert other in html_of(lambda: fr.text("b"))


def test_what_is_beside_the_text_counts(html_of, own):
    own("elements/text.html", "{{ body }} {{ align }} {% for one in help %}{{ one }}-{% endfor %}")
    assert "a left" in html_of(lambda: fr.text("a"))
    assert "a right" in html_of(lambda: fr.text("a", text_alignment="right"))
    assert "b left 1-2-" in html_of(lambda: fr.text("b", help="12"))


def test_numbers_that_are_equal_are_printed_each_in_its_way(html_of, own):
    own("elements/number_input.html", "{{ shown.0 }} {{ max_value }}")
    assert "3 7<" in html_of(lambda: fr.number_input("A", value=3, max_value=7, key="a"))
    assert "3.00 7.0<" in html_of(lambda: fr.number_input("A", value=3.0, max_value=7.0, key="a"))
