"""
What a test sees of a page: elements, widgets, blocks.

They wrap the nodes of the run's tree and ask them; no kind is declared a second time here: ``at.<kind>`` is there for
every element that this package or another app has. Streamlit's other names stand in ``streamlit_names.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

from formrerun.engine.forms import FormNode
from formrerun.engine.handles import commands
from formrerun.engine.tree import Container
from formrerun.engine.tree import Element as Node
from formrerun.engine.widgets import Widget as WidgetNode
from formrerun.testing.driver import AppTestError, Driver
from formrerun.testing.elements import Element, Widget
from formrerun.testing.streamlit_names import (
    ABSENT_ELEMENTS,
    ABSENT_WIDGETS,
    ALIASES,
    KIND_OF,
    OVER,
    Proto,
    type_of,
)

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
        if self.type == "dialog":  # in Streamlit's tree what its function draws stands in a container of its own
            self.children = {0: Block(node, at, "flex_container")}

    @property
    def errors(self) -> dict[str, str]:
        """
        Of a form, what stands beside its fields: key, or label where there is none, to message.

        Raises
        ------
        AttributeError
            If it is no form.
        """
        if not isinstance(self._node, FormNode):
            raise AttributeError("errors")
        fields = self._at._run.drawing.widgets.values()
        return {
            field.key or field.label: field.error
            for field in fields
            if field.form == self._node.form_key and field.error
        }

    def preview(self) -> Any:
        """
        Draw a live form with what was staged in it, as a browser does when a field that ``live`` names is changed.

        Nothing is submitted: no callback runs, and ``session_state`` has what was submitted before.

        Returns
        -------
        AppTest
            The page with the form; where it cannot be drawn so, ``refusal`` says why.

        Raises
        ------
        AttributeError
            If it is no form.
        AppTestError
            If it is no live one.

        Examples
        --------
        >>> at.selectbox("country").select("France")
        >>> at.form("address").preview()
        >>> assert at.selectbox("region").options == ["Alsace", "Brittany"]
        """
        if not isinstance(self._node, FormNode):
            raise AttributeError("preview")
        self._at._preview(self._node)
        return self._at

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        collection = collection_class(name)
        if collection is not None:
            return collection(self.get(name))
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
        return [e for e in self if e is not self and (e.type == wanted or _is_kind(e, wanted))]

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

    def run(self, *, timeout: float | None = None) -> Any:
        """Run the page with what was staged."""
        return self._at.run(timeout=timeout)

    def __repr__(self) -> str:
        return f"{self.type}({list(self.children.values())})"


def _is_kind(element: Element | Block, name: str) -> bool:
    """Return True for a kind's own name, but where type and kind are two commands: no toggle is meant by "checkbox"."""
    kind = element._node.kind
    # An editor is a table, too.
    return kind == name and (kind == "data_editor" or not (kind in commands and element.type in commands))


def wrap(node: Node, at: Driver) -> Element | Block:
    """Return what a test sees of a node."""
    if isinstance(node, WidgetNode):
        return Widget(node, at)
    if isinstance(node, Container):
        # A place for one element is that element, as in Streamlit's tree.
        if node.kind == "empty" and len(node.children) < 2:
            here = next((child for child in node.children if child.kind not in OVER), None)
            return wrap(here, at) if here is not None else Element(node, at)
        return Block(node, at)
    return Element(node, at)


def collection_class(name: str) -> type[ElementList[Any]] | None:
    """Return what ``at.<name>`` is: elements of a kind that any app has registered, or that only Streamlit has."""
    kind = KIND_OF.get(name, name)
    found = [cls for cls in _element_classes(Node) if cls.kind == kind]
    if not found:
        return WidgetList if name in ABSENT_WIDGETS else ElementList if name in ABSENT_ELEMENTS else None
    # Of tables and charts only those are widgets in which something can be selected.
    if all(issubclass(cls, WidgetNode) for cls in found):
        return WidgetList
    return BlockList if issubclass(found[0], Container) else ElementList


def _element_classes(base: type[Node]) -> Iterator[type[Node]]:
    for cls in base.__subclasses__():
        yield cls
        yield from _element_classes(cls)
