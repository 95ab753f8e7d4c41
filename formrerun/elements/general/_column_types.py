"""``st.column_config`` for scripts: what ``dataframe`` understands of a column's type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: Streamlit's column types.
TYPES = frozenset({
    "AreaChartColumn", "AudioColumn", "BarChartColumn", "ButtonColumn", "CheckboxColumn", "Column", "DateColumn",
    "DatetimeColumn", "ImageColumn", "JsonColumn", "LineChartColumn", "LinkColumn", "ListColumn", "MarkdownColumn",
    "MultiselectColumn", "NumberColumn", "ProgressColumn", "SelectboxColumn", "TextColumn", "TimeColumn",
    "VideoColumn",
})  # fmt: skip


class ColumnTypes:
    """The namespace ``st.column_config``: a function for each type of column, which gives a column's dict."""

    def __getattr__(self, name: str) -> Callable[..., dict[str, Any]]:
        if name not in TYPES:
            raise AttributeError(f"st.column_config has no {name!r}. There are {', '.join(sorted(TYPES))}.")

        def column(label: str | None = None, **settings: Any) -> dict[str, Any]:
            format_ = settings.get("format")
            # The names of formats are those of `dataframe`; a list's or a link's say something else.
            made = {key: settings[key] for key in ("width", "help") if settings.get(key) is not None}
            if isinstance(format_, str):
                made["format"] = format_
            return made if label is None else {"label": label, **made}

        column.__name__ = column.__qualname__ = name
        return column

    def __dir__(self) -> list[str]:
        return sorted(TYPES)


column_types = ColumnTypes()
