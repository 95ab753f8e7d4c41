"""Tables: ``table`` is plain HTML, ``dataframe`` can be sorted, searched and scrolled."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from formrerun.conf import settings
from formrerun.elements._parameters import check_height, check_width
from formrerun.elements.layout.container import browser_owned
from formrerun.elements.typography.text import put
from formrerun.engine.context import current_run
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.keys import to_key
from formrerun.engine.tree import Element, Height, Width
from formrerun.exceptions import (
    StreamlitAPIException,
    StreamlitIncompatibleParametersError,
    StreamlitInvalidParameterTypeError,
    StreamlitValueError,
)
from formrerun.markup.markdown import inline_html
from formrerun.tables import addresses, encoding, lazy_data, sources
from formrerun.tables.cells import NUMBERS, Kind, plain_text
from formrerun.tables.encoding import Kept
from formrerun.tables.frames import Column, Frame
from formrerun.tables.sources import is_table_like as is_table_like

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

__all__ = ["dataframe", "table"]

logger = logging.getLogger("formrerun")

#: A cell that is no Markdown, whatever it is read as: it needs no parser.
_NO_MARKDOWN = re.compile(r"[A-Za-z0-9 ,;%+'()/=\u00c0-\uffff]*(?:-[A-Za-z0-9 ,;%+'()/=\u00c0-\uffff]+)*-?")
#: The name of the index in ``column_config`` and ``column_order``.
INDEX = "_index"
WIDTHS = {"small": 75, "medium": 200, "large": 400}  # pixels
#: What a column's configuration may say; what is not for reading is ignored.
SETTINGS = frozenset(
    [
        *("format", "help", "hidden", "label", "type_config", "width"),
        *("alignment", "color", "default", "disabled", "max_chars", "max_value", "min_value", "pinned", "required"),
        *("step", "type", "validate"),
    ]
)
#: Attributes of the one cell of a table that has no rows.
EMPTY = 'class="fr-empty" data-testid="stTableStyledEmptyTableCell"'
#: Kinds that are not broken into lines, beside the numbers.
MOMENTS = frozenset({"date", "datetime", "time"})
#: Heights in pixels: a line of the header, a row, the bar below the rows, the border.
HEADER, ROW, BAR, BORDER = 36, 35, 40, 2
#: The most characters of a cell among the rows for browsers without JavaScript; the download has all.
LONGEST = 200
#: Rows that are seen before a table scrolls, and the most of one page of a large table.
SEEN, PAGE = 10, 100


def clean_alt(alt: Any) -> str:
    """Return a description for screen readers, "" for none."""
    if alt is None:
        return ""
    text = str(alt).strip()
    if not text:
        logger.warning("`alt` was empty and is ignored. Give a description, or leave `alt` out.")
    return text


class _Tabular(Element):
    """An element that shows a table."""

    data: Any

    @property
    def frame(self) -> Any:
        """The table as a pandas DataFrame; without pandas as it was given."""
        return as_pandas(self.data)


def as_pandas(data: Any) -> Any:
    """Return any data as a pandas DataFrame; without pandas the data itself."""
    try:
        import pandas as pd
    except ImportError:
        return data
    if isinstance(data, pd.DataFrame):
        return data
    read = sources.read(data)
    columns = [column.objects() for column in read.columns]
    index = [column.objects() for column in read.index]
    made = pd.DataFrame(dict(enumerate(columns))) if columns else pd.DataFrame()
    names = [column.name for column in read.columns]
    if any(len(column.path) > 1 for column in read.columns):
        made.columns = pd.MultiIndex.from_tuples(names)
    elif names:
        made.columns = pd.Index(names)
    if not read.plain_index and index:
        keys = [column.name or None for column in read.index]
        made.index = (
            pd.MultiIndex.from_arrays(index, names=keys) if len(index) > 1 else pd.Index(index[0], name=keys[0])
        )
    return made


# -------------------------------------------------------------------------------------------------------- static


@dataclass(eq=False, kw_only=True)
class Table(_Tabular):
    """A table of plain HTML."""

    kind: ClassVar[str] = "table"

    digest: str = ""
    border: str = "all"
    header: bool = True
    alt: str = ""
    kept: Kept | None = part(default=None, metadata={"html": False})
    data: Any = part(default=None, metadata={"html": False})

    def context(self) -> dict[str, Any]:
        return {**super().context(), "body": _static_html(self.kept, header=self.header)}


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
        A DataFrame, Series, array, QuerySet, a list of rows or of dicts, a dict of columns. Text may be Markdown.
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

    def encode() -> Kept:
        frame = sources.read(fetched)
        hidden = frame.plain_index if hide_index is None else hide_index
        return encoding.encode_frame(frame, [] if hidden else frame.index, frame.columns)

    kept = encoding.encoded(fetched, ("table", hide_index), encode)
    return put(
        Table(
            digest=kept.digest,
            border={True: "all", False: "none"}.get(border, "horizontal") if isinstance(border, bool) else border,
            header=kept.named if hide_header is None else not hide_header,
            alt=clean_alt(alt),
            width=width,
            height=height,
            kept=kept,
            data=fetched,
        )
    )


def _static_html(kept: Kept | None, *, header: bool) -> SafeString:
    from django.utils.safestring import mark_safe
    from django.utils.translation import gettext

    if kept is None or not kept.columns:
        return mark_safe(f"<tbody><tr><td {EMPTY}>{gettext('empty')}</td></tr></tbody>")
    head = f"<thead>{_header_rows(kept)}</thead>" if header else ""
    if not kept.rows:
        empty = f'<tr><td {EMPTY} colspan="{len(kept.columns)}">{gettext("empty")}</td></tr>'
        return mark_safe(f"{head}<tbody>{empty}</tbody>")
    columns = [
        [_cell(kind, value, place < kept.levels, markdown=True) for value in cells]
        for place, ((_path, kind), cells) in enumerate(zip(kept.columns, encoding.values_of(kept), strict=True))
    ]
    rows = "".join(f"<tr>{''.join(row)}</tr>" for row in zip(*columns, strict=True))
    return mark_safe(f"{head}<tbody>{rows}</tbody>")


def _header_rows(kept: Kept) -> str:
    """Return the header: a line for each level, equal neighbours of the outer ones joined."""
    paths = [path for path, _kind in kept.columns]
    made = []
    depth = len(paths[-1])
    for level in range(depth):
        cells = []
        outer = level < depth - 1
        for (path, _alone), group in groupby(enumerate(paths), lambda item: (item[1][: level + 1], outer or item[0])):  # noqa: B023
            same = list(group)
            span = len(same)
            width = f' colspan="{span}"' if span > 1 else ""
            css = "" if outer or kept.columns[same[0][0]][1] not in NUMBERS else ' class="fr-num"'
            cells.append(f'<th scope="col{"group" if span > 1 else ""}"{width}{css}>{_words(path[level])}</th>')
        made.append(f"<tr>{''.join(cells)}</tr>")
    return "".join(made)


def _cell(kind: Kind, value: Any, names_row: bool, *, markdown: bool) -> str:
    tag = 'th scope="row"' if names_row else "td"
    css = ' class="fr-num"' if kind in NUMBERS else ' class="fr-at"' if kind in MOMENTS else ""
    if value is None:
        inner = ""
    elif kind == "bool":
        inner = f'<span role="img" aria-label="{"true" if value else "false"}">{"☑" if value else "☐"}</span>'
    elif kind == "float" and markdown:
        inner = value if isinstance(value, str) else f"{value:,.4f}"
    elif kind == "text" and markdown:
        inner = _words(value)
    else:
        text = plain_text(kind, value)
        inner = escape(text if markdown or len(text) <= LONGEST else f"{text[:LONGEST]}…")
    return f"<{tag}{css}>{inner}</{tag[:2]}>"


def _words(text: str) -> str:
    """Return a text of the author's as HTML; most cells of most tables are no Markdown."""
    if _NO_MARKDOWN.fullmatch(text):
        return escape(text)
    return inline_html(text)


# ----------------------------------------------------------------------------------------------------- interactive


@dataclass(eq=False, kw_only=True)
class Dataframe(_Tabular):
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
    kept: Kept | None = part(default=None, metadata={"html": False})
    data: Any = part(default=None, metadata={"html": False})

    @property
    def wrapper_id(self) -> str:
        return self.id

    def context(self) -> dict[str, Any]:
        from django.utils.translation import gettext as _

        words = {
            "rows": _("%(count)s rows"),
            "found": _("%(found)s of %(count)s rows"),
            "page": _("%(first)s to %(last)s of %(count)s rows"),
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
        return {**super().context(), "words": words, "size": PAGE, "head": _head_html(self.kept)}


def _head_html(kept: Kept | None) -> SafeString:
    """Return the first rows as plain HTML, for browsers without JavaScript."""
    from django.utils.safestring import mark_safe
    from django.utils.translation import gettext

    if kept is None or not kept.columns:
        return mark_safe(f'<tbody><tr><td class="fr-empty">{gettext("empty")}</td></tr></tbody>')
    rows = "".join(
        "<tr>"
        + "".join(
            _cell(kind, value, place < kept.levels, markdown=False)
            for place, ((_path, kind), value) in enumerate(zip(kept.columns, row, strict=True))
        )
        + "</tr>"
        for row in kept.head
    )
    names = "".join(f'<th scope="col">{escape(" / ".join(filter(None, path)))}</th>' for path, _kind in kept.columns)
    return mark_safe(f"<thead><tr>{names}</tr></thead><tbody>{rows}</tbody>")


Config = Mapping[str | int, str | Mapping[str, Any] | None]


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
        A DataFrame, Series, array, QuerySet, a list of rows or of dicts, a dict of columns.
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
    config = _clean_config(column_config)
    order = None if column_order is None else _clean_order(column_order)
    hidden = frozenset(column for column, how in config.items() if how.get("hidden"))
    fetched = lazy_data.fetched(data)

    def encode() -> Kept:
        frame = sources.read(fetched)
        return encoding.encode_frame(frame, *_choose(frame, hide_index, order, hidden))

    run = current_run()
    kept = encoding.encoded(fetched, ("dataframe", hide_index, order, hidden), encode)
    remote = kept.rows > settings.TABLE_REMOTE_ROWS
    row = row_height or ROW
    names = name or tuple(path for path, _kind in kept.columns)
    return put(
        Dataframe(
            key=name,
            id=browser_owned(run, "table", run.fragment, names),
            address=addresses.keep(run, kept),
            columns=_described(kept, config),
            rows=kept.rows,
            remote=remote,
            row_height=row,
            fits=height in ("auto", "content"),
            placeholder=None if placeholder is None else str(placeholder),
            alt=clean_alt(alt),
            width=width,
            height=_pixels(kept, height, row, remote=remote),
            kept=kept,
            data=fetched,
        )
    )


def _clean_order(order: Any) -> tuple[str | int, ...]:
    if isinstance(order, Iterable) and not isinstance(order, (str, bytes)):
        names = tuple(order)
        if all(isinstance(name, (str, int)) for name in names):
            return names
    raise StreamlitInvalidParameterTypeError("column_order", type(order).__name__, ["a list of column names", "None"])


def _clean_config(config: Config | None) -> dict[str | int, dict[str, Any]]:
    if config is None:
        return {}
    if not isinstance(config, Mapping):
        raise StreamlitInvalidParameterTypeError("column_config", type(config).__name__, ["a mapping", "None"])
    made: dict[str | int, dict[str, Any]] = {}
    for column, given in config.items():
        how: dict[str, Any]
        if given is None:
            how = {"hidden": True}
        elif isinstance(given, str):
            how = {"label": given}
        elif isinstance(given, Mapping):
            how = dict(given)
        else:
            raise StreamlitInvalidParameterTypeError(
                "column_config", type(given).__name__, ["None", "str", "dict"],
                detail=f"Invalid configuration for column `{column}`.",
            )  # fmt: skip
        unknown = sorted(set(map(str, how)) - SETTINGS)
        if unknown:
            raise StreamlitAPIException(
                f"`column_config` of column `{column}` has no setting {', '.join(map(repr, unknown))}. Settings are "
                "'label', 'width', 'help' and 'format'."
            )
        width = how.get("width")
        if width is not None and width not in WIDTHS and not (isinstance(width, int) and width > 0):
            raise StreamlitValueError(
                "width", ["'small'", "'medium'", "'large'", "a positive number of pixels"],
                detail=f"It is {width!r} for column `{column}`.",
            )  # fmt: skip
        made[column] = how
    return made


def _called(names: Sequence[Any], places: Sequence[int], key: str | int) -> set[int]:
    """Return which columns a key means: by name, by the parts of a path joined by "_", or by where it stood."""
    found = {n for n, name in enumerate(names) if name == key or str(name) == str(key)}
    if not found and isinstance(key, str):
        found = {n for n, name in enumerate(names) if isinstance(name, tuple) and "_".join(map(str, name)) == key}
    if not found and isinstance(key, int):
        found = {n for n, place in enumerate(places) if place == key}
    return found


def _choose(
    frame: Frame, hide_index: bool | None, order: Sequence[str | int] | None, hidden: Iterable[str | int]
) -> tuple[list[Column], list[Column]]:
    """Return the columns of the index and the others that are shown."""
    hidden = set(hidden)
    names = [column.name for column in frame.columns]
    gone = {place for key in hidden for place in _called(names, range(len(names)), key)}
    wanted: Iterable[int] = range(len(names))
    if order is not None:
        wanted = dict.fromkeys(n for key in order for n in sorted(_called(names, range(len(names)), key)))
    hides = frame.hides_index if hide_index is None else hide_index
    index = [] if hides or INDEX in hidden else [level for level in frame.index if level.name not in hidden - {""}]
    return index, [frame.columns[place] for place in wanted if place not in gone]


def _described(kept: Kept, config: Mapping[str | int, Mapping[str, Any]]) -> str:
    """Return what the browser must know of the columns beside their values."""
    import json

    made = []
    hows: dict[int, Mapping[str, Any]] = {}
    for key, given in config.items():
        if key == INDEX:
            hows.update((place, given) for place in range(kept.levels))
        else:
            hows.update((place, given) for place in _called(kept.names, kept.places, key))
    for place, (path, kind) in enumerate(kept.columns):
        how = hows.get(place, {})
        one: dict[str, Any] = {"title": path[-1] if how.get("label") is None else str(how["label"]), "kind": kind}
        if len(path) > 1:
            one["group"] = list(path[:-1])
        if place < kept.levels:
            one["index"] = True
        width = how.get("width")
        if width is not None:
            one["width"] = WIDTHS.get(width, width) if isinstance(width, str) else width
        if how.get("help"):
            one["help"] = str(how["help"])
        kinds = how.get("type_config")
        format_ = how.get("format") or (kinds.get("format") if isinstance(kinds, Mapping) else None)
        if format_:
            one["format"] = str(format_)
        made.append(one)
    return json.dumps(made, separators=(",", ":"), ensure_ascii=False)


def _pixels(kept: Kept, height: Height, row: int, *, remote: bool) -> Height | None:
    """Return the height that is kept free until the table is drawn, and is its height then."""
    if isinstance(height, int) or height == "stretch":
        return height
    depth = max((len(path) for path, _kind in kept.columns), default=1)
    rows = max(kept.rows, 1)
    seen = min(rows, PAGE if remote else rows) if height == "content" else min(rows, SEEN)
    return HEADER * depth + row * seen + BAR + BORDER
