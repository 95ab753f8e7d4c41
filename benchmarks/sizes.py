"""The sizes that are measured: fields of the form, and whether a table of 1,000 × 8 stands beside it."""

from __future__ import annotations

SIZES = ((6, False), (100, False), (6, True), (1000, False))
#: Opened, and not submitted.
OPENED = 3000
