"""What ``dataframe`` needs for selections beside the field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from formrerun.elements.data._column_config import column_name
from formrerun.elements.data._selection_field import SelectionField
from formrerun.elements.data._tabular import cell
from formrerun.tables.cells import plain_text

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from formrerun.elements.data._button_columns import Press
    from formrerun.tables.encoding import EncodedTable


def column_names(encoded: EncodedTable) -> tuple[str, ...]:
    """Return what the columns are called in a selection: the index is no column."""
    return tuple(map(column_name, encoded.names[encoded.levels :]))


def selection_field(encoded: EncodedTable, modes: tuple[str, ...], default: Any) -> SelectionField:
    """Return how the selection in a table is read."""
    field = SelectionField(
        modes=modes,
        rows=encoded.rows,
        columns=column_names(encoded),
        data=encoded.digest if encoded.keys is not None else "",
        keys=encoded.keys,
    )
    return field if default is None else replace(field, default=tuple(field.to_stored(field.coerce(default))))


def first_rows(encoded: EncodedTable, presses: Mapping[int, Press], boxes: Sequence[str] | None = None) -> SafeString:
    """
    Return the first rows as plain HTML, for browsers without JavaScript.

    Parameters
    ----------
    presses
        The columns whose buttons can be pressed.
    boxes
        What stands in front of each row.
    """
    made = []
    for place, row in enumerate(encoded.head):
        cells = [
            cell(kind, value, index < encoded.levels, markdown=False)
            if index not in presses or value is None
            else _button(presses[index], _wire(encoded, place), plain_text(kind, value))
            for index, ((_path, kind), value) in enumerate(zip(encoded.columns, row, strict=True))
        ]
        made.append(f"<tr>{boxes[place] if boxes else ''}{''.join(cells)}</tr>")
    triggers = [
        f'<input type="hidden" name="_fr_trigger" form="{escape(one.form_id)}" value="{escape(one.trigger)}">'
        for one in presses.values()
    ]
    if triggers and made:
        made[0] = made[0].replace("</td>", f"{''.join(triggers)}</td>", 1)
    return mark_safe("".join(made))


def _wire(encoded: EncodedTable, place: int) -> str:
    return f"r{place}" if encoded.keys is None else f"k{encoded.keys.plain[place]}"


def _button(press: Press, wire: str, label: str) -> str:
    refused = f' disabled title="{escape(press.help or "")}"' if press.disabled else ""
    return (
        f'<td><button type="submit" class="fr-button fr-button-secondary" name="{escape(press.id)}" '
        f'form="{escape(press.form_id)}" value="{escape(wire)}"{refused}>{escape(label)}</button></td>'
    )


def row_boxes(encoded: EncodedTable, id: str, form: str, shown: list[str], *, many: bool) -> list[str]:
    """
    Return a cell with a box for each of the first rows.

    What is selected further down comes along unseen, so that sending the form does not lose it.
    """
    chosen = {text for part in shown for text in _single(part, len(encoded.head))}
    kind = "checkbox" if many else "radio"
    owner = f'name="{escape(id)}" form="{escape(form)}"'
    made = []
    for place in range(len(encoded.head)):
        wire = _wire(encoded, place)
        on = " checked" if wire in chosen else ""
        chosen.discard(wire)
        label = escape(_("Select row %s") % (place + 1))
        made.append(f'<td><input type="{kind}" {owner} value="{escape(wire)}" aria-label="{label}"{on}></td>')
    hidden = "".join(f'<input type="hidden" {owner} value="{escape(text)}">' for text in sorted(chosen))
    if made:
        made[-1] = made[-1].replace("</td>", f"{hidden}</td>")
    return made


def _single(part: str, seen: int) -> list[str]:
    """Return a part of a selection as one text for each row that is seen, and one for the rest."""
    first, dash, last = part[1:].partition("-")
    if part[0] != "r" or not dash:
        return [part]
    low, high = int(first), int(last)
    made = [f"r{row}" for row in range(low, min(high + 1, seen))]
    return [*made, f"r{max(low, seen)}-{high}"] if high >= seen else made


__all__ = ["column_names", "first_rows", "row_boxes", "selection_field"]
