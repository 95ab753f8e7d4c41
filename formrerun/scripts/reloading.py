"""What a script imports from beside itself is loaded anew when its file has changed."""

from __future__ import annotations

import sys
from pathlib import Path

_seen: dict[str, int] = {}


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
