"""Forms that are drawn again while they are filled in: what depends on what, and that nothing happens."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

import formrerun as fr
from tests.visitor import Visitor, parse

pytestmark = pytest.mark.django_db(transaction=True)

REGIONS = {"DE": ["Bavaria", "Saxony"], "FR": ["Alsace", "Brittany"]}


def save():
    fr.session_state.saved = [fr.session_state.country, fr.session_state.region]


@fr.page
def addresses():
    fr.session_state.setdefault("saved", None)
    with fr.form("address", live=["country"]):
        country = fr.selectbox("Country", list(REGIONS), key="country")
        region = fr.selectbox("Region", REGIONS[country], key="region")
        if country == "FR":
            fr.text_input("Department", key="department", required=True)
        fr.text_input("Street", key="street")
        fr.form_submit_button("Save", on_click=save)
    fr.write(f"outside {fr.session_state.country} {region}, saved {fr.session_state.saved}")


def look(visitor, **values):
    for label, value in values.items():
        visitor.fill(label, value)
    form = visitor.button("Save")["form"]
    body = {**visitor.compose(form, ""), "kind": "preview", "trigger": None}
    return visitor.client.post(
        visitor.here, body, content_type="application/json",
        headers={"X-CSRFToken": visitor.app["data-fr-csrf"], "FR-Kind": "preview", "FR-Tab": visitor.tab},
    )  # fmt: skip


def options(page, label):
    (select,) = [node for node in page.all("select") if node.get("aria-label") == label]
    return [option.text for option in select.all("option")]


def test_a_field_depends_on_what_another_one_holds_before_anything_is_submitted(serve):
    visitor = Visitor(serve(addresses), script=True)
    answer = look(visitor, Country="FR", Street="Rue 1")
    form = parse(answer.content.decode())
    assert options(form, "Region") == ["Alsace", "Brittany"]
    assert "Department" in [node.get("aria-label") for node in form.all("input")]
    assert "outside" not in form.text  # nothing else is sent
    assert not visitor.open().page.all(aria_label="Department")


def test_what_a_live_form_sends_is_judged_by_the_page_of_its_own_values(serve):
    visitor = Visitor(serve(addresses), script=True)
    posted = visitor.fill("Country", "FR").compose(visitor.button("Save")["form"], visitor.button("Save")["value"])
    answer = visitor.send(posted)
    assert answer.status_code == 422  # the department is asked for, though the page never showed it
    form = parse(look(visitor).content.decode())
    name = next(node["name"] for node in form.all("input") if node.get("aria-label") == "Department")
    region = visitor.name("Region")
    answer = visitor.send({**posted, "fields": {**posted["fields"], name: ["67"], region: ["Brittany"]}})
    assert answer.status_code == 200
    assert "saved ['FR', 'Brittany']" in visitor.text.replace("‘", "'").replace("’", "'")


def test_an_option_of_another_country_is_none(serve):
    visitor = Visitor(serve(addresses), script=True)
    visitor.fill("Region", "Saxony").fill("Country", "FR")
    form = parse(look(visitor).content.decode())
    (select,) = [node for node in form.all("select") if node.get("aria-label") == "Region"]
    assert [option.text for option in select.all("option") if "selected" in option] in ([], ["Alsace"])
    assert int(select["data-fr-rev"]) > 1


def test_without_a_script_a_button_updates_the_form(serve):
    visitor = Visitor(serve(addresses))
    (button,) = [node for node in visitor.page.all("button") if node.get("name") == "_fr_preview"]
    visitor.fill("Country", "FR").fill("Street", "Rue 1")
    visitor.send_form([*visitor.pairs(button["form"]), ("_fr_preview", "1")])
    assert visitor.response.status_code == 200
    assert options(visitor.page, "Region") == ["Alsace", "Brittany"]
    assert (visitor.shown("Country"), visitor.shown("Street")) == (["FR"], ["Rue 1"])
    assert visitor.fill("Department", "67").press("Save").status_code == 303
    assert "saved ['FR', 'Alsace']" in visitor.text.replace("‘", "'").replace("’", "'")


@fr.dialog("A part")
def part_in_a_dialog():
    part()


@pytest.mark.parametrize(
    "drawn", [lambda: part(), lambda: fr.button("Open") and part_in_a_dialog()], ids=["fragment", "dialog"]
)
def test_without_a_script_it_does_so_in_fragments_and_dialogs(serve, drawn):
    @fr.page
    def page():
        fr.text("around")
        drawn()

    visitor = Visitor(serve(page))
    if "Open" in visitor.text:
        visitor.press("Open")
    visitor.fill("Country", "FR")
    form = visitor.controls("Country")[0]["form"]
    visitor.send_form([*visitor.pairs(form)[:-1], ("_fr_preview", "1")])
    assert "around" in visitor.text
    assert visitor.shown("Country") == ["FR"]
    visitor.fill("Region", "Brittany").press("Save")
    assert "part FR Brittany" in visitor.text


def test_a_write_in_a_preview_is_an_error(serve, settings):
    settings.FORMRERUN = {"SHOW_ERROR_DETAILS": True}

    @fr.page
    def page():
        with fr.form("f", live=True):
            if fr.checkbox("More", key="more"):
                Group.objects.create(name="written")
            fr.form_submit_button("Save")

    visitor = Visitor(serve(page), script=True)
    answer = look(visitor, More=True)
    assert answer.status_code == 422
    assert "wrote to the database" in answer.json()["message"]
    assert not Group.objects.exists()


@pytest.mark.parametrize("change", [{"form": "fr-form-x"}, {"form": ""}, {"tab": "0" * 32}])
def test_a_preview_of_what_is_no_live_form_is_refused(serve, change):
    visitor = Visitor(serve(addresses), script=True)
    body = {**visitor.compose(visitor.button("Save")["form"], ""), "kind": "preview", "trigger": None, **change}
    answer = visitor.client.post(
        visitor.here, body, content_type="application/json",
        headers={"X-CSRFToken": visitor.app["data-fr-csrf"], "FR-Kind": "preview"},
    )  # fmt: skip
    assert answer.status_code in (404, 409)


@fr.fragment
def part():
    with fr.form("inner", live=True):
        country = fr.selectbox("Country", list(REGIONS), key="land")
        fr.selectbox("Region", REGIONS[country], key="part")
        fr.form_submit_button("Save")
    fr.write(f"part {fr.session_state.land} {fr.session_state.part}")


def test_a_form_in_a_fragment_is_drawn_by_the_fragment_alone(serve):
    runs = []

    @fr.page
    def page():
        runs.append(1)
        part()

    visitor = Visitor(serve(page), script=True)
    form = parse(look(visitor, Country="FR").content.decode())
    assert options(form, "Region") == ["Alsace", "Brittany"]
    posted = visitor.compose(visitor.button("Save")["form"], visitor.button("Save")["value"])
    assert (
        visitor.send({**posted, "fields": {**posted["fields"], visitor.name("Region"): ["Brittany"]}}).status_code
        == 200
    )
    assert len(runs) == 1
    assert "part FR Brittany" in visitor.text
