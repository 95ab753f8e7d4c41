"""``model_editor``: the rows of a queryset, edited in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from formrerun.elements.data.data_editor import data_editor
from formrerun.elements.forms.form import form as open_form
from formrerun.elements.forms.form import form_submit_button
from formrerun.elements.inputs.radio import radio
from formrerun.elements.layout.container import container
from formrerun.elements.messages.alert import error, success, warning
from formrerun.elements.models._editable import config_of, fields_of
from formrerun.elements.models._edited import Changes, Conflict, conflicts_of, save
from formrerun.elements.models._querysets import rows_of
from formrerun.elements.models._who import May, is_permitted
from formrerun.engine.context import current_run
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.keys import to_key
from formrerun.engine.run import Run
from formrerun.exceptions import StreamlitAPIException
from formrerun.utils.django_internals import give_rows

__all__ = ["model_editor"]

#: More rows than anybody edits at once: all of them are read, and what they held is remembered until they are saved.
MOST_ROWS = 1_000


class ModelEditor:
    """
    What ``model_editor`` returns.

    Attributes
    ----------
    saved
        How many rows were added, changed and deleted in this run; None if nothing was saved.
    messages
        Why what was sent was not saved.
    conflicts
        Cells that somebody else has changed meanwhile, to another value: the person is asked.
    above
        Where messages stand: draw more there.
    """

    def __init__(self, above: DeltaGenerator) -> None:
        self.above = above
        self.saved: int | None = None
        self.messages: list[str] = []
        self.conflicts: list[Conflict] = []


@command
def model_editor(
    queryset: Any,
    fields: Iterable[str] | None = None,
    *,
    key: str | int | None = None,
    labels: Mapping[str, str] | None = None,
    readonly: Iterable[str] = (),
    change: May = None,
    add: May = False,
    delete: May = False,
    initial: Mapping[str, Any] | None = None,
    height: int | Literal["auto", "content"] = "auto",
    submit_label: str | None = None,
    alt: str | None = None,
) -> ModelEditor:
    """
    Draw the rows of a QuerySet as a table whose cells are edited, and save what was changed.

    Nothing is saved before the button is pressed, then all of it or nothing. Each row is judged by its model's
    ``full_clean()``. Cells that others have changed meanwhile stay as these left them; where both have changed one
    cell, to different values, nothing is saved before the person has chosen between them.

    Parameters
    ----------
    queryset
        A QuerySet of rows, a manager, or a model for all of its rows; up to 1,000.
    fields
        The names of the fields, in the order of the columns; by default all that can be edited.
    key
        The editor's name, by default "<model>_editor". What was sent and is not saved stands in ``session_state`` under
        it, as that of :func:`data_editor`.
    labels
        Field to header, where it is not the field's ``verbose_name``.
    readonly
        Fields that are shown and not edited.
    change, add, delete
        Who may: as ``permission=`` of buttons; None asks for Django's permission of the model, as "shop.change_order";
        True for everybody, False for nobody. It is asked when the page is drawn and again when something was sent.
    initial
        What new rows have beside what is typed, as ``{"customer": customer}``.
    height
        As of :func:`data_editor`.
    submit_label
        What stands on the button; "Save" by default. In a form of the page's there is none: what was changed is saved
        when that form is submitted.
    alt
        A name for screen readers; by default the model's.

    Raises
    ------
    StreamlitAPIException
        If the queryset gives no rows of a model, has too many of them, or a name is none of its fields.

    Examples
    --------
    >>> editor = fr.model_editor(order.lines.all(), ["product", "quantity"], add=None, initial={"order": order})
    >>> if editor.saved:
    ...     fr.toast("The lines were saved.")
    """
    run = current_run()
    query = rows_of(queryset, "model_editor")
    model, options = query.model, query.model._meta
    name = to_key(key) or f"{options.model_name}_editor"
    columns = fields_of(model, fields)
    may = {
        kind: is_permitted(run, model, kind, asked)
        for kind, asked in (("change", change), ("add", add), ("delete", delete))
    }
    editor = ModelEditor(container())
    base = f"{name}_shown"
    known = run.state.peek(base)
    known = known if isinstance(known, dict) else {"rows": [], "first": {}}
    pk = options.pk.attname
    # What a person may have seen first: a cell that others change after that is not theirs to overwrite unasked.
    shown = {**{str(row[pk]): row for row in known["rows"]}, **known["first"]}
    changes, held = Changes(), run.state.peek(name)
    if isinstance(held, dict) and held:
        changes = Changes.of(held, [row[pk] for row in known["rows"]], columns)
    if changes and run.state.ids.get(name) in run.state.sent:
        with editor.above:
            _save(run, editor, query, changes, columns, shown, may, name, initial or {})
        if editor.saved is not None:
            changes, shown = Changes(), {}
            del run.state[name]  # what was typed is what the rows hold now
    found = query.values(pk, *(one for one in columns if one != pk))[: MOST_ROWS + 1]
    rows = list(found)
    if len(rows) > MOST_ROWS:
        raise StreamlitAPIException(
            f"`model_editor` shows up to {MOST_ROWS:,} rows, and this queryset of {options.label} has more. Filter it."
        )
    if changes:
        if not editor.conflicts:
            editor.conflicts = conflicts_of(changes, shown, {row[pk]: row for row in rows}, columns)
        # Until it is saved what was typed stands beside what it was typed over.
        rows = known["rows"]
        give_rows(found, rows)
    first = {key: was for row in rows if (was := shown.get(key := str(row[pk]), row)) != row}
    run.state[base] = {"rows": rows, "first": first}
    own_form = not run.drawing.form_here() and any(may.values())
    place = open_form(f"{name}_form", border=False) if own_form else container()
    with place:
        _draw(found, columns, name, labels or {}, {*readonly}, may, height, alt)
        for one in editor.conflicts:
            _ask(one, name)
        if own_form:
            form_submit_button(submit_label or _("Save"), type="primary", key=f"{name}_save")
    return editor


def _save(
    run: Run,
    editor: ModelEditor,
    query: Any,
    changes: Changes,
    columns: Mapping[str, Any],
    shown: Mapping[str, Mapping[str, Any]],
    may: Mapping[str, bool],
    name: str,
    initial: Mapping[str, Any],
) -> None:
    """Save what was sent, and say what became of it."""
    parts = {"change": changes.edited, "add": changes.added, "delete": changes.deleted}
    if any(part and not may[kind] for kind, part in parts.items()):
        editor.messages = [_("You may not do this, and nothing was done.")]
    else:
        prefix = f"{name}_keep_"
        choices = {one.removeprefix(prefix): run.state.peek(one) for one in run.state.ids if one.startswith(prefix)}
        done = save(query, changes, columns, shown, choices, initial)
        editor.saved, editor.messages, editor.conflicts = done.count, done.messages, done.conflicts
    for message in editor.messages:
        error(message)
    if editor.saved:
        success(
            ngettext("%(count)s row was saved.", "%(count)s rows were saved.", editor.saved) % {"count": editor.saved}
        )


def _draw(
    rows: Any,
    columns: Mapping[str, Any],
    name: str,
    labels: Mapping[str, str],
    readonly: set[str],
    may: Mapping[str, bool],
    height: Any,
    alt: str | None,
) -> None:
    """Draw the table of the rows."""
    options = rows.model._meta
    config: dict[Any, Any] = {options.pk.attname: None}
    fixed = [options.pk.attname]
    for column, one in columns.items():
        closed = bool(readonly & {one.name, one.attname})
        config[column], editable = config_of(one, labels.get(one.name), disabled=closed)
        if not editable:
            fixed.append(column)
    modes: dict[tuple[bool, bool], Literal["fixed", "dynamic", "add", "delete"]] = {
        (True, True): "dynamic", (True, False): "add", (False, True): "delete", (False, False): "fixed",
    }  # fmt: skip
    data_editor(
        rows,
        key=name,
        column_order=list(columns),
        column_config=config,
        disabled=fixed if may["change"] or may["add"] else True,
        num_rows=modes[may["add"], may["delete"]],
        height=height,
        hide_index=True,
        alt=alt or str(capfirst(options.verbose_name_plural)),
    )


def _ask(one: Conflict, name: str) -> None:
    """Ask which of two values shall stay."""
    with container(border=True):
        warning(
            _("{row}, {label}: somebody else has saved “{theirs}” meanwhile. You wrote “{mine}”.").format(
                row=one.row, label=one.label, theirs=one.theirs, mine=one.mine
            )
        )
        texts = {
            "mine": _("Mine: {value}").format(value=one.mine),
            "theirs": _("Theirs: {value}").format(value=one.theirs),
        }
        radio(
            _("Which one shall stay?"), list(texts), index=None, format_func=texts.get, horizontal=True,
            key=f"{name}_keep_{one.key}",
        )  # fmt: skip
