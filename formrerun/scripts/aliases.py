"""``import streamlit`` in a script gives formrerun."""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from formrerun.scripts.compiling import our_module


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

        return importlib.import_module(our_module(spec.name))

    def exec_module(self, module: ModuleType) -> None:
        """Nothing: it is loaded already."""

    @classmethod
    def install(cls) -> None:
        """Install the alias, once."""
        if not any(isinstance(finder, cls) for finder in sys.meta_path):
            sys.meta_path.insert(0, cls())
