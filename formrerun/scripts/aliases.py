"""
``import streamlit`` in a script, and in what it imports, gives this package.

Imports of the script itself and of modules beside it are changed before they are compiled, so that it does not matter
whether Streamlit is installed, nor who else in the process uses it. Packages of others that want Streamlit get this one
where there is no other.
"""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from formrerun.engine.context import running
from formrerun.scripts import streamlit_modules
from formrerun.scripts.compiling import ROOT, compile_helper, is_streamlit

#: Where libraries are installed: their imports are left alone.
LIBRARIES = tuple({sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")})


class StreamlitAlias(MetaPathFinder, Loader):
    """
    Gives this package to ``import streamlit``.

    Parameters
    ----------
    only_in_scripts
        Only while a script runs.
    """

    def __init__(self, *, only_in_scripts: bool = False) -> None:
        self.only_in_scripts = only_in_scripts

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        name = _name(fullname)
        if not is_streamlit(name) or not streamlit_modules.is_known(name):
            return None
        if name == fullname and self.only_in_scripts and not in_script():
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return streamlit_modules.module(_name(spec.name))

    def exec_module(self, module: ModuleType) -> None:
        """Nothing: it is loaded already."""

    @classmethod
    def install(cls) -> None:
        """
        Give it to every import of the process: what ``runpage`` does.

        A project that also uses Streamlit itself must not.
        """
        if not any(isinstance(finder, cls) and not finder.only_in_scripts for finder in sys.meta_path):
            sys.meta_path.insert(0, cls())


class HelperModules(MetaPathFinder):
    """Finds the modules that a script imports, and changes what they import of Streamlit."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not in_script():
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or not spec.origin or not isinstance(spec.loader, SourceFileLoader):
            return None
        if spec.origin.startswith(LIBRARIES) or b"streamlit" not in Path(spec.origin).read_bytes():
            return None
        spec.loader = _Helper(fullname, spec.origin)
        return spec


class _Helper(SourceFileLoader):
    """Compiles anew in every process: bytecode on disk is Python's, which does not change imports."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return compile_helper(self.get_data(path), path)


def in_script() -> bool:
    """Return True while a Streamlit script runs, its callbacks and threads included."""
    run = running()
    return run is not None and run.environment.is_script


def know_streamlit() -> None:
    """Let scripts import Streamlit, whoever serves them."""
    if not any(isinstance(finder, HelperModules) for finder in sys.meta_path):
        sys.meta_path.insert(0, HelperModules())
        sys.meta_path.append(StreamlitAlias(only_in_scripts=True))


def _name(fullname: str) -> str:
    """Return Streamlit's own name of a module."""
    return f"streamlit{fullname.removeprefix(ROOT)}" if f"{fullname}.".startswith(f"{ROOT}.") else fullname
