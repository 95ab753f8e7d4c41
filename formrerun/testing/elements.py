"""What ``AppTest`` gives for an element and for a widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from formrerun.engine.context import activate
from formrerun.engine.tree import Element as Node
from formrerun.engine.widget_state import UNSET
from formrerun.engine.widgets import Widget as WidgetNode
from formrerun.exceptions import Invalid
from formrerun.testing.cell_edits import CellEdits
from formrerun.testing.downloads import saved_by
from formrerun.testing.driver import AppTestError, Driver
from formrerun.testing.streamlit_names import Proto, type_of

#: Fields that hold several options, by their tags: of any other a tuple is one option.
SEVERAL = ("choices", "button_groups")


class Element:
    """
    Anything on the page.

    Attributes
    ----------
    type, key, value, proto
        Streamlit's name of the type, the author's key, what it shows, and all its parameters.
    """

    def __init__(self, node: Node, at: Driver) -> None:
        self._node, self._at = node, at
        self.type = type_of(node)
        self.key = node.key
        self.proto = Proto(node)

    @property
    def value(self) -> Any:
        """What it shows."""
        node: Any = self._node
        if hasattr(node, "frame"):
            return node.frame
        for name in ("value", "body", "message", "text", "label", "size"):
            if hasattr(node, name):
                return getattr(node, name)
        return None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in ("set_value", "click"):
            raise AppTestError(f"{name}() is not supported for {self._named()}.")
        return getattr(self.proto, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Element) and self._node is other._node

    def __hash__(self) -> int:
        return id(self._node)

    def _named(self) -> str:
        name = "data_editor" if hasattr(self._node, "num_rows") else self.type
        return f"{name} (key={self.key!r})" if self.key else name

    def __iter__(self) -> Iterator[Element]:
        yield self

    def run(self, *, timeout: float | None = None) -> Any:
        """Run the page with what was staged."""
        return self._at.run(timeout=timeout)

    def __repr__(self) -> str:
        label = getattr(self._node, "label", None)
        parts = [f"key={self.key!r}" if self.key else "", f"label={label!r}" if label else "", f"value={self.value!r}"]
        return f"{''.join(part.capitalize() for part in self.type.split('_'))}({', '.join(filter(None, parts))})"


class Widget(Element):
    """An element with a value that can be staged: it is sent by the next ``run()``."""

    _node: WidgetNode

    def __init__(self, node: WidgetNode, at: Driver) -> None:
        super().__init__(node, at)
        self.id = node.id
        self.disabled = node.disabled

    @property
    def _staged(self) -> Any:
        return self._at._staged.get(self.id, UNSET)

    @property
    def value(self) -> Any:
        """The value staged, else the value the page has."""
        if self.type == "link_button":
            return self._node.value  # its label, in every mode
        if hasattr(self._node, "frame"):  # of a table and of an editor the data that it was given
            return self._node.frame
        if self._node.field.trigger:
            return self._staged is True or (self.id in self._at._delivered and not self.disabled)
        if self._staged is not UNSET and not self._takes_files():  # files are there once they are sent
            return self._presented(self._staged)
        held = self._at._value_of(self.id)
        return self._node.value if held is UNSET else held

    @property
    def data(self) -> Any:
        """Of a download button the bytes that it saves; what is made when somebody presses is made now."""
        return saved_by(self._at, self._node) if self.type == "download_button" else self.proto.data

    @property
    def error(self) -> str:
        """What the page says is wrong with it; "" if nothing is."""
        return self._node.error

    def _presented(self, value: Any) -> Any:
        if self.type == "time_input" and isinstance(value, datetime):
            return value.time()
        if self.type == "date_input" and not isinstance(value, (list, tuple)) and value is not None:
            return (value.date() if isinstance(value, datetime) else value,)
        return value

    # ---------------------------------------------------------------------------------------------- an editor

    def edit(self, row: int, column: str, value: Any) -> Widget:
        """Type into a cell of an editor; dates and times as texts in ISO's form or as they are."""
        return self._stage_edits(self._edits().edit(row, column, value))

    def add_row(self, **values: Any) -> Widget:
        """Add a row to an editor; its name in the index is ``_index``."""
        return self._stage_edits(self._edits().add_row(values))

    def delete_row(self, row: int) -> Widget:
        """Delete the row at a place of an editor's data."""
        return self._stage_edits(self._edits().delete_row(row))

    def _edits(self) -> CellEdits:
        self._check_enabled()
        return CellEdits(self._node, self._named(), self._node.value if self._staged is UNSET else self._staged)

    def _stage_edits(self, changes: dict[str, Any]) -> Widget:
        self._at._staged[self.id] = changes
        return self

    def set_value(self, v: Any) -> Widget:
        """
        Stage a value.

        Raises
        ------
        AppTestError
            If the widget is disabled.
        """
        if hasattr(self._node, "num_rows"):
            raise AppTestError(
                f"set_value() is not supported for {self._named()}. Use edit(), add_row() or delete_row()."
            )
        self._check_enabled()
        self._at._staged[self.id] = v
        return self

    def _check_enabled(self) -> None:
        if self.disabled:
            key = f" (key={self.key!r})" if self.key else ""
            raise AppTestError(
                f"Cannot update a disabled {self.type} widget{key}. A browser user cannot interact with a disabled "
                "widget."
            )

    def click(self, *option: Any) -> Widget:
        """Press a button; of a menu button, choose an option."""
        if option and hasattr(self._node, "sends"):
            return self.set_value(option[0])
        if not self._node.field.trigger:
            raise AppTestError(f"click() is not supported for {self._named()}.")
        return self.set_value(True)

    def click_index(self, index: int) -> Widget:
        """Choose the option at a place of a menu button."""
        if not hasattr(self._node.field, "options"):
            raise AppTestError(f"click_index() is not supported for {self._named()}.")
        return self.click(self._node.field.options.values[index])

    def check(self) -> Widget:
        """Check a box."""
        return self.set_value(True)

    def uncheck(self) -> Widget:
        """Uncheck a box."""
        return self.set_value(False)

    def input(self, v: str) -> Widget:
        """Type a text; one that is too long is not taken, as a paste would not be."""
        most = getattr(self._node, "max_chars", None)
        return self if most and len(v) > most else self.set_value(v)

    def pick(self, v: str) -> Widget:
        """Pick a colour, with or without the "#"."""
        return self.set_value(v if v.startswith("#") else f"#{v}")

    def upload(self, filename: str, content: bytes, mime_type: str | None = None) -> Widget:
        """
        Choose a file more, of this name, content and type; ``run`` raises if the field takes no such file. A photo or a
        recording takes the place of the one before.
        """
        if hasattr(self._node, "takes"):
            return self._attach(filename, content, mime_type)
        self._assert_takes_files("upload")
        recorded = {"camera_input": "image/jpeg", "audio_input": "audio/wav"}.get(self.type)
        mime_type = mime_type or recorded or "application/octet-stream"
        staged = [] if recorded or self._staged in (UNSET, None) else self._staged
        given = [staged] if isinstance(staged, tuple) else staged
        return self.set_value([*given, (filename, content, mime_type)])

    def _attach(self, filename: str, content: bytes, mime_type: str | None) -> Widget:
        """Put a file to a message."""
        parts = [part for part in self._node.takes if not part.records]  # type: ignore[attr-defined]
        if not parts:
            key = f" (key={self.key!r})" if self.key else ""
            raise AppTestError(
                f"st.chat_input{key} does not accept files. Pass accept_file=True, 'multiple', or 'directory'."
            )
        self._check_enabled()
        staged = self._at._staged
        before = staged.get(parts[0].id, []) if parts[0].multiple_files else []
        staged[parts[0].id] = [*before, (filename, content, mime_type or "application/octet-stream")]
        staged.setdefault(self.id, "")
        return self

    def clear(self) -> Widget:
        """Remove all files."""
        if hasattr(self._node, "takes"):
            for part in self._node.takes:
                self._at._staged.pop(part.id, None)
            return self
        self._assert_takes_files("clear")
        return self.set_value(None)

    def _assert_takes_files(self, method: str) -> None:
        if not self._takes_files():
            raise AppTestError(f"{method}() is not supported for {self._named()}.")

    def _takes_files(self) -> bool:
        return self.type in ("file_uploader", "camera_input", "audio_input")

    def set_range(self, lower: Any, upper: Any) -> Widget:
        """Move both handles of a slider."""
        return self.set_value([lower, upper])

    def increment(self) -> Widget:
        """Press the plus of a number or time field."""
        return self._step(1)

    def decrement(self) -> Widget:
        """Press the minus of a number or time field."""
        return self._step(-1)

    def _step(self, sign: int) -> Widget:
        value, node = self.value, self._node
        if value is None:
            return self
        if self.type == "time_input":
            moved = datetime.combine(date.today(), value) + sign * timedelta(seconds=node.step)  # type: ignore[attr-defined]
            return self.set_value(moved.time())
        step, low, high = node.step, node.min_value, node.max_value  # type: ignore[attr-defined]
        moved = value + sign * step
        if low is not None:
            moved = max(moved, low)
        if high is not None:
            moved = min(moved, high)
        return self.set_value(moved)

    # ------------------------------------------------------------------------------------------------- choices

    @property
    def format_func(self) -> Callable[[Any], Any]:
        """The author's ``format_func``."""
        found: Callable[[Any], Any] = self._node.field.to_label  # type: ignore[attr-defined]
        return found

    def _label(self, value: Any) -> str:
        """Return the label of an option, without calling a ``format_func`` that may read the state of a run."""
        offered: Any = self._node.field.options  # type: ignore[attr-defined]
        place = offered.place_of(value)
        if place is not None:
            return str(offered.labels[place])
        try:
            with activate(self._at._run):  # it may read session_state
                return str(self.format_func(value))
        except Exception:
            if isinstance(value, str):
                return value
            raise

    @property
    def index(self) -> int | None:
        """Where the chosen option stands, or None."""
        value = self.value
        if value is None:
            return None
        return self._place(value) if list(self.options) else 0

    def _place(self, value: Any) -> int:
        return list(self.options).index(self._label(value))  # of two that read the same the first, as in Streamlit

    @property
    def values(self) -> list[str]:
        """The labels of the chosen options."""
        return [self._label(item) for item in self._chosen]

    @property
    def indices(self) -> list[int]:
        """Where the chosen options stand."""
        return [self._place(item) for item in self._chosen]

    @property
    def formatted_values(self) -> list[str]:
        """The labels of the chosen options, as Streamlit calls them of a group of buttons."""
        return self.values

    @property
    def _holds_several(self) -> bool:
        return getattr(self._node.field, "tag", "") in SEVERAL or self.type == "select_slider"

    @property
    def _chosen(self) -> list[Any]:
        value = self.value
        if self._holds_several and isinstance(value, (list, tuple)):
            return list(value)
        return [] if value is None else [value]

    def select(self, v: Any) -> Widget:
        """Choose an option, by itself or by its label; add it where several may be chosen."""
        if isinstance(self.value, list):
            return self if v in self.value else self.set_value([*self.value, v])
        return self.set_value(v)

    def unselect(self, v: Any) -> Widget:
        """Take an option out of the chosen ones."""
        if isinstance(self.value, list):
            return self.set_value([item for item in self.value if item != v]) if v in self.value else self
        return self.set_value(None) if self.value == v else self

    def select_index(self, index: int | None) -> Widget:
        """Choose the option at a place."""
        return self.set_value(None if index is None else self.options[index])

    def _wires(self) -> dict[str, list[str]]:
        """Return what a browser would post by field: the staged values, else what the fields show."""
        nodes = (self._node, *getattr(self._node, "takes", ()))
        return {node.id: self._wire(node, self._at._staged.get(node.id, UNSET)) for node in nodes}

    def _wire(self, node: WidgetNode, staged: Any) -> list[str]:
        if staged is UNSET:
            return node.shown
        try:
            with activate(self._at._run):
                return node.field.to_exact_posted(self._as_option(staged))
        except Invalid as error:  # of a file: a browser's dialog does not offer it
            raise AppTestError(str(error)) from error

    def _as_option(self, staged: Any) -> Any:
        """Return the option a test means by itself or by its label; ValueError if there is none."""
        field: Any = self._node.field
        has_options = hasattr(getattr(field, "options", None), "labels")
        if not field.stores_posted or not has_options or staged is None:
            if self.type == "date_input" and not self._node.range and isinstance(staged, (list, tuple)):  # type: ignore[attr-defined]
                return staged[0] if staged else None
            return staged
        if isinstance(staged, (list, tuple)) and self._holds_several:
            return type(staged)(self._option(item) for item in staged)
        return self._option(staged)

    def _option(self, item: Any) -> Any:
        field: Any = self._node.field
        labels = list(field.options.labels)
        place = field.options.place_of(item)
        if place is not None and field.options.rows:
            return field.options.values[place]
        label = str(item) if place is None and str(item) in labels else self._label(item)
        if label in labels:
            # Of several that read the same Streamlit means the last one, but for `multiselect`.
            first = field.tag == "choices"
            return field.options.values[labels.index(label) if first else len(labels) - 1 - labels[::-1].index(label)]
        if getattr(field, "accept_new", False) or field.tag in SEVERAL:
            return item
        raise ValueError(f"{label!r} is not in list")
