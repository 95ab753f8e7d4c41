"""Components in the page itself: what they set is state, what they trigger is there once, and nothing else counts."""

from __future__ import annotations

import json

import pandas as pd
import pyarrow as pa
import pytest

import formrerun as fr
from formrerun.components.v2 import component
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db

stars = component("stars", html="<b>★</b>", css="b { color: red }", js="export default () => {}")


def rated():
    fr.session_state.calls = []
    result = stars(
        key="stars",
        data={"of": 5},
        default={"count": 3},
        on_count_change=lambda: fr.session_state.calls.append(f"count {fr.session_state.stars.count}"),
        on_asked_change=lambda: fr.session_state.calls.append(f"asked {fr.session_state.stars.asked}"),
    )
    fr.text(f"{result.count} {result.asked} {dict(fr.session_state.stars)}")


class Told(Visitor):
    """A visitor whose components tell something."""

    def sets(self, text):
        field = self.page.all("fr-bidi")[0].one("input", type="hidden")
        field.attrs["value"] = text
        self.dirty.add(field["name"])
        self.post("fr-page", "")

    def triggers(self, text):
        field = self.page.one("input", id=self.page.all("fr-bidi")[0]["data-fr-tells"])
        field.attrs["value"] = text
        self.dirty.add(field["name"])
        self.post(field["form"], self.page.one("button", id=f"{field['id']}-p")["value"])

    @property
    def texts(self):
        return [each.text for each in self.page.by_test_id("stText")]


@pytest.fixture
def visitor(serve):
    return Told(serve(rated), script=True)


def test_a_state_has_its_default_until_the_component_sets_it(visitor):
    assert visitor.texts == ["3 None {'count': 3}"]
    visitor.sets('{"count":4}')
    assert visitor.texts == ["4 None {'count': 4}"]
    visitor.sets('{"count":4,"other":[1,null]}')
    assert visitor.texts == ["4 None {'count': 4, 'other': [1, None]}"]


def test_a_trigger_is_there_in_the_run_that_it_causes_alone(visitor):
    visitor.triggers('[{"event":"asked","value":{"for":"help"}}]')
    assert visitor.texts == ["3 {'for': 'help'} {'count': 3, 'asked': {'for': 'help'}}"]
    visitor.sets('{"count":4}')
    assert visitor.texts == ["4 None {'count': 4}"]


def test_callbacks_hear_of_their_own_state_and_trigger(show):
    heard = []

    def page():
        stars(key="s", on_a_change=lambda: heard.append(fr.session_state.s.a), on_b_change=lambda: heard.append("b"))

    at = show(page)
    at.get("bidi_component")[0].set_value({"a": 1}).run()
    at.get("bidi_component")[0].set_value({"a": 1, "c": 2}).run()
    assert heard == [1]


def test_a_callback_of_a_trigger_finds_it_in_the_state(serve):
    heard = []

    def page():
        stars(key="s", on_asked_change=lambda: heard.append(dict(fr.session_state.s)))

    Told(serve(page), script=True).triggers('[{"event":"asked","value":1},{"event":"unknown","value":2}]')
    assert heard == [{"asked": 1, "unknown": 2}]


@pytest.mark.parametrize(
    "text",
    [
        "{", "[1]", "7", '{"count":NaN}', '{"count":"\\ud800"}', '{"count":"\\u0000"}', "[" * 100_000,
        '"' + "x" * 1_000_001 + '"',
    ],
    ids=["broken", "list", "number", "nan", "half", "nul", "deep", "large"],
)  # fmt: skip
def test_what_is_no_state_changes_nothing(visitor, text):
    visitor.sets('{"count":7}')
    visitor.sets(text)
    assert visitor.texts == ["7 None {'count': 7}"]
    visitor.sets('{"count":8}')
    assert visitor.texts == ["8 None {'count': 8}"]


@pytest.mark.parametrize("text", ["", "{", "{}", "[1]", '[{"value":1}]', '[{"event":1}]'])
def test_what_is_no_trigger_triggers_nothing(visitor, text):
    visitor.triggers(text)
    assert visitor.texts == ["3 None {'count': 3}"]


def test_code_sets_a_state_before_the_component_is_mounted(show):
    def page():
        if fr.button("Five"):
            fr.session_state["s"]["count"] = 5
            fr.session_state["s"]["unknown"] = 5
        fr.text(str(dict(stars(key="s", default={"count": 3}, on_count_change=lambda: None))))
        if fr.button("Late"):
            fr.session_state.s.count = 6

    at = show(page)
    at.button[0].click().run()
    assert at.text[0].value == "{'count': 5}"
    at.button[1].click().run()
    assert at.exception[0].message == (
        "`st.session_state.s.count` cannot be modified after the component with key `s` is instantiated."
    )


def test_the_browser_hears_of_what_code_has_set(serve):
    def page():
        if fr.button("Five"):
            fr.session_state["stars"]["count"] = 5
        rated()

    visitor = Told(serve(page), script=True)
    visitor.sets('{"count":4}')
    before = visitor.page.one("fr-bidi")["data-fr-rev"]
    visitor.press("Five")
    drawn = visitor.page.one("fr-bidi")
    assert json.loads(drawn["data-fr-value"]) == ['{"count":5}']
    assert drawn["data-fr-rev"] != before


def test_in_a_form_its_state_waits_and_nothing_is_triggered(serve):
    def page():
        with fr.form("f"):
            told = stars(on_count_change=lambda: None)
            fr.form_submit_button("Send")
        fr.text(str(told.count))

    visitor = Told(serve(page), script=True)
    drawn = visitor.page.one("fr-bidi")
    assert "data-fr-tells" not in drawn
    assert visitor.texts == ["None"]
    drawn.one("input", type="hidden").attrs["value"] = '{"count":4}'
    visitor.dirty.add(drawn["id"])
    visitor.press("Send")
    assert visitor.texts == ["4"]


def test_its_parts_are_served_by_their_hash_and_nothing_else_as_a_script(visitor, client):
    drawn = visitor.page.one("fr-bidi")
    script, style = client.get(drawn["data-fr-src"]), client.get(drawn["data-fr-css"])
    assert (script.content, script["Content-Type"]) == (b"export default () => {}", "text/javascript; charset=utf-8")
    assert (style.content, style["Content-Type"]) == (b"b { color: red }", "text/css; charset=utf-8")
    assert (drawn["data-fr-html"], json.loads(drawn["data-fr-args"])) == ("<b>★</b>", {"of": 5})
    hashed = drawn["data-fr-css"].rpartition("/")[2].removesuffix(".css")
    for digest in (hashed, "0" * 64, "x"):
        assert client.get(f"{drawn['data-fr-src'].rpartition('/')[0]}/{digest}.js").status_code == 404


def test_it_is_told_bytes_and_tables(serve):
    frame = pd.DataFrame({"a": [1, 2]})

    def page():
        stars(data=b"abc")
        stars(data=frame)
        stars(data={"n": 1, "table": frame})

    def told(drawn):
        return {name: fr_bytes(text) for name, text in json.loads(drawn["data-fr-bytes"]).items()}

    def fr_bytes(text):
        from base64 import b64decode

        return b64decode(text)

    raw, table, mixed = Visitor(serve(page)).page.all("fr-bidi")
    assert told(raw) == {"": b"abc"}
    assert pa.ipc.open_stream(told(table)[""]).read_pandas().equals(frame)
    assert pa.ipc.open_stream(told(mixed)["table"]).read_pandas().equals(frame)
    assert json.loads(mixed["data-fr-args"]) == {"n": 1}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """An installed package that declares a component with files."""
    (tmp_path / "some_stars" / "build").mkdir(parents=True)
    (tmp_path / "some_stars-1.0.dist-info").mkdir()
    (tmp_path / "some_stars-1.0.dist-info" / "METADATA").write_text("Name: some-stars\nVersion: 1.0\n")
    (tmp_path / "some_stars" / "pyproject.toml").write_text(
        '[project]\nname = "some-stars"\n[[tool.streamlit.component.components]]\nname = "rate"\nasset_dir = "build"\n'
    )
    (tmp_path / "some_stars" / "build" / "index-abc.js").write_text("export default 1")
    (tmp_path / "secret.js").write_text("secret")
    monkeypatch.syspath_prepend(str(tmp_path))


def test_a_package_has_files_in_the_folder_that_it_declares(package, serve, client):
    rate = component("some-stars.rate", js="index-*.js")
    address = Visitor(serve(lambda: rate())).page.one("fr-bidi")["data-fr-src"]
    assert client.get(address).getvalue() == b"export default 1"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: component("a", js=1), "Invalid `js`"),
        (lambda: component("a", js="index.js"), "must be declared in pyproject.toml with asset_dir"),
        (lambda: component("some-stars.rate", js="../../secret.js"), "Unsafe paths are not allowed"),
        (lambda: component("some-stars.rate", js="*.css"), "No files found matching pattern '*.css'"),
        (lambda: stars(on__change=lambda: None), "The callback name `'on__change'` is not allowed"),
        (lambda: stars(default={"a": 1}, on_b_change=print), "Key `'a'` in `default` is not a valid state name."),
        (lambda: stars(data=object()), "The `data` provided to the bidirectional component could not be serialized"),
    ],
)
def test_what_cannot_be_is_an_error(package, show, call, said):
    assert said in show(call).exception[0].message
