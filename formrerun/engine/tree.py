"""
The element tree a run builds, and the handle through which authors write into it.

A node holds data; a :class:`DeltaGenerator` is the author's handle on one. Commands register here by name, so that
``container.slider(…)`` finds ``fr.slider`` without the tree knowing any element.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, ClassVar, Literal, Protocol

from formrerun.utils.digests import digest

Width = int | Literal["stretch", "content"]
Height = int | Literal["stretch", "content", "auto"]
LabelVisibility = Literal["visible", "hidden", "collapsed"]
#: Where an element stands: among the others, over the page, or nowhere any more, because its time is over.
Placement = Literal["flow", "overlay", "ended"]


@dataclass(eq=False, kw_only=True)
class Element:
    """
    Anything in the tree.

    A subclass names its ``kind``, which is also its template, ``formrerun/elements/<kind>.html``; its fields are the
    template's variables. Two elements of one class with equal fields have the same HTML.

    Attributes
    ----------
    key
        The name its author gave it, or None.
    width, height
        In pixels, or how it fits what is around it and in it.
    placement
        "flow" for what stands among the others, "overlay" for what stands over the page once, "ended" for what was
        there for a while and is drawn no more.
    """

    kind: ClassVar[str] = ""
    #: Streamlit's name of the element type, where it differs from the kind (AppTest's ``.type``).
    type_name: ClassVar[str] = ""
    #: The template's variable, or "shown.0", that changes most and is only printed: see ``rendering/printed.py``.
    printed: ClassVar[str] = ""
    _key_of: ClassVar[Callable[[Any], Any]]

    key: str | None = None
    width: Width = "stretch"
    height: Height | None = None
    placement: Placement = field(default="flow", metadata={"html": False})

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # Built at the first use, when the dataclass decorator has run.
        cls._key_of = staticmethod(_first_key_of)

    def html_key(self) -> Hashable:
        """Return what the HTML of this element depends on; equal keys mean equal HTML."""
        return (type(self), type(self)._key_of(self))

    def context(self) -> dict[str, Any]:
        """Return the template's variables."""
        return {name: getattr(self, name) for name in html_fields(type(self))}

    def sizes(self) -> Iterable[str]:
        """
        Return the author's own numbers beside width and height, such as "g750".

        A letter and a number each, as the stylesheet of sizes takes them (``formrerun.web.resources``); the wrapper
        gets the class ``fr-g-750``.
        """
        return ()

    @property
    def wrapper_id(self) -> str | None:
        """The id its wrapper has because of what it is, or None if it is counted among what stands beside it."""
        return None


_html_fields: dict[type[Element], tuple[str, ...]] = {}


def html_fields(cls: type[Element]) -> tuple[str, ...]:
    """Return the names of the dataclass fields a template sees."""
    names = _html_fields.get(cls)
    if names is None:
        names = _html_fields[cls] = tuple(f.name for f in fields(cls) if f.metadata.get("html", True))
    return names


def _first_key_of(element: Element) -> Any:
    names = html_fields(type(element))
    type(element)._key_of = staticmethod(attrgetter(*names) if len(names) > 1 else attrgetter(names[0]))
    return type(element)._key_of(element)


class Target(Protocol):
    """Where elements go: a container, or one element that is to be replaced."""

    form: str | None
    root: str
    fragment: str

    def add(self, element: Element) -> None:
        """Put an element here."""


@dataclass(eq=False, kw_only=True)
class Container(Element):
    """
    An element with children.

    Attributes
    ----------
    form
        The form its widgets belong to; "" says "no form", None leaves the question to the next outer ``with`` block,
        as only the root containers do (semantics 4.2).
    root
        The root container it stands in: "main", "sidebar", "bottom", or one of :data:`HEADERS`; in a dialog
        :data:`DIALOG`, for its widgets are others than those of the page.
    fragment
        The fragment that drew it, or "".
    """

    kind: ClassVar[str] = "container"

    form: str | None = field(default=None, metadata={"html": False})
    root: str = field(default="main", metadata={"html": False})
    fragment: str = field(default="", metadata={"html": False})
    children: list[Element] = field(default_factory=list, metadata={"html": False})

    @property
    def wrapper_id(self) -> str | None:
        return f"fr-{digest('container', self.key)}" if self.key is not None else None

    def add(self, element: Element) -> None:
        """Append an element."""
        self.children.append(element)

    def walk(self) -> Iterator[Element]:
        """Yield every element below, in the order of the page."""
        for child in self.children:
            yield child
            if isinstance(child, Container):
                yield from child.walk()


@dataclass(eq=False, kw_only=True)
class Slot(Container):
    """A container for one element: what is drawn next replaces what is there."""

    kind: ClassVar[str] = "empty"

    def html_key(self) -> Hashable:
        return (*super().html_key(), bool(self.children))  # type: ignore[misc]

    def context(self) -> dict[str, Any]:
        return {**super().context(), "filled": bool(self.children)}

    def add(self, element: Element) -> None:
        """Replace what is here."""
        self.children[:] = [element]


#: What stands for the root container in a dialog, which is drawn into that of the page.
DIALOG = "dialog"
#: The root containers that have what stands above the others, in the order in which they stand there.
HEADERS = ("logo", "menu")


class RootHeader(Element):
    """
    What stands above the content of a root container whatever is drawn into that, as the menu of the pages does.

    Attributes
    ----------
    accompanies
        It is no reason to draw a sidebar that has nothing else.
    """

    accompanies: ClassVar[bool] = False

    @property
    def above(self) -> str:
        """The name of that root: "main" or "sidebar"."""
        return "main"


class ReplaceableElement:
    """An element already drawn, as a target: what is drawn there replaces it."""

    __slots__ = ("form", "fragment", "index", "parent", "root")

    def __init__(self, parent: Container, index: int) -> None:
        self.parent, self.index, self.fragment = parent, index, parent.fragment
        self.form: str | None = parent.form or ""
        self.root = parent.root

    def add(self, element: Element) -> None:
        """Replace what is here."""
        self.parent.children[self.index] = element
