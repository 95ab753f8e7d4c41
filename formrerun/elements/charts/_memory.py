"""What charts are made of, made once: the same data in the next run cost a fingerprint and a look-up."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from formrerun.conf import settings
from formrerun.tables import encoding
from formrerun.utils.bounded_cache import BoundedCache

T = TypeVar("T")


class LibraryPickler(encoding.Pickler):
    """For objects of the libraries that draw: whatever holds code of an author's is drawn anew each time."""

    trusted = frozenset({
        "PIL", "altair", "builtins", "collections", "contourpy", "copyreg", "cycler", "datetime", "dateutil", "decimal",
        "fractions", "functools", "itertools", "kiwisolver", "matplotlib", "mpl_toolkits", "narwhals", "numpy",
        "pandas", "pathlib", "plotly", "polars", "pyarrow", "pydeck", "pytz", "seaborn", "types", "uuid", "weakref",
        "zoneinfo",
    })  # fmt: skip


_made: BoundedCache[tuple[Any, int]] = BoundedCache(
    lambda: 1_000, lambda: settings.DATA_CACHE_BYTES, lambda one: one[1]
)


def made_once(
    kind: Hashable,
    given: Any,
    make: Callable[[], T],
    weigh: Callable[[T], int],
    pickler: type[encoding.Pickler] | None = None,
) -> T:
    """
    Return what is made of something; the same one is not made twice, and nobody may change it.

    Parameters
    ----------
    kind
        What is made, so that the same may be given for two things.
    given
        All that it depends on; what cannot be compared is made each time.
    weigh
        Gives the bytes of what was made.
    pickler
        Says what of it can be compared.
    """
    fingerprint = encoding.fingerprint(given, pickler)
    if fingerprint is None:
        return make()
    found = _made.get((kind, fingerprint))
    if found is None:
        made = make()
        found = made, weigh(made)
        _made.put((kind, fingerprint), found)
    result: T = found[0]
    return result


def forget() -> None:
    """Drop all that was made: a test wants a cold start."""
    _made.clear()
