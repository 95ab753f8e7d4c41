"""Numbers and moments of numpy and pandas as bounds, values and steps: what comes back is Python's own."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import formrerun as fr

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")

NOON = dt.datetime(2024, 1, 2, 12)
STAMP, NS = pd.Timestamp(NOON), np.datetime64("2024-01-02T12:00:00.000000000")
HOUR = np.timedelta64(1, "h")

DRAWN: dict[str, tuple[Any, Any]] = {
    "slider of ints": (lambda: fr.slider("W", np.int64(1), np.int32(9), np.uint8(3), np.int64(2)), 3),
    "slider of floats": (
        lambda: fr.slider("W", np.float64(0.1), np.float64(0.9), np.float64(0.5), np.float64(0.1)),
        0.5,
    ),
    "slider from its bounds": (lambda: fr.slider("W", np.float64(0.25), np.float64(0.75)), 0.25),
    "slider of a pair": (lambda: fr.slider("W", np.int64(1), np.int64(9), (np.int64(2), np.int64(3))), (2, 3)),
    "slider of an array": (lambda: fr.slider("W", 1, 9, np.array([2, 3])), (2, 3)),
    "slider of a column": (lambda: fr.slider("W", 1, 9, pd.Series([2, 3])), (2, 3)),
    "slider of days": (
        lambda: fr.slider("W", np.datetime64("2024-01-01"), np.datetime64("2024-02-01"), np.datetime64("2024-01-02")),
        dt.date(2024, 1, 2),
    ),
    "slider of moments": (
        lambda: fr.slider("W", STAMP - pd.Timedelta("1D"), STAMP + pd.Timedelta("1D"), STAMP, HOUR),
        NOON,
    ),
    "slider of numpy's moments": (lambda: fr.slider("W", NS - HOUR, NS + HOUR, NS, HOUR), NOON),
    "number of an int": (lambda: fr.number_input("W", np.int64(1), np.int64(9), np.int64(5), np.int64(2)), 5),
    "number of a float": (lambda: fr.number_input("W", np.float32(0), np.float64(9), np.float64(0.5)), 0.5),
    "number from its bound": (lambda: fr.number_input("W", np.int64(4)), 4),
    "number that is missing": (lambda: fr.number_input("W", 0, 9, pd.NA), None),
    "day of a stamp": (
        lambda: fr.date_input("W", STAMP, STAMP - pd.Timedelta("1D"), STAMP + pd.Timedelta("1D")),
        NOON.date(),
    ),
    "day of numpy": (
        lambda: fr.date_input("W", np.datetime64("2024-01-02"), np.datetime64("2024-01-01"), NS),
        NOON.date(),
    ),
    "days": (lambda: fr.date_input("W", (STAMP, NS)), (NOON.date(), NOON.date())),
    "days of a column": (lambda: fr.date_input("W", pd.Series([STAMP, STAMP])), (NOON.date(), NOON.date())),
    "day that is missing": (lambda: fr.date_input("W", pd.NaT, pd.NaT, pd.NaT), None),
    "moment": (lambda: fr.datetime_input("W", STAMP, NS - HOUR, NS + HOUR, step=HOUR), NOON),
    "moment of numpy": (lambda: fr.datetime_input("W", NS), NOON),
    "moment that is missing": (lambda: fr.datetime_input("W", np.datetime64("NaT")), None),
    "time": (lambda: fr.time_input("W", STAMP, step=HOUR), NOON.time()),
    "time of numpy": (lambda: fr.time_input("W", NS), NOON.time()),
    "option": (lambda: fr.select_slider("W", np.array([1, 2, 3]), np.int64(2)), 2),
    "options": (lambda: fr.select_slider("W", range(9), (np.int64(2), np.int64(4))), (2, 4)),
    "index": (lambda: fr.selectbox("W", ["a", "b"], np.int64(1)), "b"),
    "index of a radio": (lambda: fr.radio("W", ["a", "b"], np.argmax([1, 2])), "b"),
    "defaults": (lambda: fr.multiselect("W", [1, 2, 3], np.array([1, 3])), [1, 3]),
    "box": (lambda: fr.checkbox("W", np.bool_(True)), True),
}


@pytest.mark.parametrize(("draw", "value"), DRAWN.values(), ids=DRAWN)
def test_what_comes_back_is_python_s(show, draw, value):
    said: list[Any] = []
    at = show(lambda: said.append(draw()))
    assert not at.exception
    assert repr(said) == repr([value])


SET: dict[str, tuple[Any, Any, Any]] = {
    "number": (lambda: fr.number_input("W", 0, 9, key="w"), np.int64(5), 5),
    "number of a model": (lambda: fr.number_input("W", 0.0, 9.0, key="w"), Decimal("2.50"), 2.5),
    "whole number of a model": (lambda: fr.number_input("W", 0, 9, key="w"), Decimal("5.00"), 5),
    "box": (lambda: fr.checkbox("W", key="w"), np.int64(1), True),
    "slider": (lambda: fr.slider("W", 0.0, 9.0, key="w"), np.float64(5), 5.0),
    "pair": (lambda: fr.slider("W", 0, 9, (1, 2), key="w"), (np.int64(5), np.int64(6)), (5, 6)),
    "day": (lambda: fr.date_input("W", NOON, key="w"), np.datetime64("2024-01-03"), dt.date(2024, 1, 3)),
    "moment": (lambda: fr.datetime_input("W", NOON, key="w"), STAMP, NOON),
    "time": (lambda: fr.time_input("W", key="w"), NS, NOON),
    "option": (lambda: fr.selectbox("W", [1, 2], key="w"), np.int64(2), 2),
}


@pytest.mark.django_db
@pytest.mark.parametrize("store", ["process", "project"])
@pytest.mark.parametrize(("draw", "given", "value"), SET.values(), ids=SET)
def test_code_may_set_them(show, draw, given, value, store):
    at = show(lambda: [draw(), fr.button("Again")], store=store)
    at.session_state.w = given
    at.run()
    at.button[0].click().run()
    assert not at.exception
    assert at.session_state.w == (value.time() if given is NS else value)


NAN, INF = float("nan"), float("inf")
REFUSED: dict[str, Any] = {
    f"{kind} {name} {value!r}": (lambda kind=kind, name=name, value=value: getattr(fr, kind)("W", **{name: value}))
    for kind in ("slider", "number_input")
    for name in ("min_value", "max_value", "value", "step")
    for value in (NAN, INF, -INF, np.float64("nan"), Decimal("0.5"), Fraction(1, 2), 1j, "x")
    if (kind, name, value) != ("number_input", "value", "min")
} | {
    "a day that Python has not": lambda: fr.date_input("W", np.datetime64("30000-01-01")),
    "a stamp that Python has not": lambda: fr.datetime_input("W", pd.Timestamp(np.datetime64("30000-01-01", "s"))),
    "a slider there": lambda: fr.slider("W", value=np.datetime64("30000-01-01T00:00:00")),
    "a step that Python has not": lambda: fr.time_input("W", step=np.timedelta64(10**10, "D")),
}


@pytest.mark.parametrize("draw", REFUSED.values(), ids=REFUSED)
def test_what_is_no_number_or_moment_is_an_error_that_says_so(show, draw):
    at = show(lambda: [draw(), fr.text("not reached")])
    assert len(at.exception) == 1
    assert "Streamlit" in at.exception[0].proto.type or "API" in at.exception[0].proto.type
    assert at.exception[0].message


@pytest.mark.django_db
@pytest.mark.parametrize("store", ["process", "project"])
@pytest.mark.parametrize("value", [NAN, INF, 10**400, Decimal(1), Fraction(1, 2)])
@pytest.mark.parametrize(
    "draw", [lambda: fr.number_input("W", key="w"), lambda: fr.number_input("W", step=1, key="w"),
             lambda: fr.slider("W", 0.0, 1.0, key="w"), lambda: fr.slider("W", 0, 1, key="w")],
)  # fmt: skip
def test_code_that_sets_such_a_number_gets_an_error_and_no_broken_page(show, draw, value, store):
    at = show(lambda: [draw(), fr.button("Again")], store=store)
    at.session_state.w = value
    at.run()
    assert len(at.exception) <= 1
    at.run()
