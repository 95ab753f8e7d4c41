"""
Streamlit scripts as pages.

A script runs top to bottom in a fresh ``__main__``-like module for every run. Bare expressions are written to the page
("magic"), and ``import streamlit`` gives this package. The file is read again when it changes.
"""

from __future__ import annotations

import ast
from types import CodeType

#: The name under which a script finds the function that magic calls.
MAGIC = "__formrerun_write__"
#: What ``streamlit`` is called where a script's imports have been changed; see :mod:`formrerun.scripts.aliases`.
ROOT = f"{__name__.partition('.')[0]}.streamlit"


def compile_script(source: str | bytes, path: str) -> CodeType:
    """
    Compile a script: magic for bare expressions, this package for ``import streamlit``.

    Raises
    ------
    SyntaxError
        As the script has it.
    """
    tree = ast.parse(source, path)
    _magic(tree.body, root=True)
    tree = ast.fix_missing_locations(_Imports().visit(tree))
    return _compiled(tree, path)


def compile_helper(source: bytes, path: str) -> CodeType:
    """
    Compile a module that a script imports: this package for ``import streamlit``, and no magic.

    Raises
    ------
    SyntaxError
        As the module has it.
    """
    return _compiled(ast.fix_missing_locations(_Imports().visit(ast.parse(source, path))), path)


def _compiled(tree: ast.Module, path: str) -> CodeType:
    # The future imports of this module are not the script's: its annotations are values, unless it says otherwise.
    return compile(tree, path, "exec", dont_inherit=True)


def _magic(body: list[ast.stmt], *, root: bool = False, docstring: bool = True) -> None:
    """Wrap the bare expressions of a block; calls, docstrings, yields and awaits stay as they are."""
    for place, node in enumerate(body):
        if isinstance(node, ast.Expr):
            value = node.value
            text = isinstance(value, ast.Constant) and isinstance(value.value, str)
            if isinstance(value, (ast.Call, ast.Yield, ast.YieldFrom, ast.Await)) or (
                text and place == 0 and docstring
            ):
                continue
            args = value.elts if isinstance(value, ast.Tuple) else [value]
            node.value = ast.Call(ast.Name(MAGIC, ast.Load()), args, [])
            ast.copy_location(node.value, value)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            _magic(node.body)
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    _magic(inner.body)
        else:
            for name in ("body", "orelse", "finalbody"):
                _magic(getattr(node, name, None) or [], docstring=False)
            for handler in getattr(node, "handlers", ()):
                _magic(handler.body, docstring=False)
            for case in getattr(node, "cases", ()):
                _magic(case.body, docstring=False)


class _Imports(ast.NodeTransformer):
    """``streamlit`` and its modules are imported by the name that they have here."""

    def visit_Import(self, node: ast.Import) -> ast.Import:
        names = []
        for alias in node.names:
            if not is_streamlit(alias.name):
                names.append(alias)
                continue
            if alias.asname is not None or alias.name != "streamlit":
                names.append(ast.alias(ROOT + alias.name.removeprefix("streamlit"), alias.asname))
            if alias.asname is None:  # `import a.b` loads `a.b` and binds `a`
                names.append(ast.alias(ROOT, "streamlit"))
        node.names = names
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom:
        if node.level == 0 and node.module and is_streamlit(node.module):
            node.module = ROOT + node.module.removeprefix("streamlit")
        return node


def is_streamlit(module: str) -> bool:
    """Return True for the name of Streamlit or of one of its modules."""
    return module == "streamlit" or module.startswith("streamlit.")
