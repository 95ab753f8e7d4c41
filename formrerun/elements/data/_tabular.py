"""What ``table`` and ``dataframe`` share."""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from copy import deepcopy
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from formrerun.engine.tree import Element
from formrerun.markup.markdown import inline_html
from formrerun.tables import sources
from formrerun.tables.cells import NUMBERS, Kind, plain_text
from formrerun.tables.styled import is_styler
from formrerun.utils.languages import with_signs

logger = logging.getLogger("formrerun")


#: A cell that is no Markdown, whatever it is read as: it needs no parser.
_NO_MARKDOWN = re.compile(r"[A-Za-z0-9 ,;%+'()/=\u00c0-\uffff]*(?:-[A-Za-z0-9 ,;%+'()/=\u00c0-\uffff]+)*-?")


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


class Tabular(Element):
    """An element that shows a table, or points that stand in one."""

    data: Any

    @property
    def frame(self) -> Any:
        """The table as a pandas DataFrame; without pandas as it was given."""
        return as_pandas(self.data)

    def freeze(self) -> None:
        """Keep the data as they are now: a test looks at them when the page has long changed its own."""
        with suppress(Exception):  # what cannot be copied stays the page's own
            self.data = deepcopy(self.data)
            if is_styler(self.data):  # whose copy has the same table
                self.data.data = deepcopy(self.data.data)


def as_pandas(data: Any) -> Any:
    """Return any data as a pandas DataFrame; without pandas the data itself."""
    try:
        import pandas as pd
    except ImportError:
        return data
    if isinstance(data, pd.DataFrame):
        # Names of several types reach a browser as texts.
        mixed = pd.api.types.infer_dtype(data.columns).startswith("mixed") and data.columns.nlevels == 1
        return data.set_axis([str(name) for name in data.columns], axis=1) if mixed else data
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


def cell(kind: Kind, value: Any, names_row: bool, *, markdown: bool) -> str:
    """
    Return a cell as HTML; by no template, for a table has thousands.

    Parameters
    ----------
    names_row
        Whether it belongs to the index.
    markdown
        Whether texts are Markdown; else they are plain, and cut where they are long.
    """
    tag = 'th scope="row"' if names_row else "td"
    css = ' class="fr-num"' if kind in NUMBERS else ' class="fr-at"' if kind in MOMENTS else ""
    if value is None:
        inner = ""
    elif kind == "bool":
        inner = (
            f'<span role="img" aria-label="{escape(_("true") if value else _("false"))}">{"☑" if value else "☐"}</span>'
        )
    elif kind == "float" and markdown:
        inner = value if isinstance(value, str) else with_signs(f"{value:,.4f}")
    elif kind == "text" and markdown:
        inner = words(value)
    else:
        text = plain_text(kind, value)
        text = with_signs(text) if kind == "float" and not isinstance(value, str) else text
        inner = escape(text if markdown or len(text) <= LONGEST else f"{text[:LONGEST]}…")
    return f"<{tag}{css}>{inner}</{tag[:2]}>"


def words(text: str) -> str:
    """Return a text of the author's as HTML; most cells of most tables are no Markdown."""
    if _NO_MARKDOWN.fullmatch(text):
        return escape(text)
    return inline_html(text)
