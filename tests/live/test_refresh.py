"""Who is told, when, and how often."""

from __future__ import annotations

import asyncio
import time
from threading import Event, Thread

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import formrerun as fr
from formrerun import live
from formrerun.exceptions import FormrerunError
from formrerun.live import topics
from formrerun.live.models import Topic

pytestmark = pytest.mark.django_db(transaction=True)


def version(topic):
    return topics.versions([topics.name_of(topic)]).popitem()[1]


@pytest.fixture
def followed(show):
    """Somebody has opened a page that follows these models."""

    def page():
        live.follow(Group, User.objects.filter(is_staff=True))

    assert not show(page).exception


def test_each_refresh_raises_the_version():
    live.refresh("orders")
    first = version("orders")
    live.refresh("orders", "stock")
    assert version("orders") == first + 1
    assert version("stock") > 0
    assert version("never refreshed") == 0


def test_a_refresh_inside_a_transaction_waits_for_its_commit():
    live.refresh("orders")
    before = version("orders")
    with transaction.atomic():
        live.refresh("orders")
        assert version("orders") == before
    assert version("orders") == before + 1


def test_a_refresh_that_is_rolled_back_is_none():
    live.refresh("orders", "stock")
    before = version("orders"), version("stock")
    with transaction.atomic():
        live.refresh("stock")
        try:
            with transaction.atomic():
                live.refresh("orders")
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    assert (version("orders"), version("stock")) == (before[0], before[1] + 1)


def test_many_refreshes_in_one_transaction_are_one():
    live.refresh("orders")
    before = version("orders")
    for _ in range(2):
        with transaction.atomic():
            for _ in range(50):
                live.refresh("orders")
    assert version("orders") == before + 2


def test_a_transaction_that_was_rolled_back_does_not_silence_the_next_one():
    live.refresh("orders")
    before = version("orders")
    try:
        with transaction.atomic():
            live.refresh("orders")
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    with transaction.atomic():
        live.refresh("orders")
    assert version("orders") == before + 1


@pytest.mark.usefixtures("followed")
def test_saving_and_deleting_refreshes_the_model():
    before = version(Group)
    group = Group.objects.create(name="a")
    group.name = "b"
    group.save()
    group.delete()
    assert version(Group) == before + 3


@pytest.mark.usefixtures("followed")
def test_relating_refreshes_both_models():
    user, group = User.objects.create(username="ann"), Group.objects.create(name="a")
    before = version(User), version(Group)
    user.groups.add(group)
    assert (version(User), version(Group)) == (before[0] + 1, before[1] + 1)


@pytest.mark.usefixtures("followed")
def test_what_django_says_nothing_of_is_refreshed_by_hand():
    Group.objects.bulk_create([Group(name="a")])
    before = version(Group)
    Group.objects.update(name="b")
    assert version(Group) == before
    live.refresh(Group)
    live.refresh(Group.objects.filter(name="b"))
    assert version(Group) == before + 2


def test_a_model_that_nobody_follows_costs_no_row():
    Group.objects.create(name="a").delete()
    assert not Topic.objects.exists()


def test_sessions_are_still_deleted_without_being_loaded():
    Session.objects.create(session_key="a", expire_date=timezone.now())
    with CaptureQueriesContext(connection) as queries:
        Session.objects.all().delete()
    assert not [query for query in queries if query["sql"].startswith("SELECT")]


def test_a_row_that_was_deleted_begins_above_what_it_was():
    for _ in range(3):
        live.refresh("orders")
    before = version("orders")
    Topic.objects.all().delete()
    live.refresh("orders")
    assert version("orders") > before


def test_a_refresh_from_a_thread_of_ones_own():
    def work():
        live.refresh("orders")
        connection.close()

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert version("orders") > 0


def test_a_refresh_of_a_server_that_ends_does_not_keep_it_from_ending():
    loop, told = asyncio.new_event_loop(), Event()

    def commit():
        loop.call_soon_threadsafe(loop.stop)
        while loop.is_running():
            time.sleep(0.01)  # it stops at its next turn
        live.refresh("orders")
        connection.close()
        told.set()

    submission = loop.create_task(sync_to_async(commit, thread_sensitive=False)())
    loop.run_forever()
    in_time = told.wait(10)
    loop.run_until_complete(submission)
    loop.close()
    assert in_time
    assert version("orders") > 0


def test_a_layer_that_fails_fails_nobody(settings, caplog):
    settings.CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": ["redis://127.0.0.1:1"]}}
    }
    live.refresh("orders")
    assert version("orders") > 0
    assert "A live update could not be sent" in caplog.text


def test_a_missing_table_fails_nobody(monkeypatch, caplog):
    monkeypatch.setattr(Topic._meta, "db_table", "not_migrated")
    Group.objects.create(name="a")
    with transaction.atomic():
        live.refresh("orders")
    assert Group.objects.exists()
    assert caplog.text.count("Was `manage.py migrate` run?") == 2


@pytest.mark.parametrize("topic", ["", "x" * 201, 3, None, int])
def test_what_is_no_topic(topic):
    with pytest.raises(FormrerunError, match=r"is no topic\. Give a text of 1 to 200 characters"):
        live.refresh(topic)


def test_follow_needs_a_model(show):
    def page():
        live.follow("orders")

    assert "live.subscribe takes a text" in show(page).exception[0].message


def test_what_changes_with_every_request_cannot_be_followed(show):
    def page():
        live.follow(Session)

    assert "Changes of model:sessions.session are not listened to" in show(page).exception[0].message


def test_a_page_may_not_subscribe_to_everything(show):
    def page():
        live.subscribe(*map(str, range(51)))

    assert "A page may subscribe to 50 topics" in show(page).exception[0].message


def test_the_app_must_be_installed(show, settings):
    settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if app != "formrerun.live"]

    def page():
        live.subscribe("orders")

    assert '"formrerun.live" in INSTALLED_APPS' in show(page).exception[0].message


def test_outside_a_page_a_subscription_means_nothing():
    live.subscribe("orders")
    assert live.follow(Group) is Group
    assert fr.live.refresh is live.refresh
