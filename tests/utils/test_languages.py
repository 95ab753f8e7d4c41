"""A page is in the language that there are texts in, and writes and reads numbers and days as that one does."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

import formrerun as fr
from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("asked", "lang"),
    [("de", "de"), ("de-at", "de"), ("en-gb", "en-gb"), ("fr", "fr"), ("es-mx", "es-mx"), ("it", "en"), ("zh", "en")],
)
def test_a_page_says_the_language_of_its_texts(serve, client, db, asked, lang):
    html = client.get(serve(lambda: fr.text("Hello")), headers={"accept-language": asked}).content.decode()
    assert f'<html lang="{lang}">' in html
    assert f'class="fr stApp" lang="{lang}"' in html
    assert 'dir="rtl"' not in html


def test_what_is_not_translated_is_in_the_language_of_the_site(serve, client, db, settings):
    settings.LANGUAGE_CODE = "de"
    html = client.get(serve(lambda: fr.text("Hallo")), headers={"accept-language": "eo"}).content.decode()
    assert '<html lang="de">' in html
    assert "Zum Inhalt springen" in html


def test_a_site_in_hebrew_runs_from_right_to_left(serve, client, db, settings):
    settings.LANGUAGE_CODE = "he"
    html = client.get(serve(lambda: fr.text("שלום"))).content.decode()
    assert '<html lang="he" dir="rtl">' in html


def test_visitors_who_read_arabic_get_it_from_right_to_left(serve, client, db):
    html = client.get(serve(lambda: fr.text("مرحبا")), headers={"accept-language": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in html


def priced():
    with fr.form("order"):
        price = fr.number_input("Price", 0.5, 9.5, 1.25, key="price")
        count = fr.number_input("Count", value=0, key="count")
        day = fr.date_input("Day", date(2024, 2, 29), date(2024, 1, 1), date(2024, 12, 31), key="day")
        fr.form_submit_button("Order")
    fr.text(f"{price!r} {count!r} {day}")


@pytest.fixture
def german(serve, db):
    return Visitor(serve(priced), Client(headers={"accept-language": "de"}))


@pytest.fixture
def english(serve, db):
    return Visitor(serve(priced), Client(headers={"accept-language": "en"}))


def test_a_number_field_shows_the_decimal_sign_of_the_language(german, english):
    assert german.shown("Price") == ["1,25"]
    assert english.shown("Price") == ["1.25"]


@pytest.mark.parametrize("text", ["2,75", "2.75", " 2,75 ", "2,750", "2,75e0", "+2,75"])
def test_a_comma_stands_in_front_of_decimals_in_german(german, text):
    german.fill("Price", text).press("Order")
    assert "2.75 0 2024-02-29" in german.text


@pytest.mark.parametrize("text", ["2,75", "2.75", "2.750"])
def test_a_comma_is_never_lost_in_english(english, text):
    english.fill("Price", text).press("Order")
    assert "2.75 0 2024-02-29" in english.text


@pytest.mark.parametrize(("text", "number"), [("1.234.567", 1234567), ("1 234", 1234), ("1'234", 1234), ("−3", -3)])
def test_thousands_may_be_apart(german, text, number):
    german.fill("Count", text).press("Order")
    assert f"1.25 {number} 2024-02-29" in german.text


def test_what_might_be_one_of_two_numbers_is_asked_for(german, english):
    german.fill("Count", "1.234").press("Order")
    assert german.shown("Count") == ["1.234"]
    english.fill("Count", "1,234").press("Order")
    assert "Write thousands without a sign between them." in english.errors()["Count"]


def test_messages_write_numbers_and_days_as_their_language_does(german, english):
    german.fill("Price", "99,5").fill("Day", "2025-01-01").press("Order")
    assert "zwischen 0,50 und 9,50" in german.errors()["Price"]
    assert "zwischen 01.01.2024 und 31.12.2024" in german.errors()["Day"]
    english.fill("Price", "99.5").fill("Day", "2025-01-01").press("Order")
    assert "between 0.50 and 9.50" in english.errors()["Price"]
    assert "between 2024-01-01 and 2024-12-31" in english.errors()["Day"]


@pytest.mark.parametrize(
    ("language", "low"), [("fr", "01/01/2024"), ("es", "01/01/2024"), ("ar", "2024-01-01")], ids=["fr", "es", "ar"]
)
def test_every_language_takes_its_numbers_and_shows_its_days(serve, db, language, low):
    visitor = Visitor(serve(priced), Client(headers={"accept-language": language}))
    visitor.fill("Price", "2,75").fill("Count", "1\N{NARROW NO-BREAK SPACE}234").press("Order")
    assert "2.75 1234 2024-02-29" in visitor.text
    assert visitor.shown("Price") == ["2,75"]
    visitor.fill("Price", "99,5").fill("Day", "2025-01-01").press("Order")
    assert re.search("0,50.* .*9,50", visitor.errors()["Price"])
    assert low in visitor.errors()["Day"]


def test_a_number_that_nobody_edited_keeps_its_digits_in_another_language(serve, db):
    def page():
        value = fr.number_input("Price", value=1.23456, key="price")
        if fr.button("Go"):
            fr.text(f"{value!r}")

    visitor = Visitor(serve(page), Client(headers={"accept-language": "en"}))
    visitor.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    visitor.press("Go")
    assert "1.23456" in visitor.text
    assert visitor.shown("Price") == ["1,23"]


def test_sliders_write_numbers_and_days_as_the_language_does(serve, db):
    def page():
        fr.slider("Share", 0.0, 1.0, 0.25)
        fr.slider("Exact", 0.0, 1.0, 0.25, format="%.3f")
        fr.slider("Sum", 0, 10000, 1234, format="localized")
        fr.slider("Day", date(2024, 1, 1), date(2024, 12, 31), date(2024, 2, 29), format="localized")

    def said(language):
        opened = Visitor(serve(page), Client(headers={"accept-language": language}))
        return [handle["aria-valuetext"] for handle in opened.page.all(role="slider")]

    assert said("en") == ["0.25", "0.250", "1,234", "Feb 29, 2024"]
    assert said("de") == ["0,25", "0.250", "1.234", "29.02.2024"]
    assert said("fr") == said("es") == ["0,25", "0.250", "1\N{NO-BREAK SPACE}234", "29/02/2024"]
    assert said("ar") == ["0,25", "0.250", "1.234", "2024-02-29"]


def test_counts_have_their_plural_forms(serve, db):
    def page():
        fr.multiselect("One", ["a", "b"], max_selections=1)
        fr.multiselect("Two", ["a", "b"], max_selections=2)
        fr.dataframe({"a": [1]})
        fr.dataframe({"a": [1, 2]})

    html = Visitor(serve(page)).page
    assert [box["data-fr-most-text"] for box in html.all("fr-select")] == [
        "You can only select up to 1 option. Remove an option first.",
        "You can only select up to 2 options. Remove an option first.",
    ]
    assert [table["data-fr-words"].count("%(count)s rows") for table in html.all("fr-table")] == [0, 3]


def test_tables_write_numbers_as_the_language_does(serve, db):
    def page():
        fr.table({"a": [1234.5, -0.25]})
        fr.dataframe({"a": [1234.5, -0.25]})

    def said(language):
        opened = Visitor(serve(page), Client(headers={"accept-language": language})).page
        return [cell.text for cell in opened.all("td") if "fr-num" in cell.get("class")]

    assert said("en") == ["1,234.5000", "-0.2500", "1234.5", "-0.25"]
    assert said("de") == said("ar") == ["1.234,5000", "-0,2500", "1234,5", "-0,25"]
    assert said("fr") == said("es") == ["1 234,5000", "-0,2500", "1234,5", "-0,25"]


def test_german_says_a_date_where_a_date_is_emptied(serve, db):
    def page():
        fr.date_input("Zeitraum", [], key="days")
        fr.multiselect("Farben", ["rot", "blau"], max_selections=1)

    html = Visitor(serve(page), Client(headers={"accept-language": "de"})).page
    assert [button["aria-label"] for button in html.by_test_id("stDateInputClearButton")] == ["Datum löschen"]
    assert "höchstens 1 Option ausgewählt" in html.one("fr-select")["data-fr-most-text"]
