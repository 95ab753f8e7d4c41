"""The script of plotly.js, as the installed package plotly has it: no copy of ours is as new as the figures are."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

#: What the script asks for before it writes a stylesheet of its own into the page, which a strict policy refuses.
_STYLE = re.compile(rb'document\.getElementById\("([0-9a-f]{64})"\)')


@dataclass(frozen=True)
class Bundle:
    """The script: its bytes, its sha256, and the ids of the stylesheets that it is to leave alone."""

    body: bytes
    digest: str
    styles: tuple[str, ...]

    @cached_property
    def packed(self) -> bytes:
        """The gzipped script, made when a browser first asks for it."""
        return gzip.compress(self.body, 6, mtime=0)


def bundle() -> Bundle | None:
    """Return the script; None if plotly is not installed."""
    found = find_spec("plotly")
    if found is None or found.origin is None:
        return None
    return _read(Path(found.origin).parent / "package_data" / "plotly.min.js")


@lru_cache(maxsize=1)
def _read(path: Path) -> Bundle | None:
    try:
        body = path.read_bytes()
    except OSError:
        return None
    styles = sorted({one.decode() for one in _STYLE.findall(body)})
    return Bundle(body, sha256(body).hexdigest(), tuple(styles))
