"""``changes``: a row that a page shows was changed elsewhere meanwhile."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from formrerun import elements
from formrerun.api.control_flow import rerun
from formrerun.exceptions import FormrerunError
from formrerun.live.subscriptions import follow
from formrerun.utils.digests import digest


def changes(row: Any) -> list[str]:
    """
    Say on the page when a row was changed elsewhere since the page has shown it: which fields, and a button that shows
    them.

    It is a fragment, which runs again after a save of the row; the page around it does not, so that what is typed
    stays. Where a form of the row is sent all the same, what it overwrites is for the callback to decide.

    Parameters
    ----------
    row
        A row of a model.

    Returns
    -------
    list of str
        The names of the fields that were changed; empty in a run of the whole page, which shows the row as it is.

    Raises
    ------
    FormrerunError
        If it is none, or has not been saved; or as :func:`formrerun.live.follow`.

    Examples
    --------
    >>> order = Order.objects.get(pk=pk)
    >>> live.changes(order)
    """
    meta = getattr(row, "_meta", None)
    if meta is None or isinstance(row, type) or row.pk is None:
        raise FormrerunError(f"live.changes({row!r}) needs a row of a model that was saved.")
    model = meta.concrete_model
    found: list[str] = _changes(model._meta.label_lower, row.pk, _marks(model, row.pk) or {})
    return found


@elements.fragment
def _changes(label: str, pk: Any, shown: dict[str, str]) -> list[str]:
    """Say what is another value than the page has shown."""
    model = apps.get_model(label)
    follow(model)
    now = _marks(model, pk)
    if now is None:
        elements.warning(_("This was deleted meanwhile."), icon=":material/delete:")
        return []
    changed = [name for name, mark in now.items() if shown.get(name, mark) != mark]
    if changed:
        names = [str(model._meta.get_field(name).verbose_name) for name in changed]
        text = _("This was changed elsewhere meanwhile: %(fields)s.") % {"fields": get_text_list(names, _("and"))}
        elements.warning(text, icon=":material/sync_problem:")
        if elements.button(_("Show it"), key=f"fr-changes-{label}-{pk}"):
            rerun()
    return changed


def _marks(model: Any, pk: Any) -> dict[str, str] | None:
    """Return a digest of each value of a row; None if it is gone."""
    names = [field.name for field in model._meta.concrete_fields]
    row = model._base_manager.filter(pk=pk).values_list(*names).first()
    return None if row is None else {name: digest(repr(value)) for name, value in zip(names, row, strict=True)}


__all__ = ["changes"]
