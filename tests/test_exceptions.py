"""Exceptions in the page: whose text is Markdown, and what visitors see of them."""

from __future__ import annotations

import ast
import builtins
from pathlib import Path

import pytest

import formrerun as fr
from formrerun import codec, exceptions
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


OURS = {
    name: value
    for name, value in vars(exceptions).items()
    if isinstance(value, type) and value.__module__ == exceptions.__name__
}
#: Those that never leave the file, or the few files, that raise and catch them; and the one that tests meet.
ELSEWHERE = {
    "engine/control_flow.py": {"Control", "Stop", "Rerun", "Ended", "SwitchPage"},  # ends a run: no error
    "markup/inline_rules.py": {"TooMuchWork"},  # caught in the same file
    "rendering/printed.py": {"_NotPlainError"},
    "submissions/dry_runs.py": {"_Undo"},
    "testing/access.py": {"NotAllowed"},
    "testing/app_test.py": {"_Timeout"},
    "testing/driver.py": {"AppTestError"},
    "web/table_data.py": {"_BadParameters"},
    "scripts/runtime_stand_ins.py": {"RerunException"},  # ends a run, too
}


@pytest.mark.parametrize("name", OURS)
def test_every_error_says_when_it_is_raised(name):
    assert vars(OURS[name]).get("__doc__") or name.startswith("_")


def test_authors_may_catch_whatever_they_meet():
    assert "StreamlitAPIException" in exceptions.__all__
    for name in exceptions.__all__:
        assert issubclass(OURS[name], exceptions.FormrerunError), name


def test_scripts_see_the_errors_that_authors_meet_and_no_others():
    assert {name for name in vars(fr.errors) if not name.startswith("_")} - {"annotations"} == {
        "Error",
        *exceptions.__all__,
    }
    assert not set(exceptions.__all__) & {"Unstorable", "TooLarge", "StateTooLarge", "BadSignature", "Conflict"}
    public = {
        name for name, cls in OURS.items() if issubclass(cls, exceptions.StreamlitAPIException) and name[0] != "_"
    }
    assert public <= set(exceptions.__all__)


def test_what_ends_a_run_goes_through_an_authors_except():
    for cls in (exceptions.Conflict, exceptions.WriteLocked):
        assert not issubclass(cls, Exception)


def test_the_codecs_error_is_public_where_it_was():
    assert codec.Unstorable is exceptions.Unstorable


def test_no_error_is_defined_elsewhere():
    package = Path(fr.errors.__file__).parent
    classes = [
        (path.relative_to(package).as_posix(), node)
        for path in sorted(package.rglob("*.py"))
        if path.name != "exceptions.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    errors = {
        name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
    }
    errors |= set(OURS)
    found: dict[str, set[str]] = {}
    seen = -1
    while len(errors) > seen:  # a class may derive from one that stands in another file
        seen = len(errors)
        for path, node in classes:
            bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
            if bases & errors or any(base.endswith(("Error", "Exception", "Warning")) for base in bases):
                errors.add(node.name)
                found.setdefault(path, set()).add(node.name)
    assert found == ELSEWHERE, "an error belongs into formrerun/exceptions.py"
