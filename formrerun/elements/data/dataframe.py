"""``dataframe``: a table that can be sorted, searched and scrolled."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as part
from typing import TYPE_CHECKING, Any, ClassVar

from formrerun.conf import settings
from formrerun.elements._parameters import check_height, check_width
from formrerun.elements.data._column_config import apply_style, choose, clean_order, described, pixels
from formrerun.elements.data._tabular import PAGE, ROW, Tabular, cell, clean_alt
from formrerun.elements.data.column_config.settings import read_settings
from formrerun.elements.layout._opening import browser_owned
from formrerun.engine.context import current_run
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.keys import to_key
from formrerun.engine.tree import Height, Width
from formrerun.exceptions import (
    StreamlitAPIException,
    StreamlitIncompatibleParametersError,
    StreamlitValueError,
)
from formrerun.tables import addresses, encoding, lazy_data, sources
from formrerun.tables.encoding import EncodedTable
from formrerun.tables.sources import is_table_like as is_table_like
from formrerun.tables.styled import styled

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from formrerun.elements.data.column_config.settings import Config


__all__ = ["dataframe"]

logger = logging.getLogger("formrerun")


# ----------------------------------------------------------------------------------------------------- interactive


@dataclass(eq=False, kw_only=True)
class Dataframe(Tabular):
    """A table that the browser draws, from data it fetches."""

    kind: ClassVar[str] = "dataframe"

    id: str = ""
    address: str = ""
    columns: str = "[]"
    rows: int = 0
    remote: bool = False
    row_height: int = ROW
    fits: bool = False
    placeholder: str | None = None
    alt: str = ""
    encoded: EncodedTable | None = part(default=None, metadata={"html": False})
    data: Any = part(default=None, metadata={"html": False})

    @property
    def wrapper_id(self) -> str:
        return self.id

    def context(self) -> dict[str, Any]:
        from django.utils.translation import gettext as _
        from django.utils.translation import ngettext

        def part_of(count: int) -> str:
            return ngettext("%(first)s to %(last)s of %(count)s row", "%(first)s to %(last)s of %(count)s rows", count)

        words = {
            "rows": ngettext("%(count)s row", "%(count)s rows", self.rows),
            "found": ngettext("%(found)s of %(count)s row", "%(found)s of %(count)s rows", self.rows),
            "page": part_of(self.rows),
            "pageOne": part_of(1),  # where one row was found
            "search": _("Search"),
            "download": _("Download as CSV"),
            "copy": _("Copy"),
            "copied": _("Copied"),
            "full": _("Fullscreen"),
            "sort": _("Sort by %s"),
            "empty": _("empty"),
            "lost": _("The data of this table is gone. Reload the page."),
            "previous": _("Previous page"),
            "next": _("Next page"),
            "true": _("true"),
            "false": _("false"),
        }
        made = {**super().context(), "words": words, "size": PAGE, "names": [], "head": ""}
        if self.encoded is not None:
            made["names"] = [" / ".join(filter(None, path)) for path, _kind in self.encoded.columns]
            made["head"] = _first_rows(self.encoded)
        return made


def _first_rows(encoded: EncodedTable) -> SafeString:
    """Return the first rows as plain HTML, for browsers without JavaScript."""
    from django.utils.safestring import mark_safe

    rows = (
        "".join(
            cell(kind, value, index < encoded.levels, markdown=False)
            for index, ((_path, kind), value) in enumerate(zip(encoded.columns, row, strict=True))
        )
        for row in encoded.head
    )
    return mark_safe("".join(f"<tr>{cells}</tr>" for cells in rows))


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
    on_select: Any = "ignore",
    selection_mode: str | Iterable[str] = "multi-row",
    selection_default: Any = None,
    row_height: int | None = None,
    placeholder: str | None = None,
    lazy: bool | None = None,
    alt: str | None = None,
) -> DeltaGenerator:
    """
    Draw a table that can be sorted, searched, copied from and downloaded.

    Up to ``TABLE_REMOTE_ROWS`` rows are sent once; of more the browser asks for one page after the other.

    Parameters
    ----------
    data
        A DataFrame, Series, array, QuerySet, a list of rows or of dicts, a dict of columns. Of a pandas Styler it has
        the texts and what it hides; a column whose texts are not its numbers in one format is sorted by the texts. The
        colours are in :func:`table` only.
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
    on_select, selection_mode, selection_default
        Only "ignore": nothing can be selected.
    lazy
        Accepted for Streamlit's sake: ``TABLE_REMOTE_ROWS`` decides which rows are sent.
    alt
        A description for screen readers.

    Raises
    ------
    StreamlitAPIException
        If ``data`` is none of these, or for what is not available yet: ``on_select``.
    """
    if on_select != "ignore":
        raise StreamlitAPIException(
            "Selections are not available yet: `st.dataframe` shows data, and its rows cannot be selected. Leave "
            '`on_select` out, or set it to `"ignore"`.'
        )
    if selection_default is not None:
        raise StreamlitIncompatibleParametersError(
            "selection_default", "on_select='ignore'", explanation="Nothing can be selected in this table."
        )
    name = to_key(key)
    if use_container_width is not None:
        width = "stretch" if use_container_width else width if isinstance(width, int) else "content"
    check_width(width, allow_content=True)
    check_height(height, allow_content=True, allow_auto=True)
    if row_height is not None and (not isinstance(row_height, int) or isinstance(row_height, bool) or row_height < 1):
        raise StreamlitValueError("row_height", ["a positive number of pixels"])
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
        if look.colours:
            logger.warning("Colours of a Styler are drawn by `table`, not by `dataframe`, which has its texts.")

    def encode() -> EncodedTable:
        read = sources.read(fetched) if frame is None else frame
        return encoding.encode_frame(read, *choose(read, hide_index, order, hidden))

    run = current_run()
    encoded = encoding.encoded(fetched, ("dataframe", hide_index, order, hidden), encode)
    remote = encoded.rows > settings.TABLE_REMOTE_ROWS
    row = row_height or ROW
    names = name or tuple(path for path, _kind in encoded.columns)
    return draw(
        Dataframe(
            key=name,
            id=browser_owned(run, "table", run.drawing.fragment, names),
            address=addresses.address_of(run, encoded),
            columns=described(encoded, config),
            rows=encoded.rows,
            remote=remote,
            row_height=row,
            fits=height in ("auto", "content"),
            placeholder=None if placeholder is None else str(placeholder),
            alt=clean_alt(alt),
            width=width,
            height=pixels(encoded, height, row, remote=remote),
            encoded=encoded,
            data=fetched,
        )
    )
