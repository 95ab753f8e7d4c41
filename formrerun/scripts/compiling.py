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


def compile_script(source: str, path: str) -> CodeType:
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
    return compile(tree, path, "exec")


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
    """``import streamlit as st`` → ``import formrerun as st``; ``from streamlit.x import y`` likewise."""

    def visit_Import(self, node: ast.Import) -> ast.Import:
        for alias in node.names:
            if alias.name == "streamlit" or alias.name.startswith("streamlit."):
                if alias.name == "streamlit":
                    alias.asname = alias.asname or "streamlit"
                alias.name = our_module(alias.name)
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom:
        if node.level == 0 and node.module and (node.module == "streamlit" or node.module.startswith("streamlit.")):
            node.module = our_module(node.module)
        return node


#: Streamlit's modules that scripts import from, and where the same names stand here.
ALIASES = {
    "streamlit": "formrerun",
    "streamlit.errors": "formrerun.errors",
    "streamlit.testing.v1": "formrerun.testing",
    "streamlit.testing.v1.app_test": "formrerun.testing.app_test",
    "streamlit.testing.v1.element_tree": "formrerun.testing.tree",
    "streamlit.testing": "formrerun.testing",
    "streamlit.delta_generator": "formrerun.engine.handles",
    "streamlit.runtime.scriptrunner": "formrerun.api.run_context",
    "streamlit.runtime.scriptrunner_utils.script_run_context": "formrerun.api.run_context",
    "streamlit.runtime.state": "formrerun.api.state",
}


def our_module(name: str) -> str:
    return ALIASES.get(name, name.replace("streamlit", "formrerun", 1))
