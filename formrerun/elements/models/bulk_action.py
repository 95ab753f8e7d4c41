"""``bulk_action``: a function that does something to the selected rows of a model's table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from formrerun.elements._parameters import ButtonType, clean_type
from formrerun.engine.permissions import Asked
from formrerun.exceptions import StreamlitAPIException, StreamlitValueError

__all__ = ["bulk_action"]

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class ActionSettings:
    """What :func:`bulk_action` says of a function."""

    label: str
    confirm: str | None = None
    form: Callable[[], Mapping[str, Any] | None] | None = None
    permission: Asked = None
    chunk_size: int | None = None
    type: ButtonType = "secondary"
    icon: str | None = None


def bulk_action(
    label: str,
    *,
    confirm: str | None = None,
    form: Callable[[], Mapping[str, Any] | None] | None = None,
    permission: Asked = None,
    chunk_size: int | None = None,
    type: ButtonType = "secondary",
    icon: str | None = None,
) -> Callable[[F], F]:
    """
    Make a function an action of ``model_table(actions=[…])``: a button that does something to the selected rows.

    The function is called with a QuerySet of them: rows of the table's own queryset, each exactly once, in one
    transaction. What it returns is said above the table. If it raises a ``ValidationError``, nothing of it is kept, its
    messages are shown at the fields of the form that have these keys and above it, and the rows stay selected.

    Parameters
    ----------
    label
        The button's text.
    confirm
        Asked before, with ``{count}`` for the number of rows, as in ``"Delete {count} orders?"``.
    form
        Draws inputs, which are shown before, and returns a dict of what the function is called with by name.
    permission
        Who may, as ``permission=`` of buttons. Others do not see the button, and it is asked again when it is pressed.
    chunk_size
        Call the function once for so many rows, with a bar that says how far it is.
    type, icon
        As those of :func:`button`.

    Examples
    --------
    >>> @fr.bulk_action("Mark as shipped", permission="shop.change_order")
    ... def ship(orders):
    ...     return f"{orders.update(status='shipped')} orders are on their way."
    """
    clean_type(type)
    if chunk_size is not None and (not isinstance(chunk_size, int) or isinstance(chunk_size, bool) or chunk_size < 1):
        raise StreamlitValueError("chunk_size", ["a positive number of rows", "None"])
    settings = ActionSettings(
        label=str(label), confirm=confirm, form=form, permission=permission, chunk_size=chunk_size, type=type, icon=icon
    )

    def described(function: F) -> F:
        function.__bulk_action__ = settings  # type: ignore[attr-defined]
        return function

    return described


def settings_of(function: Any, model: Any) -> ActionSettings:
    """
    Return what is said of an action; of one that ``django.contrib.admin.action`` describes, what that says.

    Raises
    ------
    StreamlitAPIException
        If it is no function.
    """
    if not callable(function):
        raise StreamlitAPIException(f"An action is a function that takes a QuerySet, not {function!r}.")
    found = getattr(function, "__bulk_action__", None)
    if isinstance(found, ActionSettings):
        return found
    options = model._meta
    kinds = getattr(function, "allowed_permissions", ())
    name = getattr(function, "__name__", "action").replace("_", " ").strip().capitalize()
    label = str(getattr(function, "short_description", name))
    label = (
        label % {"verbose_name": options.verbose_name, "verbose_name_plural": options.verbose_name_plural}
        if "%(" in label
        else label
    )
    needed = tuple(f"{options.app_label}.{kind}_{options.model_name}" for kind in kinds)
    return ActionSettings(label=label, permission=needed or None)
