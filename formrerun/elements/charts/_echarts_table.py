"""The data that stand in an option of ECharts as a table, for who does not see the chart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from formrerun.elements.charts import _chart
from formrerun.elements.charts._echarts_option import entries
from formrerun.exceptions import StreamlitAPIException

#: The most rows: the table is for reading, the chart has its data itself.
MOST = 5_000
NAME = "fr-option"


def table(option: dict[str, Any]) -> _chart.Dataset | None:
    """Return the table of an option that has its data in itself; None if there are none."""
    base = option.get("baseOption")
    shown: dict[str, Any] = {**option, **base} if isinstance(base, dict) else dict(option)
    for step in entries(option.get("options")):  # the first step of a timeline has what its series start with
        if step.get("series"):
            shown["series"] = step["series"]
        break
    for one in entries(shown.get("dataset")):
        made = _sourced(one.get("source"))
        if made is not None:
            return made
    series = list(entries(shown.get("series")))
    columns = _wide(shown, series) or _long(series)
    if not columns:
        return None
    return _chart.dataset(NAME, {title: _chart.one_kind(column) for title, column in columns.items()})


def _sourced(source: Any) -> _chart.Dataset | None:
    """Return the table of a dataset's own source: rows with a head, rows with names, or columns."""
    if isinstance(source, list) and source and all(isinstance(row, list) for row in source):
        head, *rows = source
        if not all(isinstance(one, str) for one in head):
            head, rows = [str(at + 1) for at in range(max(map(len, source)))], source
        names = [f"{one} ({at + 1})" if one in head[:at] else str(one) for at, one in enumerate(head)]
        source = {name: [row[at] if at < len(row) else None for row in rows[:MOST]] for at, name in enumerate(names)}
    if isinstance(source, list) and source and all(isinstance(row, dict) for row in source):
        names = list(dict.fromkeys(name for row in source for name in row))
        source = {name: [row.get(name) for row in source[:MOST]] for name in names}
    if not isinstance(source, dict) or not all(isinstance(column, list) for column in source.values()):
        return None
    most = max(map(len, source.values()), default=0)
    columns = {name: _chart.one_kind((column + [None] * most)[: min(most, MOST)]) for name, column in source.items()}
    try:
        return _chart.dataset(NAME, columns) if most else None
    except StreamlitAPIException:
        return None


def _wide(option: dict[str, Any], series: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Return a column of categories and one a series, where all series go along one axis."""
    axes = [
        one for name in ("xAxis", "yAxis") for one in entries(option.get(name)) if isinstance(one.get("data"), list)
    ]
    if len(axes) != 1 or not series:
        return {}
    categories = [one.get("value") if isinstance(one, dict) else one for one in axes[0]["data"]]
    made: dict[str, list[Any]] = {str(axes[0].get("name") or "x"): categories[:MOST]}
    for at, one in enumerate(series, 1):
        data = one.get("data")
        if not isinstance(data, list) or len(data) > len(categories):
            return {}
        values = [item.get("value") if isinstance(item, dict) else item for item in data]
        if any(isinstance(value, (list, dict)) for value in values):
            return {}
        name = str(one.get("name") or at)
        values += [None] * (len(categories) - len(values))
        made[name if name not in made else f"{name} ({at})"] = values[:MOST]
    return made


def _long(series: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Return a row for each item: the series, its name, its values."""
    rows: list[tuple[str, str, list[Any]]] = []
    for at, one in enumerate(series, 1):
        owner = str(one.get("name") or one.get("type") or at)
        for name, values in _items(one):
            if len(rows) >= MOST:
                break
            rows.append((owner, name, values))
    most = max((len(values) for _owner, _name, values in rows), default=0)
    if not most:
        return {}
    made: dict[str, list[Any]] = {}
    if len(series) > 1:
        made["series"] = [owner for owner, _name, _values in rows]
    if any(name for _owner, name, _values in rows):
        made["name"] = [name for _owner, name, _values in rows]
    names = ["value"] if most == 1 else ["x", "y"] if most == 2 else [f"value {at + 1}" for at in range(most)]
    for at, title in enumerate(names):
        made[title] = [values[at] if at < len(values) else None for _owner, _name, values in rows]
    return made


def _items(series: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Yield the name and the values of each item of a series, also of those inside others, and of links."""
    data = series.get("data", series.get("nodes"))
    links = series.get("links", series.get("edges"))
    if isinstance(links, list) and links:
        for link in entries(links):
            yield f"{link.get('source', '')} → {link.get('target', '')}", [link.get("value")]
        return
    yield from _tree(data if isinstance(data, list) else [], "")


def _tree(items: list[Any], above: str) -> Iterator[tuple[str, list[Any]]]:
    for one in items:
        name, value = "", one
        if isinstance(one, dict):
            name, value = str(one.get("name", "")), one.get("value")
        path = f"{above} / {name}" if above else name
        yield path, value if isinstance(value, list) else [value]
        if isinstance(one, dict) and isinstance(one.get("children"), list):
            yield from _tree(one["children"], path)
