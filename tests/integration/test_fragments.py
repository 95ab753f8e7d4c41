"""Fragments: parts of a page that run again alone (semantics 2.6)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

import formrerun as fr
from formrerun.engine.fragments import PREFIX
from formrerun.submissions import unstorable
from tests.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("come")]

#: How often the pages and fragments of this module ran in the test that runs now.
RAN: Counter[str] = Counter()


def part_of(visitor, text):
    """Return the fragment in which this text stands."""
    parts = [node for node in visitor.page.walk() if node.get("data-fr-fragment") and text in node.text]
    return parts[-1]


def every(visitor, fragment):
    """Ask for a fragment as its timer does."""
    return visitor.send(visitor.compose("fr-page", "", kind="rerun", fragment=fragment["data-fr-fragment"]))


# -------------------------------------------------------------------------------------------------- what runs alone


@fr.fragment
def counter(name, by=1):
    """Counts alone, and says things."""
    RAN[name] += 1
    if fr.button(f"{name} +{by}"):
        fr.session_state[name] = fr.session_state.get(name, 0) + by
    fr.text(f"{name} is {fr.session_state.get(name, 0)}")
    with fr.form(f"{name} form"):
        said = fr.text_input(f"{name} says")
        fr.form_submit_button(f"{name} speaks")
    fr.text(f"{name} said {said}")
    return f"drawn {name}"


def two_counters():
    RAN["page"] += 1
    fr.text(f"page ran {RAN['page']} times, {counter('ann')}")
    fr.text_input("Outside")
    with fr.sidebar:
        counter("bob", by=2)
    fr.text(f"the sum was {fr.session_state.get('ann', 0) + fr.session_state.get('bob', 0)}")


def test_only_the_fragment_runs_and_only_its_part_is_sent(come):
    visitor = come(two_counters)
    answer = visitor.press("ann +1")
    assert RAN == {"ann": 1}
    assert "ann is 1" in visitor.text
    assert b"ann is 1" in answer.content
    assert b"the sum was" not in answer.content
    assert b"bob" not in answer.content


def test_it_runs_with_the_arguments_it_was_called_with_where_it_stood(come):
    visitor = come(two_counters)
    visitor.press("bob +2")
    visitor.press("bob +2")
    assert RAN == {"bob": 2}
    assert "bob is 4" in visitor.page.one(id="fr-s").text


def test_a_form_in_it_is_submitted_alone(come):
    visitor = come(two_counters)
    visitor.fill("ann says", "hello").fill("bob says", "not sent yet").press("ann speaks")
    assert RAN == {"ann": 1}
    assert "ann said hello" in visitor.text
    visitor.press("bob speaks")
    assert RAN == {"ann": 1, "bob": 1}
    assert visitor.shown("ann says") == ["hello"]


def test_the_page_sees_what_it_did_when_it_runs_itself(come):
    visitor = come(two_counters)
    visitor.press("ann +1")
    visitor.press("bob +2")
    assert "the sum was 0" in visitor.text
    visitor.change("Outside", "x")
    assert RAN["page"] == 1
    assert "the sum was 3" in visitor.text


def test_what_is_changed_outside_runs_the_page_though_a_button_in_a_fragment_sent_it(come):
    visitor = come(two_counters)
    visitor.fill("Outside", "typed").press("ann +1")
    assert RAN == {"page": 1, "ann": 1, "bob": 1}
    assert "the sum was 1" in visitor.text
    assert visitor.shown("Outside") == ["typed"]


def test_its_value_is_the_page_s_and_nobody_s_when_it_runs_alone(come):
    visitor = come(two_counters)
    assert "drawn ann" in visitor.text
    visitor.press("ann +1")
    assert "drawn ann" in visitor.text


def test_callbacks_in_it_run_before_it(come):
    def note(what):
        fr.session_state.notes = [*fr.session_state.get("notes", []), what]

    @fr.fragment
    def part():
        fr.text(f"notes {fr.session_state.get('notes')}")
        fr.checkbox("Box", on_change=note, args=("box",))
        fr.button("Press", on_click=note, args=("press",))
        RAN["part"] += 1

    def page():
        RAN["page"] += 1
        part()

    visitor = come(page)
    visitor.fill("Box", True).press("Press")
    assert RAN == {"part": 1}
    assert "notes ['box', 'press']" in visitor.text


def test_a_timer_asks_for_it_and_nothing_else_happens(come):
    visitor = come(two_counters)
    visitor.press("ann +1")
    every(visitor, part_of(visitor, "ann is 1"))
    assert RAN == {"ann": 2}
    assert "ann is 1" in visitor.text


def test_a_repeat_of_its_submission_is_answered_and_runs_nothing(come):
    visitor = come(two_counters)
    button = visitor.button("ann +1")
    body = visitor.compose(button["form"], button["value"])
    visitor.send(body)
    answer = visitor.send(body)
    assert RAN == {"ann": 1}
    assert b"ann is 1" in answer.content
    assert b"the sum was 0" in answer.content  # all of the page, for the first answer was lost


def test_a_browser_that_shows_an_older_page_gets_all_of_it(come):
    visitor = come(two_counters)
    visitor.press("ann +1")
    button = visitor.button("bob +2")
    answer = visitor.send({**visitor.compose(button["form"], button["value"]), "have": ""})
    assert RAN == {"ann": 1, "bob": 1}
    for text in (b"ann is 1", b"bob is 2", b"the sum was 0"):
        assert text in answer.content


def test_without_a_script_the_page_runs(serve):
    visitor = Visitor(serve(two_counters))
    RAN.clear()
    visitor.press("ann +1")
    assert RAN == {"page": 1, "ann": 1, "bob": 1}
    assert "the sum was 1" in visitor.text


def test_a_test_of_the_page_runs_the_page(show):
    at = show(two_counters)
    at.button[0].click().run()
    assert RAN["page"] == 2
    assert "ann is 1" in [text.value for text in at.text]


def test_the_tabs_of_a_session_share_what_it_counts(come):
    visitor = come(two_counters, state="session")
    other = Visitor(visitor.url, visitor.client, script=True)
    RAN.clear()
    visitor.press("ann +1")
    other.press("ann +1")
    assert RAN == {"ann": 2}
    assert "ann is 2" in other.text


# ----------------------------------------------------------------------------------------------------------- nesting


@fr.fragment
def inner(name):
    RAN[name] += 1
    fr.button(f"press {name}")
    fr.text(f"{name} holds {fr.text_input(f'field {name}')}")


@fr.fragment
def outer():
    RAN["outer"] += 1
    fr.button("press outer")
    inner("first")
    inner("second")
    fr.text("outer ends")


def nested():
    RAN["page"] += 1
    outer()
    fr.text("page ends")


def test_the_innermost_fragment_runs(come):
    visitor = come(nested)
    visitor.press("press second")
    assert RAN == {"second": 1}
    visitor.press("press first")
    assert RAN == {"second": 1, "first": 1}


def test_a_fragment_runs_those_in_it_and_their_fields_keep_their_values(come):
    visitor = come(nested)
    visitor.change("field first", "kept")
    assert RAN == {"first": 1}
    visitor.press("press outer")
    assert RAN == {"outer": 1, "first": 2, "second": 1}
    assert "first holds kept" in visitor.text
    visitor.press("press second")
    assert RAN == {"outer": 1, "first": 2, "second": 2}
    assert visitor.shown("field first") == ["kept"]


def test_two_fragments_at_once_run_both_and_nothing_around_them(come):
    visitor = come(nested)
    answer = visitor.fill("field first", "changed").press("press second")
    assert RAN == {"first": 1, "second": 1}
    assert "first holds changed" in visitor.text
    assert b"outer ends" not in answer.content
    visitor.press("press second")
    assert RAN == {"first": 1, "second": 2}
    assert visitor.shown("field first") == ["changed"]


def test_a_fragment_may_call_itself(come):
    @fr.fragment
    def tree(depth):
        RAN[f"depth {depth}"] += 1
        fr.button(f"press {depth}")
        fr.text(f"{depth} holds {fr.text_input(f'field {depth}')}")
        if depth < 3:
            tree(depth + 1)

    visitor = come(lambda: tree(1))
    innermost = part_of(visitor, "3 holds")
    visitor.change("field 3", "kept")
    visitor.press("press 2")
    every(visitor, innermost)
    assert RAN == {"depth 2": 1, "depth 3": 3}
    assert "3 holds kept" in visitor.text
    ids = [node["id"] for node in visitor.page.walk() if "id" in node]
    assert len(ids) == len(set(ids))


# ------------------------------------------------------------------------------------------------ control of the run


@fr.fragment
def controls():
    RAN["part"] += 1
    if fr.button("Page again"):
        fr.rerun()
    if fr.button("Part again"):
        fr.session_state.again = True
        fr.rerun(scope="fragment")
    if fr.button("Stop"):
        fr.text("stops here")
        fr.stop()
    if fr.button("Fail"):
        raise ValueError("the part fails")
    fr.text(f"again {fr.session_state.pop('again', False)}")


def controlled():
    RAN["page"] += 1
    controls()
    fr.text("the rest of the page")
    fr.button("Outside")


def test_rerun_runs_the_page(come):
    come(controlled).press("Page again")
    assert RAN == {"part": 2, "page": 1}


def test_rerun_of_the_fragment_runs_it_once_more(come):
    visitor = come(controlled)
    visitor.press("Part again")
    assert RAN == {"part": 2}
    assert "again True" in visitor.text
    visitor.press("Outside")
    assert "again False" in visitor.text


def test_stop_ends_the_fragment_and_leaves_the_page(come):
    visitor = come(controlled)
    visitor.press("Stop")
    assert RAN == {"part": 1}
    assert "stops here" in visitor.text
    assert "again" not in [node.text for node in visitor.page.by_test_id("stText")]
    assert "the rest of the page" in visitor.text
    visitor.press("Outside")
    assert "again False" in visitor.text


def test_an_exception_stays_in_the_fragment(come):
    visitor = come(controlled)
    visitor.press("Fail")
    assert "the part fails" in part_of(visitor, "ValueError").text
    assert "the rest of the page" in visitor.text
    assert RAN == {"part": 1}
    visitor.press("Part again")
    assert "the part fails" not in visitor.text


def test_an_exception_ends_a_page_that_runs_as_a_whole(serve):
    visitor = Visitor(serve(controlled))
    visitor.press("Fail")
    assert "the part fails" in part_of(visitor, "ValueError").text
    assert "the rest of the page" not in visitor.text


def test_the_scope_fragment_is_for_a_fragment_that_runs_alone(come):
    text = 'scope="fragment" can only be specified from @st.fragment -decorated functions during fragment reruns.'

    @fr.fragment
    def part():
        if fr.checkbox("Again"):
            fr.rerun(scope="fragment")

    def page():
        part()
        if fr.button("Page"):
            fr.rerun(scope="fragment")

    visitor = come(page)
    visitor.press("Page")
    assert text in visitor.text
    visitor = come(page)
    visitor.fill("Again", True).press("Page")  # here the fragment runs as part of its page
    assert text in visitor.text


def test_from_a_fragment_to_another_page(come, serve):
    @fr.fragment
    def part():
        if fr.button("Go"):
            fr.switch_page(target)

    target = serve(lambda: fr.text("the other page"))
    answer = come(part).press("Go")
    assert answer["FR-Location"].startswith(target)


# ---------------------------------------------------------------------------------------------------- what it leaves


def test_what_a_fragment_no_longer_draws_is_forgotten_and_all_else_is_kept(come):
    @fr.fragment
    def part():
        if fr.checkbox("More"):
            fr.text(f"found {fr.text_input('Detail')!r}")

    @fr.fragment
    def neighbour():
        fr.text_input("Neighbour")

    def page():
        part()
        neighbour()
        fr.text_input("Outside")

    visitor = come(page)
    visitor.change("Neighbour", "n")
    visitor.change("Outside", "o")
    visitor.change("More", True)
    visitor.change("Detail", "d")
    visitor.change("More", False)
    visitor.change("More", True)
    assert "found ''" in visitor.text
    assert visitor.shown("Neighbour") == ["n"]
    assert visitor.shown("Outside") == ["o"]


def test_a_field_that_a_fragment_no_longer_draws_is_not_taken_any_more(come):
    @fr.fragment
    def part():
        if not fr.session_state.get("hidden"):
            fr.button("Once", on_click=lambda: fr.session_state.update(hidden=True))
        fr.button("Other")
        RAN["part"] += 1

    visitor = come(part)
    once = visitor.button("Once")
    late = visitor.compose(once["form"], once["value"])
    visitor.press("Once")
    visitor.press("Other")
    visitor.press("Other")
    answer = visitor.send({**late, "id": "late", "have": visitor.mark})
    assert answer.status_code == 409


def test_a_fragment_that_is_gone_is_not_run(come):
    def page():
        if not fr.checkbox("Without"):
            counter("ann")

    visitor = come(page)
    part = part_of(visitor, "ann is 0")
    visitor.change("Without", True)
    answer = every(visitor, part)
    assert answer.status_code == 409
    assert "This part of the page is gone." in answer["FR-Message"].replace("%20", " ")
    assert RAN == {}


@pytest.mark.parametrize("fragment", ["nothing", "../..", "x" * 201, 7, None])
def test_a_fragment_that_never_was(come, fragment):
    visitor = come(two_counters)
    answer = visitor.send(visitor.compose("fr-page", "", kind="rerun", fragment=fragment))
    assert answer.status_code in (400, 409)
    assert RAN == {}


def test_a_key_that_the_page_has_is_an_error_in_a_fragment_too(come):
    @fr.fragment
    def part():
        if fr.checkbox("More"):
            fr.text_input("Mine", key="name")

    def page():
        fr.text_input("Name", key="name")
        part()

    visitor = come(page)
    visitor.change("More", True)
    assert "There are multiple elements with the same key='name'" in part_of(visitor, "name").text
    assert visitor.shown("Name") == [""]


def test_the_same_field_twice_is_an_error_in_a_fragment_too(come):
    @fr.fragment
    def part():
        if fr.checkbox("More"):
            fr.text_input("Name")

    def page():
        fr.text_input("Name")
        part()

    visitor = come(page)
    visitor.change("More", True)
    assert "multiple text_input elements" in part_of(visitor, "text_input").text
    assert len(visitor.controls("Name")) == 1


@fr.fragment
def talk():
    RAN["talk"] += 1
    fr.expander("More", key="more", on_change="rerun").text("inside")
    fr.text(f"said {fr.chat_input('Say something')}")
    fr.button("Press")


def test_what_has_a_field_of_its_own_runs_alone(come):
    def page():
        RAN["page"] += 1
        talk()

    visitor = come(page)
    visitor.press("Press")
    visitor.fill("Say something", "hello").press("Send message")
    assert RAN == {"talk": 2}
    assert "said hello" in visitor.text


# ------------------------------------------------------------------------------------------- when the page must run


def test_what_draws_outside_of_itself_runs_with_its_page(come):
    @fr.fragment
    def part(place):
        pressed = fr.button("Press")
        place.text(f"pressed {pressed}")

    def page():
        RAN["page"] += 1
        place = fr.container()
        part(place)

    visitor = come(page)
    visitor.press("Press")
    assert RAN == {"page": 1}
    assert "pressed True" in visitor.text


def test_what_stands_in_a_form_runs_with_its_page(come):
    @fr.fragment
    def part():
        fr.text_input("Name")

    def page():
        RAN["page"] += 1
        with fr.form("f"):
            part()
            fr.form_submit_button("Send")

    visitor = come(page)
    visitor.fill("Name", "Ada").press("Send")
    assert RAN == {"page": 1}
    assert visitor.shown("Name") == ["Ada"]


def test_another_process_runs_it_alone(come):
    visitor = come(two_counters)
    unstorable.forget()
    visitor.press("ann +1")
    assert RAN == {"ann": 1}


def test_a_function_that_another_process_cannot_know_runs_with_its_page(come):
    @fr.fragment
    def part():
        fr.text(f"pressed {fr.button('Press')}")

    def page():
        RAN["page"] += 1
        part()
        fr.text("outside")

    visitor = come(page)
    visitor.press("Press")
    assert RAN == {}
    unstorable.forget()
    answer = visitor.press("Press")
    assert RAN == {"page": 1}
    assert "pressed True" in visitor.text
    assert b"outside" not in answer.content  # what the browser has is not sent again
    visitor.press("Press")
    assert RAN == {"page": 1}  # now this process knows it


def test_so_does_one_with_an_argument_that_cannot_be_stored(come):
    class Thing:
        name = "thing"

    @fr.fragment
    def part(thing):
        fr.text(f"{thing.name} pressed {fr.button('Press')}")

    def page():
        RAN["page"] += 1
        part(Thing())

    visitor = come(page)
    visitor.press("Press")
    assert RAN == {}
    unstorable.forget()
    visitor.press("Press")
    assert RAN == {"page": 1}
    assert "thing pressed True" in visitor.text


# ---------------------------------------------------------------------------------------------------- its parameters


def test_a_key_tells_calls_apart_that_change_their_order(come):
    @fr.fragment(key="part")
    def unlike():
        fr.text("one call only")

    def page():
        for name in ("a", "b") if not fr.checkbox("Turn") else ("b", "a"):
            part = fr.fragment(key=name)(inner.function)
            part(name)

    visitor = come(page)
    before = {name: part_of(visitor, f"{name} holds")["id"] for name in "ab"}
    visitor.change("field b", "mine")
    visitor.change("Turn", True)
    assert {name: part_of(visitor, f"{name} holds")["id"] for name in "ab"} == before
    assert "b holds mine" in visitor.text


def test_a_key_twice_is_an_error(show):
    @fr.fragment(key="one")
    def part():
        fr.text("part")

    def page():
        part()
        part()

    assert show(page).exception[0].message == (
        "There are multiple calls of the fragment `part` with the same `key='one'`. Give every call a key of its own."
    )


@pytest.mark.parametrize("key", ["app", "fragment"])
def test_scopes_are_no_keys(key):
    with pytest.raises(fr.errors.StreamlitAPIException, match="is reserved"):
        fr.fragment(key=key)


@pytest.mark.parametrize(
    ("every", "milliseconds"),
    [
        (1, "1000"), (0.5, "500"), (timedelta(minutes=2), "120000"), ("10s", "10000"), ("1.5 sec", "1500"),
        ("250ms", "250"), ("1h30m", "5400000"), ("2 minutes", "120000"), ("1 day", "86400000"), (0.0001, "1"),
    ],
)  # fmt: skip
def test_how_often_it_runs_by_itself(serve, every, milliseconds):
    @fr.fragment(run_every=every)
    def part():
        fr.text("part")

    visitor = Visitor(serve(part))
    assert part_of(visitor, "part")["data-fr-every"] == milliseconds


def test_a_timer_needs_no_widget_on_its_page(come):
    @fr.fragment(run_every=1)
    def clock():
        RAN["clock"] += 1
        fr.text(f"tick {RAN['clock']}")

    visitor = come(clock)
    every(visitor, part_of(visitor, "tick"))
    assert RAN == {"clock": 1}


@pytest.mark.parametrize("every", [0, -1, True, "", "soon", "10", "1 fortnight", "1.2.3s", float("nan"), 10**9, [1]])
def test_what_is_no_time(every):
    with pytest.raises(fr.errors.StreamlitAPIException, match=r"is not a time|Time string doesn't look right"):
        fr.fragment(run_every=every)


def test_a_decorated_function_is_still_itself():
    assert counter.__name__ == "counter"
    assert counter.__doc__ == "Counts alone, and says things."
    assert counter("nobody") == "drawn nobody"  # outside a page it is called as it is


def test_where_it_stands_has_an_id_of_its_own(come):
    ids = [node["id"] for node in come(two_counters).page.walk() if node.get("data-fr-fragment")]
    assert len(set(ids)) == 2
    assert all(id_.startswith(PREFIX) for id_ in ids)
