"""``at.form(key).preview()``: a live form as it is filled in."""

from __future__ import annotations

import pytest

import formrerun as fr
from formrerun.testing import AppTest, AppTestError

REGIONS = {"DE": ["Bavaria", "Saxony"], "FR": ["Alsace", "Brittany"]}


def saved():
    fr.session_state.saved = (fr.session_state.country, fr.session_state.region)


def address():
    with fr.form("address", live=["country"]):
        country = fr.selectbox("Country", list(REGIONS), key="country")
        region = fr.selectbox("Region", REGIONS[country], key="region")
        if country == "FR":
            fr.text_input("Department", key="department")
        fr.form_submit_button("Save", on_click=saved)
    fr.write(f"inside {region}, outside {fr.session_state.country}, saved {fr.session_state.get('saved')}")
    with fr.form("dead"):
        fr.text_input("Name")
        fr.form_submit_button("Send")


PAGES = {"page": address, "fragment": fr.fragment(address)}


@pytest.fixture(params=PAGES)
def at(request):
    draw = PAGES[request.param]

    @fr.page
    def page(request):
        fr.title("Around")
        draw()

    at = AppTest.from_page(page).run()
    return at.as_browser() if request.param == "fragment" else at


def test_the_form_is_drawn_with_what_was_staged_and_nothing_is_sent(at):
    at.selectbox("country").select("FR")
    at.form("address").preview()
    assert at.title[0].value == "Around"
    assert at.selectbox("region").options == REGIONS["FR"]
    assert (at.selectbox("country").value, at.selectbox("region").value) == ("FR", "Alsace")
    assert at.session_state.country == "DE"
    at.selectbox("region").select("Brittany")
    at.text_input("department").input("35")
    at.form("address").preview()
    assert at.selectbox("region").value == "Brittany"
    at.form_submit_button[0].click().run()
    assert at.markdown[0].value == "inside Brittany, outside FR, saved ('FR', 'Brittany')"
    assert at.session_state.department == "35"


def test_a_choice_that_is_gone_is_not_staged_any_more(at):
    at.selectbox("region").select("Saxony")
    at.selectbox("country").select("FR")
    at.form("address").preview()
    assert at.selectbox("region").value == "Alsace"
    at.form_submit_button[0].click().run()
    assert at.session_state.saved == ("FR", "Alsace")


def test_only_live_forms_are_previewed(at):
    with pytest.raises(AppTestError, match="'dead' has no `live=`"):
        at.form("dead").preview()
    with pytest.raises(AttributeError):
        at.main.preview()


def test_what_cannot_be_drawn_so_says_why(show):
    def page():
        with fr.form("f", live=True):
            fr.number_input("Number", key="number", value=1)
            fr.write(1 / fr.session_state.number if not fr.number_input("Divide by", key="by", value=1) else "")
            if fr.text_input("Text", key="text") == "boom":
                raise ValueError("boom")
            fr.form_submit_button("Send")

    at = show(page)
    at.text_input("text").input("boom")
    assert "cannot be shown with what is in it now" in str(at.form("f").preview().refusal.messages)
    at.text_input("text").input("fine").run()
    assert at.refusal is None
