"""The elements of the gallery and their variants, as their files have them."""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

#: The chapters in the order of the page, with what they are called there.
CHAPTERS = {
    "general": "Write and more",
    "typography": "Text",
    "data": "Data",
    "charts": "Charts",
    "models": "Models",
    "inputs": "Input widgets",
    "forms": "Forms, dialogs, fragments",
    "layout": "Layout",
    "messages": "Messages and progress",
    "chat": "Chat",
    "media": "Media",
    "links": "Links and menus",
    "components": "Components",
}


@dataclass(frozen=True)
class Variant:
    """
    One use of an element.

    Attributes
    ----------
    name
        The name of its function.
    caption
        One sentence: what is special about it.
    code
        What one writes, with the imports that it needs.
    draw
        Draws it.
    """

    name: str
    caption: str
    code: str
    draw: Callable[[], object]


@dataclass(frozen=True)
class Example:
    """
    An element with its variants.

    Attributes
    ----------
    name
        The name of its command.
    chapter
        The chapter of the gallery, a key of ``CHAPTERS``.
    text
        What it is for.
    variants
        In the order of the file.
    """

    name: str
    chapter: str
    text: str
    variants: tuple[Variant, ...]


@lru_cache(maxsize=1)
def examples() -> dict[str, Example]:
    """Return all elements by their names, chapter by chapter, in each by the alphabet."""
    files = sorted(Path(__file__).parent.glob("*/[a-z]*.py"))
    order = list(CHAPTERS)
    files.sort(key=lambda file: order.index(file.parent.name))
    made = [read(file.parent.name, file.stem) for file in files]
    return {one.name: one for one in made}


def read(chapter: str, name: str) -> Example:
    """Return the element that a file shows."""
    module = importlib.import_module(f"{__package__}.{chapter}.{name}")
    tree = ast.parse(inspect.getsource(module))
    above = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom, ast.Assign))]
    variants = tuple(
        Variant(
            name=node.name,
            caption=ast.get_docstring(node) or "",
            code=code_of(node, above, inspect.getsource(module)),
            draw=getattr(module, node.name),
        )
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    )
    called = f"components.{name.replace('_', '.', 1)}" if chapter == "components" else name
    return Example(name=called, chapter=chapter, text=inspect.getdoc(module) or "", variants=variants)


def code_of(function: ast.FunctionDef, above: list[ast.stmt], source: str) -> str:
    """Return a function's body without its docstring, below the imports and the data of the module that it uses."""
    used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    data = [node for node in above if isinstance(node, ast.Assign) and used & names_of(node)]
    used |= {node.id for one in data for node in ast.walk(one) if isinstance(node, ast.Name)}
    imports = [node for node in above if not isinstance(node, ast.Assign) and used & names_of(node)]
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    # A comment between the docstring and the first statement belongs to the body.
    first = (function.body[0].end_lineno or 0) if body is not function.body else body[0].lineno - 1
    text = textwrap.dedent("\n".join(source.splitlines()[first : function.end_lineno])).strip("\n")
    head = ["\n".join(ast.unparse(node) for node in imports)]
    return "\n\n".join([*head, *(ast.get_source_segment(source, node) or "" for node in data), text])


def names_of(node: ast.stmt) -> set[str]:
    """Return the names that an import or an assignment gives."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.split(".")[0] for alias in node.names}
    return {one.id for target in getattr(node, "targets", ()) for one in ast.walk(target) if isinstance(one, ast.Name)}
