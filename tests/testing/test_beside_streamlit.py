"""What a test of a script sees is what Streamlit's ``AppTest`` shows of it, name by name."""

from __future__ import annotations

import datetime as dt
import types

import pytest

import formrerun as fr
from formrerun.testing import AppTest
from tests.visitor import Visitor


def opened(script: str) -> AppTest:
    return AppTest.from_string(f"import streamlit as st\n{script}").run()


def test_a_heading_names_only_the_anchor_that_it_was_given():
    at = opened("st.title('Prices')\nst.header('Costs', anchor='costs')\nst.subheader('Wages', anchor=False)")
    assert [at.title[0].anchor, at.header[0].anchor, at.subheader[0].anchor] == ["", "costs", ""]
    assert [at.title[0].hide_anchor, at.subheader[0].hide_anchor] == [False, True]
    assert opened("st.title('–')").title[0].hide_anchor is False  # of a text without words no name can be made


def test_names_of_columns_that_are_of_several_types_are_texts():
    pandas = pytest.importorskip("pandas")
    at = opened("import pandas as pd\nst.dataframe(pd.DataFrame({'a': [1], 2: [3]}))")
    assert at.dataframe[0].value.equals(pandas.DataFrame({"a": [1], "2": [3]}))


def test_pagination_says_how_many_pages_there_are():
    pages = opened("st.pagination(7, default=3)").pagination[0]
    assert (pages.num_pages, pages.default, pages.value) == (7, 3, 3)


def test_a_chat_without_a_bound_has_none():
    assert opened("st.chat_input()").chat_input[0].max_chars == 0


def test_containers_are_called_as_in_streamlit():
    at = opened("st.grid(2)\nst.empty()\n@st.dialog('D')\ndef d():\n    st.text('in it')\nd()")
    assert [child.type for child in at.main.children.values()] == ["grid_container", "empty"]
    (inside,) = at.get("dialog")[0].children.values()
    assert inside.type == "flex_container"
    assert inside.text[0].value == "in it"


def test_of_two_options_that_read_the_same_the_first_is_the_chosen_one():
    at = opened("st.selectbox('S', ['a', 'b', 'b'], index=2)\nst.multiselect('M', ['a', 'b', 'b'], ['b'])")
    assert at.selectbox[0].index == 1
    assert at.multiselect[0].indices == [1]


def test_a_toast_of_a_placeholder_is_there_once():
    assert opened("st.empty().toast('Saved')").toast.values == ["Saved"]


def test_a_tuple_may_be_one_option():
    at = opened("st.pills('P', [(1, 2), (3, 4)], default=[(3, 4)])")
    assert (at.pills[0].indices, at.pills[0].values) == ([1], ["(3, 4)"])


@pytest.mark.parametrize(
    ("widget", "meant"),
    [("multiselect", ["a"]), ("selectbox", "b"), ("radio", "b"), ("select_slider", "b")],
)
def test_a_test_that_chooses_by_such_a_label_means_one_of_them(widget, meant):
    at = opened(f"st.{widget}('W', ['a', 'b'], format_func=lambda option: 'same', key='w')")
    getattr(at, widget)[0].set_value(["same"] if widget == "multiselect" else "same").run()
    assert at.session_state.w == meant


def test_a_stream_ends_without_the_blank_behind_it():
    at = opened("st.text(repr(st.write_stream(['Two ', 'words ', '\\n'])))")
    assert (at.markdown[0].value, at.text[0].value) == ("Two words", r"'Two words \n'")


def test_a_slider_of_options_stands_at_none_if_that_is_one():
    assert opened("st.text(st.select_slider('S', [1, None, 3]))").text[0].value == "None"


@pytest.mark.parametrize(
    ("widget", "send"),
    [
        ("st.menu_button('Export', ['CSV', 'PDF'], key='k')", lambda at: at.menu_button[0].click("PDF")),
        ("st.chat_input(key='k')", lambda at: at.chat_input[0].set_value("PDF")),
    ],
    ids=["menu_button", "chat_input"],
)
def test_what_was_sent_is_gone_once_its_run_has_ended(widget, send):
    at = opened(f"st.text({widget})\nif 'stop' in st.session_state:\n    st.stop()")
    send(at).run()
    assert at.text[0].value == "PDF"
    assert at.session_state["k"] is None
    at.session_state["stop"] = True
    send(at).run()
    assert at.session_state["k"] == "PDF"  # a run that did not end forgets nothing


@pytest.mark.parametrize(
    ("widget", "beyond"),
    [
        ("st.number_input('N', 1, 9, 5, on_change=told)", lambda at: at.number_input[0].set_value(99)),
        ("st.slider('S', 1, 9, 5, on_change=told)", lambda at: at.slider[0].set_value(99)),
    ],
    ids=["number_input", "slider"],
)
def test_a_value_that_nobody_could_send_changes_nothing(widget, beyond):
    at = opened(f"def told():\n    st.text('told')\nst.text({widget})")
    beyond(at).run()
    assert [text.value for text in at.text] == ["5"]


def test_the_bounds_of_a_number_are_said_as_the_field_shows_numbers():
    at = opened("st.number_input('N', max_value=5.5)").as_browser()
    at.number_input[0].set_value(6.0).run()
    assert at.number_input[0].error.endswith("less than or equal to 5.50.")


# ------------------------------------------------------------------------------------------------------- errors


REFUSED = {
    "st.line_chart({'a': [1]}, y=5)": 'Data does not have a column named `"5"`. Available columns are `a`',
    "st.date_input('D', '2024-01-01', '2025-01-01', format='DD')": (
        "Invalid `format` value. Supported values: 'YYYY/MM/DD', 'DD/MM/YYYY', 'MM/DD/YYYY', 'YYYY.MM.DD', "
        "'DD.MM.YYYY', 'MM.DD.YYYY', 'YYYY-MM-DD', 'DD-MM-YYYY', 'MM-DD-YYYY'. Provided value: 'DD'."
    ),
    "st.vega_lite_chart({})": "The `spec` parameter is required. Vega-Lite charts require a non-empty spec dict.",
    "st.data_editor(5)": (
        "The data type (int) or format is not supported by the data editor. Please convert your data into a Pandas "
        "Dataframe or another supported data format."
    ),
    "st.switch_page('nope.py')": (
        "Could not find page: `nope.py`. You must provide a `Page` object or file path relative to the entrypoint "
        "file. Only pages previously defined by `st.Page` and passed to `st.navigation` are allowed."
    ),
    "st.header('H', anchor=True)": "Invalid `anchor` value. Supported values: None, False, any string.",
    "st.dialog(5)": 'The `title` parameter is required. For example: `@st.dialog("Example Title")`.',
    "st.dialog('D', on_dismiss=None)": (
        "Invalid `on_dismiss` value. Supported values: 'rerun', 'ignore', a callback function."
    ),
    "st.chat_message('user', avatar='')": "Failed to load the provided avatar value as an image.",
    "st.set_page_config(menu_items={'Help': 'https://a.org'})": (
        "Invalid `menu_items` value. Supported values: 'Get help', 'Report a bug', 'About'. `help` is not a supported "
        "menu item key."
    ),
    "st.set_page_config(menu_items={'Get Help': 'a.org'})": (
        '"a.org" is not a valid URL. You must use a fully qualified domain beginning with "http://", "https://", or '
        '"mailto:".'
    ),
    "st.query_params['Embed'] = 'true'": (
        "Query param embed and embed_options (case-insensitive) cannot be set programmatically."
    ),
    "st.cache_data(persist='file')": "Invalid `persist` value. Supported values: 'disk', None.",
    "st.cache_resource(scope='tab')": "Invalid `scope` value. Supported values: 'global', 'session'.",
}


@pytest.mark.parametrize(("call", "message"), REFUSED.items(), ids=REFUSED)
def test_what_is_refused_is_refused_in_the_same_words(call, message):
    assert [error.message for error in opened(call).exception] == [message]


TAKEN = {
    "st.text(type(st.tabs(['A', 'B'])).__name__)": "tuple",
    "st.text(st.slider('S', 0, 10, 5, step=True))": "5",
    "st.set_page_config(menu_items={'About': 'us', ' get HELP': None})\nst.text('taken')": "taken",
}


@pytest.mark.parametrize(("call", "shown"), TAKEN.items(), ids=TAKEN)
def test_what_is_taken_is_taken(call, shown):
    assert [text.value for text in opened(call).text] == [shown]


def test_a_badge_of_an_unknown_colour_shows_its_markdown():
    assert opened("st.badge('New', color='pink')").markdown[0].value == ":pink-badge[New]"


def test_a_page_does_not_see_by_which_parameters_it_is_embedded():
    at = AppTest.from_string("import streamlit as st\nst.text(dict(st.query_params))\nst.query_params.clear()")
    at.query_params.update(embed="true", page="2")
    assert at.run().text[0].value == "{'page': '2'}"
    assert at.query_params == {"embed": "true"}


# ------------------------------------------------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"day": dt.date(2024, 1, 1)}, '{"day": "datetime.date(2024, 1, 1)"}'),
        ({"who": types.SimpleNamespace(a=1)}, '{"who": "namespace(a=1)"}'),
        ({"size": {3}}, '{"size": [3]}'),
        ({True: None, 1.5: "é"}, '{"true": null, "1.5": "\\u00e9"}'),
        (types.MappingProxyType({"a": 1}), '{"a": 1}'),
        ({"a": 1}.items(), '[["a", 1]]'),
        (range(2), "[0, 1]"),
    ],
    ids=["date", "object", "set", "keys", "proxy", "items", "range"],
)
def test_json_writes_what_it_knows_and_the_rest_as_its_repr(show, body, shown):
    assert show(lambda: fr.json(body)).json[0].value == shown


@pytest.mark.django_db
def test_json_names_the_places_of_a_list_and_keys_that_are_empty(serve):
    page = Visitor(serve(lambda: fr.json({"": ["a", ["b"]]}))).page
    assert [node.text for node in page.walk() if "fr-json-key" in node.get("class", "")] == ['""', "0", "1", "0"]


def test_json_leaves_out_a_key_that_it_cannot_write_and_says_so(show):
    at = show(lambda: fr.json({(1, 2): 3, "a": 1}))
    assert at.json[0].value == '{"a": 1}'
    assert at.warning[0].value.startswith(
        "Warning: this data structure was not fully serializable as JSON due to one or more unexpected keys."
    )


def test_json_opens_by_a_number_or_a_yes(show):
    assert show(lambda: fr.json({}, expanded="all")).exception[0].message == (
        "Invalid `expanded` type. Expected one of: bool, int. Provided type: str."
    )


@pytest.mark.parametrize("body", ["", " \n"])
def test_html_of_nothing_is_an_error(show, body):
    assert show(lambda: fr.html(body)).exception[0].message == "The `body` parameter is required."


@pytest.mark.parametrize(("label", "shown"), [(5, "5"), (None, "")])
def test_a_metric_takes_any_label(show, label, shown):
    assert show(lambda: fr.metric(label, 1)).metric[0].label == shown


def test_a_slider_of_two_durations_says_what_it_takes(show):
    pair = (dt.timedelta(hours=1), dt.timedelta(hours=2))
    assert show(lambda: fr.slider("S", value=pair)).exception[0].message == (
        "Invalid `value` type. Expected one of: int, float, date, time, datetime, list, tuple. Provided type: "
        "timedelta."
    )


def test_a_file_field_says_in_each_run_that_it_holds_no_other_value():
    at = opened(
        "st.session_state.setdefault('k', True)\n"
        "try:\n    st.file_uploader('F', key='k')\n"
        "except st.errors.StreamlitAPIException as error:\n    st.text(error)"
    )
    at.run()
    assert at.text[0].value.startswith("Invalid `value` type. Expected one of: UploadedFile, None.")


@pytest.mark.parametrize("widget", ["st.text_input('T')", "st.expander('E', on_change='rerun').text('a')"])
def test_what_a_cached_function_has_drawn_is_drawn_again(widget):
    at = opened(f"@st.cache_data\ndef f():\n    {widget}\nf()\nst.text_area('A')")
    at.run()
    assert [error.proto.type for error in at.exception] == ["CachedWidgetWarning"]


@pytest.mark.parametrize(
    ("call", "first"),
    [
        ("st.selectbox('S', ['a'], key='', on_change=5)", "key"),
        ("st.slider('S', label_visibility='none', on_change=5)", "on_change"),
        ("st.file_uploader('F', max_upload_size=0, on_change=5)", "on_change"),
        ("st.time_input('T', 'noon', step='hour')", "value"),
        ("st.progress('half', text=5)", "value"),
        ("st.chat_input(submit_mode='never', on_submit=5)", "on_submit"),
        ("st.form('f').selectbox('S', ['a'], label_visibility='none', on_change=print)", "Within a form"),
        ("st.form('f').chat_input(on_submit=print)", "Within a form"),
    ],
)
def test_of_several_mistakes_the_first_one_is_said_that_streamlit_finds(call, first):
    (error,) = opened(call).exception
    assert error.message.startswith((f"Invalid `{first}`", first))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("args=5", "argument after * must be an iterable, not int"),
        ("kwargs=5", "argument after ** must be a mapping, not int"),
    ],
)
def test_what_is_wrong_with_the_arguments_of_a_callback_is_said_when_it_is_called(arguments, said):
    at = opened(f"def pressed(n):\n    st.text(n)\nst.button('Go', on_click=pressed, {arguments})")
    assert not at.exception
    at.button[0].click().run()
    assert at.exception[0].message.endswith(said)
