"""Single numbers, moments and lengths of time of numpy, pandas and pyarrow as Python's own."""

from __future__ import annotations

import datetime as dt
import numbers
from typing import Any

LIBRARIES = frozenset({"numpy", "pandas", "pyarrow"})


def python_scalar(value: Any) -> Any:
    """
    Return Python's own number, date, datetime or timedelta of a scalar of numpy, pandas or pyarrow; others as they are.

    A list or tuple of them becomes one of Python's own, an array or a column a list. What is missing there (``NaT``,
    ``NA``) is None.

    Raises
    ------
    OverflowError
        If it is a moment or length of time that Python has none for.
    """
    kind = type(value)
    if kind is list or kind is tuple:
        return kind(map(python_scalar, value))
    root = kind.__module__.partition(".")[0]
    if root not in LIBRARIES:
        return value
    if root == "pyarrow":
        return python_scalar(value.as_py()) if hasattr(value, "as_py") else value
    if kind.__name__ in ("NaTType", "NAType"):
        return None
    if kind.__name__ in ("datetime64", "timedelta64"):
        return _of_numpy(value)
    if isinstance(value, (dt.datetime, dt.timedelta)):
        return _of_pandas(value)
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    if kind.__name__ in ("bool", "bool_") or getattr(value, "ndim", None) == 0:
        return python_scalar(value.item())
    return python_scalar(list(value)) if getattr(value, "ndim", None) == 1 else value


def _of_numpy(value: Any) -> Any:
    import numpy as np

    if np.isnat(value):
        return None
    days = np.datetime_data(value.dtype)[0] in ("Y", "M", "W", "D")
    unit = "D" if days and isinstance(value, np.datetime64) else "us"
    made = value.astype(f"{type(value).__name__}[{unit}]")
    found = made.item()
    if isinstance(found, int) or (made.astype(value.dtype) != value and not _is_finer(value)):
        raise OverflowError(f"{value} is beyond the calendar")
    return found


def _is_finer(value: Any) -> bool:
    """Return True for nanoseconds and less, of which Python keeps the microseconds."""
    import numpy as np

    return np.datetime_data(value.dtype)[0] in ("ns", "ps", "fs", "as")


def _of_pandas(value: Any) -> Any:
    try:
        return value.to_pydatetime(warn=False) if hasattr(value, "to_pydatetime") else value.to_pytimedelta()
    except (ValueError, NotImplementedError):
        raise OverflowError(f"{value} is beyond the calendar") from None
