"""The promises that several processes keep together hold under uvicorn too, which ends requests in another way."""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.reliability.conftest import Database
from tests.reliability.fleet import Fleet, wait

pytestmark = pytest.mark.postgres


@pytest.fixture
def fleet(start: Callable[..., Fleet], postgresql: Database, redis: dict[str, str]) -> Fleet:
    """Two processes of uvicorn."""
    return start(postgresql, SERVER="uvicorn", **redis)


def test_uvicorn_runs_a_submission_once_and_to_its_end(fleet: Fleet, postgresql: Database) -> None:
    """At both processes at once; when nobody waits any more; when its process is killed, or asked to end."""
    person = fleet.person("/slow/")

    def sale(article: str, seconds: float = 0.0) -> dict[str, object]:
        return person.fill("Article", article).fill("Seconds", seconds).prepare("Sell")

    person.send_at_once(*[sale("tea", 0.2)] * 6)

    person.vanish(left := sale("left", 0.5), lambda: fleet.has("running left"))
    wait(lambda: ("ended", "left") in postgresql.written())
    person.send(left)

    for article, how in (("killed", signal.SIGKILL), ("asked", signal.SIGTERM)):
        body = sale(article, 0.5)
        with ThreadPoolExecutor() as pool:
            answer = pool.submit(person.send, body)
            wait(lambda article=article: fleet.has(f"running {article}"))
            for process in range(2):
                fleet.kill(process, how)
        assert f"sold={3 if how is signal.SIGKILL else 4}" in answer.result().text

    assert postgresql.written() == [
        (place, article) for article in ("tea", "left", "killed", "asked") for place in ("begun", "ended")
    ]


def test_uvicorn_ends_a_run_for_somebody_at_another_process(fleet: Fleet, postgresql: Database) -> None:
    """Stop reaches the run through Redis, and undoes what the page has written."""
    person = fleet.person("/patient/", process=0)
    body = person.fill("Article", "tea").prepare("Sell")

    with ThreadPoolExecutor() as pool:
        answer = pool.submit(person.send, body)
        wait(lambda: fleet.has("running tea"))
        stop = {"v": body["v"], "tab": body["tab"], "id": body["id"], "kind": "stop"}
        person.client.port = fleet.ports[1]
        assert person.ask(stop).status_code == 204

    assert "step 1999" not in answer.result().text
    assert answer.result().get("FR-Message").startswith("Stopped")
    assert postgresql.written() == []
    assert person.send(body)["FR-Run"] == answer.result()["FR-Run"]  # a repeat runs nothing again
