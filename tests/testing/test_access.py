"""Who sees the page under test: ``at.as_user``, and what refuses a visitor in a browser refuses one here."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required, login_required, permission_required, user_passes_test
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.core.exceptions import PermissionDenied

import formrerun as fr
from formrerun.testing import AppTest, AppTestError, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    user = User.objects.create_user("clerk")
    user.user_permissions.add(Permission.objects.get(codename="change_order"))
    return user


@pytest.fixture
def guest():
    return User.objects.create_user("guest")


def body(request):
    fr.text_input("Note", key="note")
    fr.text(f"{request.user.username} {fr.user.get('username')}")


#: The same rule, as parameters of ``@page`` and as Django's decorators around its view.
ONLY_CLERKS = {
    "parameter": fr.page(permission_required="shop.change_order")(body),
    "several": fr.page(permission_required=["shop.change_order", "shop.change_order"])(body),
    "test": fr.page(user_passes=lambda user: user.username == "clerk")(body),
    "decorator": login_required(permission_required("shop.change_order", raise_exception=True)(fr.page(body))),
    "test around": user_passes_test(lambda user: user.username == "clerk")(fr.page(body)),
}


@pytest.mark.parametrize("view", ONLY_CLERKS.values(), ids=ONLY_CLERKS)
class TestOnlyClerks:
    def test_an_anonymous_visitor_is_sent_to_the_login(self, view):
        with pytest.raises(NotAllowed, match="An anonymous visitor may not see page") as refused:
            AppTest.from_page(view).run()
        assert refused.value.login.startswith("/login/?next=")

    def test_others_are_refused(self, view, guest):
        with pytest.raises(PermissionDenied, match="The user 'guest' may not see page"):
            AppTest.from_page(view).as_user(guest).run()

    def test_a_clerk_is_let_in(self, view, clerk):
        at = AppTest.from_page(view).as_user(clerk).run()
        assert at.text[0].value == "clerk clerk"
        assert AppTest.from_page(view, user=clerk).run().text[0].value == "clerk clerk"

    def test_a_submission_is_refused_too_and_goes_on_after_the_login(self, view, clerk):
        at = AppTest.from_page(view, user=clerk).run()
        at.text_input[0].set_value("kept")
        with pytest.raises(NotAllowed):
            at.as_user(None).run()
        assert at.as_user(clerk).run().text_input[0].value == "kept"


def test_login_required_of_the_page(guest):
    view = fr.page(login_required=True)(body)
    with pytest.raises(NotAllowed):
        AppTest.from_page(view).run()
    assert AppTest.from_page(view).as_user(guest).run().text[0].value == "guest guest"


def test_a_view_of_the_admin(guest):
    view = admin.site.admin_view(fr.page(body))
    with pytest.raises(NotAllowed) as refused:
        AppTest.from_page(view, user=guest).run()
    assert refused.value.login.startswith("/admin/login/")
    guest.is_staff = True
    assert AppTest.from_page(view, user=guest).run().text[0].value == "guest guest"


def test_the_middleware_that_wants_a_login_everywhere(settings, guest):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.contrib.auth.middleware.LoginRequiredMiddleware"]
    view = fr.page(body)
    with pytest.raises(NotAllowed):
        AppTest.from_page(view).run()
    assert not AppTest.from_page(view).as_user(guest).run().exception
    assert not AppTest.from_page(login_not_required(fr.page(body))).run().exception


def test_a_page_that_is_gone_to_is_asked_as_well(serve, guest):
    def leave():
        if fr.button("Go"):
            fr.switch_page(secret)

    secret = fr.page(permission_required="shop.change_order")(lambda: fr.text("secret"))
    serve(secret)
    at = AppTest.from_page(fr.page(leave), user=guest).run()
    with pytest.raises(NotAllowed):
        at.button[0].click().run()


def test_what_is_no_page_is_said(serve):
    at = AppTest.from_page(fr.page(lambda: fr.switch_page("/login/")))
    with pytest.raises(AppTestError, match="/login/, which is no page of formrerun's"):
        at.run()
    with pytest.raises(AppTestError, match="it is no page"):
        AppTest.from_page(lambda request: None)


def test_what_the_page_itself_refuses_is_raised_as_it_is():
    @fr.page
    def page():
        raise PermissionDenied("closed today")

    with pytest.raises(PermissionDenied, match=r"^closed today$"):
        AppTest.from_page(page).run()


def test_another_user_begins_afresh(clerk, guest):
    at = AppTest.from_page(fr.page(body), user=clerk).run()
    at.text_input[0].set_value("mine").run()
    assert at.as_user(guest).run().text_input[0].value == ""
    assert at.text[0].value == "guest guest"


def test_nobody_is_logged_out_for_the_page():
    @fr.page
    def page():
        fr.text(fr.user.get("is_logged_in"))

    assert AppTest.from_page(page).as_user(None).run().text[0].value == "False"
    assert AppTest.from_page(page, user=AnonymousUser()).run().text[0].value == "False"
