"""
Streamlit scripts as pages.

A script runs top to bottom in a fresh ``__main__``-like module for every run. Bare expressions are written to the page
("magic"), and ``import streamlit`` gives this package. The file is read again when it changes.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import re
import sys
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from django.http import Http404

from formrerun.engine.context import current_run
from formrerun.exceptions import StreamlitPageNotFoundError
from formrerun.pages import Page, View, register

#: The name under which a script finds the function that magic calls.
MAGIC = "__formrerun_write__"

_compiled: dict[str, tuple[int, CodeType]] = {}
_main: ContextVar[Path | None] = ContextVar("formrerun.main_folder", default=None)


def main_folder() -> Path:
    """Return the folder of the script that runs; where the process runs, if none does."""
    return _main.get() or Path.cwd()


def run_file(path: Path) -> None:
    """Run a script's file, as one of the pages of the script that runs."""
    _execute(_load(path), str(path))


def _execute(code: CodeType, file: str, names: Mapping[str, Any] | None = None) -> None:
    """
    Run a script in a fresh module.

    The module calls itself ``__main__`` but is not put into ``sys.modules``: there is one of that name in a process,
    and threads run scripts side by side.
    """
    from formrerun.elements.general.write import write

    module = ModuleType("__main__")
    module.__file__ = file
    module.__dict__["__name__"] = "__main__"
    module.__dict__.update({MAGIC: write, **(names or {})})
    exec(code, module.__dict__)


def _mentions(code: CodeType, name: str) -> bool:
    """Return True if a script uses a name anywhere."""
    return name in code.co_names or any(_mentions(part, name) for part in code.co_consts if isinstance(part, CodeType))


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
                alias.name = _ours(alias.name)
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom:
        if node.level == 0 and node.module and (node.module == "streamlit" or node.module.startswith("streamlit.")):
            node.module = _ours(node.module)
        return node


#: Streamlit's modules that scripts import from, and where the same names stand here.
ALIASES = {
    "streamlit": "formrerun",
    "streamlit.errors": "formrerun.errors",
    "streamlit.testing.v1": "formrerun.testing",
    "streamlit.testing.v1.app_test": "formrerun.testing.app_test",
    "streamlit.testing.v1.element_tree": "formrerun.testing.tree",
    "streamlit.testing": "formrerun.testing",
    "streamlit.delta_generator": "formrerun.engine.tree",
    "streamlit.runtime.scriptrunner": "formrerun.api.control_flow",
    "streamlit.runtime.scriptrunner_utils.script_run_context": "formrerun.api.control_flow",
    "streamlit.runtime.state": "formrerun.api.control_flow",
}


def _ours(name: str) -> str:
    return ALIASES.get(name, name.replace("streamlit", "formrerun", 1))


class StreamlitAlias(MetaPathFinder, Loader):
    """
    Gives this package to every ``import streamlit`` of the process, helper modules of a script included.

    ``runpage`` installs it. A project that also uses Streamlit itself must not.
    """

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if fullname == "streamlit" or fullname.startswith("streamlit."):
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        import importlib

        return importlib.import_module(_ours(spec.name))

    def exec_module(self, module: ModuleType) -> None:
        """Nothing: it is loaded already."""

    @classmethod
    def install(cls) -> None:
        """Install the alias, once."""
        if not any(isinstance(finder, cls) for finder in sys.meta_path):
            sys.meta_path.insert(0, cls())


def _load(path: Path) -> CodeType:
    """Return a script's code, compiled again when the file has changed."""
    changed = path.stat().st_mtime_ns
    known = _compiled.get(str(path))
    if known is None or known[0] != changed:
        known = _compiled[str(path)] = (changed, compile_script(path.read_text(encoding="utf-8"), str(path)))
    return known[1]


@dataclass
class Script:
    """
    A script, from a file or from text.

    Attributes
    ----------
    code
        Returns the compiled script.
    file, folder
        Where it stands; the folder is where its imports are looked for first.
    watch
        Import again what changed in the folder: for development, in a process that serves this script alone.
    names
        More names that it finds defined.
    """

    code: Callable[[], CodeType]
    file: str
    folder: str | None = None
    watch: bool = False
    names: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self) -> None:
        """
        Run it top to bottom, or the page of it that the address names.

        Raises
        ------
        Http404
            If the address names a page and the script has none.
        """
        from formrerun.api.menus import Page, navigation, place_of

        if self.folder is not None and self.folder not in sys.path:
            sys.path.insert(0, self.folder)
        if self.watch and self.folder is not None:
            _forget_changed(Path(self.folder))
        run, code = current_run(), self.code()
        token = _main.set(Path(self.folder) if self.folder is not None else None)
        try:
            others = [] if self.folder is None or _mentions(code, "navigation") else _beside(Path(self.folder))
            if others:
                navigation([Page(self.file, default=True), *map(Page, others)]).run()
            else:
                _execute(code, self.file, self.names)
        finally:
            _main.reset(token)
        if place_of(run) and run.inner is None:
            raise Http404("This script has no pages.")


def _beside(folder: Path) -> list[Path]:
    """Return the scripts in the folder ``pages``, by their numbers, then by their names, as Streamlit has them."""

    def order(file: Path) -> tuple[float, str]:
        number = re.match(r"\d+", file.stem)
        return (float(number.group()) if number else float("inf"), file.stem.lower())

    found = (folder / "pages").glob("*.py")
    return sorted((file for file in found if not file.name.startswith(("_", "."))), key=order)


_seen: dict[str, int] = {}


def _forget_changed(folder: Path) -> None:
    """Forget the modules of a folder if one changed since the last look, so that the script imports them anew."""
    ours: dict[str, str] = {}
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and Path(file).is_relative_to(folder) and "site-packages" not in file:
            ours[name] = file
    changed = False
    for file in ours.values():
        try:
            stamp = Path(file).stat().st_mtime_ns
        except OSError:
            continue
        changed |= _seen.get(file, stamp) != stamp
        _seen[file] = stamp
    if changed:
        for name in ours:
            sys.modules.pop(name, None)


def script_page(path: str | Path, *, title: str | None = None, watch: bool = False, **options: Any) -> View:
    """
    Return a Django view of a Streamlit script: ``path("legacy/", fr.script_page("scripts/sales.py"))``.

    Parameters
    ----------
    path
        The script, absolute or relative to the file that calls this; read again when it changes.
    title, options
        As in :func:`page`: ``login_required``, ``permission_required`` …
    watch
        Also import again what changed in its folder: for development.

    A script with several pages needs a second line in the URLconf; :mod:`formrerun.api.menus` says which.

    Raises
    ------
    StreamlitPageNotFoundError
        If there is no such file.
    """
    found = Path(path)
    if not found.is_absolute():
        caller = Path(inspect.stack()[1].filename).parent
        found = next((base / found for base in (caller, Path.cwd(), caller.parent) if (base / found).is_file()), found)
    if not found.is_file():
        raise StreamlitPageNotFoundError(f"Unable to create Page. The file `{path}` could not be found.")
    page = file_page(found.resolve(), watch=watch)
    permissions = options.pop("permission_required", ())
    permissions = (permissions,) if isinstance(permissions, str) else tuple(permissions)
    options.setdefault("login_required", bool(permissions))
    return register(replace(page, title=title or page.title, permission_required=permissions, **options))


def file_page(path: Path, *, watch: bool = False) -> Page:
    """Return the page of a script's file."""
    script = Script(lambda: _load(path), str(path), str(path.parent), watch)
    title = path.stem.replace("_", " ").capitalize()
    return Page(function=script, name=f"script.{path.stem}.{_place(path)}", title=title)


def _place(path: Path) -> str:
    """Return what tells two scripts of one name apart, the same in every process of a deployment."""
    from formrerun.utils.digests import digest

    return digest(path)[:8]


def text_page(source: str, *, name: str = "script", names: Mapping[str, Any] | None = None) -> Page:
    """
    Return the page of a script's text; what ``AppTest.from_string`` runs.

    Parameters
    ----------
    names
        More names that the script finds defined.
    """
    from formrerun.utils.digests import digest

    compiled: list[CodeType] = []
    file = f"<{name} {digest(source)[:8]}>"

    def code() -> CodeType:
        if not compiled:
            compiled.append(compile_script(source, file))
            # Tracebacks and ``echo`` show its lines: there is no file to read them from, nor to compare the time with.
            linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        return compiled[0]

    return Page(function=Script(code, file, names=names or {}), name=f"script.{name}", title=name)
