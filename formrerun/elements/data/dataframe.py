"""``dataframe``: a table that can be sorted, searched and scrolled."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from dataclasses import field as part
from typing import TYPE_CHECKING, Any, ClassVar

from formrerun.elements._parameters import check_width
from formrerun.elements.data._button_columns import Press, register_button_columns
from formrerun.elements.data._column_config import (
    apply_style,
    choose,
    clean_order,
    described,
    looks_of,
    settings_by_place,
)
from formrerun.elements.data._grid import Grid, clean_sizes, grid_variables
from formrerun.elements.data._selectable import first_rows, row_boxes, selection_field
from formrerun.elements.data._selection import ROW_MODES, DataframeState, clean_modes
from formrerun.elements.data._tabular import PAGE, Tabular
from formrerun.elements.data._words import words_of
from formrerun.elements.data.column_config.settings import read_settings
from formrerun.elements.layout._opening import browser_owned
from formrerun.engine.context import current_run
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.keys import to_key
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.tree import Height, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    StreamlitIncompatibleParametersError,
    StreamlitValueError,
)
from formrerun.tables import encoding, lazy_data, sources
from formrerun.tables.encoding import EncodedTable
from formrerun.tables.sources import is_table_like as is_table_like
from formrerun.tables.styled import styled

if TYPE_CHECKING:
    from formrerun.elements.data.column_config.settings import Config


__all__ = ["dataframe"]


# ----------------------------------------------------------------------------------------------------- interactive


@dataclass(eq=False, kw_only=True)
class Dataframe(Grid, Tabular):
    """A table that the browser draws, from data it fetches."""

    kind: ClassVar[str] = "dataframe"

    id: str = ""
    colours: tuple[str, ...] = ()
    presses: dict[int, Press] = part(default_factory=dict, metadata={"html": False})

    @property
    def wrapper_id(self) -> str:
        return self.id

    def sizes(self) -> Iterable[str]:
        return self.colours

    def html_key(self) -> Hashable:
        return (super().html_key(), *(press.html_key() for press in self.presses.values()))

    def boxes(self) -> list[str] | None:
        """Return what stands in front of the first rows for who has no JavaScript."""
        return None

    def context(self) -> dict[str, Any]:
        made = {**super().context(), "words": words_of(self.rows), "size": PAGE, "names": [], "head": ""}
        made["presses"] = [*self.presses.values()]
        if self.encoded is not None:
            made["names"] = [" / ".join(filter(None, path)) for path, _kind in self.encoded.columns]
            made["head"] = first_rows(self.encoded, self.presses, self.boxes())
        return made


@dataclass(eq=False, kw_only=True)
class SelectableDataframe(Widget, Dataframe):
    """A table in which rows, columns or cells can be selected."""

    kind: ClassVar[str] = "dataframe"

    modes: str = ""

    @property
    def wrapper_id(self) -> str:
        return f"{self.id}-w"

    def boxes(self) -> list[str] | None:
        if self.encoded is None or not any(mode in ROW_MODES for mode in self.modes.split()):
            return None
        return row_boxes(self.encoded, self.id, self.form_id, self.shown, many="multi-row" in self.modes)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "selects": True, "marks": self.boxes() is not None}


@command
def dataframe(
    data: Any = None,
    width: Width = "stretch",
    height: Height = "auto",
    *,
    use_container_width: bool | None = None,
    hide_index: bool | None = None,
    column_order: Iterable[str] | None = None,
    column_config: Config | None = None,
    key: str | int | None = None,
    on_select: OnChange = "ignore",
    selection_mode: str | Iterable[str] = "multi-row",
    selection_default: Any = None,
    row_height: int | None = None,
    placeholder: str | None = None,
    lazy: bool | None = None,
    alt: str | None = None,
) -> DeltaGenerator | DataframeState:
    """
    Draw a table that can be sorted, searched, copied from and downloaded; return what is selected in it, if it can be.

    Up to ``TABLE_REMOTE_ROWS`` rows are sent once; of more the browser asks for one page after the other.

    Parameters
    ----------
    data
        A DataFrame, Series, array, QuerySet, a list of rows or of dicts, a dict of columns. Of a pandas Styler it has
        the texts, the colours and what it hides; a column whose texts are not its numbers in one format is sorted by
        the texts.
    height
        "auto" shows up to ten rows, "content" all; or pixels.
    hide_index
        Hide the names of the rows; by default when the data had none of its own.
    column_order
        The columns to show, in this order.
    column_config
        Column to None (hide it), to a label, or to a dict of ``label``, ``width`` ("small", "medium", "large" or
        pixels), ``help`` and ``format`` (printf such as "%.2f", "localized", "percent", "dollar", "euro", "yen",
        "compact", "scientific", "engineering", "bytes", "plain"; for moments "YYYY-MM-DD" and the like). A hidden
        column is not sent to the browser. The name of the index is "_index".
    row_height
        In pixels.
    placeholder
        Shown for missing values instead of "None".
    on_select
        What happens when somebody selects: "ignore": nothing can be selected; "rerun": the page runs, and the selection
        is what this returns; a callback, called before. In a form the selection is sent with the form.
    selection_mode
        What can be selected: "multi-row", "single-row", "single-row-required", "multi-column", "single-column",
        "multi-cell", "single-cell", or a list with one of each.
    selection_default
        What is selected at first, as ``{"selection": {"rows": [0]}}``.
    lazy
        Accepted for Streamlit's sake: ``TABLE_REMOTE_ROWS`` decides which rows are sent.
    alt
        A description for screen readers.

    Returns
    -------
    DeltaGenerator or DataframeState
        With ``on_select`` what is selected: ``selection.rows`` (where they stand in the data, whatever order is
        shown), ``selection.columns`` (names) and ``selection.cells`` (pairs of both). The rows of a QuerySet are
        selected by primary key, so that a selection stays where rows come, go or are sorted: ``selection.pks``
        has the keys and ``selection.objects`` a QuerySet of the rows.

    Raises
    ------
    StreamlitAPIException
        If ``data`` is none of these, or ``selection_mode`` is no mode.
    """
    selects = on_select != "ignore"
    if on_select is None:
        raise StreamlitValueError("on_select", ["'rerun'", "'ignore'", "a callback function"])
    if selection_default is not None and not selects:
        raise StreamlitIncompatibleParametersError(
            "selection_default",
            "on_select='ignore'",
            explanation="Set `on_select` to `'rerun'` or a callback to use `selection_default`.",
        )
    modes = clean_modes(selection_mode) if selects else ()
    name = to_key(key)
    width = clean_sizes(width, use_container_width, height, row_height)
    check_width(width, allow_content=True)
    config = read_settings(column_config)
    order = None if column_order is None else clean_order(column_order)
    hidden = frozenset(column for column, how in config.items() if how.hidden)
    fetched = lazy_data.fetched(data)

    look, frame = styled(fetched), None
    if look is not None:
        frame = sources.read(fetched)
        hide_index = look.hides_index or None if hide_index is None else hide_index
        hidden |= {column.name for place, column in enumerate(frame.columns) if place in look.hidden}
        config = apply_style(look, frame, config)

    by_key = selects or any(how.button is not None for how in config.values())
    picks_rows = any(mode in ROW_MODES for mode in modes)

    def encode() -> EncodedTable:
        read = sources.read(fetched) if frame is None else frame
        hides = True if hide_index is None and picks_rows and read.plain_index else hide_index
        keys = read.keys if by_key else None
        index, columns = choose(read, hides, order, hidden)
        return encoding.encode_frame(read, index, columns, keys, looks_of(look, read, index, columns))

    run = current_run()
    how = ("dataframe", hide_index, order, hidden, by_key, picks_rows)
    encoded = encoding.encoded(fetched, how, encode)
    names = name or tuple(path for path, _kind in encoded.columns)
    presses = register_button_columns(run, encoded, settings_by_place(encoded, config)) if by_key else {}
    variables = {
        **grid_variables(encoded, fetched, height, row_height, placeholder, alt),
        "columns": described(encoded, config, presses, named=selects),
        "presses": presses,
        "colours": () if look is None else tuple(sorted(look.colours)),
        "width": width,
    }
    if not selects:
        id_ = browser_owned(run, "table", run.drawing.fragment, names)
        return draw(Dataframe(key=name, id=id_, **variables))
    field = selection_field(encoded, modes, selection_default)
    declared = declare(
        run,
        "dataframe",
        key,
        {
            # Rows that go by their keys are the same ones in other data.
            "data": [list(path) for path, _kind in encoded.columns] if field.data else encoded.digest,
            "selection_mode": modes, "column_order": order, "selection_default": field.default, "alt": alt,
        },
        resets=("selection_mode",),
        on_change=on_select,
        parameter="on_select",
        args=None,
        kwargs=None,
    )  # fmt: skip
    widget = SelectableDataframe(**declared.as_kwargs(), field=field, modes=" ".join(modes), **variables)
    value: DataframeState = register(run, widget)
    return value
