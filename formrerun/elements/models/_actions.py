"""The actions of a model's table: their buttons, what is asked before, and the run over the selected rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connections, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from formrerun.elements.forms.form import form as open_form
from formrerun.elements.forms.form import form_submit_button
from formrerun.elements.inputs.button import button
from formrerun.elements.layout.container import container, empty
from formrerun.elements.messages.alert import error, success
from formrerun.elements.messages.progress import progress
from formrerun.elements.models.bulk_action import settings_of
from formrerun.elements.typography.text import text as plain_text
from formrerun.engine.context import current_run
from formrerun.engine.permissions import permission_of
from formrerun.engine.refusals import note

if TYPE_CHECKING:
    from formrerun.elements.models._fields import ModelSelection
    from formrerun.elements.models._parts import Inputs
    from formrerun.elements.models.bulk_action import ActionSettings


def draw_actions(actions: Sequence[Any], selection: ModelSelection, rows: Any, inputs: Inputs) -> bool:
    """
    Draw the buttons of the actions and what is asked before one, and run the one that shall run.

    Parameters
    ----------
    selection
        What is selected, in ``rows``.
    rows
        What the table shows, without its pages.

    Returns
    -------
    bool
        True if one has run: nothing is selected any more then.
    """
    run = current_run()
    user = getattr(run.request, "user", None)
    opened, chosen = inputs.of("action"), None
    known: dict[str, tuple[Any, ActionSettings]] = {}
    with container(horizontal=True):
        for function in actions:
            settings = settings_of(function, rows.model)
            name = getattr(function, "__name__", settings.label)
            if name in known:
                name = f"{name}_{len(known)}"
            asked = permission_of(settings.permission)
            if asked is not None and not asked.is_held_by(user):
                continue
            known[name] = (function, settings)
            if button(
                settings.label, key=inputs.of(f"do_{name}"), type=settings.type, icon=settings.icon, once=True,
                permission=settings.permission,
            ):  # fmt: skip
                chosen = name
    state = run.state
    name = state.peek(opened) if chosen is None else chosen
    if not isinstance(name, str) or name not in known:
        return False
    function, settings = known[name]
    if not selection:
        close(opened)
        error(_("Select rows first."))
        return False
    if settings.form is None and settings.confirm is None:
        close(opened)  # what another action asks
        said = _run(function, settings, {}, selection)
        return said is not None and bool(success(said))
    if chosen is not None:
        state[opened] = chosen
    return _ask(function, settings, selection, inputs, opened)


def _ask(
    function: Callable[..., Any], settings: ActionSettings, selection: ModelSelection, inputs: Inputs, opened: str
) -> bool:
    """Draw what is asked before an action; run it once that is answered."""
    place = empty()
    said = None
    with place.container(border=True):
        with open_form(inputs.of("ask"), border=False):
            question = settings.confirm or _("{label}: {count} selected")
            count = selection.objects.order_by().values("pk").count()
            plain_text(question.format(count=count, label=settings.label))
            values = dict((settings.form() if settings.form is not None else None) or {})
            if form_submit_button(settings.label, type="primary", key=inputs.of("run"), permission=settings.permission):
                said = _run(function, settings, values, selection)
        button(_("Cancel"), key=inputs.of("cancel"), on_click=close, args=(opened,))
    if said is None:
        return False
    close(opened)
    place.success(said)
    return True


def close(opened: str) -> None:
    """Ask nothing any more."""
    state = current_run().state
    if opened in state:
        del state[opened]


def _run(
    function: Callable[..., Any], settings: ActionSettings, values: dict[str, Any], selection: ModelSelection
) -> str | None:
    """Call an action with the selected rows; return what it says, or None if it refuses them."""
    rows = selection.objects
    # In a page without a transaction each chunk has one of its own: what is done stays done.
    is_atomic = connections[rows.db].in_atomic_block
    try:
        with transaction.atomic(rows.db) if is_atomic else nullcontext():
            said = _in_chunks(function, settings, values, rows) if settings.chunk_size else function(rows, **values)
    except ValidationError as refused:
        _show(refused)
        return None
    if isinstance(said, int) and not isinstance(said, bool):
        return ngettext("%(count)s row.", "%(count)s rows.", said) % {"count": said}
    return _("{label}: done.").format(label=settings.label) if said is None else str(said)


def _in_chunks(function: Callable[..., Any], settings: ActionSettings, values: dict[str, Any], rows: Any) -> Any:
    """Call an action once for each so many rows, and show how far it is."""
    total, done, said = rows.order_by().values("pk").count(), 0, None
    bar = progress(0.0, settings.label)
    for keys in _chunks(rows, settings.chunk_size or 1):
        with transaction.atomic(rows.db):
            answer = function(rows.filter(pk__in=keys), **values)
        said = answer if said is None or not isinstance(answer, int) else said + answer
        done += len(keys)
        text = _("{done} of {total}").format(done=done, total=max(done, total))
        bar.progress(min(1.0, done / max(total, 1)), text)
    bar.empty()
    return done if said is None else said


def _chunks(rows: Any, size: int) -> Iterator[list[Any]]:
    """
    Yield the primary keys of rows, so many at once, each once.

    A row that an action changes so that it passes the filters no more, or adds, is neither skipped nor done twice: what
    comes next is found by the key, not by a place.
    """
    found = rows.order_by("pk").values_list("pk", flat=True)
    last = found.reverse().first()
    if last is None:
        return
    found = found.filter(pk__lte=last)
    keys = list(found[:size])
    while keys:
        yield list(dict.fromkeys(keys))
        keys = list(found.filter(pk__gt=keys[-1])[:size])


def _show(refused: ValidationError) -> None:
    """Say what an action refuses: at the inputs with these keys, the rest above the table."""
    run = current_run()
    by_name = refused.message_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.messages}
    for name, messages in by_name.items():
        if run.state.ids.get(name) in run.drawing.widgets:
            note(run, name, " ".join(messages))
        else:
            error(" ".join(messages if name == NON_FIELD_ERRORS else [f"{name}:", *messages]))


__all__ = ["draw_actions"]
