"""What all charts share: where their data are, what they are called, and the choice of what is selected in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from functools import cached_property, partial
from typing import Any, ClassVar

from formrerun.conf import settings
from formrerun.elements._deprecations import older_width
from formrerun.elements._parameters import check_height, check_width
from formrerun.elements.charts._memory import made_once
from formrerun.elements.charts._selection import SelectionField
from formrerun.elements.data._selectable import first_rows
from formrerun.elements.data._tabular import clean_alt
from formrerun.elements.layout._opening import browser_owned
from formrerun.engine.context import current_run
from formrerun.engine.drawing import draw
from formrerun.engine.registration import declare, register
from formrerun.engine.tree import Element, Height, Width
from formrerun.engine.widgets import Widget
from formrerun.tables import addresses, encoding, sources
from formrerun.tables.encoding import EncodedTable
from formrerun.tables.frames import Column, Frame

#: Cells, and bytes of the packed table, up to which a table's data stand in the page beside its address.
SMALL, SMALL_BODY = 1_000, 4_000


@dataclass(slots=True)
class Dataset:
    """
    A table of a chart.

    Attributes
    ----------
    name
        What the spec calls it.
    encoded
        The table.
    fields
        What the spec calls its columns.
    melt
        How the browser makes long data of wide ones: ``of`` (places of the columns that become one), ``keep`` (of those
        that stay), ``key`` and ``value`` (the names of the two that are made), ``labels`` (what the key says of each).
    """

    name: str
    encoded: EncodedTable
    fields: list[str]
    melt: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where the browser finds a table of a chart.

    Attributes
    ----------
    src, csv
        The addresses of all rows, and of the table for people.
    melt
        The dataset's, as JSON.
    dataset
        The table, which the addresses stand for where two are compared.
    """

    src: str
    csv: str
    name: str
    fields: tuple[str, ...]
    melt: str
    dataset: Dataset = part(compare=False)

    def told(self) -> dict[str, Any]:
        """Return what the browser is told of it."""
        table = self.dataset.encoded
        made: dict[str, Any] = {
            "name": self.name,
            "src": self.src,
            "csv": self.csv,
            "fields": self.fields,
            "kinds": [kind for _path, kind in table.columns],
            "titles": [" / ".join(filter(None, path)) for path, _kind in table.columns],
        }
        if _is_small(table):
            made["values"] = encoding.values_of(table)
        return made | ({"melt": self.dataset.melt} if self.dataset.melt else {})


class ChartSource:
    """
    A chart as it is kept: made once of what its author gave, and never changed.

    Attributes
    ----------
    spec
        What the browser's library is given, as plain data.
    tables
        Its data, which are fetched by themselves.
    more
        What else is known of it.
    packed
        The spec as bytes.
    """

    def __init__(self, spec: dict[str, Any], tables: Sequence[Dataset] = (), more: Any = None) -> None:
        self.spec, self.tables, self.more = spec, tables, more
        # Other data leave most specs as they are: these are not packed again.
        self.packed = made_once("spec", spec, lambda: _packed(spec), _weight)

    @cached_property
    def text(self) -> str:
        """The spec as one text, which is part of what names a chart without a key."""
        return json.dumps(self.spec, sort_keys=True)

    @property
    def digests(self) -> list[str]:
        """The digests of its data."""
        return [one.encoded.digest for one in self.tables]

    @property
    def weight(self) -> int:
        """Its bytes in memory, roughly."""
        size: int = encoding.head_of(self.packed.body)["bytes"]
        return 2 * size + sum(len(one.encoded.body) for one in self.tables)


def source_once(
    kind: str, given: Any, make: Callable[[], ChartSource], pickler: type[encoding.Pickler] | None = None
) -> ChartSource:
    """Return the chart that is made of what an author gave, as :func:`made_once` does."""
    return made_once(kind, given, make, lambda made: made.weight, pickler)


def dataset(name: str, data: Any, *, index: bool = False) -> Dataset:
    """Return any data as a table of a chart; with the index as "(index)", if it is one of numbers or moments."""
    frame = data if isinstance(data, Frame) else sources.read(data)
    levels: list[Column] = []
    if index and len(frame.index) == 1 and frame.index[0].cells()[0] != "text":
        levels = frame.index
    names = ["(index)"] * len(levels) + [column_name(column) for column in frame.columns]
    how = ("chart", name, len(levels), tuple(names))
    source = frame if isinstance(data, Frame) else data
    encoded = encoding.encoded(source, how, lambda: encoding.encode_frame(frame, levels, frame.columns))
    return Dataset(name, encoded, names)


def column_name(column: Column) -> str:
    """Return what a spec calls a column."""
    return str(column.name)


def one_kind(column: Sequence[Any]) -> list[Any]:
    """Return a column whose cells are all numbers, or all texts: a table's column is of one kind."""
    single = [one if one is None or isinstance(one, (str, int, float)) else str(one) for one in column]
    if any(isinstance(one, str) for one in single) and not all(one is None or isinstance(one, str) for one in single):
        return [None if one is None else str(one) for one in single]
    return single


@dataclass(eq=False, kw_only=True)
class ChartParts:
    """
    The variables of a chart's template.

    Attributes
    ----------
    island
        The HTML id of the component.
    address
        Where its spec is.
    tables
        Where its data are, and what they are called.
    theme
        "streamlit" for the page's colours, "" for the library's.
    alt
        What screen readers say of it.
    """

    island: str = ""
    address: str = ""
    tables: tuple[Place, ...] = ()
    theme: str = "streamlit"
    alt: str = ""
    selects: tuple[str, ...] = ()
    dataset: Dataset | None = part(default=None, metadata={"html": False})
    spec: Any = part(default=None, metadata={"html": False})

    def chart_context(self) -> dict[str, Any]:
        """Return what the template shows beside the fields."""
        from django.utils.translation import gettext as _

        table = self.dataset
        made: dict[str, Any] = {
            "label": self.alt or _("Chart"),
            "tables": [one.told() for one in self.tables],
            "names": [],
            "rows": 0,
            "words": {
                "data": _("Show data"), "full": _("Fullscreen"), "png": _("Download as PNG"),
                "svg": _("Download as SVG"), "csv": _("Download as CSV"), "empty": _("empty"),
                "more": _("The first %s rows"), "broken": _("This chart cannot be drawn: %s"),
                "lost": _("The data of this chart is gone. Reload the page."),
            },
        }  # fmt: skip
        if table is not None:
            made["names"] = [" / ".join(filter(None, path)) for path, _kind in table.encoded.columns]
            made["head"] = first_rows(table.encoded, {})
            made["rows"] = table.encoded.rows
            made["table_address"] = next((one.csv for one in self.tables if one.name == table.name), "")
        return made


@dataclass(eq=False, kw_only=True)
class Chart(ChartParts, Element):
    """A chart that is only looked at."""

    id: str = ""

    @property
    def wrapper_id(self) -> str:
        return self.id

    def context(self) -> dict[str, Any]:
        return {**super().context(), **self.chart_context()}


@dataclass(eq=False, kw_only=True)
class SelectableChart(ChartParts, Widget):
    """A chart whose value is what is selected in it."""

    content_width: ClassVar[bool] = True

    def context(self) -> dict[str, Any]:
        return {**super().context(), **self.chart_context()}


def kept(source: ChartSource) -> dict[str, Any]:
    """Keep a chart's spec and data beside the record of the run and return the variables that say where they are."""
    run = current_run()
    tables = []
    for one in source.tables:
        address = csv = addresses.address_of(run, one.encoded)
        if one.encoded.rows > settings.TABLE_REMOTE_ROWS:  # of such a table a browser gets one page after the other
            whole = made_once("whole", one.encoded.digest, partial(_whole, one.encoded), _weight)
            address = addresses.address_of(run, whole)
        tables.append(Place(address, f"{csv}?format=csv", one.name, tuple(one.fields), json.dumps(one.melt), one))
    return {
        "address": addresses.address_of(run, source.packed),
        "tables": tuple(tables),
        "dataset": source.tables[0] if source.tables else None,
        "spec": source.spec,
    }


def _packed(data: dict[str, Any]) -> EncodedTable:
    digest, body = encoding.pack({"is": "chart", "rows": 0}, data)
    return EncodedTable(digest, body, 0)


def _whole(table: EncodedTable) -> EncodedTable:
    return _packed({"values": encoding.values_of(table)})


def _weight(packed: EncodedTable) -> int:
    return len(packed.body)


def _is_small(table: EncodedTable) -> bool:
    """Return True for a table that comes with the page: to ask for it takes longer than to send it."""
    return table.rows * len(table.columns) <= SMALL and len(table.body) <= SMALL_BODY


def chart_sizes(width: Any, height: Any, use_container_width: bool | None, default: Width = "stretch") -> Width:
    """Return the width of a chart; raise Streamlit's errors for what is none."""
    width = older_width(use_container_width, default if width is None and use_container_width is None else width)
    check_width(width, allow_content=True)
    check_height(height, allow_content=True)
    return width  # type: ignore[no-any-return]


def draw_chart(kind: str, look: type[Chart], *, width: Width, height: Height | None, alt: Any, **variables: Any) -> Any:
    """Draw a chart that is only looked at, and return its handle."""
    run = current_run()
    id_ = browser_owned(run, kind, run.drawing.fragment)
    return draw(
        look(id=id_, island=f"{id_}-t", width=width, height=height, alt=clean_alt(alt), **variables),
    )


def draw_selectable(
    kind: str,
    look: type[SelectableChart],
    field: SelectionField,
    *,
    key: Any,
    on_select: Any,
    identity: Mapping[str, Any],
    width: Width,
    height: Height | None,
    alt: Any,
    **variables: Any,
) -> Any:
    """Draw a chart in which one can select, and return what is selected."""
    run = current_run()
    declared = declare(
        run, kind, key, identity, resets=("selection_mode",), on_change=on_select, parameter="on_select",
        writable=False,
    )  # fmt: skip
    return register(
        run,
        look(
            **declared.as_kwargs(),
            island=f"{declared.id}-t",
            field=field,
            width=width,
            height=height,
            alt=clean_alt(alt),
            **variables,
        ),
    )
