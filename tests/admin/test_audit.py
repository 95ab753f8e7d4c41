"""The audit in the admin: found, filtered, read, and never changed."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone

from formrerun.models import AuditEntry

pytestmark = pytest.mark.django_db
LIST = "admin:formrerun_auditentry_changelist"


@pytest.fixture(autouse=True)
def on(settings):
    settings.FORMRERUN = {"AUDIT": True}


@pytest.fixture
def line():
    return AuditEntry.objects.create(
        at=timezone.now(), user="1", username="ada", page="project.shop.pages.refunds", address="/refunds/",
        trigger="Refund", result="done", duration=12,
        changes=[{"field": "amount", "label": "Amount", "old": "1", "new": "<b>2</b>"}],
    )  # fmt: skip


@pytest.fixture
def auditor(client):
    user = User.objects.create_user("auditor", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_auditentry"))
    client.force_login(user)
    return client


def test_lines_are_listed_and_found(auditor, line):
    for query in ("", "?q=ada", "?result__exact=done", "?page=project.shop.pages.refunds"):
        answer = auditor.get(reverse(LIST) + query)
        assert answer.context["cl"].result_count == 1, query
        assert "Amount: 1 → &lt;b&gt;2&lt;/b&gt;" in answer.content.decode()
    for query in ("?q=bob", "?result__exact=failed", "?page=project.shop.pages.nothing"):
        assert auditor.get(reverse(LIST) + query).context["cl"].result_count == 0, query


def test_a_line_is_read_and_not_changed(auditor, line):
    url = reverse("admin:formrerun_auditentry_change", args=[line.pk])
    text = auditor.get(url).content.decode()
    assert "<td>&lt;b&gt;2&lt;/b&gt;</td>" in text
    assert "<input" not in text.partition('id="content"')[2].partition("auditentry_form")[2].replace(
        '<input type="hidden"', ""
    )
    assert auditor.post(url, {"username": "eve"}).status_code == 403
    assert auditor.post(reverse("admin:formrerun_auditentry_delete", args=[line.pk])).status_code == 403


def test_nobody_else_sees_it(client, line):
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    assert client.get(reverse(LIST)).status_code == 403


def test_it_stands_in_the_index_while_it_is_on(auditor, settings):
    assert reverse(LIST) in auditor.get(reverse("admin:index")).content.decode()
    settings.FORMRERUN = {}
    assert reverse(LIST) not in auditor.get(reverse("admin:index")).content.decode()
