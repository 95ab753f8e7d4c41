"""What a script imports from beside itself: loaded anew when its file has changed, and never another script's."""

from __future__ import annotations

import sys
from pathlib import Path

_seen: dict[str, int] = {}
#: The folders of all scripts that have run in this process.
_folders: set[Path] = set()


def forget_changed(folder: Path) -> None:
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
