"""
Every kind of widget in one table: how it is drawn, what a person makes of it, and what nobody may send.

``tests/elements/test_contract.py`` and ``tests/web/test_views.py`` run over it; a new widget gets its line here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import formrerun as fr
from tests.visitor import Visitor

DAY, NEXT_DAY = dt.date(2026, 1, 5), dt.date(2026, 1, 6)
NOON = dt.time(12, 0)
LONG = "9" * 400
ABC = ["a", "b", "c"]


@dataclass(frozen=True)
class Kind:
    """
    One kind of widget with one set of parameters.

    Attributes
    ----------
    name
        The command.
    test_id
        Streamlit's ``data-testid``.
    initial, value
        What it returns untouched, and after a person has sent ``sent``.
    sent
        What a browser posts for ``value``.
    corrected
        Posts that a person can put right: refused with a message beside the field (422).
    ignored
        Posts that the page never offered: the field is shown again as it was.
    params
        The parameters after the label.
    required
        Whether it takes ``required=True``.
    """

    name: str
    test_id: str
    initial: Any
    sent: list[str]
    value: Any
    corrected: tuple[list[str], ...] = ()
    ignored: tuple[list[str], ...] = ()
    params: dict[str, Any] = field(default_factory=dict)
    required: bool = False
    id: str = ""

    def __str__(self) -> str:
        return self.id or self.name

    def draw(self, label: str = "Field", **more: Any) -> Any:
        """Draw it and return its value."""
        return self.command(label, **{**self.params, **more})

    @property
    def command(self) -> Callable[..., Any]:
        """The function of the package."""
        return getattr(fr, self.name)

    def fill(self, visitor: Visitor, label: str = "Field") -> None:
        """Fill it in by hand, as a person does."""
        is_box = visitor.controls(label)[0].get("type") == "checkbox"
        visitor.fill(label, *([bool(self.sent)] if is_box else self.sent))


# fmt: off
KINDS = [
    Kind("text_input", "stTextInput", "", ["typed"], "typed", required=True),
    Kind("text_input", "stTextInput", None, ["typed"], "typed", params={"value": None}, id="text_input-none"),
    Kind("text_input", "stTextInput", "", ["a@b.cd"], "a@b.cd", params={"type": "email"}, id="text_input-email",
         corrected=(["nobody"],)),
    Kind("text_area", "stTextArea", "", ["one\ntwo"], "one\ntwo", required=True),
    Kind("number_input", "stNumberInput", 0, ["7"], 7, params={"min_value": 0, "max_value": 10},
         corrected=(["11"], ["-1"], ["x"], ["nan"], ["inf"], ["1e999"], [LONG], ["0x5"])),
    Kind("number_input", "stNumberInput", 0.0, ["7.25"], 7.25, id="number_input-float", params={},
         corrected=(["nan"], ["-inf"], ["1,5"])),
    Kind("number_input", "stNumberInput", None, ["7"], 7, params={"value": None, "step": 1}, id="number_input-none",
         required=True, corrected=([LONG], ["9007199254740992"], ["-1e18"])),
    Kind("slider", "stSlider", 0, ["4"], 4, params={"max_value": 10},
         ignored=(["11"], ["-1"], ["x"], ["nan"], [], ["1", "2"], [LONG])),
    Kind("slider", "stSlider", (0.25, 0.75), ["0.1", "0.9"], (0.1, 0.9), id="slider-range",
         params={"min_value": 0.0, "max_value": 1.0, "value": (0.25, 0.75)}, ignored=(["0.1"], ["0.1", "2"])),
    Kind("slider", "stSlider", DAY, ["1767657600000000"], NEXT_DAY, id="slider-date",
         params={"min_value": DAY, "max_value": dt.date(2026, 2, 1), "value": DAY}, ignored=(["0"], ["1e30"])),
    Kind("select_slider", "stSlider", "a", ["2"], "c", params={"options": ABC}, ignored=(["3"], ["-1"], ["b"], [])),
    Kind("select_slider", "stSlider", ("a", "b"), ["1", "2"], ("b", "c"), id="select_slider-range",
         params={"options": ABC, "value": ("a", "b")}, ignored=(["1"], ["1", "9"])),
    Kind("checkbox", "stCheckbox", False, ["1"], True),
    Kind("checkbox", "stCheckbox", True, [], False, params={"value": True}, id="checkbox-checked"),
    Kind("toggle", "stCheckbox", False, ["1"], True),
    Kind("radio", "stRadio", "a", ["b"], "b", params={"options": ABC}, ignored=(["z"], ["\x00"], ["ab"])),
    Kind("radio", "stRadio", None, ["b"], "b", params={"options": ABC, "index": None}, id="radio-none"),
    Kind("selectbox", "stSelectbox", "a", ["b"], "b", params={"options": ABC}, ignored=(["z"], ["ab"])),
    Kind("selectbox", "stSelectbox", None, ["b"], "b", params={"options": ABC, "index": None}, required=True,
         id="selectbox-none"),
    Kind("selectbox", "stSelectbox", 10, ["20"], 20, params={"options": [10, 20]}, id="selectbox-number",
         ignored=(["30"],)),
    Kind("multiselect", "stMultiSelect", [], ["a", "c"], ["a", "c"], params={"options": ABC},
         ignored=(["z"], ["a", "z"])),
    Kind("multiselect", "stMultiSelect", ["a"], ["b"], ["b"], id="multiselect-most",
         params={"options": ABC, "default": "a", "max_selections": 1}, corrected=(["a", "b"],)),
    Kind("date_input", "stDateInput", DAY, ["2026-01-06"], NEXT_DAY, params={"value": DAY},
         corrected=(["2026-02-30"], ["x"], ["0001-01-01"], ["10000-01-01"])),
    Kind("date_input", "stDateInput", (DAY,), ["2026-01-05", "2026-01-06"], (DAY, NEXT_DAY), params={"value": (DAY,)},
         id="date_input-range", ignored=(["2026-01-05"] * 3,)),
    Kind("date_input", "stDateInput", None, ["2026-01-06"], NEXT_DAY, params={"value": None}, required=True,
         id="date_input-none"),
    Kind("time_input", "stTimeInput", NOON, ["13:30"], dt.time(13, 30), params={"value": NOON},
         corrected=(["25:00"], ["x"])),
    Kind("time_input", "stTimeInput", None, ["13:30"], dt.time(13, 30), params={"value": None}, required=True,
         id="time_input-none"),
    Kind("datetime_input", "stDateTimeInput", dt.datetime(2026, 1, 5, 12), ["2026-01-06T13:30"],
         dt.datetime(2026, 1, 6, 13, 30), params={"value": dt.datetime(2026, 1, 5, 12)},
         corrected=(["2026-01-06"], ["2026-01-06T25:00"], ["x"], ["2026-01-06T13:30+01:00"])),
    Kind("datetime_input", "stDateTimeInput", None, ["2026-01-06T13:30"], dt.datetime(2026, 1, 6, 13, 30),
         params={"value": None}, required=True, id="datetime_input-none"),
    Kind("color_picker", "stColorPicker", "#000000", ["#00ff7f"], "#00ff7f",
         ignored=(["red"], ["#12345"], ["#00ff00\n"])),
]
# fmt: on
