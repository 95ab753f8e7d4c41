"""The author's handle on a place of the page: ``with handle:`` and ``handle.command(…)``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from formrerun.engine.context import current_run
from formrerun.engine.tree import Container, ReplaceableElement
from formrerun.exceptions import StreamlitAPIException

if TYPE_CHECKING:
    from formrerun.engine.run import Run
    from formrerun.engine.tree import Target


F = TypeVar("F", bound=Callable[..., Any])


#: Every command that is also a method of each container, by its name.
commands: dict[str, Callable[..., Any]] = {}


def command(function: F) -> F:
    """Register a function as a command; the function itself is returned unchanged."""
    commands[function.__name__] = function
    return function


def _way(container: Container, target: Target, so_far: str) -> str:
    """Return how one comes from a container to what is somewhere in it, as "main/0/2", or nothing."""
    if container is target:
        return so_far
    if isinstance(target, ReplaceableElement) and container is target.parent:
        return f"{so_far}/{target.index}"
    inner = ((child, f"{so_far}/{index}") for index, child in enumerate(container.children))
    return next(filter(None, (_way(child, target, way) for child, way in inner if isinstance(child, Container))), "")


#: Streamlit's commands that are not there yet, by name: what scripts call in their place.
absent_commands: dict[str, Callable[..., Any]] = {}
#: Every name that ``import formrerun`` gives, entered by the façade: it tells a missing method from an unknown command.
public_names: set[str] = set()


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

    def _target_in(self, run: Run) -> Target:
        return self._target if self._roots is run.drawing.roots else run.drawing.draws_into()

    def __enter__(self) -> DeltaGenerator:
        run = current_run()
        run.drawing.stack = (*run.drawing.stack, self._target_in(run))
        return self

    def __exit__(self, *exc: object) -> None:
        drawing = current_run().drawing
        drawing.stack = drawing.stack[:-1]

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function = commands.get(name) or absent_commands.get(name)
        if function is None:
            return self._unknown(name)

        def method(*args: Any, **kwargs: Any) -> Any:
            run = current_run()
            with run.drawing.into(self._target_in(run)):
                return function(*args, **kwargs)

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
            if name not in public_names:
                raise StreamlitAPIException(f"`{name}()` is not a valid Streamlit command.")
            where = "`st.sidebar`" if isinstance(self, RootHandle) else "`DeltaGenerator` objects"
            raise StreamlitAPIException(f"Method `{name}()` does not exist for {where}. Did you mean `st.{name}()`?")

        return method


class RootHandle(DeltaGenerator):
    """``fr.sidebar`` and its like: a handle that stands for a root container of whatever run is going on."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return f"DeltaGenerator({self._name!r})"

    def _target_in(self, run: Run) -> Target:
        return run.drawing.roots[self._name]


def open_container(run: Run, node: Container) -> DeltaGenerator:
    """Put a container where the run draws now, let it inherit the form of what it stands in, and return its handle."""
    target = run.drawing.draws_into()
    node.form, node.root, node.fragment = node.form or target.form or "", target.root, run.drawing.fragment
    run.add(node)
    return DeltaGenerator(node, run.drawing.roots)
