"""``table``: all rows, as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as part
from html import escape
from itertools import groupby
from typing import Any, ClassVar, Literal

from formrerun.elements._parameters import check_height, check_width
from formrerun.elements.data._tabular import Tabular, cell, clean_alt, words
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Height, Width
from formrerun.exceptions import StreamlitValueError
from formrerun.tables import encoding, lazy_data, sources
from formrerun.tables.cells import NUMBERS, Kind
from formrerun.tables.encoding import EncodedTable
from formrerun.tables.styled import Cell, Styled, styled
from formrerun.utils.digests import digest


@dataclass(eq=False, kw_only=True)
class Table(Tabular):
    """A table of plain HTML."""

    kind: ClassVar[str] = "table"

    digest: str = ""
    border: str = "all"
    header: bool = True
    alt: str = ""
    look: str = ""
    styled: Styled | None = part(default=None, metadata={"html": False})
    encoded: EncodedTable | None = part(default=None, metadata={"html": False})
    data: Any = part(default=None, metadata={"html": False})

    def context(self) -> dict[str, Any]:
        from django.utils.safestring import mark_safe

        encoded = self.encoded
        if encoded is None or not encoded.columns:
            return {**super().context(), "head": "", "columns": 0, "rows": ""}
        return {
            **super().context(),
            "head": mark_safe(_header_rows(encoded)) if self.header else "",
            "columns": len(encoded.columns),
            "rows": mark_safe(_rows(encoded) if self.styled is None else _styled_rows(encoded, self.styled)),
        }

    def sizes(self) -> Iterable[str]:
        return sorted(self.styled.colours) if self.styled is not None else ()


@command
def table(
    data: Any = None,
    *,
    border: bool | Literal["horizontal"] = True,
    width: Width = "stretch",
    height: Height = "content",
    hide_index: bool | None = None,
    hide_header: bool | None = None,
    alt: str | None = None,
) -> DeltaGenerator:
    """
    Draw a table of plain HTML, with all its rows; for many rows there is :func:`dataframe`.

    Parameters
    ----------
    data
        A DataFrame, Series, array, QuerySet, a list of rows or of dicts, a dict of columns. Text may be Markdown. Of a
        pandas Styler it has the texts, the colours, the tooltips, and what it hides.
    border
        All lines, those between rows ("horizontal"), or none.
    hide_index
        Hide the names of the rows; by default when they only count.
    hide_header
        Hide the names of the columns; by default when nobody gave them.
    alt
        A description for screen readers.

    Raises
    ------
    StreamlitAPIException
        If ``data`` is none of these.
    """
    if border not in (True, False, "horizontal"):
        raise StreamlitValueError("border", ["True", "False", "'horizontal'"])
    check_width(width, allow_content=True)
    check_height(height, allow_content=True)
    fetched = lazy_data.fetched(data)

    look = styled(fetched)
    if look is not None:
        hide_index = look.hides_index or None if hide_index is None else hide_index
    gone = look.hidden if look is not None else frozenset()

    def encode() -> EncodedTable:
        frame = sources.read(fetched)
        hidden = frame.plain_index if hide_index is None else hide_index
        shown = [column for place, column in enumerate(frame.columns) if place not in gone]
        return encoding.encode_frame(frame, [] if hidden else frame.index, shown)

    encoded = encoding.encoded(fetched, ("table", hide_index, gone), encode)
    return draw(
        Table(
            digest=encoded.digest,
            border={True: "all", False: "none"}.get(border, "horizontal") if isinstance(border, bool) else border,
            header=encoded.named if hide_header is None else not hide_header,
            alt=clean_alt(alt),
            width=width,
            height=height,
            look="" if look is None else digest(look),
            styled=look,
            encoded=encoded,
            data=fetched,
        )
    )


def _rows(encoded: EncodedTable) -> str:
    columns = [
        [cell(kind, value, index < encoded.levels, markdown=True) for value in cells]
        for index, ((_path, kind), cells) in enumerate(zip(encoded.columns, encoding.values_of(encoded), strict=True))
    ]
    return "".join(f"<tr>{''.join(row)}</tr>" for row in zip(*columns, strict=True))


def _styled_rows(encoded: EncodedTable, look: Styled) -> str:
    """Return the rows as a Styler has them: its texts are no Markdown."""
    kinds = [kind for _path, kind in encoded.columns]
    made = []
    for index, cells in look.rows:
        shown = [*index[: encoded.levels], *(cell for place, cell in enumerate(cells) if place not in look.hidden)]
        columns = zip(kinds, shown, strict=True)
        made.append("".join(_styled(cell, kind, place < encoded.levels) for place, (kind, cell) in enumerate(columns)))
    return "".join(f"<tr>{row}</tr>" for row in made)


def _styled(cell: Cell, kind: Kind, names_row: bool) -> str:
    classes = ["fr-num"] if kind in NUMBERS else []
    classes += [cell.css] if cell.css else []
    css = f' class="{" ".join(classes)}"' if classes else ""
    css += f' title="{escape(cell.tip)}"' if cell.tip else ""
    tag = 'th scope="row"' if names_row else "td"
    return f"<{tag}{css}>{escape(cell.text)}</{tag[:2]}>"


def _header_rows(encoded: EncodedTable) -> str:
    """Return the header: a line for each level, equal neighbours of the outer ones joined."""
    paths = [path for path, _kind in encoded.columns]
    made = []
    depth = len(paths[-1])
    for level in range(depth):
        cells = []
        outer = level < depth - 1
        for (path, _alone), group in groupby(enumerate(paths), lambda item: (item[1][: level + 1], outer or item[0])):  # noqa: B023
            same = list(group)
            span = len(same)
            width = f' colspan="{span}"' if span > 1 else ""
            css = "" if outer or encoded.columns[same[0][0]][1] not in NUMBERS else ' class="fr-num"'
            cells.append(f'<th scope="col{"group" if span > 1 else ""}"{width}{css}>{words(path[level])}</th>')
        made.append(f"<tr>{''.join(cells)}</tr>")
    return "".join(made)


__all__ = ["table"]
