"""``model_table``: a queryset as a table that is searched, filtered, sorted, selected from and acted on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from formrerun.elements.inputs.button import button
from formrerun.elements.inputs.download_button import download_button
from formrerun.elements.inputs.pagination import pagination
from formrerun.elements.inputs.text_input import text_input
from formrerun.elements.layout.container import container
from formrerun.elements.models._actions import draw_actions
from formrerun.elements.models._columns import Column, Link, columns_of
from formrerun.elements.models._export import pieces
from formrerun.elements.models._fields import ModelSelection, ModelSelectionField
from formrerun.elements.models._filter_sets import draw_filter_set, is_filter_set
from formrerun.elements.models._filters import Filtered, draw_filters
from formrerun.elements.models._paging import DEEPEST, Count, count_of, ordered
from formrerun.elements.models._parts import Inputs, forget
from formrerun.elements.models._querysets import rows_of
from formrerun.elements.models._rows import ModelRows, SelectableModelRows, headers, register_order, row_of
from formrerun.elements.models._views import draw_views
from formrerun.elements.typography.markdown import caption as small_text
from formrerun.engine.context import current_run
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.keys import to_key
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.run import Run
from formrerun.exceptions import (
    StreamlitInvalidLayoutContextError,
    StreamlitValueError,
)
from formrerun.utils.digests import digest
from formrerun.utils.row_search import searched, texts_of

__all__ = ["model_table"]

#: More rows than anybody reads on one page.
MOST_ON_A_PAGE = 1_000


class ModelTable:
    """
    What ``model_table`` returns.

    Attributes
    ----------
    selection
        What is selected: ``pks``, ``objects`` and ``all``. It stays over pages, sorting, searches and new rows.
    queryset
        The rows that pass the search and the filters, of all pages.
    rows
        The rows on the page that is shown.
    above, below
        Where the search, the filters and the actions stand, and where the pages do: draw more there.
    """

    def __init__(
        self, selection: ModelSelection, queryset: Any, rows: list[Any], above: DeltaGenerator, below: DeltaGenerator
    ) -> None:
        self.selection, self.queryset, self.rows = selection, queryset, rows
        self.above, self.below = above, below

    def __repr__(self) -> str:
        return f"ModelTable({self.queryset.model._meta.label}, rows={len(self.rows)}, selection={self.selection!r})"


@command
def model_table(
    queryset: Any,
    columns: Iterable[str | Callable[[Any], Any]] | None = None,
    *,
    key: str | int | None = None,
    labels: Mapping[str, str] | None = None,
    links: Mapping[str, Link] | None = None,
    search_fields: Iterable[str] | None = None,
    filters: Any = (),
    sort: str = "",
    page_size: int = 50,
    actions: Sequence[Callable[..., Any]] = (),
    on_select: OnChange = "ignore",
    args: Any = None,
    kwargs: Any = None,
    views: Mapping[str, Mapping[str, Any]] | None = None,
    empty: str | None = None,
    alt: str | None = None,
    export: bool = True,
    bind: str | None = "query-params",
) -> ModelTable:
    """
    Draw a QuerySet as a table that the database pages, sorts, searches and filters; return what is selected in it.

    A page costs two queries, however many rows there are: one counts them, up to 10,000, the other reads the page.
    Search, filters, order and page stand in the address, so that a view of the table can be kept and passed on as a
    link.

    Parameters
    ----------
    queryset
        A QuerySet of rows, a manager, or a model for all of its rows.
    columns
        Names of fields, also over foreign keys ("customer__name"), of annotations, properties and methods; functions of
        the row. What ``django.contrib.admin.display`` says of a method or function counts. By default all fields.
    key
        What the parts' keys begin with: "orders" gives ``orders_q`` (the search), ``orders_sort``, ``orders_page`` and
        ``orders_<filter>``. By default the model's name.
    labels
        Column to header, where it is not the field's ``verbose_name``.
    links
        Column to where its cells lead: "admin" for the row's change form, "object" for ``get_absolute_url()``, the name
        of a URL that takes the primary key, or a function of the row.
    search_fields
        What the search looks through, as ``ModelAdmin.search_fields``; by default the model's texts. ``()``: no search.
    filters
        Names of fields (choices, booleans, days, numbers, texts, rows pointed at), or a FilterSet of django-filter's.
    sort
        The column sorted by at first, "-" in front for descending; by default the queryset's own order.
    page_size
        How many rows stand on a page.
    actions
        Functions that get the selected rows; :func:`bulk_action` says what a button needs beside one.
    on_select
        "ignore": what is selected is sent with the next press. "rerun" or a callback: at once. Rows have boxes if there
        are actions, or if this is not "ignore".
    views
        Saved views: a name to what it shows, as ``{"Unpaid": {"status": "open", "sort": "-placed"}}``, by the names of
        the filters, "q" for the search, and "sort".
    empty
        Said where there is no row at all.
    alt
        The table's name for screen readers; by default the model's.
    export
        Offer all rows that match as a CSV file, with these columns and in this order.
    bind
        "query-params", or None to keep all of it out of the address.

    Raises
    ------
    StreamlitAPIException
        If the queryset gives no rows of a model or is sliced, or a name is none of its columns.
    StreamlitInvalidLayoutContextError
        Inside a form.

    Examples
    --------
    >>> orders = fr.model_table(Order.objects.all(), ["number", "customer", "placed_on"], filters=["status"])
    >>> orders.selection.objects.update(status="shipped")
    """
    run = current_run()
    query = rows_of(queryset, "model_table")
    options = query.model._meta
    if run.drawing.form_here() and not run.is_bare:
        raise StreamlitInvalidLayoutContextError(
            "`fr.model_table()` can't be used in an `st.form()`: it has buttons of its own."
        )
    if not isinstance(page_size, int) or isinstance(page_size, bool) or not 1 <= page_size <= MOST_ON_A_PAGE:
        raise StreamlitValueError("page_size", [f"a number of rows from 1 to {MOST_ON_A_PAGE}"])
    name = to_key(key) or str(options.model_name)
    found = columns_of(query, columns, labels or {}, links or {})
    inputs = Inputs(name, bind)
    if views:
        draw_views(run, views, inputs)
    above = container()
    with above:
        filtered = _filtered(run, query, search_fields, filters, inputs)
        view = digest(json.dumps(sorted(filtered.said.items())))
        selects = bool(actions) or on_select != "ignore"
        field = ModelSelectionField(model=options.label, view=view)
        if actions:
            held = run.state.peek(name)
            selection = field.revalidate(held if isinstance(held, ModelSelection) else ModelSelection())
            if draw_actions(actions, selection.within(filtered.rows), filtered.rows, inputs):
                run.state[name] = None  # what was done is not done again
    table, below = (
        container(),
        container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"),
    )
    _check_sort(sort, found)
    order = register_order(run, inputs.of("sort"), found, sort, bind)
    size, page = page_size, _page_asked_for(run, inputs)
    count = count_of(filtered.rows, page, size)
    with below:
        page = pagination(count.pages(size), key=inputs.page, bind=bind) if count.pages(size) > 1 else 1
        first = (page - 1) * size
        all_rows = _sorted(filtered.rows, found, order)
        rows = list(all_rows[first : first + size])
        small_text(_said(count, page, size, len(rows)))
        if export and rows:
            download_button(
                _("Download as CSV"), lambda: pieces(all_rows, found), f"{options.model_name}.csv", "text/csv",
                key=inputs.of("csv"), on_click="ignore", type="tertiary",
            )  # fmt: skip
    with table:
        variables: dict[str, Any] = {
            "caption": alt or str(capfirst(options.verbose_name_plural)),
            "head": headers(run, inputs.of("sort"), inputs.page, found, order or sort),
            "rows": tuple(row_of(row, found) for row in rows),
            "nothing": _nothing(filtered, empty),
            "row_id": f"fr-{digest('model_rows', run.page, name)}",
        }
        if not selects:
            draw(ModelRows(**variables))
            return ModelTable(ModelSelection().within(filtered.rows), filtered.rows, rows, above, below)
        field = replace(field, keys=tuple(row.key for row in variables["rows"]))
        declared = declare(
            run, "model_rows", name, {"model": options.label}, on_change=on_select, parameter="on_select", args=args,
            kwargs=kwargs,
        )  # fmt: skip
        every = _every(count) if count.rows > len(rows) else ""
        chosen = register(run, SelectableModelRows(**declared.as_kwargs(), field=field, every=every, **variables))
    return ModelTable(chosen.within(filtered.rows), filtered.rows, rows, above, below)


def _check_sort(sort: str, columns: Sequence[Column]) -> None:
    names = [column.name for column in columns if column.order]
    if sort and sort.removeprefix("-") not in names:
        raise StreamlitValueError("sort", [f"'{name}'" for name in names], detail='With "-" in front: descending.')


def _filtered(run: Run, query: Any, search_fields: Iterable[str] | None, filters: Any, inputs: Inputs) -> Filtered:
    """Draw the search and the filters, and return the rows that pass."""
    names = texts_of(query.model) if search_fields is None else list(search_fields)
    filtered = Filtered(query, query)
    by_set = is_filter_set(filters)
    fields = [] if by_set else [filters] if isinstance(filters, str) else list(filters or ())
    if not names and not fields and not by_set:
        return filtered
    with container(horizontal=True, vertical_alignment="bottom"):
        if names:
            words = text_input(
                _("Search"), icon=":material/search:", type="search", **{**inputs.named("q"), "width": 260},
            )  # fmt: skip
            if filtered.note("q", (words or "").strip()):
                filtered.rows = searched(filtered.rows, names, words or "")
        if by_set:
            draw_filter_set(filtered, filters, inputs)
        else:
            draw_filters(filtered, fields, inputs)
        if filtered.said:
            keys = tuple(inputs.of(name) for name in filtered.said)
            button(_("Clear"), key=inputs.of("clear"), type="tertiary", on_click=forget, args=(inputs.page, keys))
    return filtered


def _page_asked_for(run: Run, inputs: Inputs) -> int:
    """Return the number of the page that may be shown: what the state and the address say, before it is judged."""
    said = [run.state.peek(inputs.page), *(run.query.get(inputs.page, []) if inputs.bind else [])]
    numbers = [int(one) for one in said if str(one).isascii() and str(one).isdecimal() and len(str(one)) < 10]
    return min(max(numbers, default=1), DEEPEST)


def _sorted(rows: Any, columns: Sequence[Column], order: str) -> Any:
    """Return the rows in the order that is chosen, with what their columns show of other tables."""
    by = {column.name: column.order for column in columns}.get(order.removeprefix("-"), "")
    if by:
        descends = order.startswith("-") != by.startswith("-")
        by = f"{'-' if descends else ''}{by.removeprefix('-')}"
    joined = sorted({column.joined for column in columns if column.joined})
    if joined and rows.query.select_related is not True:
        rows = rows.select_related(*joined)
    return ordered(rows, by)


def _said(count: Count, page: int, size: int, shown: int) -> str:
    """Return which rows are shown of how many."""
    if not count.rows:
        return ""
    first = (page - 1) * size + 1
    what = {"first": first, "last": first + shown - 1, "count": count.rows}
    if count.more:
        return _("{first}–{last} of more than {count}").format(**what)
    return _("{first}–{last} of {count}").format(**what)


def _every(count: Count) -> str:
    if count.more:
        return str(_("All that match (more than {count})").format(count=count.rows))
    return _("All that match ({count})").format(count=count.rows)


def _nothing(filtered: Filtered, empty: str | None) -> str:
    """Return what is said where no row is shown."""
    if filtered.said:
        return _("Nothing matches.")
    if empty is not None:
        return str(empty)
    return str(_("There are no %s yet.") % filtered.rows.model._meta.verbose_name_plural)
