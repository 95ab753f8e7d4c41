"""Components of the author's: what they tell is a value, and of their folder nothing else is served."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from io import BytesIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import formrerun as fr
from formrerun.components.v1 import declare_component
from formrerun.tables.arrow import parts_of_table
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def knob(tmp_path):
    folder = tmp_path / "knob"
    (folder / "sub").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><script src=main.js></script>")
    (folder / "sub" / "main.js").write_text("1")
    (folder / ".env").write_text("secret")
    (tmp_path / "outside.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    return declare_component("knob", folder)


@pytest.fixture
def visitor(serve, knob):
    """A visitor with a script, and a page that says the component's value."""

    def page():
        fr.text(repr(knob(name="a", raw=b"abc", default=5, key="knob")))
        fr.text(repr(fr.session_state.knob))

    return Visitor(serve(page), script=True)


def told(visitor, text):
    field = visitor.page.one("input", name=visitor.page.one("fr-component")["id"])
    field.attrs["value"] = text
    visitor.dirty.add(field["name"])
    visitor.post("fr-page", "")
    return [each.text for each in visitor.page.by_test_id("stText")]


@pytest.mark.parametrize(
    ("height", "pixels"),
    [(200, "200"), (99.5, "100"), ("120", "120"), (10**400, "0"), (10**9, "100000"), (-1, "0"), *dict.fromkeys(
        [True, None, "", "auto", float("nan"), "inf"], "0").items()],
)  # fmt: skip
def test_a_height_that_it_is_told_is_its_frame_s_until_it_says_another(serve, client, knob, height, pixels):
    visitor = Visitor(serve(lambda: knob(name="a", height=height)), client)
    assert visitor.page.one("iframe")["height"] == pixels


def test_its_default_is_there_until_it_tells_a_value(visitor):
    assert [each.text for each in visitor.page.by_test_id("stText")] == ["5", "None"]
    assert told(visitor, '{"n":[1,2.5,null,"ä"]}') == ["{'n': [1, 2.5, None, 'ä']}"] * 2
    assert told(visitor, "false") == ["False", "False"]
    assert told(visitor, "") == ["5", "None"]


@pytest.mark.parametrize(
    "text",
    ["{", "NaN", "1e999", '"\\ud800"', '"\\u0000"', "[" * 100_000, "9" * 5000, '"' + "x" * 1_000_001 + '"'],
    ids=["broken", "nan", "infinite", "half", "nul", "deep", "long number", "large"],
)
def test_what_is_no_value_changes_nothing(visitor, text):
    assert told(visitor, "7") == ["7", "7"]
    assert told(visitor, text) == ["7", "7"]
    assert told(visitor, "8") == ["8", "8"]


def test_bytes_are_a_value(visitor):
    assert told(visitor, '{"formrerun-bytes":"YWJj"}') == ["b'abc'", "b'abc'"]
    assert told(visitor, '{"formrerun-bytes":"no base64"}') == ["b'abc'", "b'abc'"]
    assert told(visitor, '{"formrerun-bytes":1}') == ["b'abc'", "b'abc'"]


def posted(frame, **changed):
    parts = {name: b64encode(part).decode() for name, part in parts_of_table(frame).items()}
    return json.dumps({"formrerun-table": {**parts, **changed}})


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"n": [1, 2], "t": ["a", None]}),
        pd.DataFrame({"n": [1.5, 2.0]}, index=["x", "y"]),
        pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")])),
        pd.DataFrame({"n": []}),
        pd.DataFrame({"c": pd.Categorical(["a", "b", "a"])}),
    ],
    ids=["plain", "index", "columns", "empty", "categories"],
)
def test_a_table_is_a_data_frame(serve, knob, frame):
    found = []
    visitor = Visitor(serve(lambda: found.append(knob(key="knob"))), script=True)
    told(visitor, posted(frame))
    assert found[-1].shape == frame.shape
    assert [*found[-1].columns] == [*frame.columns]
    assert [*found[-1].index] == [*frame.index]
    assert found[-1].to_dict("records") == frame.to_dict("records")
    visitor.send({**visitor.compose("fr-page", ""), "kind": "rerun"})
    assert found[-1].shape == frame.shape
    field = visitor.page.one("input", name=visitor.page.one("fr-component")["id"])
    assert json.loads(field["value"]) == json.loads(posted(frame))  # told again, it is no other value


def stream(table, **options):
    """Return a table in Arrow's format, in Base64."""
    sink = BytesIO()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as out:
        out.write_table(table)
    return b64encode(sink.getvalue()).decode()


ONE = pd.DataFrame({"n": [1]})


@pytest.mark.parametrize(
    "text",
    [
        posted(ONE, data="AAAA"), posted(ONE, data="!"), posted(ONE, index=None), posted(ONE, more=""),
        '{"formrerun-table": 3}', posted(ONE, index=stream(pa.table({"i": [1, 2, 3]}))),
        posted(ONE, data=stream(pa.table({"n": [0] * 1000}), compression="zstd")),
        posted(ONE, data=stream(pa.table({"n": pa.array(["x"]).dictionary_encode()}), compression="lz4")),
        posted(ONE, data=stream(pa.table({"n": pa.nulls(100_000_000)}))),
    ],
    ids=["no Arrow", "no Base64", "no index", "more", "a number", "another length", "compressed", "compressed words",
         "long"],
)  # fmt: skip
def test_what_is_no_table_changes_nothing(visitor, text):
    assert told(visitor, text) == ["5", "None"]


@pytest.mark.parametrize(
    ("table", "index", "columns"),
    [
        (pd.DataFrame({"a": [1, 2], "b": ["x", None]}, index=["p", "q"]), ["p", "q"], ["a", "b"]),
        (pd.DataFrame({"mixed": [1, "x"]}), [0, 1], ["mixed"]),
        (pd.Series([1, 2], name="s"), [0, 1], ["s"]),
        (pd.DataFrame({"a": [1]}).style, [0], ["a"]),
        (np.array([[1, 2], [3, 4]]), [0, 1], [0, 1]),
        (pa.table({"a": [1, 2]}), [0, 1], ["a"]),
    ],
    ids=["frame", "mixed", "series", "styler", "array", "arrow"],
)
def test_it_is_told_tables_as_their_data_index_and_columns(serve, table, index, columns):
    own = declare_component("own", url="/knob/")
    drawn = Visitor(serve(lambda: own(table=table, n=1))).page.one("fr-component")
    parts = json.loads(drawn["data-fr-bytes"])["table"]
    read = {name: pa.ipc.open_stream(b64decode(text)).read_all() for name, text in parts.items()}
    assert json.loads(drawn["data-fr-args"]) == {"n": 1, "default": None, "key": None}
    assert read["index"].column(0).to_pylist() == index
    assert read["columns"].column(0).to_pylist() == columns
    assert read["data"].num_rows == len(index)
    assert not [each for part in read.values() for each in part.schema if str(each.type).startswith("large_")]


def test_it_is_told_its_arguments(visitor):
    drawn = visitor.page.one("fr-component")
    assert json.loads(drawn["data-fr-args"]) == {"name": "a", "default": 5, "key": "knob"}
    assert json.loads(drawn["data-fr-bytes"]) == {"raw": "YWJj"}
    frame = drawn.one("iframe")
    assert "allow-same-origin" not in frame["sandbox"]
    assert frame["src"] == drawn["data-fr-src"]


def test_its_folder_is_served_and_nothing_else(visitor, client):
    address = visitor.page.one("iframe")["src"].removesuffix("index.html")
    answer = client.get(f"{address}sub/main.js")
    assert (answer.getvalue(), answer["Access-Control-Allow-Origin"]) == (b"1", "*")
    assert "sandbox" in answer["Content-Security-Policy"]
    for path in ("sub/", "sub", "none", ".env", "../outside.txt", "..%2foutside.txt", "link.txt", "a%00b", "x" * 5000):
        assert client.get(address + path).status_code == 404, path
    unknown = address.rstrip("/").rpartition("/")[0] + "/" + "0" * 64
    assert client.get(f"{unknown}/index.html").status_code == 404


def test_one_of_another_site_keeps_its_origin(serve):
    dev = declare_component("dev", url="https://example.org/knob/")
    frame = Visitor(serve(lambda: dev())).page.one("iframe")
    assert frame["src"] == "https://example.org/knob/"
    assert "allow-same-origin" in frame["sandbox"]


def test_one_of_the_own_site_gets_no_origin(serve):
    own = declare_component("own", url="http://testserver/knob/")
    assert "allow-same-origin" not in Visitor(serve(lambda: own())).page.one("iframe")["sandbox"]


def test_a_callback_hears_of_a_value_and_a_form_keeps_it(show):
    said = []
    own = declare_component("own", url="/knob/")

    def page():
        fr.text(repr(own(key="k", on_change=lambda: said.append(fr.session_state.k))))

    at = show(page)
    at.get("component_instance")[0].set_value([1]).run()
    assert (said, at.text[0].value) == ([[1]], "[1]")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: declare_component("a"), "Either 'path' or 'url' must be set."),
        (lambda: declare_component("a", "/no/such/folder"), "No such component directory: '/no/such/folder'"),
        (lambda: declare_component("a", url="/a")(1), "Argument '1' needs a label"),
        (lambda: declare_component("a", url="/a")(b=object()), "Could not convert component args to JSON"),
        (lambda: declare_component("a", url="/a")(tab_index=-2), "Invalid `tab_index` value"),
    ],
)
def test_what_cannot_be_is_an_error(show, call, said):
    assert said in show(call).exception[0].message
