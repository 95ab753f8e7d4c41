"""What a pandas Styler says of its table: texts, what is hidden, colours."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from formrerun.tables.cells import library_of
from formrerun.utils.number_format import written

logger = logging.getLogger("formrerun")

#: The most colours of a table before close ones become one: each is a rule of the stylesheet.
MOST_COLOURS = 100
#: A number in a text: what stands before it, the number, its decimals, what stands behind it.
_NUMBER = re.compile(r"([^\d-]*)-?\d[\d,]*(?:\.(\d+))?(.*)", re.DOTALL)
_HEX = re.compile(r"#(?:([0-9a-f]{3})|([0-9a-f]{6}))(?:[0-9a-f]{1,2})?")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\b.*\)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, its background and its colour as the stylesheet has them, its tooltip; "" for none."""

    text: str
    background: str = ""
    colour: str = ""
    tip: str = ""

    @property
    def css(self) -> str:
        """The classes of its colours."""
        both = [f"fr-b-{self.background}"] if self.background else []
        return " ".join([*both, *([f"fr-k-{self.colour}"] if self.colour else [])])


@dataclass(frozen=True, slots=True)
class Looks:
    """
    The colours of a table's cells.

    Attributes
    ----------
    palette
        The classes of a cell, "" first.
    columns
        The place of a column, as a text, to the number of each cell's classes.
    """

    palette: list[str]
    columns: dict[str, list[int]]

    def of(self, rows: Sequence[int]) -> dict[str, Any]:
        """Return those of some rows, as JSON has it."""
        return {
            "palette": self.palette,
            "looks": {place: [numbers[row] for row in rows] for place, numbers in self.columns.items()},
        }


@dataclass(frozen=True, slots=True)
class Styled:
    """
    What a Styler says.

    Attributes
    ----------
    rows
        The rows that are shown: the cells of the index, and those of the columns by their places.
    places
        Which of the table's rows these are.
    hides_index
        Whether the index is hidden.
    hidden
        The places of the columns that are.
    """

    rows: tuple[tuple[tuple[Cell, ...], tuple[Cell, ...]], ...]
    places: tuple[int, ...]
    hides_index: bool
    hidden: frozenset[int]

    @property
    def colours(self) -> set[str]:
        """The names that the stylesheet must define, such as "bffff00"."""
        cells = [cell for row in self.rows for part in row for cell in part]
        return {f"b{c.background}" for c in cells if c.background} | {f"k{c.colour}" for c in cells if c.colour}

    def looks(self, columns: Sequence[tuple[bool, int]]) -> Looks | None:
        """
        Return the colours of the columns that are shown; None if there are none.

        Parameters
        ----------
        columns
            Of each, whether it is one of the index, and its place among these.
        """
        palette = {"": 0}
        made: dict[str, list[int]] = {}
        for shown, (is_index, place) in enumerate(columns):
            numbers = [palette.setdefault(row[not is_index][place].css, len(palette)) for row in self.rows]
            if any(numbers):
                made[str(shown)] = numbers
        return Looks(list(palette), made) if made else None

    def printf(self, place: int, values: list[Any]) -> str:
        """Return the format that gives the texts of a column of numbers, as ``%.2f``; "" if there is none."""
        texts = [row[1][place].text for row in self.rows]
        found = _NUMBER.fullmatch(texts[0]) if texts else None
        if found is None or len(texts) != len(values):
            return ""
        before, after = (part.replace("%", "%%") for part in found.group(1, 3))
        for thousands in ("", ","):
            format_ = f"{before}%{thousands}.{len(found.group(2) or '')}f{after}"
            with suppress(TypeError, ValueError):
                if all(written(value, format_) == text for value, text in zip(values, texts, strict=True)):
                    return format_
        return ""


def is_styler(data: Any) -> bool:
    """Return True for a Styler."""
    return library_of(data) == "pandas" and type(data).__name__ == "Styler" and hasattr(data, "data")


def styled(data: Any) -> Styled | None:
    """Return what a Styler says, or None for other data; what its functions raise is raised."""
    if not is_styler(data):
        return None
    data._compute()
    drawn = data._translate(False, False)  # as Streamlit does: no two cells become one
    styles: dict[str, Mapping[str, str]] = {}
    for name in ("cellstyle", "cellstyle_index"):
        for style in drawn.get(name, ()):
            styles.update(
                (selector, {**styles.get(selector, {}), **dict(style["props"])}) for selector in style["selectors"]
            )
    colours = _colours(styles)
    mark, tips = _tooltips(data)
    rows = []
    for row in drawn["body"]:
        parts: tuple[list[Cell], list[Cell]] = ([], [])
        for cell in row:
            given = styles.get(cell.get("id", ""), {})
            background = colours.get(_background(given), "")
            colour = colours.get(given.get("color", ""), "") or ("111111" if background else "")
            shown = cell["display_value"]
            text = "" if shown is None else str(shown).removesuffix(mark)
            parts[cell["type"] == "td"].append(Cell(text, background, colour, tips.get(cell.get("id", ""), "")))
        rows.append((tuple(parts[0]), tuple(parts[1])))
    gone = set(map(int, data.hidden_rows))
    places = tuple(place for place in range(len(data.data)) if place not in gone)
    if len(places) != len(rows):
        logger.warning("A Styler of so many cells is not drawn with its style: pandas leaves rows out above its limit.")
        return None
    return Styled(tuple(rows), places, all(data.hide_index_), frozenset(map(int, data.hidden_columns)))


def _tooltips(data: Any) -> tuple[str, dict[str, str]]:
    """Return what pandas adds to each text for the tooltips of its own stylesheet, and these by the ids of cells."""
    if not (given := data.tooltips):
        return "", {}
    rows = enumerate(given.tt_data.itertuples(index=False))
    texts = {f"row{row}_col{place}": text for row, found in rows for place, text in enumerate(found)}
    tips = {cell: text for cell, text in texts.items() if isinstance(text, str) and text}
    return f'<span class="{given.class_name}"></span>', tips


def _background(style: Mapping[str, str]) -> str:
    return str(style.get("background-color") or style.get("background") or "")


def _colours(styles: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the colours by what the author wrote: six digits, or a name of CSS; others are left out."""
    given = {
        colour for style in styles.values() for colour in (_background(style), str(style.get("color", ""))) if colour
    }
    made = {colour: name for colour in given if (name := _colour(colour))}
    if len(set(made.values())) > MOST_COLOURS:
        made = {colour: _rounded(name) for colour, name in made.items()}
    return made


def _colour(written: str) -> str:
    text = written.strip().lower()
    if found := _HEX.fullmatch(text):
        return found.group(2) or "".join(digit * 2 for digit in found.group(1))
    if found := _RGB.fullmatch(text):
        return "".join(f"{min(int(part), 255):02x}" for part in found.groups())
    return text if re.fullmatch("[a-z]{3,20}", text) else ""


def _rounded(name: str) -> str:
    """Return a colour with one digit for each of its parts."""
    return "".join(digit * 2 for digit in name[::2]) if re.fullmatch("[0-9a-f]{6}", name) else name


__all__ = ["Cell", "Looks", "Styled", "is_styler", "styled"]
