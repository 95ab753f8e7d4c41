"""What an author can replace by a template of the same name, and what it is given."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

import formrerun as fr
from formrerun.rendering.templates import forget
from formrerun.web.responses import broken


@pytest.fixture
def own(settings, tmp_path):
    """Return a function that puts a template of the author's beside ours."""
    (tmp_path / "formrerun" / "elements").mkdir(parents=True)
    settings.TEMPLATES = [{**deepcopy(settings.TEMPLATES[0]), "DIRS": [tmp_path]}]
    forget()
    yield lambda name, source: (tmp_path / "formrerun" / name).write_text(source, encoding="utf-8")
    forget()


@pytest.fixture
def html_of(serve):
    """Return a function that opens a page and returns its HTML."""
    return lambda page: Client().get(serve(page)).content.decode()


@pytest.mark.django_db
class TestForm:
    def test_its_element_is_a_template(self, own, html_of):
        own(
            "_form.html",
            '<form id="{{ id }}"\n    class="mine"\n    data-fr-form="{{ key }}">\n  {{ enter }}\n</form>\n',
        )

        def page():
            with fr.form("a & b"):
                fr.form_submit_button("Save", key="save")

        html = html_of(page)
        assert 'class="mine" data-fr-form="a &amp; b">fr-' in html
        assert '<form id="fr-page" class="mine" data-fr-form=""></form>' in html

    def test_one_that_is_as_it_was_is_not_rendered_again(self, serve, monkeypatch):
        from formrerun.rendering import renderer

        made = []
        real = renderer.render_partial
        monkeypatch.setattr(renderer, "render_partial", lambda name, form: made.append(form["key"]) or real(name, form))

        def page():
            with fr.form("once"):
                fr.form_submit_button("Save")

        forget()
        url = serve(page)
        for _time in range(2):
            assert 'data-fr-form="once"' in Client().get(url).content.decode()
        assert made == ["", "once"]

    def test_one_whose_button_is_disabled_does_nothing_on_enter(self, html_of):
        def page():
            with fr.form("one"):
                fr.form_submit_button("Save", disabled=True)

        assert '<button type="submit" disabled hidden tabindex="-1"></button></form>' in html_of(page)


def test_the_message_of_a_page_that_ended_badly_is_a_template(own):
    own("_message.html", '<div id="fr-app">\n  <p>{{ message }}</p>\n</div>\n')
    html = broken(PermissionDenied()).content.decode()
    assert html == '<div id="fr-app"><p>You may not see this page.</p></div>'


@pytest.mark.django_db
def test_an_empty_table_says_so_in_its_template(own, html_of):
    own(
        "elements/table.html",
        "<table>{% if rows %}{{ head }}{{ rows }}{% else %}nothing, {{ columns }}{% endif %}</table>",
    )

    def page():
        fr.table({"a": [], "b": []})
        fr.table([{"a": 1}], hide_index=True)

    html = html_of(page)
    assert "<table>nothing, 2</table>" in html
    assert '<table><tr><th scope="col" class="fr-num">a</th></tr><tr><td class="fr-num">1</td></tr></table>' in html


def test_the_guide_names_every_template_that_is_no_element_s():
    ours = Path(fr.__file__).parent / "templates" / "formrerun"
    found = [*ours.glob("*.html"), *ours.glob("elements/_*.html"), *ours.glob("admin/*.html")]
    there = {path.relative_to(ours).as_posix() for path in found}
    guide = (Path(fr.__file__).parents[1] / "docs" / "templates.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?`) \| \*? ?\|", guide, re.MULTILINE)
    assert {name for row in rows for name in re.findall("`(.+?)`", row)} == there
