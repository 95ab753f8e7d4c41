"""``manage.py clearsessions`` deletes what pages kept, after Django's own command has run."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command, get_commands
from django.utils import timezone

import formrerun as fr
from formrerun import store
from formrerun.models import Blob, Shared, Tab
from tests.visitor import Visitor

OPTIONS = [f"option {number} of a list that is long enough for a blob" for number in range(200)]


@pytest.fixture
def visitor(serve, db):
    def page():
        fr.session_state.setdefault("kept", 1)
        fr.selectbox("Choose", OPTIONS)

    serve(page, state="session")
    return Visitor(serve(page, state="session"))


def clear() -> str:
    said = StringIO()
    call_command("clearsessions", stdout=said)
    return said.getvalue()


def test_it_is_ours_that_runs():
    assert get_commands()["clearsessions"] == "formrerun"


def test_what_lives_stays(visitor):
    assert "Deleted 0 expired tabs." in clear()
    assert Tab.objects.count() == Session.objects.count() == Shared.objects.count() == 1
    assert Blob.objects.exists()


def test_what_has_expired_goes(visitor):
    past = timezone.now() - timedelta(seconds=1)
    Tab.objects.update(expires=past)
    Shared.objects.update(expires=past)
    Session.objects.update(expire_date=past)
    assert "Deleted 1 expired tabs." in clear()
    for model in (Tab, Session, Shared, Blob):
        assert not model.objects.exists()


def test_the_data_of_a_table_goes_with_its_tab(serve, db):
    def page():
        fr.text_input("Note")
        fr.dataframe({"n": range(1000)})

    visitor = Visitor(serve(page))
    address = visitor.page.one("fr-table")["data-fr-src"]
    clear()
    assert visitor.client.get(address).status_code == 200
    Tab.objects.update(expires=timezone.now() - timedelta(seconds=1))
    clear()
    assert not Blob.objects.exists()
    assert visitor.client.get(address).status_code == 404


def test_the_data_of_a_page_that_can_only_be_looked_at_stays_for_a_day(serve, db):
    visitor = Visitor(serve(lambda: fr.dataframe({"n": range(1000)})))
    address = visitor.page.one("fr-table")["data-fr-src"]
    assert not Tab.objects.exists()
    clear()
    assert visitor.client.get(address).status_code == 200
    Blob.objects.update(used=timezone.now().date())
    clear()
    assert visitor.client.get(address).status_code == 404


def test_files_go_too(settings, tmp_path):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.file"
    settings.SESSION_FILE_PATH = str(tmp_path)
    with store.default().open(lambda create: store.Owner("k"), "p") as claim:
        claim.encode(lambda *_: None)
        claim.save()
    settings.FORMRERUN = {"TAB_AGE_UNUSED": -10}
    tab = (tmp_path / "formrerun" / f"tab-{claim.record.id}").read_bytes()
    store.default().write("tab-old", tab, -1)
    assert "Deleted 1 expired tabs." in clear()
    assert sorted(path.name[:5] for path in (tmp_path / "formrerun").iterdir()) == [
        "owner",
        "tab-" + claim.record.id[0],
    ]
