"""Which widget is which: identity, what a change of parameters does to the value, duplicates (semantics 3.1, 3.2)."""

from __future__ import annotations

import datetime as dt

import pytest

import formrerun as fr

DAY, CLOCK, MOMENT = dt.date(2024, 5, 5), dt.time(12, 0), dt.datetime(2024, 5, 5, 12, 0)

#: Kind → first parameters, an edit, and every parameter that tells two unkeyed widgets apart, with a second value.
KINDS = {
    "text_input": (
        {"label": "L", "value": "d"},
        "edit",
        {"label": "M", "value": "e", "max_chars": 50, "type": "search", "help": "h", "autocomplete": "name",
         "placeholder": "p", "icon": "🚀", "width": 300, "live": True, "validate": ".*", "required": True},
    ),
    "text_area": (
        {"label": "L", "value": "d"},
        "edit",
        {"label": "M", "value": "e", "height": 200, "max_chars": 50, "help": "h", "placeholder": "p", "width": 300,
         "required": True},
    ),
    "number_input": (
        {"label": "L", "value": 1, "min_value": 0, "max_value": 100},
        7,
        {"label": "M", "min_value": -5, "max_value": 50, "value": 2, "step": 2, "format": "%03d", "help": "h",
         "placeholder": "p", "icon": "🚀", "width": 300, "required": True},
    ),
    "slider": (
        {"label": "L", "value": 1, "min_value": 0, "max_value": 100},
        7,
        {"label": "M", "min_value": -5, "max_value": 50, "value": 2, "step": 2, "format": "%03d", "help": "h",
         "width": 300},
    ),
    "select_slider": (
        {"label": "L", "options": ["a", "b", "c"]},
        "b",
        {"label": "M", "options": ["a", "b", "z"], "value": "c", "help": "h", "width": 300},
    ),
    "checkbox": ({"label": "L"}, True, {"label": "M", "help": "h", "width": 300}),
    "toggle": ({"label": "L"}, True, {"label": "M", "help": "h", "width": 300}),
    "radio": (
        {"label": "L", "options": ["a", "b", "c"]},
        "b",
        {"label": "M", "options": ["a", "b", "z"], "index": 2, "help": "h", "horizontal": True,
         "captions": ["x", "y", "z"], "width": 300},
    ),
    "selectbox": (
        {"label": "L", "options": ["a", "b", "c"]},
        "b",
        {"label": "M", "options": ["a", "b", "z"], "index": 2, "help": "h", "placeholder": "p",
         "accept_new_options": True, "filter_mode": "prefix", "width": 300, "required": True, "icon": "🚀"},
    ),
    "multiselect": (
        {"label": "L", "options": ["a", "b", "c"]},
        ["b"],
        {"label": "M", "options": ["a", "b", "z"], "default": ["c"], "help": "h", "max_selections": 2,
         "placeholder": "p", "accept_new_options": True, "filter_mode": "prefix", "select_all": False, "width": 300},
    ),
    "date_input": (
        {"label": "L", "value": DAY},
        dt.date(2024, 6, 6),
        {"label": "M", "value": dt.date(2024, 5, 6), "min_value": dt.date(2024, 1, 1),
         "max_value": dt.date(2024, 12, 31), "help": "h", "format": "DD.MM.YYYY", "width": 300, "required": True},
    ),
    "time_input": (
        {"label": "L", "value": CLOCK},
        dt.time(9, 30),
        {"label": "M", "value": dt.time(13, 0), "help": "h", "step": 60, "width": 300, "required": True},
    ),
    "datetime_input": (
        {"label": "L", "value": MOMENT},
        dt.datetime(2024, 6, 6, 9, 30),
        {"label": "M", "value": dt.datetime(2024, 5, 6, 12, 0), "min_value": dt.datetime(2024, 1, 1),
         "max_value": dt.datetime(2024, 12, 31), "help": "h", "format": "DD.MM.YYYY", "step": 60, "width": 300,
         "required": True},
    ),
    "color_picker": ({"label": "L"}, "#ff0000", {"label": "M", "value": "#00ff00", "help": "h", "width": 300}),
}  # fmt: skip

#: What resets a widget with a key all the same (the last column of the table in 3.1).
RESETS = {
    "text_input": {"max_chars", "validate"},
    "text_area": {"max_chars"},
    "slider": {"min_value", "max_value", "step"},
    "selectbox": {"accept_new_options"},
    "multiselect": {"max_selections", "accept_new_options"},
    "date_input": {"format"},
    "datetime_input": {"format", "step"},
    "time_input": {"step"},
}
CASES = [(kind, parameter) for kind, (_given, _edit, others) in KINDS.items() for parameter in others]


class Changing:
    """A page of one widget, whose parameters the test changes between two runs."""

    def __init__(self, show, kind, **given):
        self.given = given

        def page():
            self.returned = getattr(fr, kind)(**self.given)
            fr.button("Run")

        self.kind = kind
        self.at = show(page)
        self.default = self.returned

    def edit(self, value):
        getattr(self.at, self.kind)[0].set_value(value).run()
        return self.returned

    def change(self, **given):
        self.given = {**self.given, **given}
        self.at.run()
        return self.returned


@pytest.mark.parametrize(("kind", "parameter"), CASES, ids=lambda part: part)
@pytest.mark.parametrize("keyed", [True, False], ids=["keyed", "unkeyed"])
def test_a_change_of_a_parameter(show, kind, parameter, keyed):
    """3.2: a key keeps the value but for the few parameters of 3.1; without one every parameter is the identity."""
    given, edit, others = KINDS[kind]
    page = Changing(show, kind, **given, **({"key": "k"} if keyed else {}))
    assert page.edit(edit) == edit
    after = page.change(**{parameter: others[parameter]})
    if keyed and parameter not in RESETS.get(kind, ()):
        assert after == edit
    else:
        fresh = Changing(show, kind, **{**given, parameter: others[parameter]})
        assert after == fresh.default
        assert after != edit


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("keyed", [True, False], ids=["keyed", "unkeyed"])
@pytest.mark.parametrize(
    "change",
    [{"disabled": True}, {"label_visibility": "hidden"}, {"on_change": print, "args": (1,), "kwargs": {"sep": ""}}],
    ids=["disabled", "label_visibility", "callback"],
)
def test_what_is_never_part_of_the_identity(show, kind, keyed, change):
    given, edit, _others = KINDS[kind]
    page = Changing(show, kind, **given, **({"key": "k"} if keyed else {}))
    page.edit(edit)
    assert page.change(**change) == edit


@pytest.mark.parametrize("change", [{"bind": "query-params"}, {"persist_state": "page"}])
def test_binding_and_keeping_are_never_part_of_the_identity(show, change):
    page = Changing(show, "text_input", label="L", key="k")
    page.edit("x")
    assert page.change(**change) == "x"


def test_format_func_counts_by_what_it_gives(show):
    page = Changing(show, "radio", label="L", options=[1, 2], format_func=str)
    page.edit(2)
    assert page.change(format_func=lambda number: f"{number}") == 2
    assert page.change(format_func=lambda number: f"No {number}") == 1


# ----------------------------------------------------------------------------------------------- 3.2, value by value


class TestKeyedValueAndNewBounds:
    @pytest.mark.parametrize("keyed", [True, False])
    def test_number_outside_the_new_bounds(self, show, keyed):
        page = Changing(show, "number_input", label="N", value=1, max_value=10, **({"key": "n"} if keyed else {}))
        page.edit(8)
        assert page.change(max_value=5) == 1
        if keyed:
            assert page.at.session_state.n == 1
            assert page.at.number_input[0].value == 1

    def test_number_inside_the_new_bounds(self, show):
        page = Changing(show, "number_input", label="N", value=1, max_value=10, key="n")
        page.edit(4)
        assert page.change(max_value=5) == 4

    def test_slider_resets_even_if_the_value_is_inside(self, show):
        page = Changing(show, "slider", label="S", value=1, max_value=10, key="s")
        page.edit(4)
        assert page.change(max_value=5) == 1
        assert page.at.session_state.s == 1

    @pytest.mark.parametrize("kind", ["radio", "selectbox"])
    def test_option_still_among_the_labels(self, show, kind):
        page = Changing(show, kind, label="R", options=["a", "b", "c"], key="r")
        page.edit("b")
        assert page.change(options=["x", "b"]) == "b"

    @pytest.mark.parametrize("kind", ["radio", "selectbox"])
    @pytest.mark.parametrize(
        ("change", "then"),
        [({"options": ["x", "y"]}, "x"), ({"options": ["x", "y"], "index": 1}, "y"), ({"options": []}, None)],
        ids=["first", "index", "empty"],
    )
    def test_option_gone(self, show, kind, change, then):
        page = Changing(show, kind, label="R", options=["a", "b"], key="r")
        page.edit("b")
        assert page.change(**change) == then
        assert page.at.session_state.r == then

    @pytest.mark.parametrize("kind", ["radio", "selectbox"])
    def test_option_gone_with_no_default(self, show, kind):
        page = Changing(show, kind, label="R", options=["a", "b"], index=None, key="r")
        page.edit("b")
        assert page.change(options=["x"]) is None

    def test_membership_is_decided_by_the_labels(self, show):
        page = Changing(show, "selectbox", label="S", options=[1, 2], format_func="No {}".format, key="s")
        page.edit(2)
        assert page.change(options=["one", "two"], format_func={"one": "No 1", "two": "No 2"}.get) == "two"

    def test_of_two_options_with_one_label_the_last_wins(self, show):
        page = Changing(show, "selectbox", label="S", options=["a", "b", "c"], format_func={"a": "A"}.get, key="s")
        assert page.default == "a"  # the default is known by its place
        assert page.edit("b") == "c"

    def test_multiselect_keeps_what_is_still_offered(self, show):
        page = Changing(show, "multiselect", label="M", options=["a", "b", "c"], key="m")
        page.edit(["a", "c"])
        assert page.change(options=["b", "c"]) == ["c"]
        assert page.at.session_state.m == ["c"]

    def test_select_slider_option_gone(self, show):
        page = Changing(show, "select_slider", label="S", options=["a", "b", "c"], key="s")
        page.edit("b")
        assert page.change(options=["a", "c"]) == "a"

    def test_select_slider_range_is_reset_as_a_whole(self, show):
        page = Changing(show, "select_slider", label="S", options=["a", "b", "c", "d"], value=("a", "d"), key="s")
        page.edit(("b", "c"))
        assert page.change(options=["a", "b", "d"]) == ("a", "d")

    def test_date_inside_and_outside_the_new_bounds(self, show):
        page = Changing(show, "date_input", label="D", value=DAY, key="d")
        page.edit(dt.date(2024, 6, 6))
        assert page.change(min_value=dt.date(2024, 1, 1)) == dt.date(2024, 6, 6)
        assert page.change(max_value=dt.date(2024, 6, 1)) == DAY

    def test_date_outside_with_today_as_default_is_an_error(self, show):
        """A quirk of Streamlit's that is kept: the default is taken from the key then."""
        page = Changing(show, "date_input", label="D", key="d")
        page.edit(dt.date(2024, 1, 5))
        page.change(min_value=dt.date(2025, 1, 1))
        assert page.at.exception[0].message == "The `value` 2024-01-05 is less than the `min_value` 2025-01-01."

    def test_date_format_with_today_as_default_keeps_the_value(self, show):
        page = Changing(show, "date_input", label="D", key="d")
        page.edit(dt.date(2024, 1, 5))
        assert page.change(format="DD.MM.YYYY") == dt.date(2024, 1, 5)


# -------------------------------------------------------------------------------------------- places and duplicates


def test_the_same_unkeyed_widget_once_per_root_and_form(show):
    def page():
        fr.text_input("T")
        fr.sidebar.text_input("T")
        with fr.form("f"):
            fr.text_input("T")
            fr.form_submit_button()

    at = show(page)
    assert not at.exception
    at.main.text_input[0].set_value("main").run()
    assert [widget.value for widget in at.text_input] == ["main", "", ""]


@pytest.mark.parametrize("container", [fr.container, lambda: fr.columns(2)[0], lambda: fr.expander("e"), fr.empty])
def test_containers_are_no_part_of_the_identity(show, container):
    def page():
        fr.text_input("T")
        with container():
            fr.text_input("T")

    assert show(page).exception[0].proto.type == "StreamlitDuplicateElementId"


@pytest.mark.parametrize("kind", KINDS)
def test_a_duplicate_without_key_says_what_to_do(show, kind):
    given, _edit, _others = KINDS[kind]

    def page():
        getattr(fr, kind)(**given)
        getattr(fr, kind)(**given)

    assert show(page).exception[0].message == (
        f"There are multiple `{kind}` elements with the same auto-generated ID. When this element is created, it is "
        "assigned an internal ID based on the element type and provided parameters. Multiple elements with the same "
        "type and parameters will cause this error.\n\nTo fix this error, please pass a unique `key` argument to the "
        f"`{kind}` element."
    )


def test_a_duplicate_button(show):
    def page():
        fr.button("B")
        fr.button("B")

    assert "There are multiple `button` elements" in show(page).exception[0].message


def test_a_duplicate_key_counts_over_all_kinds(show):
    def page():
        fr.text_input("T", key="t")
        fr.container(key="t")

    assert show(page).exception[0].message == (
        "There are multiple elements with the same `key='t'`. To fix this, please make sure that the `key` argument "
        "is unique for each element you create."
    )


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("", "Invalid `key` value. Supported values: a non-empty string."),
        ("$$ID-1", "Keys beginning with $$ID are reserved."),
    ],
)
def test_keys_that_are_none(show, key, message):
    def page():
        fr.text_input("T", key=key)

    assert show(page).exception[0].message == message


def test_the_key_none_is_a_key(show):
    """Streamlit takes the text "None" for no key; that is not copied."""

    def page():
        fr.text_input("T", key="None")

    at = show(page)
    at.text_input("None").set_value("x").run()
    assert at.session_state["None"] == "x"


def test_a_number_is_a_key(show):
    def page():
        fr.text_input("T", key=5)

    at = show(page)
    at.text_input("5").set_value("x").run()
    assert at.session_state[5] == "x"


def test_a_keyed_widget_keeps_its_value_where_it_goes(show):
    places = {
        "body": lambda: fr.container(),
        "sidebar": lambda: fr.sidebar,
        "column": lambda: fr.columns(2)[0],
        "form": lambda: fr.form("f"),
    }
    here = "body"

    def page():
        with places[here]():
            fr.text_input("T", key="t")
            if here == "form":
                fr.form_submit_button()
        fr.button("Run")

    at = show(page)
    at.text_input("t").set_value("x").run()
    for here in ("sidebar", "form", "column", "body"):  # noqa: B007
        at.run()
        assert at.text_input("t").value == "x"


def test_the_same_widget_on_another_page_is_another_one(show):
    def one():
        fr.text_input("T", key="t")

    def two():
        fr.text_input("T", key="t")

    assert show(one).text_input[0].id != show(two).text_input[0].id
    assert show(one).text_input[0].id == show(one).text_input[0].id
