"""``bind="query-params"`` and ``persist_state``: values that stand in the address, or outlive their widget."""

from __future__ import annotations

import datetime as dt

import pytest

import formrerun as fr
from formrerun.testing import AppTest
from tests.visitor import Visitor

BOUND = {"bind": "query-params"}


def open_at(function, **query):
    """Open a page at an address with query parameters."""
    at = AppTest.from_page(fr.page(function))
    at.query_params = query
    return at.run()


KINDS = [
    pytest.param(lambda: fr.text_input("F", "def", key="f", **BOUND), "x y", "x y", id="text_input"),
    pytest.param(lambda: fr.text_area("F", key="f", **BOUND), "x", "x", id="text_area"),
    pytest.param(lambda: fr.number_input("F", 0, 9, key="f", **BOUND), 7, "7", id="number_input"),
    pytest.param(lambda: fr.number_input("F", 0.0, 9.0, key="f", **BOUND), 7.0, "7", id="a float"),
    pytest.param(lambda: fr.checkbox("F", key="f", **BOUND), True, "true", id="checkbox"),
    pytest.param(lambda: fr.toggle("F", True, key="f", **BOUND), False, "false", id="toggle"),
    pytest.param(lambda: fr.selectbox("F", ["a", "b"], key="f", **BOUND), "b", "b", id="selectbox"),
    pytest.param(lambda: fr.radio("F", ["a", "b"], key="f", **BOUND), "b", "b", id="radio"),
    pytest.param(lambda: fr.multiselect("F", [1, 2, 3], key="f", **BOUND), [2, 3], ["2", "3"], id="multiselect"),
    pytest.param(lambda: fr.slider("F", 0, 9, key="f", **BOUND), 4, "4", id="slider"),
    pytest.param(lambda: fr.slider("F", 0, 9, (1, 3), key="f", **BOUND), (2, 8), ["2", "8"], id="a range"),
    pytest.param(
        lambda: fr.slider("F", value=dt.date(2024, 3, 1), key="f", **BOUND), dt.date(2024, 3, 5), "2024-03-05",
        id="days",
    ),
    pytest.param(
        lambda: fr.slider("F", value=(dt.time(8), dt.time(17)), key="f", **BOUND), (dt.time(9), dt.time(12, 30)),
        ["09:00", "12:30"], id="hours",
    ),
    pytest.param(
        lambda: fr.slider("F", value=dt.datetime(2024, 3, 1), key="f", **BOUND), dt.datetime(2024, 3, 5),
        "2024-03-05T00:00", id="moments",
    ),
    pytest.param(lambda: fr.select_slider("F", ["lo", "hi"], key="f", **BOUND), "hi", "hi", id="select_slider"),
    pytest.param(
        lambda: fr.date_input("F", dt.date(2024, 1, 5), key="f", **BOUND), dt.date(2024, 2, 3), "2024-02-03",
        id="date_input",
    ),
    pytest.param(lambda: fr.color_picker("F", key="f", **BOUND), "#ff0000", "#ff0000", id="color_picker"),
    pytest.param(lambda: fr.tabs(["A", "B"], key="f", **BOUND), "B", "B", id="tabs"),
    pytest.param(lambda: fr.expander("F", key="f", **BOUND), True, "true", id="expander"),
]  # fmt: skip


@pytest.mark.parametrize(("draw", "value", "texts"), KINDS)
class TestEveryKind:
    def test_the_address_says_the_value(self, draw, value, texts):
        assert open_at(draw, f=texts).session_state.f == value

    def test_the_value_says_the_address(self, draw, value, texts):
        at = open_at(draw)
        assert at.query_params == {}
        at.session_state.f = value
        assert at.run().query_params == {"f": texts}


@pytest.mark.parametrize(
    ("draw", "typed", "value"),
    [
        (lambda: fr.time_input("F", dt.time(8), key="f", **BOUND), "9:5", dt.time(9, 5)),
        (lambda: fr.date_input("F", dt.date(2026, 1, 1), key="f", **BOUND), "2026-3-5", dt.date(2026, 3, 5)),
        (
            lambda: fr.datetime_input("F", dt.datetime(2026, 1, 1), key="f", **BOUND),
            "2026-01-05T9:30",
            dt.datetime(2026, 1, 5, 9, 30),
        ),
        (lambda: fr.select_slider("F", ["a", "b", "c"], ("a", "c"), key="f", **BOUND), ["b", "a"], ("a", "b")),
    ],
    ids=["time_input", "date_input", "datetime_input", "select_slider"],
)
def test_an_address_may_be_written_by_hand(draw, typed, value):
    assert open_at(draw, f=typed).session_state.f == value


@pytest.mark.parametrize("draw", [parameter.values[0] for parameter in KINDS[2:]], ids=[p.id for p in KINDS[2:]])
def test_what_a_widget_does_not_take_is_no_value(draw):
    at = open_at(draw, f="nonsense")
    assert at.session_state.f == open_at(draw).session_state.f
    assert len(at.exception) == 0


@pytest.mark.parametrize(
    ("draw", "empty"),
    [
        (lambda: fr.text_input("F", "def", key="f", **BOUND), ""),
        (lambda: fr.text_area("F", "def", key="f", **BOUND), ""),
        (lambda: fr.multiselect("F", ["a", "b"], ["a"], key="f", **BOUND), []),
        (lambda: fr.pills("F", ["a", "b"], default=["a"], selection_mode="multi", key="f", **BOUND), []),
        (lambda: fr.date_input("F", (dt.date(2024, 1, 5), dt.date(2024, 2, 5)), key="f", **BOUND), ()),
    ],
    ids=["text_input", "text_area", "multiselect", "pills", "a range of dates"],
)
def test_one_that_was_emptied_is_empty_for_who_opens_its_address(draw, empty):
    at = open_at(draw)
    at.session_state.f = empty
    assert at.run().query_params == {"f": ""}
    assert open_at(draw, f="").session_state.f == empty


@pytest.mark.parametrize(
    "draw",
    [
        lambda: fr.multiselect("F", ["a", "b", "c", "d"], ["d"], max_selections=2, key="f", **BOUND),
        lambda: fr.pills("F", ["a", "b"], default=["b"], selection_mode="multi", key="f", **BOUND),
    ],
    ids=["multiselect", "pills"],
)
def test_of_several_choices_those_count_that_are_still_offered(draw):
    default = open_at(draw).session_state.f
    at = open_at(draw, f=["gone", "a", "a", "b", "c"])
    assert (at.session_state.f, at.query_params) == (["a", "b"], {"f": ["a", "b"]})
    assert open_at(draw, f=["gone", "lost"]).session_state.f == default


def test_a_range_with_one_day_has_one_parameter():
    days = [dt.date(2024, 1, 5), dt.date(2024, 2, 5)]
    at = open_at(lambda: fr.date_input("F", days, key="f", **BOUND), f="2024-03-01")
    assert (at.session_state.f, at.query_params) == ((dt.date(2024, 3, 1),), {"f": "2024-03-01"})


def search():
    fr.session_state.setdefault("word", "seed")
    fr.text_input("Word", "all", key="word", **BOUND)
    fr.button("Other")


class TestAddress:
    def test_it_wins_over_a_seed_at_first_and_never_again(self):
        at = open_at(search, word="shared", page="2")
        assert at.session_state.word == "shared"
        at.text_input[0].input("typed").run()
        assert at.query_params == {"word": "typed", "page": "2"}

    def test_a_seed_stays_where_the_address_is_silent(self):
        assert open_at(search).session_state.word == "seed"

    def test_the_default_is_said_by_saying_nothing(self):
        at = open_at(search, word="shared")
        at.text_input[0].input("all").run()
        assert at.query_params == {}

    @pytest.mark.parametrize("store", ["process", "project"])
    def test_a_value_stays_when_the_default_becomes_another(self, show, db, store):
        def page():
            fr.session_state.runs = fr.session_state.get("runs", 0) + 1
            fr.selectbox("Order", ["a", "b"][:: (-1) ** fr.session_state.runs], key="q", **BOUND)
            fr.button("Again")

        at = show(page, store=store)
        assert at.selectbox[0].value == "b"
        at.button[0].click().run()
        assert (at.selectbox[0].value, at.query_params) == ("b", {"q": "b"})
        at.button[0].click().run()
        assert (at.selectbox[0].value, at.query_params) == ("b", {})

    @pytest.mark.parametrize("kind", ["selectbox", "radio", "multiselect", "select_slider"])
    def test_an_option_stands_there_by_its_value_whatever_its_label(self, kind):
        def page():
            fr.session_state.runs = runs = fr.session_state.get("runs", 0) + 1
            getattr(fr, kind)("Order", [1, 2], format_func=lambda o: f"No {o} ({runs})", key="q", **BOUND)

        at = open_at(page, q="2")
        two = [2] if kind == "multiselect" else 2
        assert (at.session_state.q, at.run().session_state.q, at.query_params) == (
            two, two, {"q": "2"}
        )  # fmt: skip
        assert open_at(page, q="No 2 (1)").session_state.q == two

    def test_a_value_that_is_the_label_of_another_option_is_told_apart(self):
        labels = {"a": "b", "b": "c", "c": "d"}
        at = open_at(lambda: fr.selectbox("F", list(labels), format_func=labels.get, key="f", **BOUND))
        at.session_state.f = "b"
        at.run()
        assert open_at(
            lambda: fr.selectbox("F", list(labels), format_func=labels.get, key="f", **BOUND), **at.query_params
        ).session_state.f == "b"  # fmt: skip

    def test_back_takes_the_value_from_the_address(self):
        at = open_at(search)
        at.text_input[0].input("one").run()
        at.text_input[0].input("two").run()
        at.query_params = {"word": "one"}
        at.run()
        assert at.session_state.word == "one"
        at.query_params = {}
        at.run()
        assert at.session_state.word == "all"

    def test_the_browser_s_address_follows(self, serve, db):
        visitor = Visitor(serve(search), script=True)
        assert visitor.change("Word", "boots")["FR-Query"] == "word=boots"
        assert visitor.change("Word", "all")["FR-Query"] == ""

    def test_what_no_widget_takes_leaves_the_browser_s_address(self, serve, db):
        def page():
            fr.number_input("Amount", 1, 5, key="amount", **BOUND)

        url = serve(page)
        assert Visitor(f"{url}?amount=9&page=2").app["data-fr-query"] == "page=2"
        assert Visitor(f"{url}?amount=1").app["data-fr-query"] == ""
        assert "data-fr-query" not in Visitor(f"{url}?amount=2&page=2").app

    def test_an_answer_that_crosses_loses_nothing(self, serve, db):
        """What was typed and is on its way is not taken for a step back, though the address is the old one."""
        visitor = Visitor(serve(search), script=True)
        old = visitor.compose("fr-page", visitor.button("Other")["value"])
        visitor.change("Word", "boots")
        assert visitor.send(old)["FR-Query"] == "word=boots"

    def test_going_back_while_a_page_is_drawn_is_no_less_going_back(self, serve, db):
        """The browser has a frame of the page then, and says that the person moved."""
        visitor = Visitor(serve(search), script=True)
        visitor.change("Word", "boots")
        back = visitor.compose("fr-page", "") | {"have": "", "seen": ""}
        assert visitor.send(back)["FR-Query"] == "word=boots"
        back = visitor.compose("fr-page", "") | {"have": "", "seen": "", "moved": True}
        assert visitor.send(back)["FR-Query"] == ""

    def test_a_widget_that_goes_takes_its_parameter_along_and_keeps_its_value(self):
        def page():
            if not fr.checkbox("Hide", key="hide"):
                fr.text_input("Word", key="word", **BOUND)

        at = open_at(page, word="boots")
        at.checkbox[0].check().run()
        assert at.query_params == {}
        at.checkbox[0].uncheck().run()
        assert at.session_state.word == "boots"
        assert at.query_params == {"word": "boots"}

    @pytest.mark.parametrize("end", [fr.stop, lambda: 1 / 0], ids=["stop", "error"])
    def test_a_widget_that_a_run_does_not_reach_keeps_value_and_parameter(self, end):
        def page():
            if fr.checkbox("End", key="end"):
                end()
            fr.text_input("Word", "all", key="word", **BOUND)

        at = open_at(page, word="boots")
        at.checkbox[0].check().run()
        assert at.query_params == {"word": "boots"}
        at.checkbox[0].uncheck().run()
        assert at.text_input[0].value == "boots"
        assert at.query_params == {"word": "boots"}

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (lambda: fr.query_params.update(word="x"), "Cannot directly set query parameter 'word' - it is bound"),
            (lambda: fr.query_params.pop("word"), "Cannot directly delete query parameter 'word' - it is bound"),
            (lambda: fr.query_params.clear(), "Cannot clear query parameters - the following are bound to widgets: 'w"),
            (lambda: fr.query_params.from_dict({"a": 1}), "Cannot clear query parameters - the following are bound"),
        ],
    )
    def test_only_the_widget_changes_its_parameter(self, change, message):
        def page():
            fr.text_input("Word", key="word", **BOUND)
            change()

        assert open_at(page, word="x").exception[0].message.startswith(message)

    def test_a_bound_widget_needs_a_key(self, show):
        at = show(lambda: fr.text_input("Word", **BOUND))
        assert "must have a unique 'key'" in at.exception[0].message


class TestPersist:
    def test_a_kept_value_outlives_its_widget(self, show):
        def page():
            if not fr.checkbox("Hide"):
                fr.text_input("Kept", key="kept", persist_state="page")
                fr.text_input("Dropped", key="dropped")
            fr.text(fr.session_state.get("kept"))

        at = show(page)
        at.text_input("kept").input("a")
        at.text_input("dropped").input("b")
        at.checkbox[0].check().run()
        at.run()
        assert at.text[0].value == "a"
        assert "dropped" not in at.session_state
        at.checkbox[0].uncheck().run()
        assert (at.session_state.kept, at.session_state.dropped) == ("a", "")

    def test_authors_do_not_see_how_it_is_kept(self, show):
        def page():
            fr.text_input("Kept", key="kept", persist_state="session")
            fr.text(sorted(fr.session_state))

        assert show(page).run().text[0].value == "['kept']"

    def test_a_widget_that_is_kept_no_longer_goes(self, show):
        def page():
            if not fr.checkbox("Hide"):
                fr.text_input("T", key="t", persist_state=None if fr.toggle("Forget") else "page")

        at = show(page)
        at.text_input[0].input("a").run()
        at.toggle[0].set_value(True).run()
        at.checkbox[0].check().run()
        at.checkbox[0].uncheck().run()
        assert at.session_state.t == ""


LONG = "ein langer Text " * 400


@pytest.mark.django_db
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_long_value_stays_out_of_the_address(serve, script):
    def page():
        fr.text_area("Notes", key="notes", **BOUND)
        fr.text_input("Name", key="name", **BOUND)
        with fr.form("f"):
            fr.text_area("More", key="more", **BOUND)
            fr.form_submit_button("Send")
        fr.text(f"{len(fr.session_state.notes)} {fr.session_state.name} {len(fr.session_state.more)}")

    visitor = Visitor(serve(page), script=script)
    for name in ("Ada", "Bob"):  # the second run finds the address that the first one left
        visitor.fill("Notes", LONG).fill("Name", name)
        answer = visitor.change("Notes", LONG) if script else visitor.press("Apply")
        if script:
            visitor.here = f"{visitor.url}?{answer['FR-Query']}"
        last = visitor.fill("More", LONG).press("Send")
        assert f"{len(LONG)} {name} {len(LONG)}" in visitor.text
        for each in (answer, last):
            assert len(each.serialize_headers()) < 3_000
            assert f"name={name}" in each["FR-Query" if script else "Location"]


@pytest.mark.django_db
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@pytest.mark.parametrize("where", ["Here", "There", "Icon"])
def test_headers_stay_small_whatever_a_page_says(serve, script, where):
    def page():
        if fr.button("Here"):
            fr.query_params["q"] = LONG
        if fr.button("There"):
            fr.switch_page("/t/greeting/", query_params={"q": LONG, "few": "words"})
        icon = fr.button("Icon") and (":material/transition_fade:" if script else LONG)
        fr.set_page_config(page_icon=icon or None)

    visitor = Visitor(serve(page), script=script)
    answer = visitor.press(where)
    assert answer.status_code == (200 if script else 303)
    assert len(answer.serialize_headers()) < 2_500
    assert ("few=words" in str(answer.headers)) is (where == "There")


@pytest.mark.django_db
def test_the_icon_s_address_gives_the_icon(serve):
    def page():
        fr.set_page_config(page_icon=":material/transition_fade:" if fr.button("Icon") else None)

    visitor = Visitor(serve(page), script=True)
    picture = visitor.client.get(visitor.press("Icon")["FR-Icon"])
    assert picture["Content-Type"] == "image/svg+xml"
    assert b'<path fill="#808495" d="M' in picture.content


@pytest.mark.django_db
def test_the_way_to_the_login_is_short_too(serve, client):
    url = serve(lambda: fr.text("secret"), login_required=True)
    assert "q%3Dshort" in client.get(f"{url}?q=short")["Location"]
    assert len(client.get(f"{url}?q={LONG}")["Location"]) < 1_000
