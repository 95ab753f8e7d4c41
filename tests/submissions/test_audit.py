"""Who did what: a line for each submission, in the transaction of what it did, readable and without secrets."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django import forms
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import formrerun as fr
from formrerun.models import AuditEntry
from formrerun.testing import AppTest
from project.shop.models import Customer
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def audit(settings):
    settings.FORMRERUN = {"AUDIT": True}


@pytest.fixture
def clerk():
    return User.objects.create_user("clerk")


@pytest.fixture
def client(clerk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    return client


def refund(number=0):
    if fr.session_state.amount > 100:
        raise ValidationError({"amount": "More than was paid."})
    if fr.session_state.reason == "crash":
        Customer.objects.create(name="crashed", email="c@example.com")
        raise RuntimeError("the printer is on fire")
    if fr.session_state.reason == "denied":
        raise PermissionDenied("Not your region.")
    email = f"{fr.user.get('username', 'nobody')}@example.com"
    Customer.objects.create(name=fr.session_state.reason or "refunded", email=email)


def page():
    with fr.form("refund"):
        fr.number_input("Amount", value=10, key="amount")
        fr.text_input("Reason", key="reason")
        fr.selectbox("Way", ["Card", "Cash"], key="way")
        fr.checkbox("Send a mail", key="mail")
        fr.text_input("PIN", type="password", key="pin")
        fr.text_input("API key", key="service_api_key")
        fr.form_submit_button("Refund", on_click=refund, args=(17,))
    fr.text_input("Search", key="search")
    fr.button("Nothing")


def lines(**fields):
    return list(AuditEntry.objects.filter(**fields).order_by("id"))


def changes(line):
    return {change["label"]: (change["old"], change["new"]) for change in line.changes}


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
class TestALine:
    def test_says_who_did_what_and_what_became_of_it(self, serve, client, clerk, script):
        url = serve(page)
        visitor = Visitor(url, client, script=script)
        visitor.fill("Amount", "12").fill("Way", "Cash").fill("Send a mail", True).press("Refund")
        (line,) = lines()
        assert (line.user, line.username, line.address) == (str(clerk.pk), "clerk", url)
        assert (line.page, line.trigger) == ("tests.submissions.test_audit.page", "Refund")
        assert line.callback == "tests.submissions.test_audit.refund(17)"
        assert changes(line) == {"Amount": ("10", "12"), "Way": ("Card", "Cash"), "Send a mail": ("false", "true")}
        assert (line.result, line.reason, line.tab) == ("done", "", visitor.tab)
        assert timezone.now() - line.at < timedelta(minutes=1)

    def test_masks_what_nobody_shall_read(self, serve, client, script):
        Visitor(serve(page), client, script=script).fill("PIN", "1234").fill("API key", "xyzzy").press("Refund")
        (line,) = lines()
        assert changes(line) == {"PIN": ("", "••••••"), "API key": ("", "••••••")}
        assert "1234" not in str(vars(line))

    def test_of_what_a_callback_refuses_stands_there_though_all_is_undone(self, serve, client, script):
        Visitor(serve(page), client, script=script).fill("Amount", "999").press("Refund")
        (line,) = lines()
        assert (line.result, changes(line)) == ("refused", {"amount": ("10", "999")})
        assert "amount: More than was paid." in line.reason
        assert not Customer.objects.exists()

    def test_of_what_a_permission_forbids_too(self, serve, client, script):
        Visitor(serve(page), client, script=script).fill("Reason", "denied").press("Refund")
        assert [(line.result, line.reason) for line in lines()] == [("refused", "Not your region.")]

    def test_of_a_callback_that_fails_says_how(self, serve, client, script):
        Visitor(serve(page), client, script=script).fill("Reason", "crash").press("Refund")
        assert [(line.result, line.reason) for line in lines()] == [("failed", "RuntimeError: the printer is on fire")]
        assert not Customer.objects.filter(name="crashed").exists()


class Card(forms.Form):
    pin = forms.CharField(widget=forms.PasswordInput)
    owner = forms.ModelChoiceField(Customer.objects.all())
    kinds = forms.MultipleChoiceField(choices=[("a", "Apple"), ("b", "Bear")], widget=forms.CheckboxSelectMultiple)


def keep(form):
    pass


def card_page():
    with fr.django_form(Card, key="card", on_submit=keep) as form:
        for name in ("pin", "owner", "kinds"):
            form.field(name)
        fr.form_submit_button("Save")


def test_forms_of_djangos_are_written_down_like_others(serve, client):
    Customer.objects.create(name="Ada", email="ada@example.com")
    visitor = Visitor(serve(card_page), client, script=True)
    visitor.fill("Pin", "s3cr3t").fill("Owner", "Ada")
    for box in visitor.page.all("input", type="checkbox"):
        box.attrs["checked"] = ""
    visitor.press("Save")
    (line,) = lines()
    assert (line.result, line.callback) == ("done", "tests.submissions.test_audit.keep()")
    assert changes(line) == {"Pin": ("", "••••••"), "Owner": ("", "Ada"), "Kinds": ("", "Apple, Bear")}


def test_a_page_that_fails_after_its_callback_says_that_this_was_done(serve, client):
    def failing():
        if fr.button("Go", on_click=refund_nothing):
            raise RuntimeError("no paper")

    Visitor(serve(failing), client, script=True).press("Go")
    (line,) = lines()
    assert line.result == "failed"
    assert line.reason == "The callback was done, and the page failed after it. RuntimeError: no paper"


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_what_is_sent_to_a_page_that_is_not_for_them_is_written_down(serve, client, clerk, script):
    clerk.user_permissions.add(Permission.objects.get(codename="change_order"))
    visitor = Visitor(serve(page, permission_required="shop.change_order"), client, script=script)
    clerk.user_permissions.clear()
    assert visitor.press("Refund").status_code == 403
    assert [(line.username, line.result, line.reason) for line in lines()] == [
        ("clerk", "refused", "You may not use this page.")
    ]
    assert client.get(visitor.url).status_code == 403
    assert len(lines()) == 1  # looking is no submission


def test_a_repeat_writes_no_second_line(serve, client):
    visitor = Visitor(serve(page), client, script=True)
    body = visitor.compose(visitor.button("Refund")["form"], visitor.button("Refund")["value"])
    assert [visitor.send(body).status_code for _ in range(3)] == [200, 200, 200]
    assert len(lines()) == Customer.objects.filter(name="refunded").count() == 1
    assert lines()[0].submission == body["id"]


def test_two_submissions_write_two(serve, client):
    visitor = Visitor(serve(page), client, script=True)
    visitor.press("Refund")
    visitor.change("Search", "ada")
    visitor.press("Nothing")
    assert [(line.trigger, changes(line)) for line in lines()] == [
        ("Refund", {}), ("", {"Search": ("", "ada")}), ("Nothing", {}),
    ]  # fmt: skip


def test_looking_writes_none(serve, client):
    visitor = Visitor(serve(page), client, script=True)
    visitor.open()
    visitor.send({**visitor.compose("fr-page", ""), "kind": "rerun", "trigger": None})
    assert lines() == []


def test_a_button_that_is_not_on_the_page_is_refused_and_written_down(serve, client):
    visitor = Visitor(serve(page), client, script=True)
    answer = visitor.send({**visitor.compose("fr-page", ""), "trigger": "fr-made-by-hand"})
    assert answer.status_code == 409
    assert [line.result for line in lines()] == ["refused"]


def test_who_is_not_logged_in_has_no_name(serve):
    Visitor(serve(page), script=True).press("Nothing")
    assert [(line.user, line.username) for line in lines()] == [("", "")]


def test_a_page_that_is_not_atomic_has_its_line_from_the_callbacks_on(serve, client):
    seen = []

    def slow():
        if fr.button("Go", on_click=refund_nothing):
            seen.extend(line.result for line in lines())

    Visitor(serve(slow, atomic=False), client, script=True).press("Go")
    assert (seen, [line.result for line in lines()]) == (["begun"], ["done"])


def refund_nothing():
    pass


def test_hostile_bytes_are_written_down_as_well(serve, client):
    visitor = Visitor(serve(page), client, script=True)
    visitor.fill("Reason", "\x00\ud800<script>").press("Refund")
    assert [line.result for line in lines()] == ["done"]


def statements(serve, settings, audit: bool) -> list[str]:
    settings.FORMRERUN = {"AUDIT": audit}
    client = Client()
    client.force_login(User.objects.create_user(f"user {audit}"))
    visitor = Visitor(serve(page, login_required=True), client, script=True)
    visitor.fill("Amount", "12")
    button = visitor.button("Refund")
    body = visitor.compose(button["form"], button["value"])
    with CaptureQueriesContext(connection) as captured:
        assert client.post(visitor.url, body, content_type="application/json").status_code == 200
    return [query["sql"].partition(" ")[0] for query in captured]


def test_it_costs_one_insert_and_nothing_while_it_is_off(serve, settings):
    off, on = statements(serve, settings, False), statements(serve, settings, True)
    assert not AuditEntry.objects.exclude(username="user True").exists()
    assert sorted(on) == sorted([*off, "INSERT"])


def test_apptest_writes_lines_too(clerk):
    at = AppTest.from_page(fr.page(page), user=clerk).run()
    at.number_input[0].set_value(5)
    at.button[0].click().run()
    assert [(line.username, changes(line)) for line in lines()] == [("clerk", {"Amount": ("10", "5")})]


def test_clearsessions_deletes_old_lines(settings):
    settings.FORMRERUN = {"AUDIT": True, "AUDIT_AGE": 60}
    for number in range(3):
        AuditEntry.objects.create(
            at=timezone.now() - timedelta(seconds=50 * number), page="p", address="/", result="done", duration=1
        )
    said = StringIO()
    call_command("clearsessions", stdout=said)
    assert AuditEntry.objects.count() == 2
    assert "Deleted 1 lines of the audit." in said.getvalue()
    settings.FORMRERUN = {"AUDIT": True, "AUDIT_AGE": None}
    call_command("clearsessions", stdout=said)
    assert AuditEntry.objects.count() == 2
