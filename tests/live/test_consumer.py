"""Who is let in at the WebSocket, what is said there, and what remains of it."""

from __future__ import annotations

import asyncio

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.contrib.auth.models import Group, User
from django.core import signing
from django.test import Client

import formrerun as fr
from formrerun import live
from formrerun.live import consumers
from formrerun.live import topics as naming
from tests.live.conftest import left, of, topics
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def orders():
    """A page without any widget."""
    live.subscribe("orders", "stock")


def groups():
    live.follow(Group)


@pytest.fixture
def ann(serve):
    """A person who looks at a page that wants to hear of orders and stock."""
    return Visitor(serve(orders))


# ------------------------------------------------------------------------------------------------------ what is said


def test_it_says_every_version_at_first_and_then_each_refresh(ann, hear):
    live.refresh("orders")

    async def play():
        async with hear(ann) as ear:
            first = await ear.all(2)
            await live.arefresh("orders")
            return first, await ear.next()

    first, then = async_to_sync(play)()
    assert first["stock"] == 0
    assert then == {"rerun": "orders", "version": first["orders"] + 1}


def test_a_page_hears_of_nothing_else(ann, hear):
    async def play():
        async with hear(ann) as ear:
            await ear.all(2)
            await live.arefresh("salaries", "stock")
            return await ear.next()

    assert async_to_sync(play)()["rerun"] == "stock"


def test_a_page_hears_of_the_models_it_follows(serve, hear):
    ann = Visitor(serve(groups))

    async def play():
        async with hear(ann) as ear:
            first = await ear.all(1)
            await sync_to_async(Group.objects.create)(name="a")
            return first, await ear.next()

    first, then = async_to_sync(play)()
    assert then == {"rerun": "model:auth.group", "version": first["model:auth.group"] + 1}


def test_a_message_that_was_lost_is_found_by_asking(ann, hear):
    async def play():
        async with hear(ann) as ear:
            await ear.all(2)
            await sync_to_async(naming.raise_version)("orders")  # what a refresh does, but for the message
            await asyncio.sleep(0.6)  # asking sooner is not answered
            await ear.ask()
            return await ear.all(2)

    assert async_to_sync(play)()["orders"] > 0


def test_what_was_missed_is_said_when_the_connection_is_made_again(ann, hear):
    async def play():
        async with hear(ann) as ear:
            before = await ear.all(2)
        await live.arefresh("orders")
        async with hear(ann) as ear:
            return before, await ear.all(2)

    before, after = async_to_sync(play)()
    assert after["orders"] > before["orders"]


def test_a_flood_of_questions_is_not_answered(ann, hear, monkeypatch):
    monkeypatch.setattr(consumers, "PAUSE", 3600)  # a busy machine may take long for a hundred

    async def play():
        async with hear(ann) as ear:
            await ear.all(2)
            for _ in range(100):
                await ear.ask()
            await live.arefresh("orders")
            return await ear.next()  # the first answer is that to the refresh

    assert async_to_sync(play)()["version"] > 0


# ------------------------------------------------------------------------------------------------------ who is let in


def is_let_in(hear, visitor, **options):
    async def play():
        async with hear(visitor, **options) as ear:
            return ear is not None

    return async_to_sync(play)()


def test_the_page_s_own_browser_is_let_in(ann, hear):
    assert is_let_in(hear, ann)


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "http://testserver.elsewhere.example", "null", ""])
def test_another_site_is_not_let_in(ann, hear, origin):
    assert not is_let_in(hear, ann, origin=origin)


def test_without_the_session_nobody_is_let_in(ann, hear):
    signed = of(ann)
    ann.client.cookies.clear()
    assert not is_let_in(hear, ann, signed=signed)


def test_with_another_session_nobody_is_let_in(ann, hear, serve):
    bob = Visitor(serve(orders))
    assert is_let_in(hear, bob)
    assert not is_let_in(hear, bob, signed=of(ann))


@pytest.mark.parametrize(
    "signed",
    ["", "orders", "x" * 9000, signing.dumps({"topics": ["orders"], "owner": ""}), "\x00", "eyJ0IjoxfQ:abc"],
    ids=["none", "a name", "too long", "for another purpose", "a null", "a false mark"],
)
def test_a_list_that_was_not_signed_here_lets_nobody_in(ann, hear, signed):
    assert not is_let_in(hear, ann, signed=signed)


def test_a_list_that_was_changed_lets_nobody_in(ann, hear):
    signed = of(ann)
    assert not is_let_in(hear, ann, signed=signed[:-1] + ("A" if signed[-1] != "A" else "B"))


def test_the_lists_of_a_page_and_its_fragments_go_together(serve, hear):
    @fr.fragment
    def part():
        live.subscribe("stock", "prices")

    def page():
        live.subscribe("orders")
        part()

    ann = Visitor(serve(page))
    lists = [element["data-fr-of"] for element in ann.page.all("fr-live")]
    assert len(lists) == 2

    async def play():
        async with hear(ann, signed=lists) as ear:
            return await ear.all(3)

    assert sorted(async_to_sync(play)()) == ["orders", "prices", "stock"]
    assert not is_let_in(hear, ann, signed=[lists[0], "forged"])
    assert not is_let_in(hear, ann, signed=[lists[0]] * 51)


def test_logging_out_ends_it(serve, hear):
    client = Client()
    client.force_login(User.objects.create(username="ann"))
    ann, other_tab = Visitor(serve(orders), client), Visitor(serve(groups), client)

    async def play():
        async with hear(ann) as ear, hear(other_tab) as other:
            await ear.all(2)
            await other.all(1)
            await sync_to_async(client.logout)()
            return await ear.is_closed() and await other.is_closed()

    # The test client's own logout() knows no request and so no session; a view's does.
    client.logout = lambda: client.post("/logout/", headers={"X-CSRFToken": "unused"})
    assert async_to_sync(play)()
    assert not is_let_in(hear, ann)


def test_without_a_channel_layer_nobody_is_let_in_and_the_page_does_not_try(settings, serve, hear):
    settings.CHANNEL_LAYERS = {}
    ann = Visitor(serve(orders))
    assert "data-fr-sockets" not in ann.page.one("fr-live")
    assert not is_let_in(hear, ann)
    live.refresh("orders")
    assert topics(ann.open())["orders"] > 0


# ---------------------------------------------------------------------------------------------------- what is left


def test_nothing_is_left_of_connections_that_ended(ann, hear, layer):
    async def play():
        for _ in range(100):
            async with hear(ann) as ear:
                await ear.all(2)
            async with hear(ann, signed="forged"):
                pass
        await live.arefresh("orders")
        return left(layer)

    groups, channels, tasks = async_to_sync(play)()
    assert (groups, channels) == ({}, {})
    assert len(tasks) < 10


def test_nothing_is_left_of_a_connection_that_failed_while_it_was_made(ann, hear, layer, monkeypatch):
    async def play():
        with monkeypatch.context() as broken:
            broken.setattr(naming, "versions", lambda names: 1 / 0)
            async with hear(ann) as ear:
                assert await ear.is_closed()
                await ear.end()
        return left(layer)[0]

    assert async_to_sync(play)() == {}


def test_where_the_layer_is_away_browsers_are_sent_to_ask_and_the_log_says_so_once(
    ann, hear, layer, monkeypatch, caplog
):
    async def away(group, channel):
        raise ConnectionError("Redis is away.")

    async def play():
        monkeypatch.setattr(layer, "group_add", away)
        for _browser in range(3):
            async with hear(ann) as ear:
                assert ear is None

    async_to_sync(play)()
    assert caplog.text.count("A WebSocket had to be closed") == 1
