"""Templates are written over several lines for people, and their line breaks do not travel."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, TemplateDoesNotExist, engines
from django.template.backends.django import DjangoTemplates

import formrerun
import formrerun as fr
from formrerun.rendering import templates
from formrerun.rendering.renderer import Renderer
from formrerun.rendering.whitespace import compact
from tests.kinds import KINDS

TEMPLATES = sorted((Path(formrerun.__file__).parent / "templates").rglob("*.html"))


def html(source, **context):
    """Return what a template gives once it is compacted."""
    return from_files({"main": source}, **context)


def _engine(files, *, debug=False):
    loaders = [("django.template.loaders.locmem.Loader", files)]
    options = {"loaders": loaders, "debug": debug}
    return DjangoTemplates({"NAME": "test", "DIRS": [], "APP_DIRS": False, "OPTIONS": options})


def from_files(files, **context):
    """Return what the template named ``main`` gives, whether or not errors show the file they are in."""
    made = {
        debug: compact(_engine(files, debug=debug).get_template("main")).template.render(Context(context))
        for debug in (False, True)
    }
    assert made[False] == made[True]
    return made[False]


# ---------------------------------------------------------------------------------------------------------- the rule


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("<p>\n  <b>a</b>\n  <i>b</i>\n</p>\n", "<p><b>a</b><i>b</i></p>"),
        ("<p>\n  several words\n  on two lines\n</p>", "<p>several words on two lines</p>"),
        ("<p>\n  {{ one }}\n  {{ two }}\n</p>", "<p>1 2</p>"),
        ("<p>Mr\n{{ one }}\nand</p>", "<p>Mr 1 and</p>"),
        ("<p>\n{% if one %}\n  {{ one }}\n{% endif %}\n{{ two }}</p>", "<p>12</p>"),
        ("{% for n in three %}\n  <li>{{ n }}</li>\n{% empty %}\n  none\n{% endfor %}", "<li>a</li><li>b</li>"),
        ("<b>a</b> {# a blank #}\n<b>b</b>", "<b>a</b> <b>b</b>"),
        ("<b>{{ one }} </b>\n<b> </b>  <i>\t</i>", "<b>1 </b><b> </b>  <i>\t</i>"),
        ("<b>a\u00a0\n</b>", "<b>a\u00a0</b>"),
        ("1 < 2\n3", "1 < 2 3"),
        ("<!doctype html>\n<br/>\n<br\n/>", "<!doctype html><br/><br/>"),
    ],
)
def test_between_tags_a_line_break_is_nothing_and_between_words_a_blank(source, made):
    assert html(source, one=1, two=2, three="ab") == made


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ('<a\n  id="x"\n  class="y"\n>\n</a>', '<a id="x" class="y"></a>'),
        ("<a{% if yes %} b{% endif %}\n  {% if yes %} c{% endif %}>", "<a b c>"),
        (
            "<a\n  {% if yes %}b{% endif %}\n  {% if no %}c{% endif %}\n  {% if yes %}d{% else %}e{% endif %}\n>",
            "<a b d>",
        ),
        ("<a\n  {% if no %}b{% elif no %}c{% endif %}\n  d>", "<a d>"),
        ("<a\n  {% if yes %}\n    b\n    {% if yes %}c{% endif %}\n  {% endif %}\n  d>", "<a b c d>"),
        ("<a\n  {% if no %}data-{% endif %}b{% if yes %}c{% endif %}>", "<a bc>"),
        ("<a\n  {% if yes %}b{% endif %}{% if yes %} c{% endif %}>", "<a b c>"),
        ("<a\n  {% with b=yes %}{% if b %}b{% endif %}{% endwith %}\n  c>", "<a b c>"),
        ("<a\n  {% for n in three %}\n    {{ n }}\n  {% endfor %}\n  {{ yes }}>", "<a a b 1>"),
        ("<a\n  {% for n in three %}{{ n }}{% endfor %}>", "<a ab>"),
        ("<a\n  {% if yes %}b>{% else %}>{% endif %}\n  c</a>", "<a b>c</a>"),
        ("<h{{ yes }}\n  {% if yes %}a{% endif %}\n>\n  b\n</h{{ yes }}>", "<h1 a>b</h1>"),
        ('<a class="\n  b\n  {% if yes %}c{% endif %}\n  {% if no %}d{% endif %}\n" e>', '<a class="b c" e>'),
        ("<a class='\n  {% if yes %}\n    {{ yes }} \"\n  {% endif %}\n'>", "<a class='1 \"'>"),
        ('<a title="1 > 2\n  {{ yes }}"\n>\n  b\n</a>', '<a title="1 > 2 1">b</a>'),
        ('<a href=/b/\n  c  d="e">', '<a href=/b/ c  d="e">'),
    ],
)
def test_within_a_tag_a_line_break_is_one_blank_before_what_is_there(source, made):
    assert html(source, yes=1, no=0, three="ab") == made


@pytest.mark.parametrize(
    "source",
    [
        "<pre\n>\n  a\n  <b>\n</b>\n</pre\n>",
        "<textarea>\n{{ one }}\n</textarea>",
        "<TEXTAREA>\n</TEXTAREA>",
        "<script>\n  if (a\n < b)\n</script>",
        "<!-- a\n  <b> -->",
        "{% verbatim %}<b>\n</b>{% endverbatim %}",
        "{% load i18n %}{% blocktranslate %}<b>\n  {{ one }}</b>{% endblocktranslate %}",
        "{% filter upper %}<b>\n</b>{% endfilter %}",
    ],
)
def test_what_may_mean_its_line_breaks_keeps_them(source):
    plain = engines["django"].from_string(source).template.render(Context({"one": 1}))
    assert html(source, one=1) == re.sub(r"(?<=pre)\n", "", plain)


def test_after_such_an_element_the_rule_holds_again():
    assert html("<pre>\n</pre>\n<b\n  a>\n</b>\n<!-- -->\n<i>") == "<pre>\n</pre><b a></b><!-- --><i>"


# ---------------------------------------------------------------------------------------------------------- includes


def test_an_included_template_follows_the_rule_where_it_stands():
    files = {
        "part": "{% if a %}\n  a\n{% endif %}\nb\n",
        "main": '<i\n  {% include "part" %}\n  c>\n{% include "part" %}\n',
    }
    assert from_files(files, a=1) == "<i a b c>ab"


def test_what_is_given_to_an_included_template_is_known_there_alone():
    files = {"part": "{{ a }}{{ b }}\n", "main": '{% include "part" with a=3 %}{% include "part" %}{{ a }}'}
    assert from_files(files, a=1, b=2) == "32121"
    files["main"] = '{% include "./part" with a=3 only %}'
    assert from_files(files, a=1, b=2) == "3"


def test_what_an_included_template_names_is_known_there_alone():
    files = {
        "part": '{% load i18n %}{% translate "new" as a %}\n{{ a }}',
        "turns": "{% cycle 1 2 %}",
        "main": '{% include "part" %}{{ a }}{% for n in "xyz" %}{% include "turns" %}{% endfor %}',
    }
    assert from_files(files, a="old") == "newold111"


def test_a_template_that_includes_itself_is_drawn_as_ever():
    inner = '{% with of=of.1 %}{% include "main" %}{% endwith %}'
    part = f"<li>{{{{ of.0 }}}}\n{{% if of.1 %}}\n  <ul>{inner}</ul>\n{{% endif %}}</li>"
    assert from_files({"main": part}, of=("a", ("b", ()))).startswith("<li>a<ul><li>b")


@pytest.mark.parametrize("part", ["{% load nothing %}", "{% endif %}"])
def test_an_included_template_that_cannot_be_had_matters_only_where_it_is_drawn(part):
    assert from_files({"part": part, "main": '{% if a %}{% include "part" %}{% include "none" %}{% endif %}\n'}) == ""
    with pytest.raises(TemplateDoesNotExist):
        from_files({"main": '{% include "none" %}'})


def test_a_template_that_extends_another_is_as_django_draws_it():
    files = {
        "base": "<a {% block b %}{% endblock b %}>\n</a>",
        "main": '{% extends "base" %}{% block b %}\nb{% endblock b %}',
    }
    assert from_files(files) == "<a \nb>\n</a>"
    files["more"] = '<p>\n{% include "main" %}</p>'
    files["main"], files["more"] = files["more"].replace("main", "more"), files["main"]
    assert from_files(files) == "<p><a \nb>\n</a></p>"


def test_a_template_that_others_draw_keeps_its_line_breaks():
    engine = _engine({"part": "<b>\n</b>", "main": '{% include "part" %}\n<i>'})
    assert compact(engine.get_template("main")).render() == "<b></b><i>"
    assert engine.get_template("main").render() == "<b>\n</b>\n<i>"


# -------------------------------------------------------------------------------------------------------- in a page


@pytest.fixture
def overrides(settings, tmp_path):
    """Return the folder of a project's own templates of elements."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    (tmp_path / "formrerun/elements").mkdir(parents=True)
    templates.forget()
    yield tmp_path / "formrerun"
    templates.forget()


def drawn(show, page):
    """Return the HTML of a page."""
    return "".join(Renderer().page(show(page)._run).inside())


def test_no_template_is_wider_than_a_screen():
    wide = [(path.name, line) for path in TEMPLATES for line in path.read_text().splitlines() if len(line) > 120]
    assert wide == []


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("debug", [False, True])
def test_no_line_break_of_a_template_is_sent(show, settings, kind, debug):
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": {**settings.TEMPLATES[0]["OPTIONS"], "debug": debug}}]
    templates.forget()
    sent = drawn(show, lambda: kind.draw(help="help", key="k"))
    assert "\n" not in re.sub(r"(<textarea[^>]*>)\n[^<]*", r"\1", sent).replace("help</p>\n", "help</p>")
    assert not re.search(r"  | >", sent.replace("\n", ""))


def test_a_project_s_own_template_is_drawn_by_the_same_rule(show, overrides):
    (overrides / "elements/divider.html").write_text(
        "<hr\n  class='rule'\n  {% if dom_id %}id='{{ dom_id }}-r'{% endif %}\n>\n<hr>\n"
    )
    assert re.search(r"<hr class='rule' id='fr-[\w-]+-r'><hr></div>", drawn(show, fr.divider))


def test_a_project_s_own_part_stands_in_our_templates(show, overrides):
    (overrides / "_instructions.html").write_text("<small>\n  mine\n</small>\n")
    assert "<small>mine</small>" in drawn(show, lambda: fr.text_input("Name"))
