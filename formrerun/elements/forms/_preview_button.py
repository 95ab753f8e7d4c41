"""Buttons of a form that do not submit it: what is typed is taken along as it is, and nothing is judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from formrerun.elements._parameters import clean_icon
from formrerun.elements.inputs.button import Button
from formrerun.engine.fields import Preview
from formrerun.engine.forms import FormNode
from formrerun.engine.registration import declare, register
from formrerun.engine.run import Run


def preview_button(
    run: Run,
    node: FormNode,
    label: str,
    key: str,
    on_click: Callable[..., None],
    args: tuple[Any, ...],
    *,
    icon: str | None = None,
    help: str | None = None,
) -> None:
    """
    Draw a button that posts its form as it is, for a callback that holds it (``_form_submissions.hold``).

    It works without a script too, where a button outside of the form would lose what is typed.
    """
    declared = declare(
        run, "preview_button", key, {}, on_change=on_click, parameter="on_click", modes=(), args=args, writable=False,
        submits=True,
    )  # fmt: skip
    register(
        run,
        Button(
            **declared.as_kwargs(), label=label, help=help, icon=clean_icon(icon), width="content", submits=True,
            previews=True, field=Preview(),
        ),
    )  # fmt: skip


__all__ = ["preview_button"]
