"""session_state: reading, writing, what widgets make of what code wrote (semantics 3.4, 6)."""

from __future__ import annotations

import datetime as dt
import enum
import logging

import pytest

import formrerun as fr
from formrerun.exceptions import FormrerunError

HINT = (
    "Did you forget to initialize it? More info: "
    "https://docs.streamlit.io/develop/concepts/architecture/session-state#initialization"
)


def told(show, *lines):
    """Return what the expressions of a page are."""
    found = []

    def page():
        for line in lines:
            found.append(line())

    at = show(page)
    assert not at.exception, at.exception
    return found


class TestMapping:
    def test_items_and_attributes_are_the_same(self, show):
        def body():
            fr.session_state["a"] = 1
            fr.session_state.b = 2
            return fr.session_state.a, fr.session_state["b"], "a" in fr.session_state, "z" in fr.session_state

        assert told(show, body) == [(1, 2, True, False)]

    def test_it_is_a_mutable_mapping(self, show):
        def body():
            state = fr.session_state
            state.update(a=1, b=2)
            state.setdefault("a", 9)
            state.setdefault("c", 3)
            assert state.pop("b") == 2
            assert state.get("nope", "default") == "default"
            return sorted(state.keys()), sorted(state.items()), len(state), list(state), state.to_dict(), repr(state)

        keys, items, count, listed, plain, shown = told(show, body)[0]
        assert (keys, items, count, sorted(listed)) == (["a", "c"], [("a", 1), ("c", 3)], 2, ["a", "c"])
        assert plain == {"a": 1, "c": 3}
        assert shown == repr(plain)

    @pytest.mark.parametrize(
        ("read", "error", "word"),
        [
            (lambda: fr.session_state["nope"], KeyError, "key"),
            (lambda: fr.session_state.nope, AttributeError, "attribute"),
            (lambda: fr.session_state.__delitem__("nope"), KeyError, "key"),
            (lambda: fr.session_state.__delattr__("nope"), AttributeError, "attribute"),
        ],
        ids=["item", "attribute", "del item", "del attribute"],
    )
    def test_what_is_missing_says_how_to_begin(self, show, read, error, word):
        def body():
            with pytest.raises(error) as found:
                read()
            return found.value.args[0]

        assert told(show, body) == [f'st.session_state has no {word} "nope". {HINT}']

    def test_numbers_as_keys_are_texts(self, show):
        def body():
            fr.session_state[5] = "x"
            return fr.session_state["5"], 5 in fr.session_state, list(fr.session_state)

        assert told(show, body) == [("x", True, ["5"])]

    def test_iteration_knows_keyed_widgets_and_buttons_and_nothing_else(self, show):
        def page():
            fr.session_state.mine = 1
            fr.text_input("T", key="t")
            fr.text_input("unkeyed")
            fr.button("B", key="b")
            fr.button("unkeyed button")
            with fr.form("f"):
                fr.checkbox("C", key="c")
                fr.form_submit_button("Go")
            fr.text(sorted(fr.session_state))

        at = show(page)
        expected = ["FormSubmitter:f-Go", "b", "c", "mine", "t"]
        assert at.text[0].value == str(expected)
        assert sorted(at.session_state) == expected
        assert len(at.session_state) == 5

    @pytest.mark.parametrize("key", ["", "$$ID-x", "$$IDx"])
    def test_reserved_keys(self, show, key):
        def page():
            fr.session_state[key] = 1

        assert "key" in show(page).exception[0].message.lower()

    def test_dunder_attributes_are_not_entries(self, show):
        def body():
            with pytest.raises(AttributeError):
                fr.session_state.__wrapped__
            return True

        assert told(show, body) == [True]

    def test_it_is_live_and_widgets_give_copies(self, show):
        def page():
            rows = fr.session_state.setdefault("rows", [])
            rows.append(len(rows))
            picked = fr.multiselect("M", ["a", "b"], ["a"], key="m")
            picked.append("mine")
            fr.text((fr.session_state.rows, fr.session_state.m))
            fr.button("Run")

        at = show(page)
        at.run().run()
        assert at.text[0].value == "([0, 1, 2], ['a'])"

    def test_two_tabs_share_nothing(self, show):
        def page():
            fr.session_state.n = fr.session_state.get("n", 0) + 1
            fr.text(fr.session_state.n)
            fr.button("Run")

        one, other = show(page), show(page)
        one.run().run()
        other.run()
        assert (one.text[0].value, other.text[0].value) == ("3", "2")


# -------------------------------------------------------------------------------------------------- writing (3.4)


class TestWriting:
    def test_before_the_widget_it_becomes_the_value(self, show):
        def page():
            fr.session_state.t = "written"
            fr.text((fr.text_input("T", key="t"), fr.session_state.t))

        at = show(page)
        assert at.text[0].value == "('written', 'written')"
        assert at.text_input[0].value == "written"

    @pytest.mark.parametrize("write", ["item", "attribute", "update"])
    def test_after_the_widget_it_is_an_error(self, show, write):
        def page():
            fr.text_input("T", key="t")
            if write == "item":
                fr.session_state["t"] = "x"
            elif write == "attribute":
                fr.session_state.t = "x"
            else:
                fr.session_state.update(t="x")

        at = show(page)
        assert at.exception[0].proto.type == "StreamlitWidgetAlreadyInstantiatedError"
        assert at.exception[0].message == (
            "`st.session_state['t']` cannot be modified after the widget with that key is instantiated. Assign "
            "`st.session_state['t']` before creating the widget, or update it from an `on_change` or `on_click` "
            "callback, which runs before the widget is instantiated. If this is a read-only session state key "
            "(buttons, file and media inputs, `st.data_editor`, forms, chart or `ButtonColumn` selections), store the "
            "value under a different session state key."
        )

    def test_deleting_after_the_widget_is_allowed(self, show):
        def page():
            fr.text_input("T", "def", key="t")
            del fr.session_state.t
            fr.text("t" in fr.session_state)

        at = show(page)
        assert not at.exception
        assert at.text[0].value == "False"

    @pytest.mark.parametrize("widget", [fr.button, lambda label, key: fr.form("f").form_submit_button(label, key=key)])
    def test_buttons_take_no_value(self, show, widget):
        def page():
            fr.session_state.b = True
            widget("B", key="b")

        assert show(page).exception[0].message == (
            "`st.session_state['b']` is read-only and cannot be assigned through session state. "
            "Use a different session state key for values you need to set."
        )

    def test_a_key_with_backticks_is_fenced(self, show):
        def page():
            fr.session_state["a`b"] = True
            fr.button("B", key="a`b")

        assert show(page).exception[0].message.startswith("``st.session_state['a`b']`` is read-only")

    def test_default_and_value_is_a_warning_in_the_log_once_a_process(self, show, caplog):
        def page():
            fr.session_state.a = "x"
            fr.session_state.b = "y"
            fr.text((fr.text_input("A", "default", key="a"), fr.text_input("B", "default", key="b")))

        with caplog.at_level(logging.WARNING, "formrerun"):
            at = show(page)
        assert not at.exception
        assert at.text[0].value == "('x', 'y')"
        assert [record.getMessage() for record in caplog.records] == [
            (
                'The widget with key "a" was created with a default value but also had its value set via the Session '
                "State API."
            )
        ]

    @pytest.mark.parametrize(
        ("widget", "value"),
        [
            (lambda: fr.text_input("W", "", key="w"), "x"),
            (lambda: fr.number_input("W", key="w"), 2.0),
            (lambda: fr.radio("W", ["a", "b"], key="w"), "b"),
            (lambda: fr.selectbox("W", ["a", "b"], 0, key="w"), "b"),
            (lambda: fr.date_input("W", "today", key="w"), dt.date.today()),
            (lambda: fr.checkbox("W", False, key="w"), True),
        ],
        ids=["text", "number", "radio", "selectbox", "date", "checkbox"],
    )
    def test_a_neutral_default_is_no_default(self, show, caplog, widget, value):
        def page():
            fr.session_state.w = value
            widget()

        with caplog.at_level(logging.WARNING, "formrerun"):
            assert not show(page).exception
        assert not caplog.records

    def test_the_browser_is_told_of_a_write(self, show):
        def page():
            if fr.button("Set"):
                fr.session_state.t = "SRV"
            fr.text_input("T", key="t")

        at = show(page)
        before = at.text_input[0]._node.state.rev
        at.button[0].click().run()
        after = at.text_input[0]._node.state
        assert (after.rev > before, after.soft, at.text_input[0].value) == (True, False, "SRV")
        at.run()
        assert at.text_input[0]._node.state.rev == after.rev

    def test_a_write_discards_the_pending_edit(self, show):
        """DEFECT of Streamlit's (section 5): there the screen says SRV and the submit sends what was typed."""

        def page():
            if fr.button("Set"):
                fr.session_state.t = "SRV"
            with fr.form("f"):
                fr.text_input("T", key="t")
                fr.form_submit_button("Go")

        at = show(page)
        at.text_input[0].set_value("typed")
        at.button[0].click().run()
        assert at.text_input[0].value == "SRV"
        at.button[1].click().run()
        assert at.session_state.t == "SRV"


INVALID = [
    ("selectbox", lambda: fr.selectbox("W", ["a", "b"], key="w"), "nope", "a"),
    ("radio", lambda: fr.radio("W", ["a", "b"], index=1, key="w"), "nope", "b"),
    ("radio without index", lambda: fr.radio("W", ["a", "b"], index=None, key="w"), "nope", None),
    ("multiselect", lambda: fr.multiselect("W", ["a", "b"], key="w"), ["a", "nope"], ["a"]),
    ("number out of range", lambda: fr.number_input("W", 0, 10, key="w"), 50, 0),
    ("float into an int field", lambda: fr.number_input("W", 0, 10, key="w"), 5.5, 5.5),
    ("long text", lambda: fr.text_input("W", max_chars=3, key="w"), "abcdef", "abcdef"),
    ("colour", lambda: fr.color_picker("W", key="w"), "red", "red"),
    ("text None", lambda: fr.text_input("W", key="w"), None, None),
    ("area None", lambda: fr.text_area("W", key="w"), None, None),
    ("selectbox None", lambda: fr.selectbox("W", ["a"], key="w"), None, None),
    ("number None", lambda: fr.number_input("W", key="w"), None, None),
    ("date None", lambda: fr.date_input("W", key="w"), None, None),
    ("time None", lambda: fr.time_input("W", key="w"), None, None),
    ("multiselect None", lambda: fr.multiselect("W", ["a"], ["a"], key="w"), None, []),
    ("checkbox None", lambda: fr.checkbox("W", key="w"), None, False),
]


@pytest.mark.parametrize(("widget", "value", "then"), [case[1:] for case in INVALID], ids=[case[0] for case in INVALID])
def test_what_a_widget_makes_of_a_written_value(show, widget, value, then):
    found = []

    def page():
        if not found:
            fr.session_state.w = value
        found.append((widget(), fr.session_state.w))
        fr.button("Run")

    at = show(page)
    assert not at.exception
    assert found[0] == (then, then)


def test_a_slider_out_of_its_bounds_is_an_error(show):
    def page():
        fr.session_state.w = 50
        fr.slider("W", 0, 10, key="w")

    assert show(page).exception[0].message == "The `value` 50 is greater than the `max_value` 10."


@pytest.mark.parametrize("known", [True, False], ids=["in a callback", "before the first run"])
def test_a_slider_out_of_its_bounds_returns_once_more_and_is_reset(show, known):
    """In the page it never stands: there it shows what the next submission finds."""

    def beyond():
        fr.session_state.w = 50

    def page():
        if not known and "w" not in fr.session_state:
            beyond()
        fr.button("Beyond", on_click=beyond)
        fr.slider("W", 0, 10, 3, key="w")

    at = show(page)
    if known:
        at.button[0].click().run()
    assert at.exception[0].message == "The `value` 50 is greater than the `max_value` 10."
    at.run()
    assert (at.slider[0].value, at.slider[0]._node.shown, at.session_state.w) == (50, ["3"], 50)
    at.run()
    assert (at.slider[0].value, at.session_state.w) == (3, 3)


def test_a_message_names_a_value_as_the_slider_would_return_it(show):
    def page():
        fr.session_state.ratio = 50
        fr.slider("Ratio", 0.0, 1.0, key="ratio")

    assert show(page).exception[0].message == "The `value` 50.0 is greater than the `max_value` 1.0."


def test_more_than_max_selections_is_an_error(show):
    def page():
        fr.session_state.w = ["a", "b"]
        fr.multiselect("W", ["a", "b"], max_selections=1, key="w")

    message = show(page).exception[0].message
    assert message.startswith("Multiselect has 2 options selected but `max_selections` is set to 1.")
    assert message.endswith("Please select at most 1 option.")


@pytest.mark.parametrize(
    ("widget", "value", "expected"),
    [
        (lambda: fr.number_input("W", key="w"), "7", "int, float, None"),
        (lambda: fr.text_input("W", key="w"), 7, "str, None"),
        (lambda: fr.date_input("W", key="w"), "2024-01-01", "date, datetime, None"),
        (lambda: fr.time_input("W", key="w"), 9, "time, datetime, None"),
        (lambda: fr.datetime_input("W", key="w"), dt.date(2024, 1, 1), "datetime, None"),
        (lambda: fr.slider("W", key="w"), "7", "int"),
        (lambda: fr.color_picker("W", key="w"), 7, "str"),
        (lambda: fr.checkbox("W", key="w"), "False", "bool, None"),
    ],
    ids=["number", "text", "date", "time", "datetime", "slider", "colour", "checkbox"],
)
def test_a_wrong_type_is_a_clean_error(show, widget, value, expected):
    """Where Streamlit leaks protobuf's TypeError."""

    def page():
        fr.session_state.w = value
        widget()

    error = show(page).exception[0]
    assert error.proto.type == "StreamlitInvalidParameterTypeError"
    assert error.message == (
        f"Invalid `value` type. Expected one of: {expected}. Provided type: {type(value).__name__}."
    )


WRONG = {
    "number": lambda: fr.number_input("W", key="w"),
    "date": lambda: fr.date_input("W", dt.date(2025, 1, 5), key="w"),
    "time": lambda: fr.time_input("W", dt.time(9), key="w"),
    "datetime": lambda: fr.datetime_input("W", dt.datetime(2025, 1, 5, 9), key="w"),
    "slider": lambda: fr.slider("W", key="w"),
    "colour": lambda: fr.color_picker("W", key="w"),
}


@pytest.mark.parametrize("caught", [True, False], ids=["caught", "ending the page"])
@pytest.mark.parametrize("widget", WRONG.values(), ids=WRONG)
def test_a_page_recovers_from_a_wrong_type(show, widget, caught):
    def wrong():
        fr.session_state.w = {"wrong": "type"}

    def page():
        fr.button("Wrong", on_click=wrong)
        try:
            widget()
        except fr.errors.StreamlitAPIException as error:
            if not caught:
                raise
            fr.exception(error)

    at = show(page)
    default = at.session_state.w
    at.button[0].click().run()
    for _again in range(2):
        assert [error.proto.type for error in at.exception] == ["StreamlitInvalidParameterTypeError"]
        at.run()
    assert not at.exception
    assert at.session_state.w == default


@pytest.mark.parametrize(
    ("default", "value", "then"),
    [
        ((dt.date(2025, 1, 5),), dt.date(2025, 1, 7), (dt.date(2025, 1, 7),)),
        ((dt.date(2025, 1, 5),), None, ()),
        ((dt.date(2025, 1, 5),), [dt.date(2025, 1, 7)], (dt.date(2025, 1, 7),)),
        (dt.date(2025, 1, 5), (dt.date(2025, 1, 7),), dt.date(2025, 1, 7)),
        (dt.date(2025, 1, 5), (), None),
    ],
    ids=["a day", "nothing", "a list", "a range's day", "an empty range"],
)
def test_a_written_day_or_range_is_returned_as_it_is_and_becomes_what_the_field_holds(show, default, value, then):
    def write():
        fr.session_state.w = value

    def page():
        fr.button("Write", on_click=write)
        fr.date_input("W", default, key="w")

    at = show(page)
    at.button[0].click().run()
    assert (at.session_state.w, list(at.exception)) == (value, [])
    assert at.run().session_state.w == then


def test_a_range_says_what_it_takes(show):
    def page():
        fr.session_state.w = 7
        fr.date_input("W", (), key="w")

    assert show(page).exception[0].message == (
        "Invalid `value` type. Expected one of: date, datetime, None, a list or tuple of up to two of them. "
        "Provided type: int."
    )


@pytest.mark.parametrize(
    ("widget", "value", "then"),
    [
        (lambda: fr.checkbox("W", key="w"), 2, True),
        (lambda: fr.number_input("W", step=1, key="w"), True, 1),
        (lambda: fr.slider("W", key="w"), True, 1),
    ],
    ids=["checkbox", "number", "slider"],
)
def test_numbers_and_truth_are_returned_as_written_once(show, widget, value, then):
    def write():
        fr.session_state.w = value

    def page():
        fr.button("Write", on_click=write)
        fr.text(repr(widget()))

    at = show(page)
    at.button[0].click().run()
    assert (at.session_state.w, list(at.exception)) == (value, [])
    assert at.text[0].value == repr(value)
    assert repr(at.run().session_state.w) == repr(then)


def test_a_written_colour_that_is_none_is_reset_once_a_browser_has_shown_it(show):
    def write():
        fr.session_state.w = "red"

    def page():
        fr.button("Write", on_click=write)
        fr.color_picker("W", "#abcdef", key="w")

    at = show(page)
    assert at.button[0].click().run().session_state.w == "red"
    assert at.run().session_state.w == "#abcdef"


# -------------------------------------------------------------------------------------------------------- storing (6)


class Unstorable:
    """A class whose objects no codec knows."""


@pytest.mark.django_db
def test_a_value_that_cannot_be_stored_names_key_and_cure(show):
    """In the project's store; the process store takes any object, as Streamlit does."""

    def page():
        fr.button("Run")
        fr.session_state.thing = Unstorable()

    message = show(page, store="project").exception[0].message
    assert message == (
        "`st.session_state['thing']` holds a value of type tests.integration.test_session_state.Unstorable, which "
        "cannot be stored between two submissions. Store its data instead (numbers, text, dates, lists, dicts, "
        "dataclasses, model instances, DataFrames), keep shared objects in `cache_resource`, or teach the codec the "
        "type with `formrerun.codec.register`."
    )
    assert not show(page, store="process").exception


@pytest.mark.django_db
def test_a_value_made_unstorable_later_is_named_at_the_end_of_the_run(show):
    def page():
        rows = fr.session_state.setdefault("rows", [1])
        if fr.button("Spoil"):
            rows.append(Unstorable())
        fr.text(len(rows))

    at = show(page, store="project")
    at.button[0].click().run()
    assert "`st.session_state['rows']` holds" in at.exception[0].message
    assert "inside a list" in at.exception[0].message
    at.run()
    assert at.text[0].value == "1"  # what was stored last


@pytest.mark.parametrize("store", ["process", "project"])
@pytest.mark.django_db
def test_what_is_changed_in_place_is_kept(show, store):
    def page():
        data = fr.session_state.setdefault("data", {"rows": [], "seen": set()})
        data["rows"].append((len(data["rows"]), dt.date(2024, 1, 1)))
        data["seen"].add(len(data["rows"]))
        fr.text(data)
        fr.button("Run")

    at = show(page, store=store)
    at.run()
    day = "datetime.date(2024, 1, 1)"
    assert at.text[0].value == f"{{'rows': [(0, {day}), (1, {day})], 'seen': {{1, 2}}}}"


def test_outside_a_run_there_is_a_state_of_its_own(caplog):
    fr.session_state.clear()
    fr.session_state.a = 1
    assert fr.session_state.a == 1
    assert fr.session_state.to_dict() == {"a": 1}
    fr.session_state.clear()
    assert "a" not in fr.session_state


def test_errors_are_ours(show):
    def page():
        fr.text_input("T", key="t")
        try:
            fr.session_state.t = 1
        except FormrerunError as error:
            fr.text(type(error).__name__)

    assert show(page).text[0].value == "StreamlitWidgetAlreadyInstantiatedError"


class Size(enum.Enum):
    SMALL = 1


class TestWhatCannotBeReadAnyMore:
    """A release has renamed or removed a class whose objects older tabs hold."""

    def page(self):
        if fr.button("Start", key="start"):
            fr.session_state.size = Size.SMALL
        if fr.button("Drop", key="drop"):
            del fr.session_state["size"]
        fr.text("size" in fr.session_state)
        if fr.button("Read", key="read"):
            fr.text(fr.session_state.size)

    def test_reading_it_says_which_key_and_the_cure_and_it_can_be_deleted(self, show, monkeypatch, db):
        at = show(self.page, store="project")
        at.button("start").click().run()
        monkeypatch.delattr(f"{__name__}.Size")
        at.button("read").click().run()
        assert at.text[0].value == "True"
        assert "`st.session_state['size']` was stored and cannot be read" in at.exception[0].message
        assert "del st.session_state['size']" in at.exception[0].message
        at.button("drop").click().run()
        assert not at.exception
        assert at.text[0].value == "False"
