"""The codec: what goes into a record comes out of it, type by type, and reading never runs what a record chose."""

from __future__ import annotations

import datetime as dt
import enum
import json
import math
import operator
import uuid
from collections import OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from django.contrib.auth.models import Group
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st

from formrerun import codec
from formrerun.codec import Unstorable
from formrerun.codec import values as codec_values
from formrerun.exceptions import UnserializableSessionStateError


class Colour(enum.Enum):
    RED = 1
    GREEN = "green"


class Rights(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()


class Level(enum.IntEnum):
    LOW = 1


Point = namedtuple("Point", "x y")


@dataclass
class Address:
    street: str
    tags: set[str] = field(default_factory=set)
    later: int = 0


@dataclass(frozen=True)
class Frozen:
    at: dt.date


@dataclass
class Counted:
    made: int = 0

    def __post_init__(self):
        self.made += 1


def there_and_back(value):
    """Return what another process reads; through text, so that nothing slips by as an object."""
    return codec.loads(codec.dumps(value))


scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
    | st.complex_numbers(allow_nan=False) | st.decimals(allow_nan=False) | st.fractions() | st.uuids() | st.dates()
    | st.times() | st.datetimes() | st.timedeltas() | st.sampled_from([*Colour, Rights.READ | Rights.WRITE, ...])
    | st.datetimes(timezones=st.sampled_from([ZoneInfo("Europe/Berlin"), ZoneInfo("UTC"), dt.timezone.utc]))
    | st.datetimes(timezones=st.just(dt.timezone(dt.timedelta(hours=5, minutes=30))))
)  # fmt: skip
hashables = st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.tuples(st.integers(), st.text())
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(hashables, inner, max_size=4)
        | st.dictionaries(st.sampled_from(["$", "v", "a"]), inner, max_size=3) | st.sets(hashables, max_size=4)
        | st.frozensets(hashables, max_size=4) | st.lists(inner, max_size=3).map(deque)
        | st.builds(Address, st.text(), st.sets(st.text(), max_size=2)) | st.builds(Point, inner, inner)
        | st.builds(Frozen, st.dates()) | st.dictionaries(st.text(), inner, max_size=3).map(OrderedDict)
    ),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=120, deadline=None, database=None, derandomize=True)
@given(values)
def test_everything_comes_back_equal_and_of_its_type(value):
    again = there_and_back(value)
    assert again == value
    assert type(again) is type(value)


@settings(max_examples=40, deadline=None, database=None, derandomize=True)
@given(values)
def test_storing_twice_gives_the_same_text(value):
    assert codec.dumps(there_and_back(value)) == codec.dumps(value)


@pytest.mark.parametrize(
    "value",
    [
        bytearray(b"\x00\xff"), range(1, 10, 2), slice(1, None, 2), Decimal("NaN").copy_abs(), Decimal("-0.00"),
        Fraction(1, 3), Path("a/b"), deque([1, 2], maxlen=2), SimpleNamespace(a=1, b=[Colour.RED]),
        defaultdict(list, {"a": [1], 3: []}), Level.LOW, uuid.UUID(int=0), math.inf, -math.inf, -0.0, 10**400,
        "\ud800", "\x00", {"$": "date", "v": "2026-01-01"}, {"$": {"$": 1}}, {1: "a", "1": "b", None: "c"},
        Address, len, Colour, dt.timezone.utc, ZoneInfo("Asia/Tokyo"), dt.time(2, 30, fold=1),
        dt.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")), dt.timedelta.max,
        [[[[[[[[[[]]]]]]]]]], (), set(), b"", {(1, 2): {3, 4}},
    ],
    ids=repr,
)  # fmt: skip
def test_the_edges(value):
    again = there_and_back(value)
    assert repr(again) == repr(value)
    assert type(again) is type(value)


def test_not_a_number_stays_one():
    assert math.isnan(there_and_back(math.nan))
    assert there_and_back(Decimal("sNaN")).is_snan()


def test_fold_and_zone_are_kept():
    value = dt.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin"))
    again = there_and_back(value)
    assert (again.fold, again.utcoffset(), again.tzinfo.key) == (1, dt.timedelta(hours=1), "Europe/Berlin")


def test_a_dataclass_is_not_made_anew():
    """What was stored is the state; ``__post_init__`` ran when the object was made."""
    assert there_and_back(Counted()).made == 1


def test_a_field_a_release_has_added_gets_its_default():
    stored = json.loads(codec.dumps(Address("Main street")))
    del stored["v"][1]["later"]
    assert codec.decode(stored) == Address("Main street", set(), 0)


def test_marks_are_dropped_and_lazy_texts_become_texts():
    assert type(there_and_back(mark_safe("<b>"))) is str
    assert there_and_back(gettext_lazy("Yes")) == "Yes"


class TestLibraries:
    @pytest.mark.parametrize(
        "array",
        [
            np.arange(6).reshape(2, 3), np.array([1.5, np.nan]), np.array([True]), np.array([], dtype="float32"),
            np.array(["a", "bcd"]), np.array([1 + 2j]), np.array(["2026-01-01"], dtype="M8[D]"),
            np.array([1, 2], dtype="m8[s]"), np.arange(6).reshape(2, 3).T, np.array(3), np.array([1, 2], dtype=">i4"),
        ],
        ids=str,
    )  # fmt: skip
    def test_arrays(self, array):
        again = there_and_back(array)
        assert (again.dtype, again.shape) == (array.dtype, array.shape)
        np.testing.assert_array_equal(again, array)
        again[...] = again  # it can be written to

    @pytest.mark.parametrize("scalar", [np.int64(3), np.float32(1.5), np.bool_(True), np.str_("a"), np.uint8(255)])
    def test_numbers_of_numpy(self, scalar):
        assert there_and_back(scalar) == scalar
        assert type(there_and_back(scalar)) is type(scalar)

    def test_an_array_of_objects(self):
        array = np.array([Colour.RED, None, "a"], dtype=object)
        assert there_and_back(array).tolist() == array.tolist()

    @pytest.mark.parametrize(
        "frame",
        [
            pd.DataFrame(),
            pd.DataFrame({"a": [1, 2], "b": [1.5, None], "c": ["x", None], "d": [True, False]}),
            pd.DataFrame({"a": [1, 2]}, index=["x", "y"]),
            pd.DataFrame({"a": pd.to_datetime(["2026-01-01", None]), "b": pd.to_timedelta(["1h", "2h"])}),
            pd.DataFrame({"a": pd.to_datetime(["2026-01-01"]).tz_localize("Europe/Berlin")}),
            pd.DataFrame({"a": pd.Categorical(["x", None, "y"], categories=["y", "x"], ordered=True)}),
            pd.DataFrame({"a": pd.array([1, None], dtype="Int64"), "b": pd.array(["x", None], dtype="string")}),
            pd.DataFrame({1: [1], "two": [2]}),
            pd.DataFrame([[1, 2]], columns=["a", "a"]),
            pd.DataFrame({"a": [1, 2]}, index=pd.MultiIndex.from_tuples([("x", 1), ("y", 2)], names=["k", "n"])),
            pd.DataFrame({"a": [1]}, index=pd.date_range("2026-01-01", periods=1, name="day")),
            pd.DataFrame({"a": [[1, 2], {"b": Colour.RED}]}),
        ],
        ids=lambda frame: ",".join(map(str, frame.dtypes)) or "empty",
    )
    def test_frames(self, frame):
        pd.testing.assert_frame_equal(there_and_back(frame), frame, check_freq=False, check_column_type=False)

    def test_series_and_scalars(self):
        series = pd.Series([1, 2], index=["a", "b"], name="n")
        pd.testing.assert_series_equal(there_and_back(series), series)
        for value in (pd.Timestamp("2026-01-01", tz="Asia/Tokyo"), pd.Timestamp("2026-01-01"), pd.Timedelta("1h")):
            assert there_and_back(value) == value
        assert there_and_back(pd.NaT) is pd.NaT
        assert there_and_back(pd.NA) is pd.NA

    @pytest.mark.django_db
    def test_models_by_their_key(self):
        group = Group.objects.create(name="a")
        assert there_and_back(group) == group
        assert list(there_and_back(Group.objects.all())) == [group]
        stored = codec.dumps(group)
        group.delete()
        assert codec.loads(stored) is None

    def test_an_unsaved_model_has_no_key(self):
        with pytest.raises(Unstorable, match=r"an unsaved auth\.Group"):
            codec.encode(Group(name="a"))


class Connection:
    """Nothing that could be stored."""


class TestUnstorable:
    @pytest.mark.parametrize(
        ("value", "part"),
        [
            (Connection(), "a value of type tests.codec.test_values.Connection"),
            ([1, {"a": Connection()}], "a value of type tests.codec.test_values.Connection, inside a list"),
            (lambda: 1, "<lambda>` that no import finds"),
            ((number for number in ()), "a value of type generator (it can be read only once"),
            (open, None),
            (defaultdict(lambda: 1), "a defaultdict whose factory no import finds"),
        ],
    )
    def test_the_error_names_key_part_and_cure(self, value, part):
        if part is None:
            codec.check("k", value)
            return
        with pytest.raises(UnserializableSessionStateError) as raised:
            codec.check("k", value)
        assert "`st.session_state['k']` holds" in str(raised.value)
        assert part in str(raised.value)
        assert "cache_resource" in str(raised.value)

    def test_a_structure_that_contains_itself(self):
        value = []
        value.append(value)
        with pytest.raises(UnserializableSessionStateError, match=r"a structure that contains itself.*, inside a list"):
            codec.check("k", value)

    def test_an_unknown_tag_is_an_error_and_not_a_guess(self):
        with pytest.raises(Unstorable, match="the stored type 'no-such' is unknown"):
            codec.decode({"$": "no-such", "v": 1})

    def test_a_class_that_is_gone_is_an_error(self):
        stored = json.loads(codec.dumps(Address("a")))
        stored["v"][0] = "tests.codec.test_values:Gone"
        with pytest.raises(Unstorable, match=r"the stored dataclass cannot be read any more .*'Gone'"):
            codec.decode(stored)


class Money:
    def __init__(self, amount):
        self.amount = amount


def test_a_type_can_be_taught(monkeypatch):
    monkeypatch.setattr(codec_values, "_encoders", dict(codec_values._encoders))
    monkeypatch.setattr(codec_values, "_decoders", dict(codec_values._decoders))
    with pytest.raises(Unstorable):
        codec.encode(Money(Decimal(3)))
    codec.register(Money, "money", operator.attrgetter("amount"), Money)
    assert there_and_back([Money(Decimal("1.5"))])[0].amount == Decimal("1.5")


def test_functions_go_by_path_only_if_an_import_finds_them_again():
    def inner():
        pass

    assert codec.path_of(there_and_back) == "tests.codec.test_values:there_and_back"
    assert codec.path_of(inner) is None
    assert codec.path_of(TestUnstorable.test_an_unknown_tag_is_an_error_and_not_a_guess)
    assert codec.by_path("tests.codec.test_values:Colour.RED") is Colour.RED
