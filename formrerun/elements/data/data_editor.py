"""``data_editor``: a table whose cells can be edited."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements._parameters import one_of
from formrerun.elements.data._column_config import clean_order, described
from formrerun.elements.data._editor_columns import of_named_index, prepare, rules_of
from formrerun.elements.data._editor_field import EditorField, changes_of
from formrerun.elements.data._editor_plain import MARK, PLAIN, plain_rows
from formrerun.elements.data._editor_rules import Rule
from formrerun.elements.data._edits import apply_edits, column_name
from formrerun.elements.data._grid import Grid, clean_sizes, grid_variables
from formrerun.elements.data._tabular import PAGE, Tabular
from formrerun.elements.data._words import words_of
from formrerun.elements.data.column_config.settings import INDEX, read_settings
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import Height, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    StreamlitAPIException,
    StreamlitDataframeConversionError,
    StreamlitInvalidParameterTypeError,
)
from formrerun.tables import encoding, lazy_data, sources
from formrerun.tables.frames import Column, Frame

if TYPE_CHECKING:
    from formrerun.elements.data.column_config.settings import Config

__all__ = ["data_editor"]

#: The height of the tools above the table, in pixels.
TOOLS = 34
#: Pages before and after the one that is shown that a plain form can ask for.
NEAR = 50
NumRows = Literal["fixed", "dynamic", "add", "delete"]


@dataclass(eq=False, kw_only=True)
class DataEditor(Grid, Tabular, Widget):
    """A table that the browser draws and edits; its value is what was changed."""

    kind: ClassVar[str] = "data_editor"
    content_width: ClassVar[bool] = True

    rules: str = "[]"
    num_rows: str = "fixed"
    keyed: bool = False

    @property
    def frame(self) -> Any:
        """The table as a pandas DataFrame, its columns by the names that edits have; without pandas as it was given."""
        made = super().frame
        names = [column_name(name) for name in getattr(made, "columns", ())]
        return made if names == list(getattr(made, "columns", ())) else made.set_axis(names, axis=1)

    def context(self) -> dict[str, Any]:
        from django.utils.translation import gettext as _

        made = super().context()
        made["words"] = {
            **words_of(self.rows),
            "add": _("Add a row"),
            "delete": _("Delete the selected rows"),
            "undo": _("Undo"),
            "redo": _("Redo"),
            "edit": _("Edit this cell"),
            "wrong": _("This is no value of this column."),
            "required": _("A value is required."),
            "options": _("This is none of the options."),
            "least": _("At least %s."),
            "greatest": _("At most %s."),
            "most": _("At most %s characters."),
            "pattern": _("This does not have the form that is asked for."),
            "name": _("Editable table"),
            "taken": _("This name is taken by another row."),
        }
        return {**made, "size": PAGE, "plain": self._plain()}

    def _plain(self) -> dict[str, Any]:
        """Return the rows of one page as inputs, for browsers without JavaScript."""
        from django.utils.translation import gettext as _

        assert self.encoded is not None
        field: EditorField = self.field  # type: ignore[assignment]
        rules = [Rule(*packed) for packed in field.rules]
        stored = self.state.stored
        asked = stored[1] if isinstance(stored, list) and len(stored) > 1 else "0"
        first = min(int(asked), max(self.rows - 1, 0)) // PLAIN * PLAIN
        last = min(first + PLAIN, self.rows)
        if not rules:  # all columns are hidden, the rows are there all the same
            rows = [()] * (last - first)
        elif last <= len(self.encoded.head):
            rows = [row[: len(rules)] for row in self.encoded.head[first:last]]
        else:
            columns = encoding.values_of(self.encoded)[: len(rules)]
            rows = list(zip(*(column[first:last] for column in columns), strict=True))
        known = field.names
        names = [str(place) if known is None else known[place] for place in range(first, last)]
        attributes = f'name="{escape(self.id)}" form="{escape(self.form_id)}"{" disabled" if self.disabled else ""}'
        body = plain_rows(rules, rows, names, first, changes_of(self.shown), attributes=attributes, mode=self.num_rows)
        pages = [
            {
                "wire": f"{MARK}p{start}",
                "first": start + 1,
                "last": min(start + PLAIN, self.rows),
                "now": start == first,
            }
            for start in range(0, self.rows, PLAIN)
        ]
        near = [page for at, page in enumerate(pages) if abs(at - first // PLAIN) < NEAR or at in (0, len(pages) - 1)]
        heads = [rule.label for rule in rules]
        if self.num_rows in ("dynamic", "delete"):
            heads.append(_("Delete"))
        return {"names": heads, "rows": body, "pages": near if len(pages) > 1 else []}


@command
def data_editor(
    data: Any,
    *,
    width: Width = "stretch",
    height: Height = "auto",
    use_container_width: bool | None = None,
    hide_index: bool | None = None,
    column_order: Iterable[str] | None = None,
    column_config: Config | None = None,
    num_rows: NumRows = "fixed",
    disabled: bool | Iterable[str | int] = False,
    key: str | int | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    row_height: int | None = None,
    placeholder: str | None = None,
    alt: str | None = None,
    validators: Validators = (),
) -> Any:
    """
    Draw a table whose cells can be edited, and return the data with what was changed.

    What was changed stands in ``session_state`` under the key: ``edited_rows``, ``added_rows``, ``deleted_rows``. What
    is typed is judged on the server as well, by the column's values and its configuration.

    With a key changes stay where the values of the data change. A row is known by its name in the index, a row of a
    QuerySet by its primary key, if these differ. Other rows are known by their places: where such rows can be added or
    deleted, other data begin without changes. Where rows can be added, what was sent counts as part of the data once
    these are others; what was not sent stays.

    Parameters
    ----------
    data
        What :func:`dataframe` takes. It is not changed.
    height
        "auto" shows up to ten rows, "content" all; or pixels.
    hide_index
        Hide the names of the rows; by default when the data had none of its own.
    column_order
        The columns to show, in this order.
    column_config
        As of :func:`dataframe`. Of its columns ``required``, ``default``, ``min_value``, ``max_value``, ``max_chars``,
        ``validate`` and ``options`` are kept by the browser and the server.
    num_rows
        Whether rows can be added or deleted: "fixed", "dynamic", "add", "delete".
    disabled
        True for all columns, or the names or places of those that cannot be edited.
    row_height
        In pixels.
    placeholder
        Shown for missing values instead of "None".
    alt
        A name for screen readers.
    validators
        Shown what ``session_state`` has under the key: what was edited, added and deleted.

    Returns
    -------
    Any
        The type of the data: a DataFrame, Series, array, Arrow table, list, tuple, set or dict; of other single values
        (a range, an Enum) a list, of any other data a DataFrame, or without pandas a list of dicts. Columns come back
        under texts, groups of them joined: `"0"`, `"costs_2026"`.

    Raises
    ------
    StreamlitDataframeConversionError
        If the data are no table.
    StreamlitAPIException
        If a column's type does not edit its values, or two columns have one name.
    """
    width = clean_sizes(width, use_container_width, height, row_height)
    one_of("num_rows", num_rows, ["fixed", "dynamic", "add", "delete"])
    off: bool | tuple[Any, ...] = disabled if isinstance(disabled, bool) else _names(disabled)
    config = read_settings(column_config)
    order = None if column_order is None else clean_order(column_order)
    hidden = frozenset(column for column, how in config.items() if how.hidden)
    fetched = lazy_data.fetched(data)
    frame = _read(fetched)
    adds = num_rows in ("dynamic", "add")
    if len(frame.index) > 1 and (adds or num_rows == "delete"):
        raise StreamlitAPIException(
            "The type of the dataframe index - MultiIndex - is not yet supported by the data editor."
        )
    if frame.plain_index and adds and hide_index is None:
        hide_index = True
    if not frame.plain_index and adds:
        hide_index = False  # a new row needs a name
    print_ = encoding.fingerprint(fetched)
    made = prepare(print_, frame, hide_index, order, hidden, _primary_keys(data, frame))
    config = of_named_index(made, config)
    rules = rules_of(made, config, off)
    packed = [rule.pack() for rule in rules]
    encoded = made.encoded
    field = EditorField(
        rules=packed,
        rows=frame.rows,
        keys=made.keys,
        mode=num_rows,
        auto=made.whole_index,
        digest=encoded.digest if adds and made.keys is not None else "",
    )
    signature = [
        type(fetched).__name__,
        [[rule.name, rule.kind, rule.disabled] for rule in rules],
        None if made.keys is not None else frame.rows,
        None if made.keys is not None else _labels(frame),
    ]
    stays = key is not None and (num_rows == "fixed" or made.keys is not None)
    variables = grid_variables(encoded, fetched, height, row_height, placeholder, alt)
    if not isinstance(height, int) and isinstance(variables["height"], int):
        variables["height"] += TOOLS  # it follows the rows, and has no room for these yet
    told = json.loads(described(encoded, config))[: len(rules)]
    state = draw_input(
        "data_editor",
        DataEditor,
        field,
        InputParameters(
            variables["alt"] or "data_editor",
            key=key,
            on_change=on_change,
            args=args,
            kwargs=kwargs,
            disabled=disabled is True,
            label_visibility="collapsed",
            width=width,
            validators=validators,
        ),
        identity={
            "data": encoded.digest,
            "height": height,
            "order": order,
            "config": json.dumps(packed, default=str),
            "num_rows": num_rows,
            "row_height": row_height,
            "placeholder": placeholder,
            "signature": json.dumps(signature, default=str),
            "hide_index": hide_index,
            "columns": json.dumps(told, default=str),
        },
        resets=("signature", "num_rows") if stays else ("data", "config", "num_rows"),
        columns=json.dumps(told, separators=(",", ":"), ensure_ascii=False),
        rules=json.dumps([_told(rule) for rule in rules], separators=(",", ":"), ensure_ascii=False, default=str),
        num_rows=num_rows,
        keyed=made.keys is not None or variables["remote"],
        **variables,
    )
    return apply_edits(fetched, state, {rule.name: rule for rule in rules})


def _read(data: Any) -> Frame:
    try:
        return sources.read(data)
    except StreamlitDataframeConversionError:
        raise StreamlitDataframeConversionError(
            f"The data type ({type(data).__name__}) or format is not supported by the data editor. Please convert your "
            "data into a Pandas Dataframe or another supported data format."
        ) from None


def _names(disabled: Any) -> tuple[Any, ...]:
    if isinstance(disabled, Iterable) and not isinstance(disabled, (str, bytes)):
        return tuple(disabled)
    raise StreamlitInvalidParameterTypeError("disabled", type(disabled).__name__, ["bool", "a list of column names"])


def _primary_keys(data: Any, frame: Frame) -> Column | None:
    """Return the column of the primary key of a QuerySet's rows, if they have it."""
    if not lazy_data.is_queryset(data):
        return None
    return frame.column(data.model._meta.pk.attname)


def _labels(frame: Frame) -> Any:
    """Return what tells an index from another one where rows go by their places."""
    return None if frame.plain_index else [column.cells()[1] for column in frame.index]


def _told(rule: Rule) -> dict[str, Any]:
    """Return what the browser must know of a column to edit it."""
    made = {
        "name": rule.name, "kind": rule.kind, "type": rule.type, "low": rule.low, "high": rule.high,
        "most": rule.most, "pattern": rule.pattern, "options": rule.options, "default": rule.default,
    }  # fmt: skip
    told = {name: value for name, value in made.items() if value is not None}
    flags = {"off": not rule.editable, "required": rule.required, "free": rule.free, "index": rule.name == INDEX}
    return {**told, **{name: 1 for name, on in flags.items() if on}}
