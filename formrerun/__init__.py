"""
Rerun-style forms for Django: a page is a Python function, declared top to bottom.

``import formrerun as fr`` gives everything a page author may call. The names are loaded at the first use, because
Django imports this package before its app registry is ready.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formrerun.api import *  # noqa: F403

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(f"module 'formrerun' has no attribute {name!r}")
    if find_spec(f"formrerun.{name}") is not None:
        return import_module(f"formrerun.{name}")
    if name == "App":  # it serves without a project, too, and then nobody else configures Django
        import_module("formrerun.scripts.standalone").ensure()
    ui = import_module("formrerun.api")
    # Filed in the module itself, so that this function runs once a process and not once a call.
    globals().update({public: getattr(ui, public) for public in ui.__all__})
    try:
        return globals()[name]
    except KeyError:
        pass
    placeholder = import_module("formrerun.elements.general.placeholder")
    if name in placeholder.names:
        if placeholder.is_forgiven():
            return placeholder.absent(name)
        raise placeholder.not_here_yet(name)
    missing = import_module("formrerun.utils.missing_names")
    raise AttributeError(missing.missing_message("formrerun", "fr", name, ui.__all__))


def __dir__() -> list[str]:
    return sorted({*globals(), *import_module("formrerun.api").__all__})
