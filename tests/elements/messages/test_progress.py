"""Progress, spinner, status, skeleton: what is left of them on the finished page."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

import formrerun as fr
from formrerun.testing import AppTest


class TestProgress:
    @pytest.mark.parametrize(("value", "shown"), [(0, 0), (37, 37), (100, 100), (0.0, 0), (0.625, 62), (1.0, 100)])
    def test_whole_numbers_are_per_cent_and_fractions_shares(self, show, value, shown):
        at = show(lambda: fr.progress(value, "Importing"))
        assert (at.progress[0].value, at.progress[0].text) == (shown, "Importing")

    def test_ten_tenths_are_a_full_bar(self, show):
        at = show(lambda: fr.progress(sum([0.1] * 10) + 1e-10))
        assert at.progress[0].value == 100

    def test_tests_find_how_full_it_is(self):
        assert 'value="62" aria-valuenow="62"' in render_to_string("formrerun/elements/progress.html", {"value": 62})

    def test_it_moves_in_place(self, show):
        def page():
            bar = fr.progress(0)
            fr.write("below")
            bar.progress(80, "nearly")

        at = show(page)
        assert [element.type for element in at.main][1:] == ["progress", "markdown"]
        assert (at.progress[0].value, at.progress[0].text) == (80, "nearly")

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (101, "The `value` parameter, set to 101, is outside the required range [0, 100]."),
            (-0.5, "The `value` parameter, set to -0.5, is outside the required range [0.0, 1.0]."),
            ("half", "Invalid `value` type. Expected one of: int, float. Provided type: str."),
        ],
    )
    def test_what_is_no_share_is_refused(self, show, value, message):
        at = show(lambda: fr.progress(value))
        assert at.exception[0].message == message


class TestSpinner:
    def test_nothing_is_left_of_it(self, show, serve, client):
        def page():
            with fr.spinner("Asking the bank"):
                bar = fr.progress(10)
            bar.progress(100)

        at = show(page)
        assert [element.type for element in at.main][1:] == ["progress"]
        assert at.progress[0].value == 100
        assert "Asking the bank" not in client.get(serve(page)).content.decode()

    def test_it_stands_there_while_its_block_runs(self, show):
        seen = []

        def page():
            with fr.container().spinner("Asking the bank", show_time=True):
                drawn = fr.get_script_run_ctx().main.walk()
                seen.extend(element.text for element in drawn if element.kind == "spinner")

        show(page)
        assert seen == ["Asking the bank"]

    def test_an_exception_ends_it_too(self, show):
        def page():
            with fr.spinner():
                raise ValueError("no answer")

        assert [element.type for element in show(page).main][1:] == ["exception"]


class TestStatus:
    def test_a_block_that_ends_completes_it(self, show):
        def page():
            with fr.status("Importing", expanded=True) as status:
                fr.write("Reading")
                status.update(label="3 rows", expanded=False)

        at = show(page)
        status = at.status[0]
        assert (status.label, status.state, status.icon, status.expanded) == (
            "3 rows", "complete", ":material/check:", False,
        )  # fmt: skip
        assert status.markdown[0].value == "Reading"

    def test_a_block_that_raises_fails_it(self, show):
        def page():
            with fr.status("Importing"):
                raise ValueError("broken")

        at = show(page)
        assert at.status[0].state == "error"
        assert at.exception[0].message == "broken"

    def test_without_a_block_it_keeps_its_state(self, show):
        at = show(lambda: fr.status("Importing").write("x"))
        assert (at.status[0].state, at.status[0].icon) == ("running", "spinner")

    def test_a_state_that_is_set_stays(self, show):
        def page():
            with fr.status("Importing") as status:
                status.update(state="error")

        assert show(page).status[0].state == "error"

    def test_an_unknown_state_is_refused(self, show):
        at = show(lambda: fr.status("Importing").update(state="late"))
        assert at.exception[0].message == "Invalid `state` value. Supported values: 'running', 'complete', 'error'."


class TestSkeleton:
    def test_what_is_drawn_on_it_takes_its_place(self, show):
        def page():
            place = fr.skeleton(200)
            fr.write("below")
            place.write("loaded")

        assert [element.value for element in show(page).markdown] == ["loaded", "below"]

    def test_its_block_draws_where_it_would_without_it(self, show):
        def page():
            with fr.skeleton():
                fr.write("loaded")

        assert [element.type for element in show(page).main][1:] == ["markdown"]


def test_nothing_runs_between_the_elements_of_a_script():
    at = AppTest.from_string(
        """
        import streamlit as st
        slot = st.empty()
        for i in range(3):
            slot.progress(i / 2, f"step {i}")
        slot.success("done")
        """
    ).run()
    assert at.success[0].value == "done"
    assert len(at.progress) == 0
