"""``column_config``: what the columns of a table are, as Streamlit describes it and as plain dicts."""

from __future__ import annotations

import datetime as dt
import inspect
import re

import pytest

import formrerun as fr
from formrerun.elements.data.column_config.settings import ColumnSettings, read_settings
from formrerun.exceptions import (
    StreamlitAPIException,
    StreamlitInvalidParameterTypeError,
    StreamlitMissingRequiredParameterError,
    StreamlitValueError,
)

SIGNATURES = """
AreaChartColumn(label=None, *, width=None, help=None, pinned=None, y_min=None, y_max=None, color=None)
AudioColumn(label=None, *, width=None, help=None, pinned=None, alignment=None)
BarChartColumn(label=None, *, width=None, help=None, pinned=None, y_min=None, y_max=None, color=None)
ButtonColumn(label=None, *, width=None, help=None, pinned=None, alignment=None, type='secondary', on_click=None,
    args=None, kwargs=None, key=None)
CheckboxColumn(label=None, *, width=None, help=None, disabled=None, required=None, pinned=None, alignment=None,
    default=None)
Column(label=None, *, width=None, help=None, disabled=None, required=None, pinned=None, alignment=None)
DateColumn(label=None, *, width=None, help=None, disabled=None, required=None, pinned=None, alignment=None,
    default=None, format=None, min_value=None, max_value=None, step=None)
DatetimeColumn(label=None, *, width=None, help=None, disabled=None, required=None, pinned=None, alignment=None,
    default=None, format=None, min_value=None, max_value=None, step=None, timezone=None)
ImageColumn(label=None, *, width=None, help=None, pinned=None, alignment=None)
JsonColumn(label=None, *, width=None, help=None, pinned=None, alignment=None)
LineChartColumn(label=None, *, width=None, help=None, pinned=None, y_min=None, y_max=None, color=None)
LinkColumn(label=None, *, width=None, help=None, disabled=None, required=None, pinned=None, alignment=None,
    default=None, max_chars=None, validate=None, display_text=None)
ListColumn(label=None, *, width=None, help=None, pinned=None, disabled=None, required=None, default=None)
MarkdownColumn(label=None, *, width=None, help=None, disabled=None, required=None, pinned=None, alignment=None,
    default=None)
MultiselectColumn(label=None, *, width=None, help=None, disabled=None, required=None, pinned=None, default=None,
    options=None, accept_new_options=None, color=None, format_func=None)
NumberColumn(label=None, *, width=None, help=None, disabled=None, required=None, pinned=None, alignment=None,
    default=None, format=None, min_value=None, max_value=None, step=None)
ProgressColumn(label=None, *, width=None, help=None, pinned=None, format=None, min_value=None, max_value=None,
    step=None, color=None)
SelectboxColumn(label=None, *, width=None, help=None, disabled=None, required=None, pinned=None, default=None,
    options=None, format_func=None)
TextColumn(label=None, *, width=None, help=None, disabled=None, required=None, pinned=None, alignment=None,
    default=None, max_chars=None, validate=None)
TimeColumn(label=None, *, width=None, help=None, disabled=None, required=None, pinned=None, alignment=None,
    default=None, format=None, min_value=None, max_value=None, step=None)
VideoColumn(label=None, *, width=None, help=None, pinned=None, alignment=None)
"""
#: Parameters that Streamlit does not have.
OURS = ("permission", "confirm")
LINES = re.findall(r"^(\w+)\((.*?)\)$", SIGNATURES, re.MULTILINE | re.DOTALL)


def one(given):
    """Return how a column is shown that is described so."""
    return read_settings({"a": given})["a"]


@pytest.mark.parametrize(("name", "expected"), LINES, ids=[name for name, _parameters in LINES])
def test_the_signature_is_streamlit_s(name, expected):
    found = inspect.signature(getattr(fr.column_config, name))
    bare = found.replace(
        parameters=[p.replace(annotation=p.empty) for p in found.parameters.values() if p.name not in OURS],
        return_annotation=found.empty,
    )
    assert str(bare) == f"({' '.join(expected.split())})"


def test_all_of_streamlit_s_types_are_there():
    assert len(LINES) == 21
    assert {name for name in vars(fr.column_config) if name.endswith("Column")} == {name for name, _ in LINES}


class TestWhatTheyGive:
    def test_a_plain_dict_as_streamlit_s(self):
        assert fr.column_config.NumberColumn("Price", format="%.2f", min_value=0) == {
            "label": "Price", "width": None, "help": None, "disabled": None, "required": None, "pinned": None,
            "alignment": None, "default": None,
            "type_config": {"type": "number", "min_value": 0, "max_value": None, "format": "%.2f", "step": None},
        }  # fmt: skip

    def test_moments_are_iso_texts_and_durations_seconds(self):
        made = fr.column_config.TimeColumn(default=dt.time(8), min_value=dt.time(7, 30), step=dt.timedelta(minutes=15))
        assert (made["default"], made["type_config"]["min_value"], made["type_config"]["step"]) == (
            "08:00:00", "07:30:00", 900.0,
        )  # fmt: skip

    def test_options_have_their_texts_and_colours(self):
        made = fr.column_config.SelectboxColumn(options=[1, 2], format_func=lambda number: f"No. {number}")
        assert made["type_config"]["options"][1] == {"value": 2, "label": "No. 2"}
        made = fr.column_config.MultiselectColumn(options=["a", "b", "c"], color=["red", "#00f"])
        assert [option["color"] for option in made["type_config"]["options"]] == ["red", "#00f", "red"]

    def test_buttons_with_a_key_bring_what_a_press_does(self):
        made = fr.column_config.ButtonColumn(key="press", on_click=print, args=("x",))
        assert (made.key, made.on_click, made.args, made.config["disabled"]) == ("press", print, ("x",), True)

    @pytest.mark.parametrize(
        ("make", "error", "text"),
        [
            (lambda c: c.LineChartColumn(color="nope"), StreamlitValueError, "Supported values: auto, auto-inverse"),
            (lambda c: c.ProgressColumn(color="#12"), StreamlitValueError, "a valid hex color, an rgb()"),
            (lambda c: c.LinkColumn(display_text=":material/nope:"), StreamlitAPIException, "valid Material icon"),
            (
                lambda c: c.ButtonColumn(on_click=print),
                StreamlitMissingRequiredParameterError,
                "The `key` parameter is required. Callbacks passed via `on_click`, `args`, or `kwargs` need a unique",
            ),
        ],
    )
    def test_an_error_says_what_would_do(self, make, error, text):
        with pytest.raises(error, match=re.escape(text)):
            make(fr.column_config)


class TestReading:
    def test_none_hides_and_a_text_is_a_label(self):
        assert one(None).hidden is True
        assert one("Name") == ColumnSettings(label="Name")

    def test_what_the_browser_is_told(self):
        given = fr.column_config.ProgressColumn("Done", width="small", pinned=True, max_value=10, color="red")
        assert one(given).told() == {
            "type": "progress", "width": 75, "pinned": True, "max_value": 10, "color": "red",
        }  # fmt: skip

    @pytest.mark.parametrize(
        "given",
        [
            {"type_config": {"type": "number", "format": "%.1f"}},
            {"type": "number", "format": "%.1f"},
            fr.column_config.NumberColumn(format="%.1f"),
        ],
    )
    def test_a_dict_may_have_the_settings_of_a_type_beside_the_others(self, given):
        assert (one(given).type.name, one(given).type.format) == ("number", "%.1f")

    def test_a_format_needs_no_type(self):
        assert one({"format": "percent"}).told() == {"format": "percent"}
        assert one({"type_config": "link"}).type.name == "link"

    def test_options_are_dicts_once_they_are_read(self):
        assert one(fr.column_config.SelectboxColumn(options=["a"])).type.options == [{"value": "a"}]

    @pytest.mark.parametrize(
        ("given", "error", "text"),
        [
            (3, StreamlitInvalidParameterTypeError, "Expected one of: None, str, dict. Provided type: int. Invalid"),
            ({"width": "wide"}, StreamlitValueError, "It is 'wide' for column `a`."),
            ({"alignment": "middle"}, StreamlitValueError, "It is 'middle' for column `a`."),
            ({"hidden": "yes"}, StreamlitAPIException, "`hidden` is 'yes'. Give True, False or None."),
            ({"colour": 1}, StreamlitAPIException, "column `a` has no setting 'colour'. Settings are 'label',"),
            ({"type": "links"}, StreamlitValueError, "It is 'links' for column `a`."),
            ({"type": "link", "format": 3}, StreamlitAPIException, "`format` is 3. It must be of type str, or None."),
            ({"type": "link", "max": 3}, StreamlitAPIException, "a column of type `link` has no setting 'max'."),
            ({"type": "selectbox", "options": [{"label": "A"}]}, StreamlitAPIException, "has no `value`"),
        ],
    )  # fmt: skip
    def test_what_describes_no_column_is_named(self, given, error, text):
        with pytest.raises(error, match=re.escape(text)):
            one(given)


def test_scripts_have_it_by_streamlit_s_names():
    from formrerun.testing import AppTest

    script = (
        "import streamlit as st\nfrom streamlit.column_config import TextColumn\n"
        "from streamlit.elements.lib.column_types import ButtonColumnResult, ColumnConfig, LinkColumn\n"
        "st.text(isinstance(st.column_config.ButtonColumn(key='a'), ButtonColumnResult))\n"
        "st.dataframe({'a': [1]}, column_config={'a': TextColumn('A'), 'b': LinkColumn()})"
    )
    at = AppTest.from_string(script).run()
    assert not at.exception
    assert at.text[0].value == "True"
