"""German visitors read German: the catalogue is complete, and pages use it."""

from __future__ import annotations

import ast
import gettext
from collections.abc import Iterator
from pathlib import Path

from django.test import Client
from django.utils.translation.template import templatize

import formrerun
import formrerun as fr
from tests.visitor import Visitor

PACKAGE = Path(formrerun.__file__).parent
CATALOGUE = PACKAGE / "locale/de/LC_MESSAGES/django.mo"
#: Functions that mark their first argument for translation.
MARKS = ("_", "gettext", "gettext_lazy", "ngettext")


def marked(source: str) -> Iterator[str]:
    """Yield the texts that some Python marks for translation."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=text), *_]) if name in MARKS:
                yield text


def in_template(source: str) -> Iterator[str]:
    """Yield the texts that a template marks: Django turns it into calls for xgettext, each in parentheses."""
    text = templatize(source)
    for name in MARKS:
        for rest in text.split(f" {name}(")[1:]:
            # The call ends at the first parenthesis that makes it Python.
            calls = (f"{name}({rest[: place + 1]}" for place, sign in enumerate(rest) if sign == ")")
            yield from marked(next(call for call in calls if _parses(call)))


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def test_the_german_catalogue_is_complete_and_compiled():
    with CATALOGUE.open("rb") as file:
        german = gettext.GNUTranslations(file)._catalog
    known = {key if isinstance(key, str) else key[0] for key in german}
    texts = {text for path in PACKAGE.rglob("*.py") for text in marked(path.read_text(encoding="utf-8"))}
    texts |= {text for path in PACKAGE.rglob("*.html") for text in in_template(path.read_text(encoding="utf-8"))}
    assert {"This field is required.", "Sidebar", "Help for %(name)s", "Map with %(count)s point"} <= texts
    assert texts - known == set(), "see CONTRIBUTING.md, Translations"


def test_a_page_speaks_the_visitors_language(serve, client, db):
    def page():
        with fr.form("order"):
            fr.number_input("Menge", min_value=1, key="amount", help="Stück")
            fr.form_submit_button("Bestellen")
        fr.selectbox("Farbe", [])

    url = serve(page)
    html = client.get(url, headers={"accept-language": "de"}).content.decode()
    assert '<html lang="de"' in html
    for text in ("Zum Inhalt springen", "Hilfe zu Menge", "Keine Optionen vorhanden", "Strg+Eingabetaste"):
        assert text in html
    english = client.get(url, headers={"accept-language": "en"}).content.decode()
    assert "Skip to main content" in english
    assert "Eingabetaste" not in english


def test_messages_beside_fields_are_translated(serve, db):
    def page():
        with fr.form("order"):
            fr.number_input("Menge", value=1, min_value=1, max_value=9, key="amount")
            fr.form_submit_button("Bestellen")

    visitor = Visitor(serve(page), Client(headers={"accept-language": "de"}))
    visitor.fill("Menge", 12).press("Bestellen")
    assert "Bitte einen Wert zwischen 1 und 9 eingeben." in visitor.errors()["Menge"]
    assert visitor.shown("Menge") == ["12"]
