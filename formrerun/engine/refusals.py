"""What code refuses of a submission: messages beside fields, by the keys of these, and of the submission as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from formrerun.exceptions import Rejected

if TYPE_CHECKING:
    from formrerun.engine.run import Run


def rejection(run: Run, error: ValidationError | None = None, found: Mapping[str, str] | None = None) -> Rejected:
    """
    Return what refuses the submission: what ``fr.field_error`` has noted, and a callback's error.

    A message for a name that is the key of no widget that was shown is one of the whole submission.

    Parameters
    ----------
    found
        What is wrong with widgets beside that, by their ids.
    """
    by_name: dict[str, list[str]] = {key: [text] for key, text in run.field_errors.items()}
    if error is not None:
        raised = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, texts in raised.items():
            by_name.setdefault(name, []).extend(texts)
    errors, messages = dict(found or {}), []
    for name, texts in by_name.items():
        widget_id = run.state.ids.get(name)
        if widget_id is not None and widget_id not in run.state.trigger_ids:
            errors[widget_id] = " ".join([*filter(None, [errors.get(widget_id)]), *texts])
        else:
            messages += texts if name == NON_FIELD_ERRORS else [f"{name}: {text}" for text in texts]
    return Rejected(errors, messages)


def note(run: Run, key: str, message: str) -> None:
    """Note what is wrong with a widget: in a callback that refuses the submission, else the page shows it."""
    widget = run.drawing.widgets.get(run.state.ids.get(key, ""))
    if run.in_callback or widget is None:
        run.field_errors[key] = message
    else:
        widget.error = message
        run.noticed(widget)
