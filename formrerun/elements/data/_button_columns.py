"""Columns of buttons that can be pressed: what a press says, and how it is judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from formrerun import codec
from formrerun.elements._buttons import asked_first, draw_sender
from formrerun.elements.data._selection import ReadOnly
from formrerun.engine.demands import confirmation
from formrerun.engine.drawing import draw_inside
from formrerun.engine.fields import Field
from formrerun.engine.registration import declare
from formrerun.engine.widgets import Widget
from formrerun.exceptions import NotOffered
from formrerun.tables import encoding
from formrerun.tables.cells import plain_text

if TYPE_CHECKING:
    from formrerun.elements.data.column_config.settings import ColumnSettings
    from formrerun.engine.blobs import Blobs
    from formrerun.engine.run import Run
    from formrerun.tables.encoding import EncodedTable


class ButtonColumnClickState(ReadOnly):
    """
    A press.

    Attributes
    ----------
    row
        Where the row stands in the data.
    label
        The text of the button.
    pk
        Of a row of a QuerySet: its primary key.
    """


codec.register(ButtonColumnClickState, "button-column-click", dict, ButtonColumnClickState)


@dataclass(frozen=True, kw_only=True)
class PressField(Field[ButtonColumnClickState | None]):
    """
    The row whose button was pressed, as ``r3`` or by its key as ``k7``; in every other run None.

    Attributes
    ----------
    data, column
        The digest of what is shown, and which of its columns has the buttons.
    """

    tag = "button-column"

    data: str = ""
    column: int = 0
    blobs: Blobs | None = None

    def beside(self, blobs: Blobs) -> PressField:
        return replace(self, blobs=blobs)

    def pack(self) -> list[Any]:
        return [self.data, self.column]

    def initial(self) -> ButtonColumnClickState | None:
        return None

    def parse_posted(self, posted: list[str], current: Any) -> ButtonColumnClickState | None:
        text = next(filter(None, reversed(posted)), "")
        body = encoding.made_here(self.data) or (self.blobs.get(self.data) if self.blobs is not None else None)
        if not text or body is None:
            raise NotOffered
        table = encoding.table_of(self.data, body)
        made: dict[str, Any] = {}
        if table.keys is not None and text[0] == "k" and text[1:] in table.keys.places:
            row = table.keys.places[text[1:]][0]
            made["pk"] = table.keys.python(text[1:])
        elif table.keys is None and text[0] == "r" and text.isascii() and text[1:].isdecimal() and len(text) < 14:
            row = int(text[1:])
        else:
            raise NotOffered
        if not row < table.rows:
            raise NotOffered
        label = table.values[self.column][row]
        if label is None:  # there is no button in an empty cell
            raise NotOffered
        return ButtonColumnClickState({"row": row, "label": plain_text(table.columns[self.column][1], label), **made})

    def again(self, posted: list[str]) -> list[str]:
        return [next(filter(None, reversed(posted)), "")]

    def to_posted(self, value: ButtonColumnClickState | None) -> list[str]:
        return [""]

    def normalize(self, value: ButtonColumnClickState | None) -> None:
        return None


@dataclass(eq=False, kw_only=True)
class Press(Widget):
    """
    What is posted with a press; the table draws it.

    Attributes
    ----------
    trigger
        Of the field that says the row: the id of the button that sends it.
    confirm
        What that asks first.
    """

    kind: ClassVar[str] = "dataframe_button"

    trigger: str = ""
    confirm: str = ""

    @property
    def confirmation(self) -> str:
        return confirmation(self.trigger, self.confirm)


def register_button_columns(run: Run, encoded: EncodedTable, settings: dict[int, ColumnSettings]) -> dict[int, Press]:
    """Register a widget for each column of buttons with a key; return it by the column's place."""
    made = {}
    for place, button in _pressable(settings):
        declared = declare(
            run, "dataframe_button", button.key, {}, on_change=button.on_click, parameter="on_click", modes=(),
            args=button.args, kwargs=button.kwargs, writable=False,
        )  # fmt: skip
        asked = asked_first(run, button.permission, button.confirm)
        send, sent, common = draw_sender(Press, "press", "press", declared, asked)
        widget = Press(
            **common, help=asked.hint, trigger=send.id, confirm=asked.confirm,
            field=PressField(data=encoded.digest, column=place),
        )  # fmt: skip
        draw_inside(widget)
        if sent:
            run.state.assigned.add(widget.id)  # so that the next submission finds nothing under its key
        else:
            widget.state.value = None
        made[place] = widget
    return made


def _pressable(settings: dict[int, ColumnSettings]) -> Iterable[tuple[int, Any]]:
    return ((place, one.button) for place, one in settings.items() if one.button is not None and one.button.key)


__all__ = ["Press", "register_button_columns"]
