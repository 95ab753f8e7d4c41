"""``model``: a model's rows as a table, each with a form; rows are added, changed and deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.forms import modelform_factory
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from formrerun.elements.forms.django_form import django_form
from formrerun.elements.inputs.button import button
from formrerun.elements.layout.container import container
from formrerun.elements.messages.alert import error, success, warning
from formrerun.elements.models._cells import text_of
from formrerun.elements.models._columns import Link, name_of
from formrerun.elements.models._querysets import rows_of
from formrerun.elements.models._who import May, asked_for, is_permitted
from formrerun.elements.models.bulk_action import bulk_action
from formrerun.elements.models.model_table import ModelTable, model_table
from formrerun.elements.typography.headings import subheader
from formrerun.elements.typography.markdown import markdown
from formrerun.engine.context import current_run
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.keys import to_key
from formrerun.engine.run import Run

__all__ = ["model"]

#: What the address says instead of a primary key where a row is added.
NEW = "new"


class ModelPage:
    """
    What ``model`` returns: its parts, each for ``with``.

    Attributes
    ----------
    above, below
        Where its buttons and messages stand, and what comes after the table or the form.
    table
        What :func:`model_table` returned; None while a form is shown.
    form
        The form that is shown, as :func:`django_form` returned it: ``with page.form: page.form.field("number")`` lays
        it out. None while the table is shown.
    row
        The row that is open; None in the table and for a new one.
    """

    def __init__(self, above: DeltaGenerator, body: DeltaGenerator, below: DeltaGenerator) -> None:
        self.above, self.body, self.below = above, body, below
        self.table: ModelTable | None = None
        self.form: Any = None
        self.row: Any = None


@command
def model(
    queryset: Any,
    columns: Iterable[str | Callable[[Any], Any]] | None = None,
    *,
    key: str | int | None = None,
    fields: Iterable[str] | None = None,
    form_class: Any = None,
    view: May = None,
    add: May = None,
    change: May = None,
    delete: May = None,
    actions: Iterable[Callable[..., Any]] = (),
    links: Mapping[str, Link] | None = None,
    **table: Any,
) -> ModelPage:
    """
    Draw a model's rows as a table, in which each row leads to its form; rows are added, changed and deleted.

    What is open stands in the address: ``?order_open=17``, or ``new``.

    Parameters
    ----------
    queryset
        A model, a manager, or a QuerySet of rows: no other row can be opened.
    columns
        As of :func:`model_table`. The first one leads to the row, unless ``links`` says something else of it.
    key
        What the parts' keys begin with; by default the model's name.
    fields
        The fields of the form; by default all that can be edited.
    form_class
        A ``ModelForm`` to use instead.
    view, add, change, delete
        Who may: as ``permission=`` of buttons; None asks for Django's permission of the model, as "shop.add_order";
        True for everybody, False for nobody. It is asked when the page is drawn and again when something was sent.
    actions, links, table
        As of :func:`model_table`, with all that it takes beside them. Who may delete has an action for the selected
        rows, too.

    Returns
    -------
    ModelPage
        Its parts: ``above``, ``table``, ``form``, ``below``.

    Raises
    ------
    PermissionDenied
        If the visitor may not see the rows.

    Examples
    --------
    >>> orders = fr.model(Order, ["number", "customer", "placed_on"], filters=["status"])
    >>> with orders.below:
    ...     fr.caption("Prices are in euros.")
    """
    run = current_run()
    query = rows_of(queryset, "model")
    options = query.model._meta
    name = to_key(key) or str(options.model_name)
    who = {"view": view, "add": add, "change": change, "delete": delete}
    may = {kind: is_permitted(run, query.model, kind, asked) for kind, asked in who.items()}
    if not (may["view"] or (view is None and may["change"])):
        raise PermissionDenied
    page = ModelPage(container(), container(), container())
    row, is_new = _open_row(run, page, query, name, may)
    asked = row is not None and run.state.peek(f"{name}_asked") == str(row.pk)
    if asked and run.state.peek(f"{name}_delete_now") is True and may["delete"]:
        with page.above:
            if _delete(row):
                _close(name)
                row = None
    with page.above:
        if isinstance(said := run.state.peek(f"{name}_said"), str):
            success(said)
            del run.state[f"{name}_said"]
    if row is None and not is_new:
        if may["delete"]:
            actions = [*actions, _deletion(query.model, delete)]
        if may["add"]:
            with page.above:
                button(
                    _("Add %s") % options.verbose_name, key=f"{name}_new", type="primary", icon=":material/add:",
                    on_click=_open, args=(name, NEW),
                )  # fmt: skip
        columns = None if columns is None else list(columns)
        first = name_of(columns[0] if columns else options.concrete_fields[int(options.pk.auto_created)].name)
        with page.body:
            page.table = model_table(
                query,
                columns,
                key=name,
                actions=list(actions),
                links={first: _leads_to(run, name), **(links or {})},
                **table,
            )
        return page
    page.row = row
    kind = "add" if is_new else "change"
    with page.above:
        button(
            _("Back"), key=f"{name}_back", type="tertiary", icon=":material/arrow_back:", on_click=_close, args=(name,)
        )
        subheader(str(capfirst(_("Add %s") % options.verbose_name if is_new else str(row))), anchor=False)
    with page.body:
        if may[kind]:
            page.form = django_form(
                form_class or _form_of(query.model, None if fields is None else tuple(fields)),
                f"{name}_form_{NEW if is_new else row.pk}",
                instance=row,
                on_submit=_saved,
                args=(name, options.label, kind, who[kind]),
            )
        else:
            _show(row, fields)
    if row is not None and may["delete"]:
        with page.below:
            _ask(name, row, asked_for(query.model, "delete", delete), asked=asked)
    return page


# ---------------------------------------------------------------------------------------------------- what is open


def _open_row(run: Run, page: ModelPage, query: Any, name: str, may: Mapping[str, bool]) -> tuple[Any, bool]:
    """Return the row that the address names, if it is one of the queryset's; and whether a new one is wanted."""
    said = (run.query.get(f"{name}_open") or [""])[-1]
    if not said:
        return None, False
    if said == NEW and may["add"]:
        return None, True
    try:
        row = query.filter(pk=query.model._meta.pk.to_python(said)).first()
    except (ValidationError, ValueError, OverflowError):
        row = None
    if row is None:
        run.query.pop(f"{name}_open", None)
        with page.above:
            error(_("This does not exist, or not any more."))
    return row, False


def _leads_to(run: Run, name: str) -> Callable[[Any], str]:
    return lambda row: f"?{urlencode({**run.query, f'{name}_open': [str(row.pk)]}, doseq=True)}"


def _open(name: str, what: str) -> None:
    current_run().query[f"{name}_open"] = [what]


def _close(name: str) -> None:
    current_run().query.pop(f"{name}_open", None)


# ------------------------------------------------------------------------------------------------- saving, deleting


@lru_cache(maxsize=200)
def _form_of(model: Any, fields: tuple[str, ...] | None) -> Any:
    return modelform_factory(model, fields="__all__" if fields is None else list(fields))


def _saved(form: Any, name: str, label: str, kind: str, who: May) -> None:
    run = current_run()
    if not is_permitted(run, apps.get_model(label), kind, who):
        raise PermissionDenied
    row = form.save()
    run.state[f"{name}_said"] = _("%s was saved.") % row
    _close(name)


def _delete(row: Any) -> bool:
    """Delete a row; say what came of it, and return True if it is gone."""
    name = str(row)
    try:
        with transaction.atomic(row._state.db):
            row.delete()
    except (ProtectedError, RestrictedError):
        error(_("%s cannot be deleted: others refer to it.") % name)
        return False
    success(_("%s was deleted.") % name)
    return True


def _ask(name: str, row: Any, who: May, *, asked: bool) -> None:
    """Draw the button that deletes a row, and what is asked before."""
    asking = f"{name}_asked"
    permission = None if isinstance(who, bool) else who
    if not asked:
        button(_("Delete"), key=f"{name}_delete", permission=permission, on_click=_asked, args=(asking, str(row.pk)))
        return
    with container(border=True):
        warning(_("Delete %s? This cannot be undone.") % row)
        with container(horizontal=True):
            button(_("Delete"), key=f"{name}_delete_now", type="primary", once=True, permission=permission)
            button(_("Cancel"), key=f"{name}_delete_not", on_click=_asked, args=(asking, ""))


def _asked(asking: str, what: str) -> None:
    current_run().state[asking] = what


def _deletion(model: Any, who: May) -> Callable[[Any], str]:
    """Return the action that deletes the selected rows."""
    asked = asked_for(model, "delete", who)
    plural = model._meta.verbose_name_plural

    def delete_selected(rows: Any) -> str:
        keys = rows.order_by().values_list("pk", flat=True)
        try:
            count = rows.model._default_manager.using(rows.db).filter(pk__in=list(keys)).delete()[1]
        except (ProtectedError, RestrictedError):
            raise ValidationError(_("Some of these cannot be deleted: others refer to them.")) from None
        return str(_("Deleted: %s.") % count.get(model._meta.label, 0))

    question = _("Delete {count} %s? This cannot be undone.") % str(plural).replace("{", "{{").replace("}", "}}")
    settings = bulk_action(_("Delete"), confirm=question, permission=None if isinstance(asked, bool) else asked)
    return settings(delete_selected)


def _show(row: Any, fields: Iterable[str] | None) -> None:
    """Draw what a row holds, for who may not change it."""
    wanted = None if fields is None else {*fields}
    for one in row._meta.concrete_fields:
        if not one.auto_created and (wanted is None or one.name in wanted):
            text = text_of(getattr(row, one.name), one)
            markdown(f"**{_plain(capfirst(one.verbose_name))}**  \n{_plain(text)}")


def _plain(text: Any) -> str:
    """Return a text as Markdown that shows it as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+-.!|$:~&@\"'" else sign for sign in str(text))
