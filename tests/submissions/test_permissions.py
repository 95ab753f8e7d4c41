"""Who may do what, asked when the page is drawn and again when something is sent, whatever the page has shown."""

from __future__ import annotations

import pytest
from django.contrib.auth.decorators import login_required, permission_required, user_passes_test
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.test import Client

import formrerun as fr
from formrerun.exceptions import FormrerunError, NotPermitted
from formrerun.submissions import unstorable
from formrerun.testing import AppTest
from project.shop.models import Customer
from tests.visitor import Visitor, is_field

pytestmark = pytest.mark.django_db

MAY_NOT = "You may not do this, and nothing was done."


@pytest.fixture
def clerk() -> User:
    user = User.objects.create_user("clerk")
    user.user_permissions.add(Permission.objects.get(codename="change_order"))
    return user


def demote(user: User) -> None:
    """Take the permission away, as somebody else does while the page is open."""
    user.user_permissions.clear()


def logged_in(user: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def done() -> None:
    Customer.objects.create(name=fr.session_state.get("note", "done"), email="ada@example.com")


def is_clerk(user) -> bool:
    return bool(user.username == "clerk")


@permission_required("shop.change_order", raise_exception=True)
def guarded_by_django() -> None:
    done()


@user_passes_test(is_clerk)
def guarded_by_a_test() -> None:
    done()


def guarded_by_itself() -> None:
    done()
    if not fr.user.has_perm("shop.change_order"):
        raise PermissionDenied("Ask your manager for it.")


#: One rule, said in each place that it can be said in.
BUTTONS = {
    "a permission": {"permission": "shop.change_order", "on_click": done},
    "several": {"permission": ["shop.change_order", "shop.change_order"], "on_click": done},
    "a test": {"permission": is_clerk, "on_click": done},
    "a decorator of the callback": {"on_click": guarded_by_django},
    "a test around the callback": {"on_click": guarded_by_a_test},
    "the callback itself": {"on_click": guarded_by_itself},
}


def refund_page(options):
    def page():
        with fr.form("refund"):
            fr.text_input("Note", key="note")
            fr.form_submit_button("Refund", **options)

    return page


@pytest.mark.parametrize("options", BUTTONS.values(), ids=BUTTONS)
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
class TestAPermissionThatIsLostBetweenPageAndPost:
    def test_refuses_the_post_and_loses_nothing_that_was_typed(self, serve, clerk, options, script):
        visitor = Visitor(serve(refund_page(options)), logged_in(clerk), script=script)
        visitor.fill("Note", "typed")
        demote(clerk)
        User.objects.filter(pk=clerk.pk).update(username="nobody")
        answer = visitor.press("Refund")
        assert answer.status_code == 403
        assert not Customer.objects.filter(name="typed").exists()
        words = "Ask your manager for it." if options["on_click"] is guarded_by_itself else MAY_NOT
        assert (answer.json()["message"] if script else visitor.page.text).count(words) == 1
        assert visitor.shown("Note") == ["typed"]

    def test_whoever_has_it_gets_through(self, serve, clerk, options, script):
        visitor = Visitor(serve(refund_page(options)), logged_in(clerk), script=script)
        visitor.fill("Note", "typed").press("Refund")
        assert Customer.objects.filter(name="typed").count() == 1


def test_a_button_that_is_not_for_the_visitor_is_disabled_and_says_why():
    @fr.page
    def page():
        fr.button("Refund", permission="shop.change_order")
        fr.button("Delete", permission="shop.change_order", help="For managers.")
        fr.button("Read", permission=login_is_enough)

    at = AppTest.from_page(page, user=User.objects.create_user("guest")).run()
    assert [button.disabled for button in at.button] == [True, True, False]
    assert [button.help for button in at.button[:2]] == ["You may not do this.", "For managers."]


def login_is_enough(user) -> bool:
    return bool(user.is_authenticated)


def test_a_disabled_one_is_not_pressed_by_a_post_made_by_hand(serve):
    def page():
        fr.button("Delete", permission="shop.delete_order", on_click=done)

    visitor = Visitor(serve(page), logged_in(User.objects.create_user("guest")), script=True)
    button = visitor.button("Delete")
    answer = visitor.send(visitor.compose("fr-page", button["value"]))
    assert answer.status_code == 409
    assert not Customer.objects.filter(name="done").exists()


def rows_page():
    do = fr.column_config.ButtonColumn(key="row", permission="shop.change_order", on_click=done)
    fr.dataframe({"do": ["Refund 1"]}, column_config={"do": do})
    fr.chat_input("Say", permission="shop.change_order", on_submit=done)


def sent_by_hand(visitor, value):
    """Press the button of a row, or the one beside a message."""
    boxes = [node for node in visitor.page.walk() if is_field(node) and node.get("name", "").startswith("fr-")]
    (box,) = (node for node in boxes if (node.tag == "textarea") == (value == "hello"))
    (send,) = visitor.page.all("button", name="_fr_trigger", form=box["form"])[-1:]
    return visitor.send({**visitor.compose(send["form"], send["value"]), "fields": {box["name"]: [value]}})


@pytest.mark.parametrize("value", ["r0", "hello"], ids=["a row", "a message"])
class TestButtonsOfRowsAndMessages:
    def test_are_disabled_for_others_and_say_why(self, serve, value):
        visitor = Visitor(serve(rows_page), logged_in(User.objects.create_user("guest")), script=True)
        row, box = visitor.page.one("button", value="r0"), visitor.page.one("textarea")
        assert (row["title"], box["placeholder"]) == ("You may not do this.",) * 2
        assert sent_by_hand(visitor, value).status_code == 409
        assert not Customer.objects.exists()

    def test_are_asked_again_when_they_are_pressed(self, serve, clerk, value):
        visitor = Visitor(serve(rows_page), logged_in(clerk), script=True)
        assert sent_by_hand(visitor, value).status_code == 200
        assert Customer.objects.count() == 1
        demote(clerk)
        assert sent_by_hand(visitor, value).status_code == 403
        assert Customer.objects.count() == 1


def report():
    return "secret figures"


@pytest.mark.parametrize("data", ["secret figures", report], ids=["made at once", "made when pressed"])
def test_a_download_is_for_those_who_may(serve, clerk, data):
    url = serve(lambda: fr.download_button("Report", data, "report.txt", permission="shop.change_order"))
    visitor = Visitor(url, logged_in(clerk))
    link = visitor.page.one("a", download="report.txt")["href"]
    assert b"".join(visitor.client.get(link)).decode() == "secret figures"
    demote(clerk)
    assert not visitor.open(url).page.all("a", download="report.txt")
    if data is report:
        assert visitor.client.get(link).status_code == 404


def test_a_menu_is_for_those_who_may(serve, clerk):
    def page():
        fr.menu_button("Do", ["Refund"], key="do", permission="shop.change_order", on_click=done)

    visitor = Visitor(serve(page), logged_in(clerk), script=True)
    visitor.fill("Do", "Refund")
    demote(clerk)
    assert visitor.press("Choose").status_code == 403
    assert not Customer.objects.filter(name="done").exists()


class ByObject:
    """An authentication backend with permissions by object: of customers, for whoever has their name."""

    def has_perm(self, user, name, obj=None):
        return isinstance(obj, Customer) and obj.name == user.username

    def authenticate(self, request):
        return None


def test_a_permission_for_an_object_is_asked_for_that_object(settings, serve, clerk):
    settings.AUTHENTICATION_BACKENDS = [
        "django.contrib.auth.backends.ModelBackend",
        "tests.submissions.test_permissions.ByObject",
    ]
    mine = Customer.objects.create(name="clerk", email="c@example.com")
    theirs = Customer.objects.create(name="other", email="o@example.com")

    def page():
        for customer in (mine, theirs):
            fr.button(customer.name, permission=["shop.view_it", customer], on_click=done)

    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk, "django.contrib.auth.backends.ModelBackend")
    visitor = Visitor(serve(page), client, script=True)
    assert ["disabled" in visitor.button(name) for name in ("clerk", "other")] == [False, True]
    assert visitor.press("clerk").status_code == 200
    Customer.objects.filter(pk=mine.pk).delete()
    assert visitor.press("clerk").status_code == 403  # nobody has a permission for what is gone


@pytest.mark.parametrize(
    "asked", ["refund", [], ["shop.change_order", None], ["shop.change_order", object(), object()]]
)
def test_what_is_no_permission_is_said(show, asked):
    assert "is no permission" in show(lambda: fr.button("Refund", permission=asked)).exception[0].message


def test_a_test_that_could_not_be_asked_again_is_said(show):
    at = show(lambda: fr.button("Refund", permission=lambda user: True))
    assert "Make it a function at module level" in at.exception[0].message


# ---------------------------------------------------------------------------------------------------- fragments


@fr.fragment(permission="shop.change_order")
def by_parameter():
    fr.text_input("Inside", key="inside")
    fr.button("Refund", on_click=done)


@fr.fragment
@login_required
@permission_required("shop.change_order")
def by_decorator():
    fr.text_input("Inside", key="inside")
    fr.button("Refund", on_click=done)


@pytest.mark.parametrize("fragment", [by_parameter, by_decorator])
class TestFragments:
    def page(self, fragment):
        def page():
            fr.text_input("Outside", key="outside")
            fragment()
            fr.text(f"{fr.session_state.get('inside')} {fr.session_state.outside}")

        return page

    def test_nothing_of_it_is_drawn_for_others(self, fragment, clerk):
        at = AppTest.from_page(fr.page(self.page(fragment)), user=User.objects.create_user("guest")).run()
        assert [field.label for field in at.text_input] == ["Outside"]
        assert len(AppTest.from_page(fr.page(self.page(fragment)), user=clerk).run().text_input) == 2

    @pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
    def test_its_buttons_are_refused_once_it_is_lost(self, serve, fragment, clerk, script):
        visitor = Visitor(serve(self.page(fragment)), logged_in(clerk), script=script)
        demote(clerk)
        assert visitor.press("Refund").status_code == 403
        assert not Customer.objects.filter(name="done").exists()

    def test_and_what_was_changed_in_it_is_left_out_of_what_else_is_sent(self, serve, fragment, clerk):
        visitor = Visitor(serve(self.page(fragment)), logged_in(clerk), script=True)
        demote(clerk)
        visitor.fill("Inside", "sly").change("Outside", "fair")
        assert visitor.open(visitor.url + f"?fr={visitor.tab}.2").text == "Outside fair"


def test_a_fragment_that_no_import_finds_is_asked_in_another_process_too(serve, clerk):
    @fr.fragment(permission=lambda user: user.has_perm("shop.change_order"))
    def inside():
        fr.button("Refund", on_click=done)

    visitor = Visitor(serve(lambda: inside()), logged_in(clerk), script=True)
    unstorable.forget()
    assert visitor.press("Refund").status_code == 200
    unstorable.forget()
    demote(clerk)
    assert visitor.press("Refund").status_code == 403
    assert Customer.objects.filter(name="done").count() == 1


@fr.dialog("Refund", permission="shop.change_order")
def refund_dialog():
    fr.text_input("Reason")


def test_a_dialog_opens_for_those_who_may():
    @fr.page
    def page():
        if fr.button("Open"):
            refund_dialog()

    def fields(user):
        return len(AppTest.from_page(page, user=user).run().button[0].click().run().text_input)

    assert fields(User.objects.create_user("guest")) == 0
    assert fields(User.objects.create_superuser("root")) == 1


# --------------------------------------------------------------------------------------------------------- pages


def test_appTest_says_what_was_refused_and_keeps_what_was_set(clerk):
    at = AppTest.from_page(fr.page(refund_page(BUTTONS["a permission"])), user=clerk).run()
    at.text_input[0].set_value("typed")
    demote(clerk)
    at.as_user(User.objects.get(pk=clerk.pk)).button[0].click().run()
    assert isinstance(at.refusal, NotPermitted)
    assert at.text_input[0].value == "typed"
    assert not Customer.objects.filter(name="typed").exists()


@fr.page
@permission_required("shop.change_order")
def below(request):
    fr.text(f"for {request.user}")
    fr.button("Refund", on_click=done)


@fr.page
@user_passes_test(lambda user: user.username != "guest", login_url="/elsewhere/")
def everybody_but_one():
    fr.text("in")


class TestDjangosDecoratorsBelowThePage:
    def test_an_anonymous_visitor_is_sent_to_the_login(self, serve, client):
        url = serve(below)
        assert client.get(url)["Location"] == f"/login/?next={url}"

    def test_callbacks_are_not_called_for_others(self, serve, clerk):
        visitor = Visitor(serve(below), logged_in(clerk), script=True)
        assert "for clerk" in visitor.text
        demote(clerk)
        answer = visitor.press("Refund")
        assert (answer.status_code, answer.json()["message"]) == (
            403,
            "You may not use this page, and nothing was done.",
        )
        assert not Customer.objects.filter(name="done").exists()

    def test_a_login_that_has_expired_is_asked_for_and_the_post_is_kept(self, serve, clerk):
        visitor = Visitor(serve(below), logged_in(clerk), script=True)
        visitor.client.cookies.pop("sessionid")
        answer = visitor.press("Refund")
        assert answer.status_code == 401
        assert answer.json()["login"].startswith("/login/?next=")

    def test_a_test_may_let_anonymous_visitors_in_and_name_the_login(self, serve, client):
        url = serve(everybody_but_one)
        assert client.get(url).status_code == 200
        client.force_login(User.objects.create_user("guest"))
        assert client.get(url).status_code == 403

    def test_below_another_decorator_they_would_come_too_late(self):
        def other(function):
            from functools import wraps

            return wraps(function)(lambda *args: function(*args))

        with pytest.raises(FormrerunError, match="asked too late"):
            fr.page(other(login_required(lambda request: None)))


class TestTheArgumentsOfTheAddress:
    @staticmethod
    def own(user, name):
        return user.username == name

    def test_are_given_to_the_test_of_a_page(self, serve, client):
        def page(name):
            fr.dataframe({"of": [name] * 3}, key="rows")

        serve(page, "of/<str:name>/", user_passes=self.own)
        client.force_login(User.objects.create_user("ada"))
        assert client.get("/of/bob/").status_code == 403
        assert client.get("/of/ada/").status_code == 200

    def test_and_again_when_the_data_of_a_table_is_asked_for(self, serve, rf):
        from formrerun.web.table_data import may_see

        @fr.page(user_passes=self.own)
        def page(name):
            fr.text(name)

        request = rf.get("/")
        request.user = User.objects.create_user("ada")
        assert may_see(request, page.page.guard({"name": "ada"}))
        assert not may_see(request, page.page.guard({"name": "bob"}))


class TestClosedByDefault:
    @pytest.fixture(autouse=True)
    def closed(self, settings):
        settings.FORMRERUN = {"LOGIN_REQUIRED": True}

    def test_a_page_that_says_nothing_wants_a_login(self, serve, client):
        assert client.get(serve(lambda: fr.text("in"))).status_code == 302

    def test_one_that_says_so_is_open(self, serve, client):
        assert client.get(serve(lambda: fr.text("in"), login_required=False)).status_code == 200

    def test_so_is_one_that_tells_django_so(self, serve, client):
        from django.contrib.auth.decorators import login_not_required

        assert client.get(serve(login_not_required(fr.page(lambda: fr.text("in"))))).status_code == 200
