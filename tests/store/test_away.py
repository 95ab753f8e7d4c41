"""A cache or a disk that cannot be reached for a while: whoever asks is told to ask again, and nothing runs twice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import formrerun as fr
from tests.services import free_ports, redis_cache
from tests.visitor import Visitor


def sell() -> None:
    fr.session_state.sold = fr.session_state.get("sold", 0) + 1


def till():
    """Sells."""
    fr.button("Sell", on_click=sell)
    fr.write(f"sold={fr.session_state.get('sold', 0)}")


@contextmanager
def redis_is_away(settings: Any) -> Iterator[None]:
    """Let nobody listen where Redis is."""
    there = settings.CACHES
    with free_ports(1) as [port]:
        settings.CACHES = {"default": {**there["default"], "LOCATION": f"redis://127.0.0.1:{port}"}}
        yield
    settings.CACHES = there


@contextmanager
def disk_is_away(settings: Any) -> Iterator[None]:
    """Let a file stand where the folder should."""
    there = settings.FORMRERUN
    with open(os.path.join(there["FILE_STORE_PATH"], "file"), "w") as file:
        settings.FORMRERUN = {**there, "FILE_STORE_PATH": file.name}
        yield
    settings.FORMRERUN = there


@pytest.fixture
def on_redis(settings: Any) -> Iterator[None]:
    """Let this site's cache be a Redis."""
    with redis_cache() as entry:
        settings.CACHES = {"default": entry}
        yield


@pytest.mark.parametrize(("kind", "is_away"), [("cache", redis_is_away), ("file", disk_is_away)])
@pytest.mark.django_db
@pytest.mark.usefixtures("on_redis")
def test_a_submission_that_finds_the_store_away_is_sent_again_and_done_once(kind, is_away, settings, serve, tmp_path):
    settings.FORMRERUN = {"STORE": kind, "FILE_STORE_PATH": str(tmp_path)}
    visitor = Visitor(serve(till), script=True)
    button = visitor.button("Sell")
    body = visitor.compose(button["form"], button["value"])

    with is_away(settings):
        answer = visitor.send(body)
        assert (answer.status_code, answer["Retry-After"]) == (503, "1")
        assert "sold=0" in visitor.client.get(visitor.url).content.decode()  # to look needs no state of before

    visitor.send(body)
    visitor.send(body)
    assert "sold=1" in visitor.text


@pytest.mark.django_db
@pytest.mark.usefixtures("on_redis")
def test_a_stop_that_nobody_can_be_told_of_says_so(settings, serve):
    visitor = Visitor(serve(till), script=True)

    with redis_is_away(settings):
        answer = visitor.send(visitor.compose("", "", kind="stop"))

    assert answer.status_code == 503
    assert "could not be stopped" in answer.content.decode()
