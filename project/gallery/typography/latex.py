"""A formula."""

from __future__ import annotations

import formrerun as fr


def a_sum() -> None:
    """A sum."""
    fr.latex(r"\sum_{k=0}^{n-1} a r^k = a \left(\frac{1 - r^n}{1 - r}\right)")
