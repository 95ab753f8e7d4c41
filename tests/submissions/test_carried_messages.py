"""What Django's messages say where a stream ends without a page: the record holds it for the next request."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.utils.safestring import SafeString, mark_safe

from formrerun.protocol.record import Record
from formrerun.submissions import carried_messages


@pytest.fixture
def ask(rf):
    """Return a request with messages, as their middleware makes one."""

    def request():
        made = rf.get("/")
        made._messages = CookieStorage(made)
        return made

    return request


@pytest.mark.parametrize("stream", [None, SimpleNamespace(decide=lambda *, streamed: False)], ids=["none", "plain"])
def test_an_ordinary_answer_leaves_them_to_the_request(ask, stream):
    request, record = ask(), Record()
    messages.info(request, "wait")
    carried_messages.keep(SimpleNamespace(request=request, stream=stream), record)
    assert record.snapshot.head == {}
    assert not request._messages.used


def test_those_of_a_stream_wait_in_the_record(ask):
    request, later, record = ask(), ask(), Record()
    messages.warning(request, "<b>", extra_tags="mine")
    messages.success(request, mark_safe("<i>safe</i>"))
    stream = SimpleNamespace(decide=lambda *, streamed: True)
    carried_messages.keep(SimpleNamespace(request=request, stream=stream), record)
    carried_messages.give_back(record.snapshot.head, later)
    assert record.snapshot.head == {}  # nobody says it twice
    first, second = messages.get_messages(later)
    assert (first.level, first.message, first.extra_tags) == (messages.WARNING, "<b>", "mine")
    assert not isinstance(first.message, SafeString)
    assert isinstance(second.message, SafeString)


def test_a_request_without_messages_loses_nothing_else(rf):
    carried_messages.give_back({carried_messages.WAITING: [[20, "text", "", False]]}, rf.get("/"))
