"""
DOT text to SVG, by Graphviz' own program.

The text may be a visitor's. So the program gets no file, no time and no memory without end: it runs in an empty
folder, with an environment of its own, of which ``SERVER_NAME`` says that attributes like ``image`` and ``shapefile``
open nothing. It opens no connection by itself; an address in the text is written into the SVG as a link, and an image
in a page follows none.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from html import unescape

from formrerun.conf import settings
from formrerun.elements.charts._graph_svg import inline_svg
from formrerun.utils.bounded_cache import BoundedCache

#: What lays a graph out; the name of a program of Graphviz.
ENGINES = ("dot", "neato", "twopi", "circo", "fdp", "sfdp", "osage", "patchwork")
SECONDS = 10
MEGABYTES = 1024
#: The most bytes of an SVG.
LONGEST = 20 * 1024 * 1024
#: Graphviz' own environment variables of the site are left out: they name folders to read from.
_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE")
_ITEM = re.compile(rb'<g id="[^"]*" class="(node|edge)">\s*<title>(.*?)</title>', re.DOTALL)
_NAME = re.compile(r"^Error: (?:<stdin>: )?|\s+", re.MULTILINE)


@dataclass(frozen=True)
class Drawn:
    """
    What has become of a text.

    Attributes
    ----------
    svg
        The image; b"" if there is none.
    inline
        The same as a part of the page; "" if it is too large for one.
    error
        What Graphviz says is wrong with the text.
    is_missing
        There is no Graphviz.
    nodes, edges
        Their names, such as "run->stop", in the order of the image.
    """

    svg: bytes = b""
    inline: str = ""
    error: str = ""
    is_missing: bool = False
    nodes: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()


_drawn: BoundedCache[Drawn] = BoundedCache(
    lambda: 1_000, lambda: settings.DATA_CACHE_BYTES, lambda one: len(one.svg) + len(one.inline) + 200
)


def svg_of(dot: str, engine: str) -> Drawn:
    """Return the image of a graph; the same text is drawn once."""
    text = dot.encode("utf-8", "replace").replace(b"\x00", b"")
    key = (engine, sha256(text).digest())
    found = _drawn.get(key)
    if found is None:
        program = shutil.which("dot")
        if program is None:
            return Drawn(is_missing=True)  # and asked again: it may be installed meanwhile
        found = _draw(program, text, engine)
        _drawn.put(key, found)
    return found


def _draw(program: str, text: bytes, engine: str) -> Drawn:
    called = [program, f"-K{engine}", "-Tsvg"]
    if os.name == "posix":
        # The shell sets bounds on itself and becomes the program; Python can only do so where no threads are.
        bounds = f"ulimit -t {SECONDS} -f {LONGEST // 512}; ulimit -v {MEGABYTES * 1024}"
        called = ["/bin/sh", "-c", f'{bounds if sys.platform == "linux" else ":"}; exec "$@"', "sh", *called]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment.update(SERVER_NAME="formrerun", LC_ALL="C.UTF-8")
    with tempfile.TemporaryDirectory(prefix="formrerun-dot-") as folder, tempfile.TemporaryFile() as made:
        # HOME and the cache of fonts are the empty folder's, too.
        environment.update(HOME=folder, TMPDIR=folder)
        try:
            run = subprocess.run(
                called, input=text, stdout=made, stderr=subprocess.PIPE, timeout=SECONDS, cwd=folder, env=environment,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return Drawn(error=f"It takes longer than {SECONDS} seconds.")
        except OSError as error:
            return Drawn(error=str(error))
        size = made.tell()
        made.seek(0)
        svg = made.read(LONGEST + 1)
    said = run.stderr.decode("utf-8", "replace")
    if size > LONGEST:
        return Drawn(error=f"The image has more than {LONGEST // 1024 // 1024} MB.")
    end = svg.find(b"</svg>")
    if end < 0 or (run.returncode != 0 and "syntax error" in said):
        return Drawn(error=_said(said) or f"Graphviz ended with {run.returncode}.")
    items = [(kind, unescape(name.decode("utf-8", "replace"))) for kind, name in _ITEM.findall(svg)]
    svg = svg[: end + len(b"</svg>\n")]  # of the first graph, if there are several
    return Drawn(
        svg,
        inline_svg(svg, f"g{sha256(text).hexdigest()[:8]}-"),
        nodes=tuple(name for kind, name in items if kind == b"node"),
        edges=tuple(name for kind, name in items if kind == b"edge"),
    )


def _said(text: str) -> str:
    """Return the first error that Graphviz wrote, in one line."""
    lines = [line for line in text.splitlines() if line.startswith("Error:")] or text.splitlines()[:1]
    return _NAME.sub(" ", lines[0]).strip()[:500] if lines else ""
