"""``check --deploy`` warns about pages that are open to everybody though nobody has said so."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required, login_required, permission_required

import formrerun as fr
from formrerun.web.checks import check_open_pages


class Site:
    """A URLconf of one page."""

    def __init__(self, view):
        from django.urls import include, path

        self.urlpatterns = [path("in/", include([path("it/", view)]))]


def body(request):
    fr.text("in")


def found(settings, view):
    settings.ROOT_URLCONF = Site(view)
    return [message.msg for message in check_open_pages(None)]


def test_an_open_page_is_named(settings):
    assert found(settings, fr.page(body)) == ["Everybody may see this page: tests.web.test_checks.body."]


@pytest.mark.parametrize(
    "view",
    [
        fr.page(login_required=True)(body),
        fr.page(login_required=False)(body),
        fr.page(permission_required="shop.change_order")(body),
        fr.page(login_required(body)),
        login_required(fr.page(body)),
        permission_required("shop.change_order")(fr.page(body)),
        login_not_required(fr.page(body)),
        admin.site.admin_view(fr.page(body)),
        lambda request: None,
    ],
)
def test_what_is_closed_or_open_on_purpose_is_not(settings, view):
    assert found(settings, view) == []


def test_nor_is_anything_where_all_is_closed(settings):
    settings.FORMRERUN = {"LOGIN_REQUIRED": True}
    assert found(settings, fr.page(body)) == []
    settings.FORMRERUN = {}
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.contrib.auth.middleware.LoginRequiredMiddleware"]
    assert found(settings, fr.page(body)) == []
