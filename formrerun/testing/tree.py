"""
What a test sees of a page: elements, widgets, blocks.

They wrap the nodes of the run's tree and ask them; no kind is declared a second time here. Streamlit's names of a few
attributes are translated by ``NAMES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from formrerun.engine.forms import FormNode
from formrerun.engine.tree import Container
from formrerun.engine.tree import Element as Node
from formrerun.engine.widgets import Widget as WidgetNode

if TYPE_CHECKING:
    from formrerun.testing.app_test import AppTest


class AppTestError(Exception):
    """A test does what no person at a browser could do."""


class _Unset:
    def __repr__(self) -> str:
        return "<as the page has it>"


UNSET: Any = _Unset()

#: Kind → Streamlit's attribute → how to get it from the node.
NAMES: dict[str, dict[str, Callable[[Any], Any]]] = {
    "number_input": {
        "min": lambda n: n.min_value,
        "max": lambda n: n.max_value,
        "format": lambda n: n.field.format,
        "default": lambda n: n.field.default,
    },
    "selectbox": {"default": lambda n: n.field.index},
    "radio": {"default": lambda n: n.field.index},
    # Dates and times stand as microseconds, as in Streamlit's messages.
    "slider": {
        "min": lambda n: float(n.field.low),
        "max": lambda n: float(n.field.high),
        "step": lambda n: float(n.field.step),
    },
    "select_slider": {
        "options": lambda n: list(n.options),
        "min": lambda n: 0.0,
        "max": lambda n: float(len(n.options) - 1),
        "step": lambda n: 1.0,
    },
    "date_input": {
        "min": lambda n: date.fromisoformat(n.low),
        "max": lambda n: date.fromisoformat(n.high),
        "is_range": lambda n: n.range,
    },
    "date_time_input": {"min": lambda n: n.low, "max": lambda n: n.high},
    "text_input": {"max_chars": lambda n: n.max_chars or 0},
    "text_area": {"max_chars": lambda n: n.max_chars or 0},
    "multiselect": {"max_selections": lambda n: n.most or 0, "default": lambda n: list(n.field.indexes)},
    "title": {"tag": lambda n: "h1", "hide_anchor": lambda n: not n.linked},
    "header": {"tag": lambda n: "h2", "hide_anchor": lambda n: not n.linked},
    "subheader": {"tag": lambda n: "h3", "hide_anchor": lambda n: not n.linked},
    "markdown": {"is_caption": lambda n: n.caption},
    "caption": {"is_caption": lambda n: n.caption},
    "exception": {
        "is_markdown": lambda n: n.message_is_markdown,
        "stack_trace": lambda n: list(n.stack),
    },
    "code": {
        "language": lambda n: n.language or "plaintext",
        "show_line_numbers": lambda n: n.numbers,
        "wrap_lines": lambda n: n.wrap,
    },
    "grid": {"column_count": lambda n: n.columns},
    "column": {"weight": lambda n: n.share},
    "form": {
        "form_id": lambda n: n.form_key,
        "clear_on_submit": lambda n: n.clear_on_submit,
        "enter_to_submit": lambda n: n.enter_to_submit,
    },
}
#: Attributes of any element that has them.
COMMON: dict[str, Callable[[Any], Any]] = {
    "form_id": lambda n: n.form,
    "help": lambda n: n.help or "",
    "placeholder": lambda n: n.placeholder or "",
    "options": lambda n: list(n.options),
    "ignore_rerun": lambda n: n.ignore,
}
#: Kinds whose Streamlit type has another name.
TYPES = {
    "datetime_input": "date_time_input",
    "columns": "flex_container",
    "container": "flex_container",
    "fragment": "flex_container",
    "help": "help_info",
    "tabs": "tab_container",
}
#: Kinds that stand over the page, wherever they were called.
OVER = ("toast", "dialog")
#: Names that ``get()`` takes for types.
ALIASES = {"datetime_input": "date_time_input", "tabs": "tab", "columns": "column", "help": "help_info"}


def type_of(node: Node) -> str:
    """Return Streamlit's name of an element's type."""
    if node.kind == "button":
        return "button"
    name = node.type_name or node.kind
    return TYPES.get(name, name)


class Proto:
    """An element's parameters, by the names Streamlit's messages have."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        node = self._node
        how = NAMES.get(type_of(node), {}).get(name) or COMMON.get(name)
        if how is not None:
            return how(node)
        return getattr(node, name)

    def __repr__(self) -> str:
        return f"<{type_of(self._node)}>"


class Element:
    """
    Anything on the page.

    Attributes
    ----------
    type, key, value, proto
        Streamlit's name of the type, the author's key, what it shows, and all its parameters.
    """

    def __init__(self, node: Node, at: AppTest) -> None:
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
        return f"{self.type} (key={self.key!r})" if self.key else self.type

    def __iter__(self) -> Iterator[Element]:
        yield self

    def run(self, *, timeout: float | None = None) -> AppTest:
        """Run the page with what was staged."""
        return self._at.run(timeout=timeout)

    def __repr__(self) -> str:
        label = getattr(self._node, "label", None)
        parts = [f"key={self.key!r}" if self.key else "", f"label={label!r}" if label else "", f"value={self.value!r}"]
        return f"{''.join(part.capitalize() for part in self.type.split('_'))}({', '.join(filter(None, parts))})"


class Widget(Element):
    """An element with a value that can be staged: it is sent by the next ``run()``."""

    _node: WidgetNode

    def __init__(self, node: WidgetNode, at: AppTest) -> None:
        super().__init__(node, at)
        self.id = node.id
        self.disabled = node.disabled

    @property
    def _staged(self) -> Any:
        return self._at._staged.get(self.id, UNSET)

    @property
    def value(self) -> Any:
        """The value staged, else the value the page has."""
        if self._node.field.trigger:
            return self._staged is True or (self.id in self._at._delivered and not self.disabled)
        if self._staged is not UNSET:
            return self._presented(self._staged)
        held = self._at._value_of(self.id)
        return self._node.value if held is UNSET else held

    def _presented(self, value: Any) -> Any:
        if self.type == "time_input" and isinstance(value, datetime):
            return value.time()
        if self.type == "date_input" and not isinstance(value, (list, tuple)) and value is not None:
            return (value.date() if isinstance(value, datetime) else value,)
        return value

    def set_value(self, v: Any) -> Widget:
        """
        Stage a value.

        Raises
        ------
        AppTestError
            If the widget is disabled.
        """
        if self.disabled:
            key = f" (key={self.key!r})" if self.key else ""
            raise AppTestError(
                f"Cannot update a disabled {self.type} widget{key}. A browser user cannot interact with a disabled "
                "widget."
            )
        self._at._staged[self.id] = v
        return self

    def click(self) -> Widget:
        """Press a button."""
        if not self._node.field.trigger:
            raise AppTestError(f"click() is not supported for {self._named()}.")
        return self.set_value(True)

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
        try:
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
        labels = list(self.options)
        return labels.index(self._label(value)) if labels else 0

    @property
    def values(self) -> list[str]:
        """The labels of the chosen options."""
        return [self._label(item) for item in self.value]

    @property
    def indices(self) -> list[int]:
        """Where the chosen options stand."""
        labels = list(self.options)
        return [labels.index(label) for label in self.values]

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

    def _wire(self) -> list[str]:
        """Return what a browser would post: the staged value, else what the field shows."""
        node = self._node
        staged = self._staged
        if staged is UNSET:
            return node.shown
        return node.field.exact(self._as_option(staged))

    def _as_option(self, staged: Any) -> Any:
        """Return the option a test means by itself or by its label; ValueError if there is none."""
        field: Any = self._node.field
        if not field.keeps_wire or not hasattr(field, "options") or staged is None:
            if self.type == "date_input" and not self._node.range and isinstance(staged, (list, tuple)):  # type: ignore[attr-defined]
                return staged[0] if staged else None
            return staged
        if isinstance(staged, (list, tuple)) and (field.tag == "choices" or self.type == "select_slider"):
            return type(staged)(self._option(item) for item in staged)
        return self._option(staged)

    def _option(self, item: Any) -> Any:
        field: Any = self._node.field
        labels = list(field.options.labels)
        label = self._label(item)
        if label not in labels and str(item) in labels:
            label = str(item)
        if label in labels:
            return field.options.values[len(labels) - 1 - labels[::-1].index(label)]
        if getattr(field, "accept_new", False) or field.tag == "choices":
            return item
        raise ValueError(f"{label!r} is not in list")


E = TypeVar("E", bound="Element | Block")


class ElementList(Generic[E]):
    """Elements in the order of the page: by index, by slice, by key."""

    def __init__(self, elements: Sequence[E]) -> None:
        self._list = list(elements)

    def __len__(self) -> int:
        return len(self._list)

    @property
    def len(self) -> int:
        """How many there are."""
        return len(self._list)

    def __getitem__(self, index: Any) -> Any:
        return type(self)(self._list[index]) if isinstance(index, slice) else self._list[index]

    def __iter__(self) -> Iterator[E]:
        return iter(self._list)

    def __eq__(self, other: object) -> bool:
        return self._list == (other._list if isinstance(other, ElementList) else other)

    def __hash__(self) -> int:
        return hash(tuple(self._list))

    def __call__(self, key: str) -> E:
        """
        Return the element with this key.

        Raises
        ------
        KeyError
            If there is none.
        """
        for element in self._list:
            if element.key == key:
                return element
        raise KeyError(key)

    @property
    def values(self) -> list[Any]:
        """The value of each."""
        return [element.value for element in self._list]

    def __repr__(self) -> str:
        return repr(self._list)


class WidgetList(ElementList[Any]):
    """Widgets in the order of the page."""


class BlockList(ElementList[Any]):
    """Containers in the order of the page."""


class Block:
    """A container: its children by place, and everything below it by type."""

    def __init__(self, node: Container, at: AppTest, type: str | None = None) -> None:
        self._node, self._at = node, at
        self.type = type or type_of(node)
        self.key = node.form_key if isinstance(node, FormNode) else node.key
        self.proto = Proto(node)
        shown = (child for child in node.children if getattr(child, "apart", "") != "gone" and child.kind not in OVER)
        self.children: dict[int, Element | Block] = {place: wrap(child, at) for place, child in enumerate(shown)}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in COLLECTIONS:
            return self._collection(name)
        return getattr(self.proto, name)

    def __len__(self) -> int:
        return len(self.children)

    def __iter__(self) -> Iterator[Element | Block]:
        yield self
        for child in self.children.values():
            yield from child

    def __getitem__(self, place: int) -> Element | Block:
        return self.children[place]

    def get(self, element_type: str) -> list[Any]:
        """Return everything of a type below, containers included."""
        if element_type == "form_submit_button":
            return [e for e in self if isinstance(e, Widget) and getattr(e._node, "submits", False)]
        if element_type == "container":
            named = (e for e in self if isinstance(e, Block) and e is not self and e.type == "flex_container")
            # The type is that of a row of columns, too.
            return [e for e in named if e._node.kind in ("container", "fragment")]
        wanted = ALIASES.get(element_type, element_type)
        return [e for e in self if e.type == wanted and e is not self]

    def get_by_key(self, key: str) -> Any:
        """
        Return the one element below with this key.

        Raises
        ------
        KeyError
            If there is none.
        AppTestError
            If there are several.
        """
        found = [e for e in self if e is not self and e.key == key]
        if not found:
            raise KeyError(key)
        if len(found) > 1:
            raise AppTestError(
                f"Multiple elements have key {key!r}. Scope the query to a container or use a typed collection."
            )
        return found[0]

    def _collection(self, name: str) -> Any:
        found = self.get(name)
        return COLLECTIONS[name](found)

    def run(self, *, timeout: float | None = None) -> AppTest:
        """Run the page with what was staged."""
        return self._at.run(timeout=timeout)

    def __repr__(self) -> str:
        return f"{self.type}({list(self.children.values())})"


def wrap(node: Node, at: AppTest) -> Element | Block:
    """Return what a test sees of a node."""
    if isinstance(node, WidgetNode):
        return Widget(node, at)
    if isinstance(node, Container):
        # A place for one element is that element, as in Streamlit's tree.
        if node.kind == "empty" and len(node.children) == 1:
            return wrap(node.children[0], at)
        return Block(node, at)
    return Element(node, at)


# fmt: off
_WIDGETS = (
    "audio_input", "button", "button_group", "camera_input", "chat_input", "checkbox", "color_picker", "date_input",
    "datetime_input", "download_button", "feedback", "file_uploader", "form_submit_button", "menu_button",
    "multiselect", "number_input", "pagination", "pills", "radio", "segmented_control", "select_slider", "selectbox",
    "slider", "text_area", "text_input", "time_input", "toggle",
)
_BLOCKS = ("chat_message", "columns", "container", "expander", "form", "grid", "status", "tabs")
_PLAIN = (
    "caption", "code", "dataframe", "data_editor", "divider", "error", "exception", "header", "help", "html", "image",
    "info", "json", "latex", "link_button", "markdown", "metric", "page_link", "progress", "space", "subheader",
    "success", "table", "text", "title", "toast", "warning",
)
# fmt: on
#: Name of a collection → its class.
COLLECTIONS: Mapping[str, type[ElementList[Any]]] = {
    **dict.fromkeys(_WIDGETS, WidgetList),
    **dict.fromkeys(_BLOCKS, BlockList),
    **dict.fromkeys(_PLAIN, ElementList),
}
