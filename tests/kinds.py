"""
Every kind of widget in one table: how it is drawn, what a person makes of it, and what nobody may send.

The tests of what holds for every kind run over it, those in a browser too. A new widget gets its row here; the widgets
of another app have theirs in its ``kinds.py``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

import formrerun as fr
from formrerun.engine.handles import commands
from tests.kind import Edits, Kind
from tests.visitor import Visitor

DAY, NEXT_DAY = dt.date(2026, 1, 5), dt.date(2026, 1, 6)
NOON = dt.time(12, 0)
LONG = "9" * 400
ABC = ["a", "b", "c"]
MANY = [f"o{number:02}" for number in range(20)]  # so many that the field is one to search in


# fmt: off
OURS = [
    Kind("text_input", "stTextInput", "", ["typed"], "typed", required=True,
         edits=Edits("alpha", "draft!", "later", "pushed", empty="", nothing="", params={"value": "alpha"})),
    Kind("text_input", "stTextInput", None, ["typed"], "typed", params={"value": None}, id="text_input-none"),
    Kind("text_input", "stTextInput", "", ["a@b.cd"], "a@b.cd", params={"type": "email"}, id="text_input-email",
         corrected=(["nobody"],)),
    Kind("text_area", "stTextArea", "", ["one\ntwo"], "one\ntwo", required=True,
         edits=Edits("ta one", "ta\ndraft", "ta later", "ta pushed", empty="", nothing="",
                     params={"value": "ta one"})),
    Kind("number_input", "stNumberInput", 0, ["7"], 7, params={"min_value": 0, "max_value": 10},
         corrected=(["11"], ["-1"], ["x"], ["nan"], ["inf"], ["1e999"], [LONG], ["0x5"]),
         edits=Edits("5", "42", "43", "9", empty="", params={"value": 5}, python=lambda shown: shown and int(shown))),
    Kind("number_input", "stNumberInput", 0.0, ["7.25"], 7.25, id="number_input-float", params={},
         corrected=(["nan"], ["-inf"], ["1,500"])),
    Kind("number_input", "stNumberInput", None, ["7"], 7, params={"value": None, "step": 1}, id="number_input-none",
         required=True, corrected=([LONG], ["9007199254740992"], ["-1e18"])),
    Kind("slider", "stSlider", 0, ["4"], 4, params={"max_value": 10},
         ignored=(["11"], ["-1"], ["x"], ["nan"], [], ["1", "2"], [LONG]),
         edits=Edits("10", "77", "12", "33", params={"max_value": 100, "value": 10}, python=int)),
    Kind("slider", "stSlider", (0.25, 0.75), ["0.1", "0.9"], (0.1, 0.9), id="slider-range",
         params={"min_value": 0.0, "max_value": 1.0, "value": (0.25, 0.75)}, ignored=(["0.1"], ["0.1", "2"]),
         edits=Edits(["20", "60"], ["30", "80"], ["31", "81"], ["1", "99"],
                     params={"max_value": 100, "value": (20, 60)}, python=lambda shown: [int(n) for n in shown])),
    Kind("slider", "stSlider", DAY, ["1767657600000000"], NEXT_DAY, id="slider-date",
         params={"min_value": DAY, "max_value": dt.date(2026, 2, 1), "value": DAY}, ignored=(["0"], ["1e30"])),
    Kind("select_slider", "stSlider", "a", ["2"], "c", params={"options": ABC}, ignored=(["3"], ["-1"], ["b"], []),
         edits=Edits("1", "7", "8", "3", params={"options": [f"p{number}" for number in range(10)], "value": "p1"},
                     python=lambda shown: f"p{shown}")),
    Kind("select_slider", "stSlider", ("a", "b"), ["1", "2"], ("b", "c"), id="select_slider-range",
         params={"options": ABC, "value": ("a", "b")}, ignored=(["1"], ["1", "9"])),
    Kind("checkbox", "stCheckbox", False, ["1"], True, required=True,
         edits=Edits(False, True, False, False, news=True, empty=False, nothing=False)),
    Kind("checkbox", "stCheckbox", True, [], False, params={"value": True}, id="checkbox-checked"),
    Kind("toggle", "stCheckbox", False, ["1"], True, required=True,
         edits=Edits(True, False, True, True, news=False, empty=False, nothing=False, params={"value": True})),
    Kind("radio", "stRadio", "a", ["b"], "b", params={"options": ABC}, ignored=(["z"], ["\x00"], ["ab"]),
         edits=Edits("r1", "r3", "r2", "r2", params={"options": ["r1", "r2", "r3"]})),
    Kind("radio", "stRadio", None, ["b"], "b", params={"options": ABC, "index": None}, id="radio-none", required=True),
    Kind("selectbox", "stSelectbox", "a", ["b"], "b", params={"options": ABC}, ignored=(["z"], ["ab"]),
         edits=Edits("s1", "s3", "s2", "s2", params={"options": ["s0", "s1", "s2", "s3"], "index": 1})),
    Kind("selectbox", "stSelectbox", "o01", ["o02"], "o02", params={"options": MANY, "index": 1}, ignored=(["o99"],),
         id="selectbox-search", edits=Edits("o01", "o03", "o04", "o02")),
    Kind("selectbox", "stSelectbox", None, ["b"], "b", params={"options": ABC, "index": None}, required=True,
         id="selectbox-none"),
    Kind("selectbox", "stSelectbox", 10, ["20"], 20, params={"options": [10, 20]}, id="selectbox-number",
         ignored=(["30"],)),
    Kind("multiselect", "stMultiSelect", [], ["a", "c"], ["a", "c"], params={"options": ABC}, required=True,
         ignored=(["z"], ["a", "z"]),
         edits=Edits(["m1"], ["m1", "m3"], ["m1", "m3", "m2"], ["m2"], empty=[], nothing=[],
                     params={"options": ["m0", "m1", "m2", "m3"], "default": ["m1"]})),
    Kind("multiselect", "stMultiSelect", ["a"], ["b"], ["b"], id="multiselect-most",
         params={"options": ABC, "default": "a", "max_selections": 1}, corrected=(["a", "b"],)),
    Kind("pills", "stButtonGroup", None, ["b"], "b", params={"options": ABC}, required=True, ignored=(["z"], ["\x00"]),
         edits=Edits("p1", "p3", "p2", "p2", empty="", nothing=None,
                     params={"options": ["p1", "p2", "p3"], "default": "p1"})),
    Kind("pills", "stButtonGroup", ["a"], ["b", "c"], ["b", "c"], id="pills-multi", ignored=(["z"], ["a", "z"]),
         params={"options": ABC, "selection_mode": "multi", "default": ["a"]}),
    Kind("segmented_control", "stButtonGroup", "a", ["b"], "b", params={"options": ABC, "default": "a"},
         ignored=(["z"], ["ab"]),
         edits=Edits("s1", "s3", "s2", "s2",
                     params={"options": ["s1", "s2", "s3"], "default": "s1", "required": True})),
    Kind("date_input", "stDateInput", DAY, ["2026-01-06"], NEXT_DAY, params={"value": DAY},
         corrected=(["2026-02-30"], ["x"], ["0001-01-01"], ["10000-01-01"]),
         edits=Edits("2026-01-05", "2026-05-06", "2028-08-08", "2027-07-07", empty="")),
    Kind("date_input", "stDateInput", (DAY,), ["2026-01-05", "2026-01-06"], (DAY, NEXT_DAY), params={"value": (DAY,)},
         id="date_input-range", ignored=(["2026-01-05"] * 3,),
         edits=Edits(["2026-01-05", "2026-01-06"], ["2026-02-03", "2026-02-10"], ["2026-02-04", "2026-02-11"],
                     ["2027-07-07", "2027-07-08"], empty=["", ""], nothing=[], params={"value": (DAY, NEXT_DAY)})),
    Kind("date_input", "stDateInput", None, ["2026-01-06"], NEXT_DAY, params={"value": None}, required=True,
         id="date_input-none"),
    Kind("time_input", "stTimeInput", NOON, ["13:30"], dt.time(13, 30), params={"value": NOON},
         corrected=(["25:00"], ["x"]),
         edits=Edits("12:00", "09:45", "11:00", "10:15", empty="", python=lambda shown: f"{shown}:00")),
    Kind("time_input", "stTimeInput", None, ["13:30"], dt.time(13, 30), params={"value": None}, required=True,
         id="time_input-none"),
    Kind("datetime_input", "stDateTimeInput", dt.datetime(2026, 1, 5, 12), ["2026-01-06T13:30"],
         dt.datetime(2026, 1, 6, 13, 30), params={"value": dt.datetime(2026, 1, 5, 12)},
         corrected=(["2026-01-06"], ["2026-01-06T25:00"], ["x"], ["2026-01-06T13:30+01:00"]),
         edits=Edits("2026-01-05T12:00", "2026-05-06T09:45", "2028-08-08T11:00", "2027-07-07T10:15", empty="",
                     python=lambda shown: f"{shown}:00")),
    Kind("datetime_input", "stDateTimeInput", None, ["2026-01-06T13:30"], dt.datetime(2026, 1, 6, 13, 30),
         params={"value": None}, required=True, id="datetime_input-none"),
    Kind("color_picker", "stColorPicker", "#000000", ["#00ff7f"], "#00ff7f",
         ignored=(["red"], ["#12345"], ["#00ff00\n"]),
         edits=Edits("#112233", "#ff0000", "#0000ff", "#00ff00", params={"value": "#112233"})),
]
# fmt: on

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
WAV = b"RIFF\x24\0\0\0WAVEfmt " + bytes(8)


def uploads(*files: tuple[str, bytes, str]) -> Callable[[Visitor, str], list[str]]:
    """Return what posts these files: each goes up to the tab first, and its token is what is posted."""
    return lambda visitor, name: [visitor.upload(name, file) for file in files]


def file_of(value: Any) -> Any:
    """Return a file as the table compares it."""
    return [file_of(one) for one in value] if isinstance(value, list) else value and (value.name, value.getvalue())


A, B = ("a.txt", b"one", "text/plain"), ("b.txt", b"two", "text/plain")
NO_FILES: tuple[list[str], ...] = (["nonsense"], ["x.y.z"], ["\x00"], ["a" * 5000], ["[]"])
# fmt: off
#: Fields for files. What is posted for one is a token that the server makes for one tab.
FILES = [
    Kind("file_uploader", "stFileUploader", None, uploads(A), A[:2], read=file_of, ignored=NO_FILES),
    Kind("file_uploader", "stFileUploader", [], uploads(A, B), [A[:2], B[:2]], read=file_of, ignored=NO_FILES,
         params={"accept_multiple_files": True}, id="file_uploader-several"),
    Kind("camera_input", "stCameraInput", None, uploads(("a.png", PNG, "image/png")), ("a.png", PNG), read=file_of,
         ignored=NO_FILES),
    Kind("audio_input", "stAudioInput", None, uploads(("a.wav", WAV, "audio/wav")), ("a.wav", WAV), read=file_of,
         ignored=NO_FILES),
]
# fmt: on

CITIES = {"city": ["Accra", "Bern", "Cork"], "people": [3, 1, 2]}
ROWS = [{"name": "lamp", "price": 5}, {"name": "cup", "price": 2}]
# fmt: off
PIE = {"series": [{"type": "pie", "selectedMode": "multiple", "data": [{"name": name, "value": 1} for name in ABC]}]}
BARS = {"mark": "bar", "params": [{"name": "pick", "select": "point"}],
        "encoding": {"x": {"field": "city"}, "y": {"field": "people"}}}
# fmt: on


def table(label: str, **options: Any) -> Any:
    return fr.dataframe(CITIES, alt=label, on_select=options.pop("on_change", "rerun"), **options)


def editor(label: str, **options: Any) -> Any:
    return fr.data_editor(ROWS, alt=label, **options)


def chart(name: str, *data: Any) -> Callable[..., Any]:
    def draw(label: str, **options: Any) -> Any:
        return commands[name](*data, alt=label, on_select=options.pop("on_change", "rerun"), **options)

    return draw


def deck(label: str, **options: Any) -> Any:
    import pydeck  # which loads pandas; most who read this table draw none

    layer = pydeck.Layer("ScatterplotLayer", ROWS, id="cities", get_position="[price, price]", pickable=True)
    return fr.pydeck_chart(pydeck.Deck([layer]), alt=label, on_select=options.pop("on_change", "rerun"), **options)


def edited(changes: Any) -> list[str]:
    return [json.dumps(changes)]


NO_SELECTION: tuple[list[str], ...] = (["{"], ["[]"], ["1"], ["null"], ['{"x": NaN}'], ["[" * 1000], ["{}", "{}"])
# fmt: off
#: Components whose value no control of the browser's holds: tables in which one selects or edits, and charts.
COMPONENTS = [
    *FILES,
    Kind("dataframe", "stDataFrame", [], ["r2", "r0"], [0, 2], make=table, read=lambda event: event.selection.rows,
         ignored=(["r3"], ["r-1"], ["k1"], ["r٣"], ["r" + "9" * 40], ["ccity"])),
    Kind("dataframe", "stDataFrame", [], ["x1\u2063city"], [(1, "city")], make=table, id="dataframe-cells",
         params={"selection_mode": "multi-cell"}, read=lambda event: event.selection.cells,
         ignored=(["r0"], ["x9\u2063city"], ["x0\u2063nobody"], ["x0"])),
    Kind("data_editor", "stDataFrame", ROWS, edited({"edited_rows": {"0": {"price": 7}}}),
         [{"name": "lamp", "price": 7}, ROWS[1]], make=editor,
         corrected=(edited({"edited_rows": {"0": {"price": "x"}}}),),
         ignored=(["{"], ["[]"], edited({"edited_rows": {"2": {"price": 1}}}), edited({"added_rows": [{"price": 1}]}),
                  edited({"edited_rows": {"0": {"nobody": 1}}}), edited({"deleted_rows": [0]}))),
    Kind("echarts_chart", "stEchartsChart", [],
         ['{"selected":[{"data_indices":[1],"data_type":"main","series_index":0}]}'], [[1]],
         make=chart("echarts_chart", PIE), ignored=NO_SELECTION,
         read=lambda event: [one["data_indices"] for one in event.selection.selected]),
    Kind("vega_lite_chart", "stVegaLiteChart", [], ['{"pick":[{"city":"Bern"}]}'], [{"city": "Bern"}],
         make=chart("vega_lite_chart", CITIES, BARS), ignored=(*NO_SELECTION, ['{"other":[]}']),
         read=lambda event: event.selection.pick or []),
    Kind("plotly_chart", "stPlotlyChart", [], ['{"points":[{"curve_number":0,"point_index":1}],"point_indices":[1]}'],
         [1], make=chart("plotly_chart", {"data": [{"type": "bar", "x": ABC, "y": [1, 2, 3]}]}),
         ignored=NO_SELECTION, read=lambda event: event.selection.point_indices),
    Kind("pydeck_chart", "stDeckGlJsonChart", {},
         edited({"indices": {"cities": [1]}, "objects": {"cities": [ROWS[1]]}}), {"cities": [1]},
         make=deck, read=lambda event: event.selection.indices,
         ignored=(*NO_SELECTION, edited({"indices": {"cities": [2]}, "objects": {"cities": [{}]}}),
                  edited({"indices": {"other": [0]}, "objects": {"other": [{}]}}))),
]
# fmt: on


def of_other_apps() -> Iterator[Kind]:
    """Yield the rows that installed apps have in their ``kinds.py``."""
    for app in apps.get_app_configs():
        if app.name != __package__ and module_has_submodule(app.module, "kinds"):
            yield from import_module(f"{app.name}.kinds").KINDS


KINDS = [*OURS, *of_other_apps()]
