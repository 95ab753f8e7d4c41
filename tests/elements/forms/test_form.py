"""Forms: what may stand in them, which widgets are theirs, what a submission and a clear do (semantics 4)."""

from __future__ import annotations

import datetime as dt

import pytest

import formrerun as fr
from formrerun.testing import AppTestError
from tests.visitor import Visitor

TAIL = (
    "\n\nFor more information, refer to the\n[documentation for forms]"
    "(https://docs.streamlit.io/develop/api-reference/execution-flow/st.form).\n"
)
NESTED = "Forms cannot be nested in other forms."
IN_FORM = (
    "Within a form, callbacks can only be defined on `st.form_submit_button`. Defining callbacks on other widgets "
    "inside a form is not allowed."
)


def failure(at):
    """Return the class name and text of the only exception on the page."""
    assert len(at.exception) == 1
    return at.exception[0].proto.type, at.exception[0].message


def refused(show, body, **options):
    """Return the class name and text of what calling ``body`` shows."""

    def page():
        body()

    return failure(show(page, **options))


# ------------------------------------------------------------------------------------- 4.1: what may stand in a form


class TestStructure:
    def test_a_form_needs_a_key(self, show):
        assert refused(show, lambda: fr.form())[0] == "TypeError"

    def test_a_key_is_a_text(self, show):
        name, message = refused(show, lambda: fr.form(None))
        assert (name, message) == (
            "StreamlitInvalidParameterTypeError",
            "Invalid `key` type. Expected one of: str. Provided type: NoneType.",
        )

    def test_an_empty_key_is_no_key(self, show):
        message = refused(show, lambda: fr.form(""))[1]
        assert message == "Invalid `key` value. Supported values: a non-empty string."

    def test_a_number_as_key_becomes_a_text(self, show):
        def page():
            with fr.form(7):
                fr.form_submit_button("Go")

        at = show(page)
        assert not at.exception
        assert at.button[0].form_id == "7"

    def test_two_forms_may_not_share_a_key(self, show):
        def body():
            fr.form("f")
            fr.form("f")

        name, message = refused(show, body)
        assert name == "StreamlitDuplicateElementKey"
        assert message == (
            "There are multiple elements with the same `key='f'`. To fix this, please make sure that the `key` "
            "argument is unique for each element you create."
        )

    def test_a_form_and_a_widget_may_share_a_key(self, show):
        def page():
            with fr.form("same"):
                fr.text_input("T", key="same")
                fr.form_submit_button()

        assert not show(page).exception

    @pytest.mark.parametrize(
        "nest",
        [
            lambda f: fr.form("inner"),
            lambda f: f.container().form("inner"),
            lambda f: f.columns(2)[1].form("inner"),
            lambda f: f.expander("e").form("inner"),
            lambda f: f.tabs(["a"])[0].form("inner"),
            lambda f: f.empty().form("inner"),
            lambda f: f.form("inner"),
        ],
        ids=["with", "container", "column", "expander", "tab", "empty", "handle"],
    )
    def test_a_form_in_a_form_is_refused(self, show, nest):
        def body():
            with fr.form("outer") as outer:
                nest(outer)

        assert refused(show, body) == ("StreamlitInvalidLayoutContextError", NESTED)

    def test_a_form_in_the_sidebar_inside_a_form_is_refused(self, show):
        def body():
            with fr.form("outer"), fr.sidebar:
                fr.form("inner")

        assert refused(show, body)[1] == NESTED

    def test_a_form_by_a_handle_from_outside_is_not_inside(self, show):
        def page():
            outside = fr.container()
            with fr.form("one"):
                fr.form_submit_button("One")
                with outside.form("two"):
                    fr.form_submit_button("Two")
                with fr.sidebar.form("three"):
                    fr.form_submit_button("Three")

        at = show(page)
        assert not at.exception
        assert [button.form_id for button in at.button] == ["two", "one", "three"]

    def test_a_button_in_a_form_is_refused(self, show):
        def body():
            with fr.form("f"):
                fr.button("B")

        name, message = refused(show, body)
        assert name == "StreamlitInvalidLayoutContextError"
        assert message + "\n" == (
            "`st.button()` can't be used in an `st.form()`. Use `st.form_submit_button()` instead to submit the form."
            + TAIL
        )

    def test_a_submit_button_outside_a_form_is_refused(self, show):
        name, message = refused(show, lambda: fr.form_submit_button("Go"))
        assert name == "StreamlitInvalidLayoutContextError"
        assert message + "\n" == "`st.form_submit_button()` must be used inside an `st.form()`." + TAIL

    @pytest.mark.parametrize(
        "widget",
        [
            lambda **k: fr.text_input("w", **k),
            lambda **k: fr.text_area("w", **k),
            lambda **k: fr.number_input("w", **k),
            lambda **k: fr.slider("w", **k),
            lambda **k: fr.select_slider("w", ["a", "b"], **k),
            lambda **k: fr.checkbox("w", **k),
            lambda **k: fr.toggle("w", **k),
            lambda **k: fr.radio("w", ["a", "b"], **k),
            lambda **k: fr.selectbox("w", ["a", "b"], **k),
            lambda **k: fr.multiselect("w", ["a", "b"], **k),
            lambda **k: fr.date_input("w", **k),
            lambda **k: fr.time_input("w", **k),
            lambda **k: fr.datetime_input("w", **k),
            lambda **k: fr.color_picker("w", **k),
        ],
        ids=[
            "text_input",
            "text_area",
            "number_input",
            "slider",
            "select_slider",
            "checkbox",
            "toggle",
            "radio",
            "selectbox",
            "multiselect",
            "date_input",
            "time_input",
            "datetime_input",
            "color_picker",
        ],
    )
    def test_only_submit_buttons_may_have_a_callback(self, show, widget):
        def body():
            with fr.form("f"):
                widget(on_change=print)

        assert refused(show, body) == ("StreamlitInvalidFormCallbackError", IN_FORM)

        def page():
            with fr.form("f"):
                for place, word in enumerate(["rerun", "ignore", None]):
                    widget(on_change=word, key=f"w{place}")
                fr.form_submit_button()

        assert not show(page).exception

    def test_two_submit_buttons_of_one_label_need_keys(self, show):
        def body():
            with fr.form("f"):
                fr.form_submit_button("Go")
                fr.form_submit_button("Go")

        name, message = refused(show, body)
        assert name == "StreamlitDuplicateElementKey"
        assert "`key='FormSubmitter:f-Go'`" in message

        def page():
            with fr.form("f"):
                fr.form_submit_button("Go")
                fr.form_submit_button("Go", key="other")

        assert not show(page).exception

    def test_of_several_submit_buttons_only_the_pressed_one_is_true(self, show):
        def page():
            with fr.form("f"):
                pressed = [fr.form_submit_button(label) for label in ("One", "Two", "Three")]
            fr.text(pressed)

        at = show(page)
        assert at.text[0].value == "[False, False, False]"
        at.button[1].click().run()
        assert at.text[0].value == "[False, True, False]"
        at.run()
        assert at.text[0].value == "[False, False, False]"

    @pytest.mark.django_db
    def test_a_form_without_a_submit_button_says_so(self, serve):
        def page():
            with fr.form("f"):
                fr.text_input("T")
            with fr.form("g"):
                fr.form_submit_button()

        found = Visitor(serve(page)).page.by_test_id("stAlertContentWarning")
        assert len(found) == 1
        assert "Missing Submit Button" in found[0].text
        assert "refer to the documentation for forms" in found[0].text

    @pytest.mark.parametrize("key", ["f", "FormSubmitter:f-Go"])
    def test_a_form_and_its_button_take_no_value_from_session_state(self, show, key):
        def body():
            fr.session_state[key] = 1
            with fr.form("f"):
                fr.form_submit_button("Go")

        name, message = refused(show, body)
        assert name == "StreamlitValueAssignmentNotAllowedError"
        assert message == (
            f"`st.session_state['{key}']` is read-only and cannot be assigned through session state. "
            "Use a different session state key for values you need to set."
        )

    def test_a_form_key_may_not_be_written_after_the_form(self, show):
        def body():
            with fr.form("f"):
                fr.form_submit_button("Go")
            fr.session_state.f = 1

        assert refused(show, body)[0] == "StreamlitWidgetAlreadyInstantiatedError"

    def test_nothing_stands_under_a_form_key(self, show):
        def page():
            with fr.form("f"):
                fr.form_submit_button("Go", key="go")
            fr.text("f" in fr.session_state)

        at = show(page)
        assert at.text[0].value == "False"
        assert list(at.session_state) == ["go"]

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"type": "big"}, "Invalid `type` value. Supported values: 'primary', 'secondary', 'tertiary'."),
            ({"shortcut": "C"}, "The `shortcut` cannot use the keys 'C' or 'R', with or without modifiers."),
            ({"shortcut": "ctrl+r"}, "The `shortcut` cannot use the keys 'C' or 'R', with or without modifiers."),
            (
                {"shortcut": "ctrl+nonsense"},
                (
                    "shortcut must include a single character or one of the supported keys (e.g. Enter, Space, Tab, "
                    "Escape)."
                ),
            ),
            (
                {"on_click": "rerun"},
                '`on_click="rerun"` is not supported on this widget. Pass a callback, or omit `on_click`.',
            ),
            (
                {"width": 0},
                "Invalid width value: 0. Width must be either a positive integer (pixels), 'stretch', or 'content'.",
            ),
            ({"icon_position": "top"}, "Invalid `icon_position` value. Supported values: 'left', 'right'."),
        ],
    )
    def test_bad_parameters_of_a_submit_button(self, show, options, message):
        def body():
            with fr.form("f"):
                fr.form_submit_button("Go", **options)

        assert refused(show, body)[1] == message

    @pytest.mark.parametrize(("options", "what"), [({"width": 0}, "width"), ({"height": -1}, "height")])
    def test_bad_sizes_of_a_form(self, show, options, what):
        assert refused(show, lambda: fr.form("f", **options))[1].startswith(f"Invalid {what} value: ")

    def test_a_form_in_a_cached_function_is_drawn_with_a_warning(self, show):
        @fr.cache_data
        def cached():
            fr.form("cached")

        at = show(lambda: cached())
        assert at.exception[0].is_warning
        assert "Your script uses a widget command in a cached function" in at.exception[0].message
        assert len(at.form) == 1

    def test_outside_a_run_nothing_is_checked(self):
        assert fr.form_submit_button("Go") is False
        with fr.form("f"):
            assert fr.button("B") is False
            assert fr.text_input("T", "x", on_change=print) == "x"
            with fr.form("g"):
                assert fr.checkbox("C") is False


# ------------------------------------------------------------------------------------------ 4.2: whose widget is it?


def _with(form, made):
    with form:
        fr.checkbox("w")


def _handle(form, made):
    form.checkbox("w")


def _sidebar_handle(form, made):
    with form:
        fr.sidebar.checkbox("w")


def _with_sidebar(form, made):
    with form, fr.sidebar:
        fr.checkbox("w")


def _outer_handle(form, made):
    with form:
        made["outer"].checkbox("w")


def _with_outer(form, made):
    with form, made["outer"]:
        fr.checkbox("w")


def _outer_column(form, made):
    with form:
        made["columns"][0].checkbox("w")


def _outer_slot(form, made):
    with form:
        made["slot"].checkbox("w")


def _outer_expander(form, made):
    with form, made["expander"]:
        fr.checkbox("w")


def _inner_container(form, made):
    with form, fr.container():
        fr.checkbox("w")


def _inner_column(form, made):
    with form:
        fr.columns(2)[0].checkbox("w")


def _inner_expander(form, made):
    with form, fr.expander("e"):
        fr.checkbox("w")


def _inner_tab(form, made):
    with form:
        fr.tabs(["a", "b"])[1].checkbox("w")


def _inner_slot_later(form, made):
    with form:
        slot = fr.empty()
    slot.checkbox("w")


def _inner_slot_with_later(form, made):
    with form:
        slot = fr.empty()
    with slot:
        fr.checkbox("w")


def _inner_columns_later(form, made):
    with form:
        column, _other = fr.columns(2)
    with column:
        fr.checkbox("w")


def _handle_of_handle(form, made):
    form.container().container().checkbox("w")


def _inside_outer_inside_form(form, made):
    # The innermost block that knows decides, and an outer container knows: it belongs to no form.
    with form, made["outer"], fr.container():
        fr.checkbox("w")


def _form_inside_outer(form, made):
    with made["outer"], form:
        fr.checkbox("w")


def _sidebar_then_form(form, made):
    with fr.sidebar, form:
        fr.checkbox("w")


def _sidebar_container_in_form(form, made):
    # A container belongs to the form of what it stands in, and the sidebar is in no form.
    with form, fr.sidebar, fr.container():
        fr.checkbox("w")


def _sidebar_tab_in_form(form, made):
    with form, fr.sidebar:
        fr.tabs(["a", "b"])[1].checkbox("w")


def _sidebar_handle_container(form, made):
    with form, fr.sidebar.container():
        fr.checkbox("w")


ASSOCIATION = [
    (_with, True),
    (_handle, True),
    (_sidebar_handle, False),
    (_with_sidebar, True),
    (_outer_handle, False),
    (_with_outer, False),
    (_outer_column, False),
    (_outer_slot, False),
    (_outer_expander, False),
    (_inner_container, True),
    (_inner_column, True),
    (_inner_expander, True),
    (_inner_tab, True),
    (_inner_slot_later, True),
    (_inner_slot_with_later, True),
    (_inner_columns_later, True),
    (_handle_of_handle, True),
    (_inside_outer_inside_form, False),
    (_form_inside_outer, True),
    (_sidebar_then_form, True),
    (_sidebar_container_in_form, False),
    (_sidebar_tab_in_form, False),
    (_sidebar_handle_container, False),
]


@pytest.mark.parametrize(("draw", "inside"), ASSOCIATION, ids=[draw.__name__[1:] for draw, _ in ASSOCIATION])
def test_association(show, draw, inside):
    def page():
        made = {
            "outer": fr.container(),
            "columns": fr.columns(2),
            "slot": fr.empty(),
            "expander": fr.expander("outer"),
        }
        form = fr.form("f")
        draw(form, made)
        form.form_submit_button("Go")
        fr.text(fr.session_state.get("runs"))

    at = show(page)
    assert not at.exception
    box = at.checkbox[0]
    assert box.form_id == ("f" if inside else "")
    # What it means: inside, the value waits for the button.
    box.check().run()
    assert at.checkbox[0].proto.value is not inside
    at.button[0].click().run()
    assert at.checkbox[0].proto.value is True


@pytest.mark.parametrize(
    "where",
    [
        lambda: fr.sidebar,
        lambda: fr.columns(2)[0],
        lambda: fr.tabs(["a"])[0],
        lambda: fr.expander("e"),
        lambda: fr.container(),
    ],
    ids=["sidebar", "column", "tab", "expander", "container"],
)
def test_a_form_may_stand_anywhere(show, where):
    def page():
        with where(), fr.form("f"):
            fr.text_input("T", key="t")
            sent = fr.form_submit_button("Go")
        fr.text((fr.session_state.t, sent))

    at = show(page)
    at.text_input("t").set_value("x")
    at.button[0].click().run()
    assert at.main.text[0].value == "('x', True)"


def test_a_submit_button_in_the_sidebar_of_a_form_works(show):
    def page():
        with fr.form("f"):
            value = fr.text_input("T")
            with fr.sidebar:
                sent = fr.form_submit_button("Go")
        fr.text((value, sent))

    at = show(page)
    at.text_input[0].set_value("x")
    at.sidebar.button[0].click().run()
    assert at.text[0].value == "('x', True)"


# --------------------------------------------------------------------------------------------------- 4.3: submission


def signup():
    """A form with one of many widgets, and a button outside."""
    with fr.form("f"):
        values = {
            "text": fr.text_input("text", "a"),
            "area": fr.text_area("area"),
            "number": fr.number_input("number", value=1),
            "slider": fr.slider("slider"),
            "pick": fr.select_slider("pick", ["x", "y"]),
            "check": fr.checkbox("check"),
            "radio": fr.radio("radio", [10, 20]),
            "select": fr.selectbox("select", [1.5, 2.5]),
            "multi": fr.multiselect("multi", ["p", "q"]),
            "date": fr.date_input("date", dt.date(2024, 1, 2)),
            "time": fr.time_input("time", dt.time(8, 30)),
            "moment": fr.datetime_input("moment", dt.datetime(2024, 1, 2, 8, 30)),
            "color": fr.color_picker("color"),
        }
        sent = fr.form_submit_button("Go")
    other = fr.button("Other")
    fr.text({**values, "sent": sent, "other": other})


BEFORE = {
    "text": "a", "area": "", "number": 1, "slider": 0, "pick": "x", "check": False, "radio": 10, "select": 1.5,
    "multi": [], "date": dt.date(2024, 1, 2), "time": dt.time(8, 30), "moment": dt.datetime(2024, 1, 2, 8, 30),
    "color": "#000000",
}  # fmt: skip
AFTER = {
    "text": "b", "area": "two\nlines", "number": 5, "slider": 50, "pick": "y", "check": True, "radio": 20,
    "select": 2.5, "multi": ["q", "p"], "date": dt.date(2024, 3, 4), "time": dt.time(9, 15),
    "moment": dt.datetime(2024, 3, 4, 9, 15), "color": "#ff8800",
}  # fmt: skip


def edit(at):
    """Type into every field of ``signup``, as AFTER says."""
    for widget in [*at.main.form[0]]:
        if getattr(widget, "label", None) in AFTER:
            widget.set_value(AFTER[widget.label])


def said(**values):
    """Return what ``signup`` writes."""
    return str(values)


def test_values_stay_committed_until_the_form_is_submitted(show):
    at = show(signup)
    assert at.text[0].value == said(**BEFORE, sent=False, other=False)
    edit(at)
    at.button[1].click().run()
    assert at.text[0].value == said(**BEFORE, sent=False, other=True)


def test_a_submission_delivers_everything_at_once_and_one_true_button(show):
    at = show(signup)
    edit(at)
    at.button[0].click().run()
    assert at.text[0].value == said(**AFTER, sent=True, other=False)
    at.run()
    assert at.text[0].value == said(**AFTER, sent=False, other=False)


def test_edits_survive_a_run_from_outside(show):
    """Streamlit's AppTest drops them there, its browser does not; here both keep them."""
    at = show(signup)
    edit(at)
    at.button[1].click().run()
    at.button[0].click().run()
    assert at.text[0].value == said(**AFTER, sent=True, other=False)


def test_the_callback_sees_the_values_of_the_whole_form(show):
    calls = []

    def page():
        with fr.form("f"):
            fr.text_input("A", key="a")
            fr.text_input("B", key="b")
            sent = fr.form_submit_button(
                "Go", on_click=lambda *a, **k: calls.append((a, k, fr.session_state.a, fr.session_state.b, sent_now())),
                args=(1,), kwargs={"two": 2},
            )  # fmt: skip
        fr.text(sent)

    def sent_now():
        return fr.session_state["FormSubmitter:f-Go"]

    at = show(page)
    at.text_input("a").set_value("x")
    at.text_input("b").set_value("y")
    at.button[0].click().run()
    assert calls == [((1,), {"two": 2}, "x", "y", True)]
    assert at.text[0].value == "True"


def test_two_forms_do_not_disturb_each_other(show):
    def page():
        with fr.form("f"):
            one, go_one = fr.text_input("one"), fr.form_submit_button("Go one")
        with fr.form("g"):
            two, go_two = fr.text_input("two"), fr.form_submit_button("Go two")
        fr.text((one, go_one, two, go_two))

    at = show(page)
    at.text_input[0].set_value("tt")
    at.text_input[1].set_value("uu")
    at.button[0].click().run()
    assert at.text[0].value == "('tt', True, '', False)"
    at.button[1].click().run()
    assert at.text[0].value == "('tt', False, 'uu', True)"


def test_a_disabled_first_button_does_not_stop_the_others(show):
    def page():
        with fr.form("f"):
            value = fr.text_input("T")
            first = fr.form_submit_button("First", disabled=True)
            second = fr.form_submit_button("Second")
        fr.text((value, first, second))

    at = show(page)
    at.text_input[0].set_value("x")
    with pytest.raises(AppTestError, match="Cannot update a disabled button widget"):
        at.button[0].click()
    at.button[1].click().run()
    assert at.text[0].value == "('x', False, True)"


def test_a_callback_clears_a_form_by_writing_its_keys(show):
    def clear():
        fr.session_state.update(t="", n=0)

    def page():
        with fr.form("f"):
            fr.text_input("T", key="t")
            fr.number_input("N", key="n", value=3)
            fr.form_submit_button("Go", on_click=clear)
        fr.text((fr.session_state.t, fr.session_state.n))

    at = show(page)
    at.text_input("t").set_value("x")
    at.number_input("n").set_value(9)
    at.button[0].click().run()
    assert at.text[0].value == "('', 0)"
    assert (at.text_input("t").value, at.number_input("n").value) == ("", 0)


# ------------------------------------------------------------------------------------------------- 4.4: Enter (HTML)


@pytest.mark.django_db
class TestEnter:
    """In every browser Enter presses a form's first submit button; which one that is, the HTML says."""

    def form(self, serve, **options):
        def page():
            late = fr.container()
            with fr.form("f", enter_to_submit=options.get("enter", True)):
                fr.text_input("T")
                fr.form_submit_button("First", disabled=options.get("disabled", False))
                fr.form_submit_button("Second")
            del late

        visitor = Visitor(serve(page))
        self.first = visitor.button("First")["value"]
        return visitor.page.one("form", data_fr_form="f")

    def test_it_presses_the_first_button_the_script_created(self, serve):
        form = self.form(serve)
        button = form.one("button")
        assert "data-fr-enter" in form
        assert (button["name"], button["value"], "disabled" in button) == ("_fr_trigger", self.first, False)

    @pytest.mark.parametrize("options", [{"disabled": True}, {"enter": False}])
    def test_it_presses_nothing(self, serve, options):
        form = self.form(serve, **options)
        assert "data-fr-enter" not in form
        assert "disabled" in form.one("button")
        assert "name" not in form.one("button")

    def test_the_first_created_wins_over_the_first_in_the_page(self, serve):
        def page():
            with fr.form("f"):
                above = fr.container()
                fr.form_submit_button("Created first")
                above.form_submit_button("Stands first")

        visitor = Visitor(serve(page))
        enter = visitor.page.one("form", data_fr_form="f").one("button")["value"]
        assert enter == visitor.button("Created first")["value"]

    def test_which_fields_submit_on_enter(self, serve):
        def page():
            with fr.form("f"):
                fr.text_input("line")
                fr.text_area("lines")
                fr.number_input("number")
                fr.time_input("time")
                fr.datetime_input("moment")
                fr.selectbox("select", ["a", "b"])
                fr.date_input("date")
                fr.slider("slider")
                fr.checkbox("check")
                fr.form_submit_button()

        visitor = Visitor(serve(page))
        submits = {node["aria-label"]: node.get("data-fr-submits", "-") for node in visitor.fields}
        assert submits == {
            "line": "", "lines": "ctrl", "number": "", "time": "", "moment": "", "select": "-", "date": "-",
            "slider": "-", "check": "-",
        }  # fmt: skip

    def test_form_elements_are_empty_and_nothing_stands_inside(self, serve):
        """Nested forms are impossible this way, and nothing posts a form it merely stands in (decision 24)."""

        def page():
            with fr.form("f"):
                fr.text_input("T")
                fr.form_submit_button()

        visitor = Visitor(serve(page))
        for form in visitor.page.all("form"):
            assert [node.tag for node in form.walk()] == ["button"]
        assert {node["form"] for node in visitor.fields} == {visitor.page.one("form", data_fr_form="f")["id"]}


# -------------------------------------------------------------------------------------------- 4.5: clear_on_submit


def clearing(**fields):
    """Return a page whose form clears; ``fields`` are keyword arguments of its text input."""

    def page():
        with fr.form("f", clear_on_submit=True):
            values = (
                fr.text_input("T", **{"value": "def", "key": "t", **fields}),
                fr.number_input("N", value=0, key="n"),
                fr.checkbox("C", key="c"),
                fr.multiselect("M", ["a", "b"], key="m"),
                fr.form_submit_button("Go"),
            )
        fr.button("Outside")
        fr.text(values)

    return page


class TestClearOnSubmit:
    def submit(self, at):
        at.text_input("t").set_value("typed")
        at.number_input("n").set_value(5)
        at.checkbox("c").check()
        at.multiselect("m").set_value(["b"])
        at.button[0].click().run()

    def test_the_run_gets_what_was_submitted(self, show):
        at = show(clearing())
        self.submit(at)
        assert at.text[0].value == "('typed', 5, True, ['b'], True)"

    def test_a_run_from_outside_still_sees_it(self, show):
        at = show(clearing())
        self.submit(at)
        at.button[1].click().run()
        assert at.text[0].value == "('typed', 5, True, ['b'], False)"
        assert at.session_state.t == "typed"

    def test_an_untouched_second_submit_sends_the_defaults(self, show):
        at = show(clearing())
        self.submit(at)
        at.button[1].click().run()
        at.button[0].click().run()
        assert at.text[0].value == "('def', 0, False, [], True)"

    def test_what_is_typed_after_the_clear_is_sent(self, show):
        at = show(clearing())
        self.submit(at)
        at.text_input("t").set_value("again")
        at.button[0].click().run()
        assert at.text[0].value == "('again', 0, False, [], True)"

    def test_a_default_of_none_comes_back_as_none(self, show):
        at = show(clearing(value=None))
        assert at.text[0].value.startswith("(None,")
        self.submit(at)
        at.button[0].click().run()
        assert at.text[0].value.startswith("(None,")

    @pytest.mark.django_db
    @pytest.mark.parametrize("script", [True, False])
    def test_the_fields_show_the_defaults(self, serve, script):
        visitor = Visitor(serve(clearing()), script=script)
        visitor.fill("T", "typed").fill("N", "5").fill("C", True).fill("M", "b").press("Go")
        assert "('typed', 5, True, ['b'], True)" in visitor.text
        assert [visitor.shown(label) for label in "TNCM"] == [["def"], ["0"], [], []]
        visitor.press("Go")
        assert "('def', 0, False, [], True)" in visitor.text

    @pytest.mark.django_db
    def test_a_cleared_field_is_marked_so_that_later_typing_survives(self, serve):
        visitor = Visitor(serve(clearing()), script=True)
        visitor.fill("T", "typed").press("Go")
        assert "data-fr-soft" in visitor.controls("T")[0]

    def test_a_field_that_the_callback_sets_keeps_what_it_was_set_to(self, show):
        """DEFECT of Streamlit (4.5): there the next untouched submit sends the defaults all the same."""

        def set_it():
            fr.session_state.t = "SET"

        def page():
            with fr.form("f", clear_on_submit=True):
                text = fr.text_input("T", "def", key="t")
                number = fr.number_input("N", value=0, key="n")
                fr.form_submit_button("Go", on_click=set_it)
            fr.text((text, number))

        at = show(page)
        at.text_input("t").set_value("typed")
        at.number_input("n").set_value(5)
        at.button[0].click().run()
        assert at.text[0].value == "('SET', 5)"
        at.button[0].click().run()
        assert at.text[0].value == "('SET', 0)"

    @pytest.mark.django_db
    @pytest.mark.parametrize("script", [True, False])
    def test_a_refused_submission_clears_nothing(self, serve, script):
        def page():
            with fr.form("f", clear_on_submit=True):
                name = fr.text_input("Name")
                fr.text_input("Mail", type="email")
                fr.form_submit_button("Go")
            fr.text(name)

        visitor = Visitor(serve(page), script=script)
        answer = visitor.fill("Name", "Ada").fill("Mail", "no mail").press("Go")
        assert answer.status_code == 422
        assert (visitor.shown("Name"), visitor.shown("Mail")) == (["Ada"], ["no mail"])

    def test_a_form_that_the_run_did_not_come_to_is_cleared_when_it_is_drawn_again(self, show):
        def page():
            if fr.session_state.get("t") == "stop":
                fr.button("Go on", on_click=lambda: fr.session_state.update(t_seen=True))
                if "t_seen" not in fr.session_state:
                    fr.stop()
            with fr.form("f", clear_on_submit=True):
                text = fr.text_input("T", "def", key="t")
                fr.form_submit_button("Go")
            fr.text(text)

        at = show(page)
        at.text_input("t").set_value("stop")
        at.button[0].click().run()
        at.button[0].click().run()
        assert at.text[0].value == "stop"  # outside runs still see what was submitted (semantics 4.5)
        next(button for button in at.button if button.label == "Go").click().run()
        assert at.text[0].value == "def"

    def test_widgets_of_other_forms_are_not_cleared(self, show):
        def page():
            with fr.form("f", clear_on_submit=True):
                fr.text_input("T", key="t")
                fr.form_submit_button("Go")
            with fr.form("g"):
                fr.text_input("U", key="u")
                fr.form_submit_button("Go too")

        at = show(page)
        at.text_input("u").set_value("kept")
        at.text_input("t").set_value("x")
        at.button[0].click().run()
        assert at.text_input("u").value == "kept"
        at.button[1].click().run()
        assert at.session_state.u == "kept"


# ---------------------------------------------------------------------------------------------- validation (promise 4)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("bounds", "typed", "message"),
    [
        ({"min_value": 0}, "-1", "Number is below the allowed range. Please enter a value greater than or equal to 0."),
        ({"max_value": 9}, "10", "Number is above the allowed range. Please enter a value less than or equal to 9."),
    ],
)
def test_a_number_with_one_bound_names_only_that_one(serve, bounds, typed, message):
    def page():
        with fr.form("f"):
            fr.number_input("Number", **bounds)
            fr.form_submit_button("Go")

    visitor = Visitor(serve(page))
    visitor.fill("Number", typed).press("Go")
    assert visitor.errors() == {"Number": f"Error: {message}"}


@pytest.mark.django_db
@pytest.mark.parametrize("script", [True, False])
def test_every_field_that_is_wrong_says_so_and_nothing_is_applied(serve, script):
    runs = []

    def page():
        with fr.form("f"):
            fr.text_input("Name", required=True)
            fr.text_input("Mail", type="email")
            fr.number_input("Age", 0, 10, key="age")
            fr.text_input("Fine", key="fine")
            fr.form_submit_button("Go", on_click=lambda: runs.append(fr.session_state.fine))

    visitor = Visitor(serve(page), script=script)
    answer = visitor.fill("Name", "  ").fill("Mail", "no mail").fill("Age", "99").fill("Fine", "kept").press("Go")
    assert answer.status_code == 422
    expected = {
        "Name": "This field is required.",
        "Mail": "Enter a valid email address.",
        "Age": "Error: Number is outside the allowed range. Please enter a value between 0 and 10.",
    }
    if script:
        names = {visitor.name(label): text for label, text in expected.items()}
        assert answer.json()["errors"] == names
    else:
        assert visitor.errors() == expected
        assert visitor.shown("Fine") == ["kept"]
        assert visitor.shown("Age") == ["99"]
    assert runs == []
    visitor.fill("Name", "Ada").fill("Mail", "ada@example.com").fill("Age", "7").press("Go")
    assert runs == ["kept"]


# ------------------------------------------------------------------------------------------------- 4.7: presentation


@pytest.mark.django_db
def test_how_a_form_and_its_button_look(serve):
    def page():
        with fr.form("plain", border=False, width=300, height=200):
            fr.form_submit_button(
                "**Go**", type="primary", icon=":material/send:", help="why", shortcut="mod+shift+k", width="stretch"
            )
        with fr.form("framed"):
            fr.form_submit_button("Old", use_container_width=True, icon="🚀", icon_position="right")

    visitor = Visitor(serve(page))
    plain, framed = visitor.page.by_test_id("stForm")
    assert ("fr-border" in plain["class"], "fr-border" in framed["class"]) == (False, True)
    assert "fr-w-300" in plain.parent["class"]
    assert "fr-h-200" in plain.parent["class"]
    button = visitor.page.one("button", data_testid="stBaseButton-primaryFormSubmit")
    assert button["aria-keyshortcuts"] == "Control+Shift+K"
    assert visitor.page.one(id=button["aria-describedby"]).text == "why"
    assert button.one("strong").text == "Go"
    assert button.by_test_id("stIconMaterial")
    old = visitor.page.one("button", data_testid="stBaseButton-secondaryFormSubmit")
    assert [node.get("data-testid") for node in old.children] == ["stMarkdownContainer", "stIconEmoji"]
    wrappers = [node for node in visitor.page.by_test_id("stElementContainer") if "fr-w-content" in node["class"]]
    assert not wrappers  # both stretch: one said so, the other by the older name
