"""Visitors read their language: the catalogues are complete, and pages use them."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation.template import templatize

import formrerun
import formrerun as fr
from tests.visitor import Visitor

PACKAGE = Path(formrerun.__file__).parent
CATALOGUES = PACKAGE / "locale"
LANGUAGES = ["ar", "de", "es", "fr"]
#: Functions that mark their first argument for translation.
MARKS = ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext")
#: What stands for something in a text, and names that are no words; each of them is kept.
KEPT = re.compile(r"%%s|%(?:\(\w+\))?[sd]|\{\w+\}|`[^`]+`|<[^>]+>|Content-Security-Policy|CSRF")


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


def written(language: str) -> dict[tuple[str, str], list[str]]:
    """Return the forms of each text as translators have written them, by its singular and plural."""
    entries = polib.pofile(str(CATALOGUES / language / "LC_MESSAGES/django.po"))
    return {
        (entry.msgid, entry.msgid_plural): [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]
        for entry in entries
        if not entry.fuzzy and not entry.obsolete
    }


@pytest.fixture(scope="module")
def texts():
    found = {text for path in PACKAGE.rglob("*.py") for text in marked(path.read_text(encoding="utf-8"))}
    return found | {text for path in PACKAGE.rglob("*.html") for text in in_template(path.read_text(encoding="utf-8"))}


def test_texts_are_found_in_python_and_in_templates(texts):
    assert {"This field is required.", "Sidebar", "Help for %(name)s", "Map with %(count)s point", "2 stars"} <= texts


def test_no_language_is_left_out():
    assert sorted(path.name for path in CATALOGUES.iterdir()) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_text_and_no_other(texts, language):
    known = {singular for (singular, _), forms in written(language).items() if all(forms)}
    assert (texts - known, known - texts) == (set(), set()), "see CONTRIBUTING.md, Translations"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_compiled(language):
    with (CATALOGUES / language / "LC_MESSAGES/django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    for (singular, plural), forms in written(language).items():
        theirs = [compiled.get((singular, n)) for n in range(len(forms))] if plural else [compiled.get(singular)]
        assert theirs == forms, "see CONTRIBUTING.md, Translations"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_what_stands_for_something(language):
    wrong = {
        form
        for (singular, plural), forms in written(language).items()
        for form in forms
        if sorted(KEPT.findall(form)) != sorted(KEPT.findall(plural or singular))
    }
    assert wrong == set()


@pytest.mark.parametrize(
    ("language", "said"),
    {
        "en": ["Help for Menge", "No options to select", "Ctrl+Enter"],
        "de": ["Zum Inhalt springen", "Hilfe zu Menge", "Keine Optionen vorhanden", "Strg+Eingabetaste"],
        "fr": ["Passer au contenu principal", "Aide pour Menge", "Aucune option à sélectionner", "Ctrl+Entrée"],
        "es": ["Saltar al contenido principal", "Ayuda sobre Menge", "No hay opciones para seleccionar", "Ctrl+Intro"],
        "ar": ["الانتقال إلى المحتوى الرئيسي", "مساعدة بشأن Menge", "لا توجد خيارات للتحديد"],
    }.items(),
)
def test_a_page_speaks_the_visitors_language(serve, client, db, language, said):
    def page():
        with fr.form("order"):
            fr.number_input("Menge", min_value=1, key="amount", help="Stück")
            fr.form_submit_button("Bestellen")
        fr.selectbox("Farbe", [])

    html = client.get(serve(page), headers={"accept-language": language}).content.decode()
    assert f'<html lang="{language}"' in html
    assert ('dir="rtl"' in html) == (language == "ar")
    for text in said:
        assert text in html
    assert ("Skip to main content" in html) == (language == "en")


@pytest.mark.parametrize(
    ("language", "said"),
    {
        "de": "Bitte einen Wert zwischen 1 und 9 eingeben.",
        "fr": "Saisissez une valeur entre 1 et 9.",
        "es": "Introduzca un valor entre 1 y 9.",
        "ar": "أدخل قيمة بين \u20661\u2069 و \u20669\u2069.",
    }.items(),
)
def test_messages_beside_fields_are_translated(serve, db, language, said):
    def page():
        with fr.form("order"):
            fr.number_input("Menge", value=1, min_value=1, max_value=9, key="amount")
            fr.form_submit_button("Bestellen")

    visitor = Visitor(serve(page), Client(headers={"accept-language": language}))
    visitor.fill("Menge", 12).press("Bestellen")
    assert said in visitor.errors()["Menge"]
    assert visitor.shown("Menge") == ["12"]


def test_what_a_type_of_text_sets_is_translated(serve, db):
    def page():
        fr.text_input("Mots", type="search")
        fr.text_input("Adresse", type="email", key="address")
        fr.button("Envoyer")

    visitor = Visitor(serve(page), Client(headers={"accept-language": "fr"}))
    assert visitor.page.one(aria_label="Mots")["placeholder"] == "Rechercher"
    visitor.fill("Adresse", "ada").press("Envoyer")
    assert "Saisissez une adresse e-mail valide." in visitor.errors()["Adresse"]


@pytest.mark.parametrize(
    ("language", "said"),
    {
        "fr": {0: "0 ligne", 1: "1 ligne", 2: "2 lignes", 1000000: "1000000 lignes"},
        "es": {0: "0 filas", 1: "1 fila", 2: "2 filas", 1000000: "1000000 filas"},
        "ar": {0: "0 صف", 1: "صف واحد (1)", 2: "صفان (2)", 7: "7 صفوف", 11: "11 صفًا", 100: "100 صف"},
    }.items(),
)
def test_counts_have_the_plural_forms_of_their_language(language, said):
    with translation.override(language):
        for count, text in said.items():
            assert translation.ngettext("%(rows)s row", "%(rows)s rows", count) % {"rows": count} == text
