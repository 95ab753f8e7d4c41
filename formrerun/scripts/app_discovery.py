"""Whether a file makes an ``App`` and is no script itself: read, not run."""

from __future__ import annotations

import ast
from pathlib import Path

from formrerun.scripts.compiling import is_streamlit


def app_name(file: Path) -> str:
    """Return the variable that a file's top level assigns ``st.App(…)`` to, ``app`` before others; "" if none."""
    try:
        tree = ast.parse(file.read_bytes())
    except (SyntaxError, ValueError):
        return ""
    modules, classes, found = set(), set(), []
    for node in tree.body:
        if isinstance(node, ast.Import):
            modules |= {each.asname or each.name for each in node.names if is_ours(each.name)}
        elif isinstance(node, ast.ImportFrom) and is_ours(node.module or ""):
            classes |= {each.asname or each.name for each in node.names if each.name == "App"}
        elif isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Call):
            called = node.value.func
            of_module = (
                isinstance(called, ast.Attribute)
                and called.attr == "App"
                and isinstance(called.value, ast.Name)
                and called.value.id in modules
            )
            if of_module or (isinstance(called, ast.Name) and called.id in classes):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found += [target.id for target in targets if isinstance(target, ast.Name)]
    return next((name for name in ("app", "streamlit_app") if name in found), found[0] if found else "")


def is_ours(module: str) -> bool:
    """Return True for the modules that have ``App``."""
    return is_streamlit(module) or module == "formrerun"
