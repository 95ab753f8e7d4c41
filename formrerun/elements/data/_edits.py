"""The changes of an editor, applied to data of any type: what comes out is of the type that went in."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from formrerun.elements.data._editor_rules import Rule
from formrerun.exceptions import Invalid
from formrerun.tables import sources
from formrerun.tables.cells import library_of
from formrerun.tables.frames import Frame
from formrerun.tables.lazy_data import Rows
from formrerun.tables.styled import is_styler

INDEX = "_index"
Changes = Mapping[str, Any]


def column_name(name: Any) -> str:
    """Return what a column is called in edits: texts only, groups joined."""
    return "_".join(map(str, name)) if isinstance(name, tuple) else str(name)


def apply_edits(data: Any, changes: Changes, rules: Mapping[str, Rule]) -> Any:
    """
    Return the data with what was changed.

    Parameters
    ----------
    data
        What the author gave, a QuerySet as its rows.
    changes
        ``edited_rows`` and ``deleted_rows`` by the places of rows, ``added_rows``.
    rules
        What the columns hold, by their names.
    """
    edited: dict[int, dict[str, Any]] = {}
    for place, row in changes["edited_rows"].items():
        edited[place] = {name: value for name, given in row.items() if (value := _read(rules, name, given)) is not _NO}
    added = [
        {name: value for name, given in row.items() if (value := _read(rules, name, given)) is not _NO}
        for row in changes["added_rows"]
    ]
    deleted = set(changes["deleted_rows"])
    pd = sys.modules.get("pandas")
    if pd is not None and library_of(data) == "pandas":
        return _like_pandas(pd, data, edited, added, deleted)
    if isinstance(data, Mapping) and data and any(library_of(value) == "pandas" for value in data.values()):
        made = _edit_frame(sys.modules["pandas"].DataFrame(data), edited, added, deleted)
        return {name: made.iloc[:, at] for at, name in enumerate(made.columns)}
    if data is None or isinstance(data, Rows):
        try:
            from pandas import DataFrame
        except ImportError:
            return _edit_plain(data, edited, added, deleted)
        frame = DataFrame() if data is None else DataFrame(data.rows, columns=list(data.names))
        return _edit_frame(frame, edited, added, deleted)
    return _edit_plain(data, edited, added, deleted)


_NO: Any = object()


def _read(rules: Mapping[str, Rule], name: str, given: Any) -> Any:
    """Return a value as Python has it; what the column of today does not hold any more is left out."""
    rule = rules.get(name)
    if rule is None:
        return _NO
    try:
        return rule.read(given)
    except Invalid:
        return _NO


# ---------------------------------------------------------------------------------------------------------- pandas


def _like_pandas(pd: Any, data: Any, edited: Any, added: Any, deleted: Any) -> Any:
    if is_styler(data):
        data = data.data
    if isinstance(data, pd.DataFrame):
        return _edit_frame(data, edited, added, deleted)
    if isinstance(data, pd.Series):
        name = 0 if data.name is None else data.name
        made = _edit_frame(data.to_frame(name), edited, added, deleted).iloc[:, 0]
        made.name = data.name
        return made
    frame = sources.read(data)
    column = frame.columns[0]
    return _edit_frame(pd.DataFrame({column.name: column.data}), edited, added, deleted)


def _edit_frame(frame: Any, edited: Any, added: Any, deleted: Any) -> Any:
    """Return a DataFrame with what was changed, its types kept wherever the values allow it."""
    pd = sys.modules["pandas"]
    # From pandas 3 on what two frames have in common is copied by who writes to it first.
    frame = frame.copy(deep=int(pd.__version__.partition(".")[0]) < 3)
    names = [column_name(name) for name in frame.columns]
    by_column: dict[str, dict[int, Any]] = {}
    for place, row in edited.items():
        if place < len(frame):
            for name, value in row.items():
                by_column.setdefault(name, {})[place] = value
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, values in by_column.items():
            if name == INDEX:
                labels = list(frame.index)
                for place, value in values.items():
                    labels[place] = _label(pd, frame.index, value)
                frame.index = _index_of(pd, labels, frame.index)
            elif name in names:
                at = names.index(name)
                frame.isetitem(at, _assigned(pd, frame.iloc[:, at], values))
        if deleted:
            frame = frame[[place not in deleted for place in range(len(frame))]]
        if added:
            frame = _with_rows(pd, frame, names, added)
    if names != list(frame.columns):
        frame.columns = pd.Index(names, name=frame.columns.name)
    return frame


#: What libraries raise for a value that a column of a type does not hold, pandas by its assertions too.
UNFIT = (TypeError, ValueError, OverflowError, AssertionError, NotImplementedError)


def _cell(pd: Any, dtype: Any, value: Any) -> Any:
    """Return a value as a column of this type holds it."""
    kind = getattr(dtype, "kind", "O")
    if value is not None and kind == "M":
        moment = pd.Timestamp(value)
        zone = getattr(dtype, "tz", None)
        if zone is not None and moment.tzinfo is None:  # when clocks are changed, as Python understands it
            return moment.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
        if zone is not None:
            return moment.tz_convert(zone)
        return moment.tz_localize(None) if moment.tzinfo is not None else moment
    if value is not None and kind == "m":
        return pd.Timedelta(value)
    return value


def _assigned(pd: Any, series: Any, values: Mapping[int, Any]) -> Any:
    """Return a column with other values in some places."""
    dtype = series.dtype
    if any(value is None for value in values.values()) and type(dtype).__module__.startswith("numpy"):
        wider = {"i": "float64", "u": "float64", "b": "object"}.get(dtype.kind)
        series = series.astype(wider) if wider else series
    if isinstance(dtype, pd.CategoricalDtype):
        news = [value for value in dict.fromkeys(values.values()) if value is not None]
        series = series.cat.add_categories([value for value in news if value not in dtype.categories])
    made = series.copy()
    try:
        for place, value in values.items():
            made.iat[place] = _cell(pd, made.dtype, value)
    except UNFIT:  # the column holds values of any type from now on
        made = series.astype("object")
        for place, value in values.items():
            made.iat[place] = value
    return made


def _label(pd: Any, index: Any, value: Any) -> Any:
    """Return what a row is called in an index; what its type does not hold as it is."""
    try:
        return _cell(pd, index.dtype, value)
    except UNFIT:
        return value


def _index_of(pd: Any, labels: list[Any], like: Any) -> Any:
    try:
        return pd.Index(labels, dtype=like.dtype, name=like.name)
    except UNFIT:
        return pd.Index(labels, name=like.name)


def _with_rows(pd: Any, frame: Any, names: Sequence[str], added: list[dict[str, Any]]) -> Any:
    """Return a DataFrame with rows more; one whose name is taken, or has none and needs one, is left out."""
    index = frame.index
    counts = isinstance(index, pd.RangeIndex)
    whole = counts or getattr(index.dtype, "kind", "") in "iu"
    following = index.stop if counts else (int(index.max()) + 1 if whole and len(index) else 0)
    step = index.step if counts else 1
    labels: list[Any] = []
    rows = []
    for row in added:
        label = None if counts else _label(pd, index, row.get(INDEX))
        if label is None and whole:
            label, following = following, following + step
        if label is None or label in index or label in labels:
            continue
        labels.append(label)
        rows.append(row)
    if not rows:
        return frame
    fresh = pd.RangeIndex(index.start, following, step) if counts else _index_of(pd, [*index, *labels], index)
    columns = []
    for at, name in enumerate(names):
        old = frame.iloc[:, at]
        columns.append(_extended(pd, old, [row.get(name) for row in rows], fresh))
    made = pd.concat(columns, axis=1) if columns else pd.DataFrame(index=fresh)
    made.columns = frame.columns
    return made


def _extended(pd: Any, old: Any, values: list[Any], index: Any) -> Any:
    """Return a column with more values at its end."""
    if getattr(old.dtype, "kind", "O") == "b" and None in values:  # pandas would make False of it
        old = old.astype("object")
    try:
        if isinstance(old.dtype, pd.CategoricalDtype):
            news = [value for value in dict.fromkeys(values) if value is not None and value not in old.dtype.categories]
            old = old.cat.add_categories(news)
        more = pd.Series([_cell(pd, old.dtype, value) for value in values], dtype=old.dtype)
    except UNFIT:
        numbers = getattr(old.dtype, "kind", "O") in "iuf" and all(
            isinstance(v, (int, float, type(None))) for v in values
        )
        more = pd.Series(values, dtype="float64" if numbers else "object")
    if not len(old):
        joined = more
    else:
        joined = pd.concat([old.reset_index(drop=True), more], ignore_index=True)
    joined.index = index
    return joined


# ------------------------------------------------------------------------------------------------- without pandas


def _edit_plain(data: Any, edited: Any, added: Any, deleted: Any) -> Any:
    frame = sources.read(data)
    if frame.rows == 0 and not frame.columns:
        return data if data is not None else []
    names = [column_name(column.name) for column in frame.columns]
    columns = [column.objects() for column in frame.columns]
    index = frame.index[0].objects() if frame.index else list(range(frame.rows))
    for place, row in edited.items():
        if place < frame.rows:
            for name, value in row.items():
                if name == INDEX:
                    index[place] = value
                elif name in names:
                    columns[names.index(name)][place] = value
    kept = [place for place in range(frame.rows) if place not in deleted]
    columns = [[column[place] for place in kept] for column in columns]
    index = [index[place] for place in kept]
    whole = all(isinstance(label, int) for label in index)
    for row in added:
        label = row.get(INDEX)
        if label is None and whole:
            label = max(index, default=-1) + 1
        if frame.plain_index or (label is not None and label not in index):
            index.append(label)
            for name, column in zip(names, columns, strict=True):
                column.append(row.get(name))
    return _rebuilt(data, frame, index, columns)


def _rebuilt(data: Any, frame: Frame, index: list[Any], columns: list[list[Any]]) -> Any:
    """Return rows and columns in the type of what they were read from."""
    library = library_of(data)
    if library == "numpy":
        return _array(data, columns)
    if library == "pyarrow":
        return _arrow(data, [column.name for column in frame.columns], columns)
    if library == "polars":
        return _polars(data, [column.name for column in frame.columns], columns)
    names = [column_name(column.name) for column in frame.columns]
    rows = [list(row) for row in zip(*columns, strict=True)]
    lone = not frame.named and names == ["value"]
    if lone and not frame.plain_index:  # one object with named parts
        return dict(zip(index, columns[0], strict=True))
    if isinstance(data, Mapping):
        values = list(data.values())
        if values and all(isinstance(value, Mapping) for value in values):
            return {name: dict(zip(index, column, strict=True)) for name, column in zip(names, columns, strict=True)}
        return dict(zip(names, columns, strict=True))
    if isinstance(data, (list, tuple, set, frozenset)):
        first = next((item for item in data if item is not None), None)
        if isinstance(first, Mapping):
            return [dict(zip(names, row, strict=True)) for row in rows]
        if names == ["value"] and not isinstance(first, (list, tuple, set, frozenset)):
            made: type[Any] = tuple if isinstance(data, tuple) else list if isinstance(data, list) else set
            return made(columns[0])
        return rows
    if lone:  # a range, an Enum, the keys of a dict
        return columns[0]
    try:
        from pandas import DataFrame, Index
    except ImportError:
        return [dict(zip(names, row, strict=True)) for row in rows]
    made_frame = DataFrame(dict(enumerate(columns)))
    made_frame.columns = Index(names)
    return made_frame


def _array(data: Any, columns: list[list[Any]]) -> Any:
    numpy = sys.modules["numpy"]
    cells: Any = columns[0] if data.ndim == 1 else [list(row) for row in zip(*columns, strict=True)]
    if data.dtype.names:
        cells = [tuple(row) for row in zip(*columns, strict=True)]
    try:  # of texts as long as the longest one was, what is typed would be cut
        return numpy.array(cells, dtype=object if data.dtype.kind in "SU" else data.dtype)
    except UNFIT:  # None among whole numbers
        return numpy.array(cells, dtype=object if data.dtype.kind not in "iuf" else float)


def _arrow(data: Any, names: list[Any], columns: list[list[Any]]) -> Any:
    pyarrow: Any = sys.modules["pyarrow"]

    def column(values: list[Any], type_: Any) -> Any:
        for wider in (type_, None):
            with suppress(*UNFIT):
                return pyarrow.array(values, type=wider)
        return pyarrow.array([None if value is None else str(value) for value in values])

    if not hasattr(data, "column_names"):
        return column(columns[0], data.type)
    arrays = [column(values, field.type) for values, field in zip(columns, data.schema, strict=True)]
    if all(array.type == field.type for array, field in zip(arrays, data.schema, strict=True)):
        return pyarrow.table(arrays, schema=data.schema)
    return pyarrow.table(arrays, names=list(names))


def _polars(data: Any, names: list[Any], columns: list[list[Any]]) -> Any:
    polars: Any = sys.modules["polars"]

    def column(name: Any, values: list[Any], dtype: Any) -> Any:
        for wider in (dtype, None):  # a decimal number with more digits than there were
            with suppress(*UNFIT, RuntimeError, polars.exceptions.PolarsError):
                return polars.Series(name, values, dtype=wider)
        return polars.Series(name, [None if value is None else str(value) for value in values])

    if not hasattr(data, "columns"):
        return column(data.name, columns[0], data.dtype)
    return polars.DataFrame(list(map(column, names, columns, data.dtypes)))


__all__ = ["INDEX", "apply_edits", "column_name"]
