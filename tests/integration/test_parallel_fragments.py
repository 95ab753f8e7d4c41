"""``fragment(parallel=True)``: parts of a page are drawn beside each other, and the page is the same as ever."""

from __future__ import annotations

import threading

import pytest
from django.contrib.auth.models import User

import formrerun as fr
from tests.visitor import Visitor


@fr.fragment(parallel=True)
def met(name, together):
    fr.text(f"{name} begins")
    together.wait(20)  # nobody comes past this alone
    fr.button(f"Again {name}", key=name)
    fr.text(f"{name} ends")


@pytest.fixture
def together():
    return threading.Barrier(3)


def test_they_run_beside_each_other_and_the_page(show, together):
    def page():
        met("one", together)
        met("two", together)
        fr.text("page")
        together.wait(20)

    at = show(page)
    assert not at.exception
    assert [each.value for each in at.text] == ["one begins", "one ends", "two begins", "two ends", "page"]
    assert [each.key for each in at.button] == ["one", "two"]


def test_one_alone_runs_as_any_fragment(show, together):
    runs = []

    @fr.fragment(parallel=True)
    def counted():
        runs.append(threading.get_ident())
        fr.button("More")
        return "nothing"

    def page():
        fr.text(str(counted()))

    at = show(page)
    assert at.text[0].value == "None"
    at.button[0].click().run()
    assert len(runs) == 2


def test_an_error_stands_in_its_fragment_and_the_others_are_drawn(show):
    @fr.fragment(parallel=True)
    def failing(name):
        fr.text(name)
        raise ValueError(name)

    def page():
        failing("one")
        failing("two")
        fr.text("page")

    at = show(page)
    assert [each.value for each in at.text] == ["one", "two", "page"]
    assert sorted(each.message for each in at.exception) == ["one", "two"]


def test_what_a_page_cannot_do_in_a_thread_is_said(show):
    @fr.fragment(parallel=True)
    def outside(call):
        call()

    @fr.dialog("Title")
    def dialog():
        fr.text("in")

    for call, said in (
        (lambda: fr.sidebar.text("x"), "Writing to a container created outside a parallel fragment"),
        (dialog, "`@st.dialog` cannot be called from a parallel fragment"),
        (lambda: fr.switch_page("x"), "`st.switch_page` cannot be called from a parallel fragment"),
    ):
        assert show(lambda call=call: outside(call)).exception[0].message.startswith(said)


def test_stop_and_rerun_are_the_page_s(show):
    @fr.fragment(parallel=True)
    def again():
        if fr.session_state.setdefault("runs", 0) < 2:
            fr.session_state.runs += 1
            fr.rerun()
        fr.stop()

    def page():
        again()
        fr.text(f"runs {fr.session_state.runs}")

    at = show(page)
    assert [each.value for each in at.text] == ["runs 2"]


def test_a_cached_function_in_one_records_nothing_of_another(show, together):
    @fr.cache_data
    def slow(name, _together):
        fr.text(f"cached {name}")
        _together.wait(20)
        return name

    @fr.fragment(parallel=True)
    def cached(name):
        fr.text(f"{name} {slow(name, together)}")
        fr.button(name)

    def page():
        cached("one")
        cached("two")
        together.wait(20)

    slow.clear()
    at = show(page)
    assert [each.value for each in at.text] == ["cached one", "one one", "cached two", "two two"]
    together.reset()
    slow.clear()


@pytest.mark.django_db
def test_they_share_the_page_s_transaction_one_after_the_other(serve):
    @fr.fragment(parallel=True)
    def writes(name):
        User.objects.create(username=name)
        fr.text(f"{name} {User.objects.filter(username=name).exists()}")

    def page():
        for name in ("a", "b", "c"):
            writes(name)
        User.objects.create(username="page")
        if fr.query_params.get("fail"):
            raise ValueError("undone")

    address = serve(page)
    Visitor(f"{address}?fail=1")
    assert not User.objects.filter(username__in=["a", "b", "c", "page"]).exists()
    assert [each.text for each in Visitor(address).page.by_test_id("stText")] == ["a True", "b True", "c True"]
    assert User.objects.filter(username__in=["a", "b", "c", "page"]).count() == 4
