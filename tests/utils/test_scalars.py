"""Scalars of libraries as Python's own."""

from __future__ import annotations

import datetime as dt

import pytest

from formrerun.utils.scalars import python_scalar

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")


@pytest.mark.parametrize(
    ("given", "python"),
    [
        (np.int64(5), 5),
        (np.bool_(True), True),
        (np.longdouble(2), 2.0),
        (np.array(3), 3),
        (np.array([1, 2]), [1, 2]),
        (pd.Series([1.5]), [1.5]),
        ((np.int64(1), "x"), (1, "x")),
        (np.datetime64("2024-01"), dt.date(2024, 1, 1)),
        (np.datetime64("2024-01-01T12:00:00.123456789"), dt.datetime(2024, 1, 1, 12, 0, 0, 123456)),
        (np.timedelta64(3, "D"), dt.timedelta(3)),
        (pd.Timedelta("1h"), dt.timedelta(hours=1)),
        (pd.NaT, None),
        (pd.NA, None),
        (np.datetime64("NaT"), None),
        ("x", "x"),
    ],
)
def test_it_is_python_s(given, python):
    assert repr(python_scalar(given)) == repr(python)


@pytest.mark.parametrize(
    "given", [np.datetime64("30000-01-01"), np.datetime64(2**62, "s"), np.timedelta64(10**10, "D")]
)
def test_what_python_has_not_is_an_overflow(given):
    with pytest.raises(OverflowError, match="beyond the calendar"):
        python_scalar(given)
