"""Triggers, stop, rerun, exceptions: how one run goes and ends (semantics 2.4, 2.5)."""

from __future__ import annotations

import asyncio
import logging

import pytest

import formrerun as fr
from formrerun.signals import page_failed

# ------------------------------------------------------------------------------------------------- triggers (2.4)


def test_a_button_is_true_for_the_one_run_it_causes(show):
    def page():
        fr.text((fr.button("A"), fr.button("B")))

    at = show(page)
    assert at.text[0].value == "(False, False)"
    at.button[0].click().run()
    assert at.text[0].value == "(True, False)"
    at.button[1].click().run()
    assert at.text[0].value == "(False, True)"
    at.run()
    assert at.text[0].value == "(False, False)"


def test_another_widget_s_run_resets_it(show):
    def page():
        fr.text((fr.button("A"), fr.checkbox("C")))

    at = show(page)
    at.button[0].click().run()
    at.checkbox[0].check().run()
    assert at.text[0].value == "(False, True)"


def test_after_rerun_triggers_are_false_and_callbacks_do_not_run_again(show):
    calls = []

    def page():
        pressed = fr.button("A", key="a", on_click=calls.append, args=("callback",))
        calls.append((pressed, fr.session_state.a))
        if pressed:
            fr.rerun()

    at = show(page)
    calls.clear()
    at.button[0].click().run()
    assert calls == ["callback", (True, True), (False, False)]


def test_session_state_knows_whether_a_button_was_pressed(show):
    def page():
        before = fr.session_state.get("b")
        fr.button("B", key="b")
        fr.text((before, fr.session_state.b))

    at = show(page)
    assert at.text[0].value == "(None, False)"
    at.button[0].click().run()
    assert at.text[0].value == "(True, True)"
    at.run()
    assert at.text[0].value == "(False, False)"


def test_a_button_that_is_disabled_now_is_not_true(show):
    disabled = False

    def page():
        fr.text(fr.button("B", disabled=disabled))

    at = show(page)
    at.button[0].click()
    disabled = True
    at.run()
    assert at.text[0].value == "False"


def test_a_rerun_inside_a_trigger_does_not_recurse(show):
    """Streamlit's #7768."""

    def page():
        fr.session_state.setdefault("n", 0)
        if fr.button("+"):
            fr.session_state.n += 1
            fr.rerun()
        fr.text(fr.session_state.n)

    at = show(page)
    at.button[0].click().run()
    at.button[0].click().run()
    assert at.text[0].value == "2"


# ----------------------------------------------------------------------------------------------------- stop (2.5)


def test_stop_ends_the_page_here(show):
    def page():
        fr.text("before")
        with fr.container():
            fr.text("inside")
            fr.stop()
        fr.text("after")

    at = show(page)
    assert [text.value for text in at.text] == ["before", "inside"]
    assert not at.exception


@pytest.mark.parametrize("leave", [fr.stop, fr.rerun])
def test_an_author_s_except_does_not_swallow_it(show, leave):
    def page():
        if fr.session_state.get("done"):
            return
        fr.session_state.done = True
        try:
            leave()
        except Exception:
            fr.text("swallowed")
        fr.text("went on")

    at = show(page)
    assert not at.text


def test_finally_blocks_run(show):
    left = []

    def page():
        try:
            fr.stop()
        finally:
            left.append("closed")

    show(page)
    assert left == ["closed"]


# ---------------------------------------------------------------------------------------------------- rerun (2.5)


def test_rerun_begins_again_at_once_with_a_clean_page(show):
    def page():
        n = fr.session_state.setdefault("n", 0)
        fr.text(f"run {n}")
        if n < 3:
            fr.session_state.n += 1
            fr.rerun()
        fr.text("end")

    at = show(page)
    assert [text.value for text in at.text] == ["run 3", "end"]


def test_what_one_pass_registered_the_next_may_register_again(show):
    def page():
        fr.text_input("T", key="t")
        with fr.form("f"):
            fr.form_submit_button()
        if fr.session_state.get("n", 0) < 2:
            fr.session_state.n = fr.session_state.get("n", 0) + 1
            fr.rerun()

    assert not show(page).exception


def test_widgets_that_were_not_reached_keep_their_state(show):
    again = False

    def page():
        nonlocal again
        if again:
            again = False
            fr.rerun()
        fr.text(fr.text_input("T", "def"))

    at = show(page)
    at.text_input[0].set_value("x").run()
    again = True
    at.run()
    assert at.text[0].value == "x"


def test_an_endless_rerun_is_an_error_and_not_a_hang(show, settings):
    settings.FORMRERUN = {"MAX_RERUNS": 5}
    passes = []

    def page():
        passes.append(1)
        fr.rerun()

    at = show(page)
    assert len(passes) == 5
    assert at.exception[0].message == (
        "`st.rerun()` was called 5 times in a row. Call it under a condition that the rerun makes false."
    )


def test_scopes_that_there_are_not(show):
    def page():
        fr.rerun("nonsense")

    assert show(page).exception[0].message == (
        "Passing a fragment key to `st.rerun()` is only allowed from a widget callback (e.g. `on_change` / "
        "`on_click`). Calling it from the main script body or a fragment body would abort the current run. If you "
        "meant to rerun the whole app or the current fragment, use `scope='app'` or `scope='fragment'`."
    )


def test_only_a_fragment_that_runs_alone_can_begin_again_alone(show):
    @fr.fragment
    def part():
        fr.rerun("fragment")

    shown = show(part).exception[0]
    assert shown.proto.type == "StreamlitInvalidLayoutContextError"
    assert shown.message == (
        'scope="fragment" can only be specified from `@st.fragment`-decorated functions during fragment reruns.'
    )


# ----------------------------------------------------------------------------------------------- exceptions (2.5)


def test_an_exception_stands_in_place_and_ends_the_page(show):
    def page():
        fr.text("before")
        with fr.container():
            raise ValueError("broken")

    at = show(page)
    assert at.text[0].value == "before"
    assert (at.exception[0].proto.type, at.exception[0].message) == ("ValueError", "broken")
    assert [element.type for element in at.main][-1] == "exception"


def test_what_was_written_before_it_stays(show):
    fail = True

    def page():
        value = fr.text_input("T", "def")
        fr.session_state.seen = value
        if fail:
            raise ValueError
        fr.text((fr.session_state.seen, value))

    at = show(page)
    at.text_input[0].set_value("x").run()
    assert at.session_state.seen == "x"
    fail = False
    at.run()
    assert at.text[0].value == "('x', 'x')"


def test_it_says_where_in_the_author_s_file(show):
    def page():
        raise ValueError("broken")

    shown = show(page).exception[0]
    line = page.__code__.co_firstlineno + 1
    assert shown.proto.where == f"tests/integration/test_runs.py, line {line}"
    assert "formrerun/" not in "".join(shown.stack_trace)
    assert 'raise ValueError("broken")' in shown.stack_trace[-1]


def test_it_is_logged_and_sent(show, caplog):
    heard = []
    page_failed.connect(receiver := lambda sender, **told: heard.append(told), weak=False)

    def page():
        raise ValueError("broken")

    try:
        with caplog.at_level(logging.ERROR, "formrerun.page"):
            show(page)
    finally:
        page_failed.disconnect(receiver)
    assert heard[0]["page"].endswith("page")
    assert str(heard[0]["exception"]) == "broken"
    assert caplog.records[0].exc_info is not None
    assert "raised ValueError" in caplog.text


@pytest.mark.parametrize("error", [SystemExit(3), asyncio.CancelledError()], ids=lambda error: type(error).__name__)
def test_what_would_end_the_server_or_the_request_is_an_error_of_the_page(show, error):
    def fail():
        raise error

    def page():
        fr.text("before")
        fr.button("Callback", on_click=fail)
        if fr.button("Page"):
            fail()
        fr.text("after")

    at = show(page)
    for button, drawn in (("Page", ["before"]), ("Callback", ["before", "after"])):
        next(b for b in at.button if b.label == button).click().run()
        assert at.exception[0].proto.type.endswith(type(error).__name__)
        assert [text.value for text in at.text] == drawn
        at.run()
        assert not at.exception


def test_an_interrupt_of_the_process_is_not_caught(show):
    def page():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        show(page)


def test_a_warning_is_shown_as_one(show):
    def page():
        raise UserWarning("careful")

    assert show(page).exception[0].is_warning


# --------------------------------------------------------------------------------------------- commands and handles


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: fr.sidebar.rerun(), "Method `rerun()` does not exist for `st.sidebar`. Did you mean `st.rerun()`?"),
        (
            lambda: fr.container().stop(),
            "Method `stop()` does not exist for `DeltaGenerator` objects. Did you mean `st.stop()`?",
        ),
        (lambda: fr.container().nonsense(), "`nonsense()` is not a valid Streamlit command."),
    ],
)
def test_an_unknown_method_of_a_container_fails_when_it_is_called(show, call, message):
    def page():
        fr.container().nonsense  # looking it up is no error
        call()

    assert show(page).exception[0].message == message


def test_an_unknown_command_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'formrerun' has no attribute 'nonsense'"):
        fr.nonsense
