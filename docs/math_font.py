"""
The font of formulas, cut to what they are made of: ``python docs/math_font.py noto-sans-math-latin-400-normal.woff2``.

Brackets and roots grow by a table that only fonts of mathematics have, and few machines have one. The file is that of
the npm package @fontsource/noto-sans-math (SIL Open Font License 1.1); needs ``pip install fonttools brotli``.
"""

from __future__ import annotations

import sys
from pathlib import Path

#: ASCII, Latin, marks over letters, Greek, signs, arrows, operators, brackets and their parts, italic letters.
UNICODES = (
    "U+0020-007E,U+00A0-00FF,U+0131,U+0237,U+0300-036F,U+0391-03F6,U+2016,U+2020-2026,U+2032-2037,U+2044,U+2061-2064,"
    "U+20D0-20F0,U+2102-2138,U+2190-21FF,U+2200-22FF,U+2308-230B,U+23B0-23B5,U+23DC-23E1,U+239B-23B4,U+27E6-27EB,"
    "U+27F5-27FF,U+2A00-2A0C,U+2A3F,U+2A7D-2A7E,U+1D434-1D467,U+1D6A4-1D6E1"
)
TARGET = Path(__file__).resolve().parents[1] / "formrerun/static/formrerun/math.woff2"

if __name__ == "__main__":
    from fontTools.subset import main

    main([
        sys.argv[1], f"--unicodes={UNICODES}", "--layout-features=ssty,dtls", "--flavor=woff2", "--no-hinting",
        "--desubroutinize", f"--output-file={TARGET}",
    ])  # fmt: skip
