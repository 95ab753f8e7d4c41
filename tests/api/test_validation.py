"""What a callback refuses: nothing of the submission happens, and the messages stand beside the fields."""

from __future__ import annotations

import pytest
from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

import formrerun as fr
from formrerun.testing import AppTest
from tests.visitor import Visitor


def save():
    Group.objects.create(name=fr.session_state.name)
    fr.session_state.saved.append(fr.session_state.name)
    group = Group(name="x" * 200)
    group.full_clean()


def judge():
    Group.objects.create(name=fr.session_state.name)
    fr.session_state.saved.append("judged")
    fr.field_error("name", "Too short.")
    raise ValidationError({"mail": ["No address.", "Not ours."], "__all__": "They do not match."})


def note():
    fr.field_error("mail", "Unknown.")


@fr.page
def people():
    fr.session_state.setdefault("saved", [])
    with fr.form("person", clear_on_submit=True):
        fr.text_input("Name", key="name")
        fr.text_input("Mail", key="mail")
        fr.selectbox("Size", ["S", "M"], key="size")
        fr.form_submit_button("Save", on_click=save)
        pressed = fr.form_submit_button("Judge", on_click=judge)
        fr.form_submit_button("Note", on_click=note)
    fr.write(f"saved {fr.session_state.saved}, judged {pressed}, name {fr.session_state.name!r}")
    if fr.checkbox("Look again"):
        fr.field_error("name", "Looked at.")


pytestmark = pytest.mark.django_db(transaction=True)
STATES = pytest.mark.parametrize("store", ["process", "project"])


def fill(store):
    at = AppTest.from_page(people, store=store).run()
    at.text_input(key="name").set_value("Ada")
    at.text_input(key="mail").set_value("ada@example.com")
    return at


@STATES
def test_a_validation_error_undoes_everything_and_keeps_what_was_typed(store):
    at = fill(store)
    at.button[1].click().run()
    assert not at.exception
    assert at.text_input(key="name").error == "Too short."
    assert at.text_input(key="mail").error == "No address. Not ours."
    assert at.refusal.messages == ("They do not match.",)
    assert not Group.objects.exists()
    assert at.session_state.saved == []
    assert (at.session_state.name, at.session_state.size) == ("", "S")
    assert at.text_input(key="name").value == "Ada"
    assert at.markdown[0].value == "saved [], judged False, name ''"


@STATES
def test_the_errors_of_a_model_come_to_their_fields(store):
    at = fill(store)
    at.button[0].click().run()
    assert at.text_input(key="name").error == "Ensure this value has at most 150 characters (it has 200)."
    assert at.session_state.saved == []
    assert not Group.objects.exists()


@STATES
def test_after_a_refusal_the_next_submission_is_like_any_other(store):
    at = fill(store)
    at.button[2].click().run()
    assert at.text_input(key="mail").error == "Unknown."
    at.checkbox[0].check().run()
    assert at.text_input(key="mail").error == ""
    assert at.text_input(key="name").error == "Looked at."
    assert at.refusal is None


def test_without_a_script_the_page_comes_back_with_the_messages(serve):
    visitor = Visitor(serve(people))
    answer = visitor.fill("Name", "Ada").fill("Mail", "nobody").press("Judge")
    assert answer.status_code == 422
    assert "Too short." in visitor.text
    assert "They do not match." in visitor.page.text
    assert visitor.shown("Name") == ["Ada"]
    assert not Group.objects.exists()


@pytest.mark.parametrize("raised", [ValidationError("No."), ZeroDivisionError()])
def test_what_a_callback_said_before_it_was_undone_is_not_shown(serve, raised):
    def say():
        messages.success(fr.request, "Saved.")
        raise raised

    @fr.page
    def page():
        with fr.form("f"):
            fr.form_submit_button("Save", on_click=say)

    for script in (True, False):
        visitor = Visitor(serve(page), script=script)
        visitor.press("Save")
        assert "Saved." not in visitor.page.text
        assert "Saved." not in visitor.open().page.text


def test_a_key_that_is_no_key_is_an_error():
    with pytest.raises(fr.FormrerunError):
        fr.field_error(None, "What?")
