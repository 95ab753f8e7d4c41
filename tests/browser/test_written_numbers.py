"""The browser and the server write and read numbers alike, in every language."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.utils.translation import override
from playwright.sync_api import expect

import formrerun as fr
from formrerun.utils.languages import decimal_sign
from formrerun.utils.number_format import NAMED, written
from formrerun.utils.typed_numbers import typed
from tests.browser.visits import note

FORMATS = [
    *NAMED, "%d", "%i", "%u", "%,d", "%+d", "%5d", "%-5d|", "%05d", "%+05d", "%.2f", "%0.2f", "%.0f", "%f", "%,.2f",
    "€ %,.1f", "%08.3f", "%e", "%.2e", "%g", "%.3g", "%x", "%X", "%s", "%d%%", "%s of %d", "odd", "%q", "%",
]  # fmt: skip
NUMBERS = [
    0, 0.0, -0.0, 1, -5, 0.5, 1.5, 2.5, -2.5, 0.125, 1.005, 2.675, 0.1, 1 / 3, 1234, -1234.567, 99.95, 999.949, 999.96,
    999_960, 999_950, 1e6, 123_456_789_012, 9007199254740991, 1e20, 1e21, 1.5e22, -1e21, 1e-5, 1e-6, 1.5e-7, 0.0012,
    0.0999996, 9.9996, 999.9996, 0.0005, -0.001, 0.045, 8.345, 1e300, 5e-324, 0.05, 0.25, -0.05,
]  # fmt: skip
TYPED = [
    "2,75", "2.75", "1.234", "1,234", "1.234,5", "1,234.5", "1.234.567", "1,234,567.8", "1.234.567,8", "1 234,5",
    "1\u00a0234", "1\u202f234,5", "1'234.50", "1,2,3", "1.2.3", "1e5", "1,5e3", "-1,5", "−3", ",5", ".5", "5,", "",
    "1,234,56", "-", "1.234.567.8", "0,125", "1234,567", "1.2345", "12 34", "nan", "Infinity", "1_000", "0x10", "x",
    "-1.234,50", "+7", " 7 ", "1,,5", "1 2",
    "٣٫٥", "۱۲", "-١٬٢٣٤٫٥", "\u061c-٥", "１２．５", "－３", "१२", "−1e−5", "10²", "1٫234٫567",
]  # fmt: skip
LANGUAGES = {"en": "en", "de": "de", "fr": "fr", "ar": "ar", "it": "en"}  # the visitor's, and that of our texts


@fr.page
def empty(token: str) -> None:
    fr.slider("Share", 0.0, 1.0, 0.25)


def ask_for(language, page, server):
    page.context.add_cookies([{"name": "django_language", "value": language, "url": server.base}])


@pytest.fixture(params=LANGUAGES)
def language(page, server, request):
    ask_for(request.param, page, server)
    with override(LANGUAGES[request.param]):
        yield


def test_both_write_a_number_alike(page, visit, language):
    visit(empty)
    chance = random.Random(1)
    numbers = NUMBERS + [chance.uniform(-1, 1) * 10 ** chance.randint(-8, 14) for _ in range(200)]
    theirs = page.evaluate(
        """([numbers, formats]) => {
            const { FORMATS, printf } = document.getElementById('fr-app').formrerun;
            const write = (number, format) =>
                FORMATS[format]?.(number) ?? (format.includes('%') ? printf(format, number) : String(number));
            return numbers.map(number => formats.map(format => write(number, format)));
        }""",
        [numbers, FORMATS],
    )
    for number, texts in zip(numbers, theirs, strict=True):
        assert [(number, written(number, format)) for format in FORMATS] == [(number, text) for text in texts]


def test_both_read_a_number_alike(page, visit, language):
    visit(empty)
    theirs = page.evaluate(
        """([texts, frDecimal]) => texts.map(value => {
            const number = document.getElementById('fr-app').formrerun.numberOf({ value, dataset: { frDecimal } });
            return isNaN(number) ? null : number;
        })""",
        [TYPED, decimal_sign()],
    )
    ours = [typed(text, decimal_sign()) for text in TYPED]
    assert [None if text is None else float(text) for text in ours] == theirs


@fr.page
def priced(token: str) -> None:
    price = fr.number_input("Price", 0.5, 9.5, 1.25, step=0.25, key="price")
    day = fr.date_input("Day", dt.date(2024, 2, 29), dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    note(token, price=price, day=str(day))
    fr.text(f"Price: {price!r}")


@pytest.mark.parametrize("asked", ["de", "en"])
def test_a_comma_typed_or_pasted_is_a_decimal_one(page, server, visit, asked):
    ask_for(asked, page, server)
    visit(priced)
    sign = "," if asked == "de" else "."
    field = page.get_by_label("Price")
    expect(field).to_have_value(f"1{sign}25")
    field.fill("")
    field.press_sequentially("2,75")
    field.press("Enter")
    expect(page.get_by_text("Price: 2.75")).to_be_visible()
    expect(field).to_have_value(f"2{sign}75")
    field.press("ArrowUp")
    expect(page.get_by_text("Price: 3.0")).to_be_visible()
    expect(field).to_have_value(f"3{sign}00")
    field.fill("99,5")
    field.press("Enter")
    expect(page.get_by_text("0,50 und 9,50" if asked == "de" else "between 0.50 and 9.50")).to_be_visible()


@fr.page
def negative(token: str) -> None:
    fr.metric("Balance", -1234, -12)
    fr.slider("Range", -10, 10, -5)
    fr.table({"city": ["Bern"], "change": [-0.25]})
    fr.dataframe({"city": ["Bern"], "change": [-0.75]})


def test_a_minus_stands_in_front_where_lines_begin_at_the_right(page, server, visit):
    ask_for("ar", page, server)
    visit(negative)
    expect(page.locator("fr-table").get_by_text("-0,75")).to_be_visible()
    places = page.evaluate(
        """() => {
            const found = {};
            const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const text = walker.currentNode;
                const start = text.data.search(/-\\d/);
                const range = document.createRange();
                const leftOf = place => (range.setStart(text, place), range.setEnd(text, place + 1), range.getBoundingClientRect().left);
                if (start >= 0 && text.parentElement.checkVisibility())
                    found[text.data.trim()] = leftOf(start) < leftOf(start + 1);
            }
            return found;
        }"""
    )
    assert places == dict.fromkeys(["-1234", "-12", "-5", "-10", "-0,2500", "-0,75"], True)
