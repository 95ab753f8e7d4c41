"""Exceptions in the page: whose text is Markdown, and what visitors see of them."""

from __future__ import annotations

import pytest

import formrerun as fr
from formrerun import exceptions
from tests.visitor import Visitor


class Ours(fr.errors.MarkdownFormattedException):
    """An author's own exception with Markdown in its text."""


@pytest.mark.parametrize(
    ("error", "is_markdown"),
    [
        (Ours("**bold**"), True),
        (fr.errors.StreamlitAPIException("**bold**"), True),
        (fr.FormrerunError("**plain**"), False),
        (ValueError("**plain**"), False),
    ],
)
def test_markdown_is_for_those_that_say_so(show, error, is_markdown):
    def page():
        raise error

    assert show(page).exception[0].is_markdown is is_markdown


@pytest.mark.django_db
def test_every_line_of_a_traceback_can_be_found(serve, settings):
    settings.FORMRERUN = {"SHOW_ERROR_DETAILS": True}

    def page():
        raise ValueError("wrong")

    rows = Visitor(serve(page)).page.by_test_id("stExceptionTraceRow")
    assert 'raise ValueError("wrong")' in rows[-1].text


@pytest.mark.django_db
@pytest.mark.parametrize("details", [True, False, None])
def test_visitors_see_what_the_setting_says(serve, settings, details):
    settings.FORMRERUN = {"SHOW_ERROR_DETAILS": details}

    def page():
        fr.text("before")
        raise Ours("a **secret**")

    shown = Visitor(serve(page)).page
    error = shown.one(data_testid="stException")
    assert ("secret" in error.text) is bool(details)
    assert bool(error.all("strong")) is bool(details)
    assert "before" in shown.text


def test_what_is_drawn_on_purpose_is_shown_in_full(show, settings):
    settings.FORMRERUN = {"SHOW_ERROR_DETAILS": False}
    assert show(lambda: fr.exception(ValueError("shown"))).exception[0].proto.details is True


def test_every_exception_says_when_it_is_raised():
    for name, cls in vars(exceptions).items():
        if isinstance(cls, type) and issubclass(cls, Exception) and not name.startswith("_"):
            assert cls.__doc__, name
            assert issubclass(cls, exceptions.FormrerunError), name
