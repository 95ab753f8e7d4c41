"""A script file, run inside the run that is going on."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from types import CodeType
from typing import Any

from formrerun.codec.main_module import asking_script, script_module
from formrerun.scripts.compiling import MAGIC, compile_script

_compiled: dict[str, tuple[int, CodeType]] = {}
script_folder: ContextVar[Path | None] = ContextVar("formrerun.main_folder", default=None)


def main_folder() -> Path:
    """Return the folder of the script that runs, or whose callback does; where the process runs, if none does."""
    folder = script_folder.get()
    if folder is None and (script := asking_script()) is not None:
        folder = Path(script["__file__"]).parent
        folder = folder.parent if folder.name == "pages" else folder
    return folder if folder is not None and folder.is_absolute() else Path.cwd()


def run_file(path: Path) -> None:
    """Run a script's file, as one of the pages of the script that runs."""
    execute(load(path), str(path))


def execute(code: CodeType, file: str, names: Mapping[str, Any] | None = None) -> None:
    """Run a script in a fresh module, which is ``__main__`` for it."""
    from formrerun.elements.general.write import write

    with script_module(file) as module:
        module.__dict__.update({MAGIC: write, **(names or {})})
        exec(code, module.__dict__)


def load(path: Path) -> CodeType:
    """Return a script's code, compiled again when the file has changed."""
    changed = path.stat().st_mtime_ns
    known = _compiled.get(str(path))
    if known is None or known[0] != changed:
        known = _compiled[str(path)] = (changed, compile_script(path.read_bytes(), str(path)))
    return known[1]
