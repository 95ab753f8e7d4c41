"""Threads, pools, timers and tasks of an author's that draw into the page."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import formrerun as fr
from formrerun.api.run_context import add_script_run_ctx, get_script_run_ctx
from formrerun.exceptions import StreamlitAPIException


def texts(at):
    assert not at.exception
    return [text.value for text in at.text]


def test_a_thread_is_given_the_run_before_it_begins(show):
    def page():
        thread = threading.Thread(target=fr.text, args=["from a thread"])
        add_script_run_ctx(thread).start()
        thread.join()

    assert texts(show(page)) == ["from a thread"]


def test_a_timer_draws_too(show):
    def page():
        timer = threading.Timer(0, fr.text, args=["later"])
        add_script_run_ctx(timer, get_script_run_ctx()).start()
        timer.join()

    assert texts(show(page)) == ["later"]


@pytest.mark.parametrize("named", [True, False])
def test_a_worker_that_runs_already_is_given_the_run_inside(show, named):
    def page():
        fr.session_state.setdefault("x", 5)
        ctx = get_script_run_ctx()

        def work(item):
            add_script_run_ctx(threading.current_thread() if named else None, ctx)
            fr.text(f"{item} {fr.session_state.x}")

        with ThreadPoolExecutor(1) as pool:
            list(pool.map(work, "ab"))

    assert texts(show(page)) == ["a 5", "b 5"]


def test_a_pool_is_given_the_run_as_it_begins(show):
    def page():
        ctx = get_script_run_ctx()
        with ThreadPoolExecutor(2, initializer=lambda: add_script_run_ctx(ctx=ctx)) as pool:
            list(pool.map(fr.text, "ab"))

    assert sorted(texts(show(page))) == ["a", "b"]


def test_threads_draw_each_into_its_own_container(show):
    def page():
        ctx, meet = get_script_run_ctx(), threading.Barrier(2)

        def work(column):
            add_script_run_ctx(ctx=ctx)
            with column:
                meet.wait()  # both have theirs open
                fr.text("in")
                meet.wait()
            fr.text("after")

        with ThreadPoolExecutor(2) as pool, fr.container(key="around"):
            list(pool.map(work, fr.columns(2)))

    at = show(page)
    assert [[text.value for text in column.text] for column in at.columns] == [["in"], ["in"]]
    assert [text.value for text in at.get_by_key("around").text] == ["in", "in", "after", "after"]


def test_tasks_draw_each_into_its_own_container(show):
    async def work(column):
        with column:
            await asyncio.sleep(0)
            fr.text("in")
            await asyncio.sleep(0)
        fr.text("after")

    async def both(columns):
        await asyncio.gather(*map(work, columns))
        await asyncio.to_thread(fr.text, "from a thread")

    def page():
        asyncio.run(both(fr.columns(2)))

    at = show(page)
    assert [[text.value for text in column.text] for column in at.columns] == [["in"], ["in"]]
    assert texts(at) == ["in", "in", "after", "after", "from a thread"]


def test_without_a_run_it_says_where_to_call_it():
    with pytest.raises(StreamlitAPIException, match="There is no run to draw into"):
        add_script_run_ctx(threading.Thread())
