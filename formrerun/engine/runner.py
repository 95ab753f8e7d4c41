"""
One call of a page function.

:class:`Run` is what page functions draw into; :func:`run_page` calls one and says how it ended.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from enum import Enum
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from formrerun.engine.context import activate
from formrerun.engine.control_flow import ERRORS, Control, Ended, Interrupt, Rerun, SwitchPage
from formrerun.engine.refusals import rejection
from formrerun.engine.run import Run
from formrerun.engine.tree import Container
from formrerun.engine.undo import Before
from formrerun.exceptions import NotPermitted, Rejected
from formrerun.signals import page_failed

logger = logging.getLogger("formrerun.page")


class End(Enum):
    """How a run ended."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    RERUN = "rerun"
    SWITCHED = "switched"
    HALTED = "halted"  # by the Stop button
    INTERRUPTED = "interrupted"  # by a newer submission, or because nobody waits for it
    FAILED = "failed"


Protect = Callable[[], AbstractContextManager[None]]


def _attempt(run: Run, function: Callable[[], Any], protect: Protect) -> Control | None:
    """
    Call author's code so that its database writes are undone if it raises.

    Control exceptions end the call but not its writes (decision 8), so they leave the protected block as a value.
    """
    with activate(run), protect():
        try:
            function()
        except Ended:
            raise  # what the body wrote is undone
        except Control as control:
            return control
    return None


def run_page(
    run: Run, body: Callable[[], Any], protect: Protect = nullcontext, passes: tuple[type[Exception], ...] = ()
) -> End:
    """
    Call a page function inside a run and say how it ended.

    Exceptions are drawn in place, after what the page has drawn so far, and logged; ``run.error`` holds them.

    Parameters
    ----------
    run
        The run.
    body
        The page function, its arguments bound.
    protect
        Gives the block that undoes the body's database writes if it raises.
    passes
        Exceptions that are the caller's business, as Http404 is on a GET.
    """

    def whole() -> None:
        run.calls += 1
        try:
            try:
                body()
            finally:
                run.join_workers()
        except (Ended, Rerun, SwitchPage):
            raise
        except (Control, *ERRORS):
            run.finish()
            raise
        run.finish()

    try:
        control = _attempt(run, whole, protect)
    except passes:
        raise
    except Ended as ended:
        return End.HALTED if ended.interrupt is Interrupt.STOP else End.INTERRUPTED
    except ERRORS as error:
        draw_failure(run, error)
        return End.FAILED
    if control is None:
        return End.COMPLETED
    if isinstance(control, Rerun):
        if not control.fragment_only:
            run.widen()
        return End.RERUN
    if isinstance(control, SwitchPage):
        run.switch = control
        return End.SWITCHED
    return End.STOPPED


def run_callbacks(run: Run, due: list[Callable[[], None]], protect: Protect = nullcontext) -> End:
    """
    Call the callbacks of a submission, in order.

    An exception ends this: the callbacks after it do not run, and what it has done to the state is undone; it is drawn
    apart, for ``run.failure``. ``fr.rerun()`` ends only its own callback; the others run, then the page runs once with
    its triggers False (semantics 2.3).

    Raises
    ------
    Rejected
        If a callback refuses the submission, by a ``ValidationError`` or ``fr.field_error``; what all of them have done
        to the state is undone.
    NotPermitted
        Likewise, by Django's ``PermissionDenied``.
    """
    end = End.COMPLETED
    run.in_callback = True
    befores: list[Before] = []
    asked: list[frozenset[str]] = []  # by each callback, the fragments that it wants to run again; none: the page
    try:
        for callback in due:
            befores.append(Before(run))
            try:
                control = _attempt(run, callback, protect)
            except ValidationError as error:
                raise _refused(run, befores, error) from error
            except PermissionDenied as error:
                _restore(befores)
                raise NotPermitted(str(error)) from error
            except ERRORS as error:
                befores[-1].restore()
                _draw_apart(run, error)
                return End.FAILED
            finally:
                run.drawing.stack = ()
            if run.field_errors:
                raise _refused(run, befores)
            asked.append(control.keys if isinstance(control, Rerun) else frozenset())
            if isinstance(control, SwitchPage):
                run.switch, end = control, End.SWITCHED
            elif isinstance(control, Rerun):
                end = End.RERUN if end is End.COMPLETED else end
            elif control is not None:
                return End.STOPPED
    finally:
        run.in_callback = False
    run.asked = frozenset().union(*asked) if all(asked) else frozenset()
    return end


def _refused(run: Run, befores: list[Before], error: ValidationError | None = None) -> Rejected:
    _restore(befores)
    return rejection(run, error)


def _restore(befores: list[Before]) -> None:
    for before in reversed(befores):
        before.restore()


def _draw_apart(run: Run, error: BaseException) -> None:
    """Note a callback's exception, and draw it where nothing is yet: the page that it shall stand above comes later."""
    note_error(run, error)
    run.switch, run.failure = None, Container(form="")
    with activate(run), run.drawing.into(run.failure):
        _draw_exception(run, error)


def _draw_exception(run: Run, error: BaseException) -> None:
    """Draw an exception, unless the app's own handler has drawn something instead."""
    handler = run.environment.on_script_error
    if handler is not None and isinstance(error, Exception):
        try:
            if handler(error) is True:
                return
        except ERRORS:
            logger.exception("The handler of `on_script_error` has raised.")
    run.draw_exception(error)


def draw_failure(run: Run, error: BaseException) -> None:
    """Note an exception of the author's code and draw it where the page, or the fragment that raised it, stands."""
    drawing, scope = run.drawing, run.fragment_scope
    inside = drawing.failed[1] if drawing.failed is not None and drawing.failed[0] is error else ""
    there = [id_ for id_ in scope.ids if id_ in drawing.fragments] if scope is not None else []
    drawing.target = drawing.fragments.get(inside or next(reversed(there), ""))  # None, if the whole page runs
    drawing.failed = None
    for form in drawing.forms.values():
        form.cut_short = True
    with activate(run):
        _draw_exception(run, error)
    note_error(run, error)


def note_error(run: Run, error: BaseException) -> None:
    """Log an exception and tell other apps of it."""
    run.error = error
    logger.error("Page %s raised %s", run.page or "?", type(error).__name__, exc_info=error)
    page_failed.send_robust(sender=Run, page=run.page, exception=error)


__all__ = ["End", "draw_failure", "note_error", "run_callbacks", "run_page"]
