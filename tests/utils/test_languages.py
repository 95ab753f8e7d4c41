"""A page is in the language that there are texts in, and writes and reads numbers and days as that one does."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

import formrerun as fr
from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("asked", "lang"),
    [("de", "de"), ("de-at", "de"), ("en-gb", "en-gb"), ("fr", "en"), ("ar", "en"), ("zh", "en")],
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


def test_a_site_in_arabic_runs_from_right_to_left(serve, client, db, settings):
    settings.LANGUAGE_CODE = "ar"
    html = client.get(serve(lambda: fr.text("مرحبا"))).content.decode()
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
    assert "zwischen 0,5 und 9,5" in german.errors()["Price"]
    assert "zwischen 01.01.2024 und 31.12.2024" in german.errors()["Day"]
    english.fill("Price", "99.5").fill("Day", "2025-01-01").press("Order")
    assert "between 0.5 and 9.5" in english.errors()["Price"]
    assert "between 2024-01-01 and 2024-12-31" in english.errors()["Day"]


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
