"""What a script imports from beside itself: loaded anew when its file has changed, and never another script's."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_seen: dict[str, int] = {}
#: By folder: the names of all modules at the last look, and the names and files of those from there.
_modules: dict[Path, tuple[list[str], dict[str, str]]] = {}
#: The folders of all scripts that have run in this process.
_folders: set[Path] = set()


def forget_changed(folder: Path) -> None:
    """Forget the modules of a folder if one changed since the last look, so that the script imports them anew."""
    ours, changed = _modules_of(folder), False
    for file in ours.values():
        try:
            stamp = os.stat(file).st_mtime_ns
        except OSError:
            continue
        changed |= _seen.get(file, stamp) != stamp
        _seen[file] = stamp
    if changed:
        for name in ours:
            sys.modules.pop(name, None)


def _modules_of(folder: Path) -> dict[str, str]:
    """Return the names and files of the modules that were imported from a folder."""
    names = list(sys.modules)
    known, ours = _modules.get(folder, ([], {}))
    if names != known:  # there are thousands of them, and each run asks
        files = {name: str(getattr(sys.modules.get(name), "__file__", "")) for name in names}
        start = f"{folder}{os.sep}"
        ours = {name: file for name, file in files.items() if file.startswith(start) and "site-packages" not in file}
        _modules[folder] = (names, ours)
    return ours


def look_in_first(folder: Path) -> None:
    """
    Let a script import from its folder first, and forget modules of other scripts that have the name of one of its own.

    A process has one module of a name: two scripts that have helpers of one name load theirs anew in turns.
    """
    if sys.path[:1] != [str(folder)] and (str(folder) not in sys.path or len(_folders) > 1):
        sys.path[:] = [str(folder), *(path for path in sys.path if path != str(folder))]
    _folders.add(folder)
    if len(_folders) == 1:
        return
    for name in {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}:
        file = Path(getattr(sys.modules.get(name), "__file__", None) or "")
        home = file.parent.parent if file.name == "__init__.py" else file.parent
        if home != folder and home in _folders:
            for inner in [one for one in sys.modules if f"{one}.".startswith(f"{name}.")]:
                sys.modules.pop(inner, None)
