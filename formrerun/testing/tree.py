"""
What a test sees of a page: elements, widgets, blocks.

They wrap the nodes of the run's tree and ask them; no kind is declared a second time here. Streamlit's names of a few
attributes are translated by ``NAMES``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from formrerun.engine.forms import FormNode
from formrerun.engine.tree import Container
from formrerun.engine.tree import Element as Node
from formrerun.engine.widgets import Widget as WidgetNode
from formrerun.testing.driver import Driver
from formrerun.testing.elements import AppTestError, Element, Widget
from formrerun.testing.streamlit_names import ALIASES, OVER, Proto, type_of

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

    def __init__(self, node: Container, at: Driver, type: str | None = None) -> None:
        self._node, self._at = node, at
        self.type = type or type_of(node)
        self.key = node.form_key if isinstance(node, FormNode) else node.key
        self.proto = Proto(node)
        shown = (child for child in node.children if child.placement != "ended" and child.kind not in OVER)
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

    def run(self, *, timeout: float | None = None) -> Any:
        """Run the page with what was staged."""
        return self._at.run(timeout=timeout)

    def __repr__(self) -> str:
        return f"{self.type}({list(self.children.values())})"


def wrap(node: Node, at: Driver) -> Element | Block:
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
