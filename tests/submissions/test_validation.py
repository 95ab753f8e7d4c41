"""What widgets and forms ask of what is submitted: beside the field, before any callback, whatever posts it."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator

import formrerun as fr
from formrerun.submissions import unstorable
from formrerun.testing import AppTest
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
STATES = pytest.mark.parametrize("store", ["process", "project"])
REQUIRED = "This field is required."


def not_admin(name):
    if name == "admin":
        raise ValidationError("%(name)s is taken.", params={"name": name})


def broken(value):
    return 1 / 0


def judge(values):
    Group.objects.create(name=values["name"])
    if values["low"] > values["high"]:
        raise ValidationError({"high": "Below the other.", "__all__": "They do not fit."})


def save():
    fr.session_state.setdefault("saved", []).append(fr.session_state.name)


@fr.page
def people():
    with fr.form("person", clear_on_submit=True, validate=judge):
        fr.text_input("Name", key="name", required=True, validators=[RegexValidator("^[a-z]+$", "a to z."), not_admin])
        fr.number_input("Low", 0, key="low", validators=MaxValueValidator(10))
        fr.number_input("High", 0, value=5, key="high")
        fr.checkbox("Agreed", key="agreed", required=True)
        fr.multiselect("Sizes", ["S", "M"], key="sizes", required=True)
        pressed = fr.form_submit_button("Save", on_click=save)
    fr.write(f"saved {fr.session_state.get('saved')}, pressed {pressed}")


def fill(store="process", **values):
    at = AppTest.from_page(people, store=store).run()
    given = {"name": "ada", "low": 1, "high": 5, "agreed": True, "sizes": ["M"], **values}
    for widget in fields(at):
        widget.set_value(given[widget.key])
    return at


def fields(at):
    return [*at.text_input, *at.number_input, *at.checkbox, *at.multiselect]


def errors(at):
    return {widget.key: widget.error for widget in fields(at) if widget.error}


@STATES
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"name": " "}, {"name": REQUIRED}),
        ({"name": "Ada"}, {"name": "a to z."}),
        ({"name": "admin"}, {"name": "admin is taken."}),
        ({"low": 11}, {"low": "Ensure this value is less than or equal to 10."}),
        ({"agreed": False, "sizes": [], "name": ""}, dict.fromkeys(["name", "agreed", "sizes"], REQUIRED)),
        ({"low": 6}, {"high": "Below the other."}),
    ],
)
def test_what_will_not_do_is_said_at_its_fields_and_nothing_happens(store, values, expected):
    at = fill(store, **values)
    at.button[0].click().run()
    assert errors(at) == expected
    assert at.refusal.messages == (("They do not fit.",) if "low" in values and values["low"] == 6 else ())
    assert at.markdown[0].value == "saved None, pressed False"
    assert "saved" not in at.session_state
    assert not Group.objects.exists()
    assert at.text_input(key="name").value == values.get("name", "ada")


@STATES
def test_what_will_do_is_taken(store):
    at = fill(store)
    at.button[0].click().run()
    assert not errors(at)
    assert at.markdown[0].value == "saved ['ada'], pressed True"
    assert Group.objects.get().name == "ada"


def test_without_a_script_the_page_comes_back_with_what_was_typed(serve):
    visitor = Visitor(serve(people))
    answer = visitor.fill("Name", "Ada").press("Save")
    assert answer.status_code == 422
    assert visitor.errors() == {"Name": "a to z.", "Agreed": REQUIRED, "Sizes": REQUIRED}
    assert visitor.shown("Name") == ["Ada"]
    visitor.fill("Name", "ada").fill("Agreed", True).fill("Sizes", "M").press("Save")
    assert "saved ['ada'], pressed True" in visitor.text


def test_leaving_a_field_out_is_no_way_around_it(serve):
    visitor = Visitor(serve(people), script=True)
    posted = visitor.compose(visitor.button("Save")["form"], visitor.button("Save")["value"])
    answer = visitor.send({**posted, "fields": {}, "seqs": {}})
    assert answer.status_code == 422
    assert list(answer.json()["errors"].values()) == [REQUIRED] * 3


def test_a_validator_that_fails_changes_nothing_and_says_so(caplog, settings):
    @fr.page
    def page():
        with fr.form("f"):
            fr.text_input("Name", key="name", validators=[broken])
            fr.form_submit_button("Save", on_click=save)
        fr.write(fr.session_state.get("saved"))

    for shows, text in ((False, "nothing was changed."), (True, "ZeroDivisionError: division by zero")):
        settings.FORMRERUN = {"SHOW_ERROR_DETAILS": shows}
        at = AppTest.from_page(page).run()
        at.text_input[0].input("ada")
        with caplog.at_level(logging.ERROR):
            at.button[0].click().run()
        assert text in at.text_input[0].error
        assert ("division" in at.text_input[0].error) == shows
        assert "division by zero" in caplog.text
        assert at.text_input[0].value == "ada"
        assert at.session_state.name == ""


def test_outside_of_a_form_an_edit_is_refused_by_itself():
    @fr.page
    def page():
        fr.text_input("Name", key="name", validators=[not_admin])
        fr.toggle("Wide", key="wide")
        fr.write(fr.session_state.name, fr.session_state.wide)

    at = AppTest.from_page(page).run()
    at.text_input[0].input("admin").run()
    assert at.text_input[0].error == "admin is taken."
    assert at.session_state.name == ""
    at.text_input[0].input("ada").run()
    assert at.session_state.name == "ada"


def test_what_code_sets_is_its_own_business():
    @fr.page
    def page():
        if fr.button("Set"):
            fr.session_state.name = "admin"
        fr.text_input("Name", key="name", validators=[not_admin])

    at = AppTest.from_page(page).run()
    at.button[0].click().run()
    assert at.text_input[0].value == "admin"
    at.button[0].click().run()
    assert not at.exception
    assert at.refusal is None


def test_another_process_finds_a_validator_that_cannot_be_stored(serve):
    @fr.page
    def page():
        def short(name):
            if len(name) > 3:
                raise ValidationError("Too long.")

        with fr.form("f", validate=lambda values: not_admin(values["name"])):
            fr.text_input("Name", key="name", validators=[short])
            fr.form_submit_button("Save")

    visitor = Visitor(serve(page))
    unstorable.forget()
    assert visitor.fill("Name", "adam").press("Save").status_code == 422
    assert visitor.errors() == {"Name": "Too long."}


def test_the_address_is_judged_too(serve):
    @fr.page
    def page():
        fr.write("is " + fr.text_input("Name", key="name", bind="query-params", validators=[not_admin]))

    address = serve(page)
    assert "is ada" in Visitor(f"{address}?name=ada").text
    assert "is admin" not in Visitor(f"{address}?name=admin").text


def test_a_validator_that_cannot_be_called_is_an_error(show):
    assert "validators" in show(lambda: fr.text_input("Name", validators=["x"])).exception[0].message
    assert "validate" in show(lambda: fr.form("f", validate="x")).exception[0].message
