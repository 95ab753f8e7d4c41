"""
The element tree a run builds, and the handle through which authors write into it.

A node holds data; a :class:`DeltaGenerator` is the author's handle on one. Commands register here by name, so that
``container.slider(…)`` finds ``fr.slider`` without the tree knowing any element.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, TypeVar

from formrerun.engine.context import current_run
from formrerun.engine.keys import digest
from formrerun.exceptions import StreamlitAPIException

if TYPE_CHECKING:
    from formrerun.engine.runner import Run

Width = int | Literal["stretch", "content"]
Height = int | Literal["stretch", "content", "auto"]
LabelVisibility = Literal["visible", "hidden", "collapsed"]

F = TypeVar("F", bound=Callable[..., Any])

#: Every command that is also a method of each container, by its name.
commands: dict[str, Callable[..., Any]] = {}


def command(function: F) -> F:
    """Register a function as a command; the function itself is returned unchanged."""
    commands[function.__name__] = function
    return function


@dataclass(eq=False, kw_only=True)
class Element:
    """
    Anything in the tree.

    A subclass names its ``kind``, which is also its template, ``formrerun/elements/<kind>.html``; its fields are the
    template's variables. Two elements of one class with equal fields have the same HTML.
    """

    kind: ClassVar[str] = ""
    #: Streamlit's name of the element type, where it differs from the kind (AppTest's ``.type``).
    type_name: ClassVar[str] = ""
    _key_of: ClassVar[Callable[[Any], Any]]

    key: str | None = None
    width: Width = "stretch"
    height: Height | None = None

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

    @property
    def wrapper_id(self) -> str | None:
        """The id its wrapper has because of what it is, or None if its place in the page decides."""
        return None


def html_fields(cls: type[Element]) -> tuple[str, ...]:
    """Return the names of the dataclass fields a template sees."""
    return tuple(f.name for f in fields(cls) if f.metadata.get("html", True))


def _first_key_of(element: Element) -> Any:
    names = html_fields(type(element))
    type(element)._key_of = staticmethod(attrgetter(*names) if len(names) > 1 else attrgetter(names[0]))
    return type(element)._key_of(element)


class Target(Protocol):
    """Where elements go: a container, or the place of one element that is to be replaced."""

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
        The root container it stands in: "main", "sidebar" or "callback".
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
    """A place for one element: what is drawn next replaces what is there."""

    kind: ClassVar[str] = "empty"

    def html_key(self) -> Hashable:
        return (*super().html_key(), bool(self.children))  # type: ignore[misc]

    def context(self) -> dict[str, Any]:
        return {**super().context(), "filled": bool(self.children)}

    def add(self, element: Element) -> None:
        """Replace what is here."""
        self.children[:] = [element]


class Place:
    """The place of an element already drawn; drawing there replaces it."""

    __slots__ = ("form", "fragment", "index", "parent", "root")

    def __init__(self, parent: Container, index: int) -> None:
        self.parent, self.index, self.fragment = parent, index, parent.fragment
        self.form: str | None = parent.form or ""
        self.root = parent.root

    def add(self, element: Element) -> None:
        """Replace what is here."""
        self.parent.children[self.index] = element


def _way(container: Container, target: Target, so_far: str) -> str:
    """Return how one comes from a container to what is somewhere in it, as "main/0/2", or nothing."""
    if container is target:
        return so_far
    if isinstance(target, Place) and container is target.parent:
        return f"{so_far}/{target.index}"
    inner = ((child, f"{so_far}/{place}") for place, child in enumerate(container.children))
    return next(filter(None, (_way(child, target, way) for child, way in inner if isinstance(child, Container))), "")


class DeltaGenerator:
    """
    The handle that containers and elements return: ``with handle:`` and ``handle.command(…)``.

    Every command is also a method of a handle; what it draws goes there. The handle of an earlier run, which a
    callback may have been given, stands for the place the run draws at.

    Parameters
    ----------
    target
        Where it draws.
    roots
        The root containers of the run that made it.
    """

    __slots__ = ("_roots", "_target")

    def __init__(self, target: Target, roots: Mapping[str, Container]) -> None:
        self._target, self._roots = target, roots

    def _place(self, run: Run) -> Target:
        return self._target if self._roots is run.roots else run.draws_into()

    def __enter__(self) -> DeltaGenerator:
        run = current_run()
        run.stack.append(self._place(run))
        return self

    def __exit__(self, *exc: object) -> None:
        stack = current_run().stack
        if stack:
            stack.pop()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function = commands.get(name)
        if function is None:
            return self._unknown(name)

        def method(*args: Any, **kwargs: Any) -> Any:
            run = current_run()
            outer, run.target = run.target, self._place(run)
            try:
                return function(*args, **kwargs)
            finally:
                run.target = outer

        method.__name__, method.__doc__, method.__wrapped__ = name, function.__doc__, function  # type: ignore[attr-defined]
        return method

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *commands})

    def __repr__(self) -> str:
        """Say which place of the page this is: the same in every run, as one that is taken for a key must be."""
        target = getattr(self, "_target", None)
        way = next(filter(None, (_way(root, target, name) for name, root in self._roots.items())), "") if target else ""
        return f"DeltaGenerator({getattr(target, 'kind', 'element')!r}, {way!r})"

    def _unknown(self, name: str) -> Callable[..., Any]:
        """Return what raises when it is called, as Streamlit does: looking a method up is not an error."""
        if name.startswith("__"):
            raise AttributeError(name)

        def method(*args: Any, **kwargs: Any) -> Any:
            import formrerun

            if name not in dir(formrerun):
                raise StreamlitAPIException(f"`{name}()` is not a valid Streamlit command.")
            where = "`st.sidebar`" if isinstance(self, RootHandle) else "`DeltaGenerator` objects"
            raise StreamlitAPIException(f"Method `{name}()` does not exist for {where}. Did you mean `st.{name}()`?")

        return method


class RootHandle(DeltaGenerator):
    """``fr.sidebar`` and its like: a handle that stands for a root container of whatever run is going on."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def _place(self, run: Run) -> Target:
        return run.roots[self._name]


def open_container(run: Run, node: Container) -> DeltaGenerator:
    """Put a container where the run draws now, let it inherit the form of what it stands in, and return its handle."""
    target = run.draws_into()
    node.form, node.root, node.fragment = node.form or target.form or "", target.root, run.fragment
    run.add(node)
    return DeltaGenerator(node, run.roots)
