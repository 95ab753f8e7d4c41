"""``exception``: what was raised, and where."""

from __future__ import annotations

import ast
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import django

from formrerun.conf import settings
from formrerun.elements._parameters import check_width
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.run import Run
from formrerun.engine.tree import Element, Width
from formrerun.exceptions import MarkdownFormattedException

#: Frames of these packages are ours or Django's, not the author's.
OURS = (str(Path(__file__).parents[2]), str(Path(django.__file__).parent))


@dataclass(eq=False, kw_only=True)
class ExceptionElement(Element):
    """
    An exception, with the author's file and line.

    Attributes
    ----------
    details
        False where visitors must not see what went wrong: then only that it did.
    of_callback
        True if a callback raised it: the page is there all the same.
    """

    kind: ClassVar[str] = "exception"

    type: str = ""
    message: str = ""
    message_is_markdown: bool = False
    stack: tuple[str, ...] = ()
    where: str = ""
    is_warning: bool = False
    details: bool = True
    of_callback: bool = False


@command
def exception(exception: BaseException, width: Width = "stretch") -> DeltaGenerator:
    """
    Draw an exception with its traceback; anything else as the message of one.

    What you draw on purpose is always shown in full; exceptions that end a page follow SHOW_ERROR_DETAILS.

    Parameters
    ----------
    exception
        What was raised.
    """
    check_width(width)
    return draw(describe(exception, details=True, width=width))


def describe(error: BaseException, *, details: bool, width: Width = "stretch") -> ExceptionElement:
    """Return the element of an exception."""
    if isinstance(error, SyntaxError):
        message = "".join(traceback.format_exception_only(type(error), error)).strip()
    else:
        message = _text_of(error).strip()
    frames = _frames(error)
    at: tuple[str, int | None] | None = (frames[-1].filename, frames[-1].lineno) if frames else None
    if isinstance(error, SyntaxError) and error.filename and not (frames and error.filename.startswith("<")):
        at = (error.filename, error.lineno)
    where = f"{_short(at[0])}, line {at[1]}" if at else ""
    return ExceptionElement(
        type=type(error).__name__
        if type(error).__module__ in ("builtins", "formrerun.exceptions")
        else f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("__main__."),
        message=message,
        message_is_markdown=isinstance(error, MarkdownFormattedException),
        stack=tuple(line.rstrip("\n") for line in traceback.format_list(frames)),
        where=where,
        is_warning=isinstance(error, Warning),
        details=details,
        width=width,
    )


def _text_of(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as failure:  # the exception's own, which must not hide it
        return f"(no message: its __str__ raises {type(failure).__name__})"


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    """Return the frames outside of this package and Django, which are the author's; all of them if there is none."""
    frames = list(traceback.extract_tb(getattr(error, "__traceback__", None)))
    theirs = [frame for frame in frames if not frame.filename.startswith(OURS) and "<frozen" not in frame.filename]
    if isinstance(error, SyntaxError):  # the parser that found it says nothing: the message has the author's line
        return [frame for frame in theirs if frame.filename != ast.__file__]
    return theirs or frames


def _short(filename: str) -> str:
    """Return a file's name as the author knows it: relative to where the process runs, or to its package."""
    path = Path(filename)
    for base in (Path.cwd(), *map(Path, sys.path)):
        try:
            return str(path.relative_to(base.resolve()))
        except ValueError:
            continue
    return filename


def shows_details(run: Run) -> bool:
    """Return True if what goes wrong is shown in full: as the page says, or else the settings."""
    from django.conf import settings as project

    details = run.environment.show_details
    if details is None:
        details = settings.SHOW_ERROR_DETAILS
    return bool(project.DEBUG if details is None else details)


def exception_element(run: Run, error: BaseException) -> ExceptionElement:
    """Return the element of what a run has raised: in full, or only that it was raised, as the settings say."""
    element = describe(error, details=shows_details(run))
    element.of_callback = run.in_callback
    return element


__all__ = ["exception"]
