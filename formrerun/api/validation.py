"""``field_error``: a message beside a field, from code."""

from __future__ import annotations

from typing import Any

from formrerun.engine import refusals
from formrerun.engine.context import current_run
from formrerun.engine.keys import needed_key

__all__ = ["field_error"]


def field_error(key: str | int, message: Any) -> None:
    """
    Say beside a field what is wrong with it.

    In a callback this refuses the submission, as a ``ValidationError`` does that is raised there: the callbacks' writes
    are undone, nothing of the submission is applied, no form is cleared, and everything typed stays in the fields. The
    callback goes on, so that it can find more than one mistake. In the page the message is shown, and nothing is
    undone.

    Parameters
    ----------
    key
        The key of the widget. In a callback a name that no widget has becomes part of a message above the page.
    message
        The text, which may be lazy.

    Raises
    ------
    StreamlitMissingRequiredParameterError
        If the key is None.

    Examples
    --------
    >>> def refund():
    ...     if fr.session_state.amount > order.left:
    ...         fr.field_error("amount", "More than is left of it.")
    """
    refusals.note(current_run(), needed_key(key), str(message))
