"""``reset`` and ``focus``: what code does to fields that are there."""

from __future__ import annotations

from formrerun.engine import resets
from formrerun.engine.context import current_run
from formrerun.engine.keys import needed_key

__all__ = ["focus", "reset"]


def reset(key: str | int) -> None:
    """
    Give a widget its default again, or every field of a form theirs, over what is typed there.

    Before the widget is drawn, as in a callback, the run has the default already. After that, and for a form, the
    fields show their defaults and the values follow with the next submission, as with ``clear_on_submit``.

    Parameters
    ----------
    key
        The key of the widget, or of the form.

    Raises
    ------
    StreamlitMissingRequiredParameterError
        If the key is None.

    Examples
    --------
    >>> fr.button("Start again", on_click=fr.reset, args=["refund"])
    """
    resets.reset(current_run(), needed_key(key))


def focus(key: str | int) -> None:
    """
    Let a widget have the focus when the page is shown: the last one that is named, once.

    Where a person has begun to type elsewhere meanwhile, the focus stays there.

    Parameters
    ----------
    key
        The key of the widget.

    Raises
    ------
    StreamlitMissingRequiredParameterError
        If the key is None.
    """
    resets.focus(current_run(), needed_key(key))
