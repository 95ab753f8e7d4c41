"""The table itself: one page of rows, a real ``<table>``, with headers that sort and boxes that select."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from formrerun.elements.models._cells import html_of
from formrerun.elements.models._fields import ALL, OrderField
from formrerun.engine.drawing import draw_inside
from formrerun.engine.fields import Trigger
from formrerun.engine.registration import declare
from formrerun.engine.tree import Element
from formrerun.engine.widgets import Widget
from formrerun.utils.digests import digest

if TYPE_CHECKING:
    from formrerun.elements.models._columns import Column
    from formrerun.engine.run import Run


@dataclass(frozen=True, slots=True)
class Header:
    """
    A column's header.

    Attributes
    ----------
    sorted
        "ascending", "descending" or "": what ``aria-sort`` says.
    button
        The id of the button that sorts by it; "" if nothing does.
    """

    label: str
    is_number: bool
    sorted: str
    button: str
    form: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its primary key as a text, what it is called, and its cells as HTML."""

    key: str
    name: str
    cells: SafeString


@dataclass(eq=False, kw_only=True)
class ModelRows(Element):
    """A page of rows that nobody selects from."""

    kind: ClassVar[str] = "model_rows"

    caption: str
    head: tuple[Header, ...]
    rows: tuple[Row, ...]
    nothing: str
    row_id: str

    @property
    def wrapper_id(self) -> str | None:
        return f"{self.row_id}-w"

    def boxes(self) -> Iterable[tuple[str, bool]]:
        """Yield the id and the state of each row's box."""
        return ()

    def context(self) -> dict[str, Any]:
        return {**super().context(), "columns": len(self.head), "selects": False}


@dataclass(eq=False, kw_only=True)
class SelectableModelRows(Widget, ModelRows):
    """
    A page of rows that can be selected.

    Attributes
    ----------
    every
        What the box for all rows that match is called; "" if all stand on this page.
    """

    kind: ClassVar[str] = "model_rows"

    every: str = ""

    def context(self) -> dict[str, Any]:
        chosen, value = {*self.shown}, self.value
        boxed = [
            {"row": row, "part": digest(row.key), "on": row.key in chosen, "label": _("Select %s") % row.name}
            for row in self.rows
        ]
        known = {row.key for row in self.rows}
        return {
            **super().context(),
            "selects": True,
            "boxed": boxed,
            "all": ALL,
            "all_on": ALL in chosen,
            "elsewhere": sum(str(key) not in known for key in value.picked),
            "columns": len(self.head) + 1,
        }


@dataclass(eq=False, kw_only=True)
class HeaderButton(Widget):
    """A header that sorts; the table draws it."""

    kind: ClassVar[str] = "model_header"


@dataclass(eq=False, kw_only=True)
class Order(Widget):
    """What the table is sorted by; nobody sees it but in the headers and the address."""

    kind: ClassVar[str] = "model_order"

    names: tuple[str, ...] = part(default=(), metadata={"html": False})


def register_order(run: Run, key: str, columns: Sequence[Column], default: str, bind: str | None) -> str:
    """Return what the table is sorted by: a column's name, "-" in front for descending."""
    names = tuple(column.name for column in columns if column.order)
    declared = declare(run, "model_order", key, {"names": names}, bind=bind)
    value: str = draw_inside(Order(**declared.as_kwargs(), field=OrderField(names=names, default=default)))
    return value


def headers(run: Run, order_key: str, page_key: str, columns: Sequence[Column], order: str) -> tuple[Header, ...]:
    """Return the headers, each with a button that sorts where the database can."""
    made = []
    for column in columns:
        now = {column.name: "ascending", f"-{column.name}": "descending"}.get(order, "")
        button = form = ""
        if column.order:
            wanted = f"-{column.name}" if now == "ascending" else column.name
            declared = declare(
                run, "model_header", f"{order_key}_{column.name}", {}, on_change=_sort, modes=(), parameter="on_click",
                args=(order_key, page_key, wanted), writable=False,
            )  # fmt: skip
            draw_inside(HeaderButton(**declared.as_kwargs(), label=column.label, field=Trigger()))
            button, form = declared.id, declared.form_id
        made.append(Header(column.label, column.is_number, now, button, form))
    return tuple(made)


def _sort(order_key: str, page_key: str, wanted: str) -> None:
    from formrerun.engine.context import current_run

    state = current_run().state
    state[order_key] = wanted
    state[page_key] = 1


def row_of(item: Any, columns: Sequence[Column]) -> Row:
    """Return a row of a model as it is drawn; the first column names it."""
    cells = []
    for place, column in enumerate(columns):
        value = column.read(item)
        html = html_of(value, column.field, column.empty)
        address = column.link(item) if column.link is not None else ""
        if address:
            html = f'<a href="{escape(address)}">{html}</a>'
        tag, scope = ("th", ' scope="row"') if place == 0 else ("td", "")
        number = ' class="fr-num"' if column.is_number else ""
        cells.append(f"<{tag}{scope}{number}>{html}</{tag}>")
    return Row(str(item.pk), str(item), mark_safe("".join(cells)))


__all__ = ["Header", "ModelRows", "Row", "SelectableModelRows", "headers", "register_order", "row_of"]
