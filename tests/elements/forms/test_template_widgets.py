"""Widgets of other packages in a form of Django's: drawn by their own template, sent as any field."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminFileWidget, AdminSplitDateTime, FilteredSelectMultiple
from django.utils import timezone
from django.utils.html import format_html

import formrerun as fr
from formrerun.elements.forms._template_widgets import controls_of, is_foreign
from formrerun.testing import AppTest
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = pytest.mark.parametrize("script", [False, True], ids=["plain", "script"])


class RangeWidget(forms.Widget):
    template_name = "ratings/range_widget.html"

    class Media:
        js = ["ratings/rating.js"]
        css = {"all": ["ratings/rating.css"]}

    def format_value(self, value):
        return value or [None, False, ""]

    def value_from_datadict(self, data, files, name):
        return [data.get(f"{name}_low"), f"{name}_open" in data, data.get(name), data.get(f"{name}_unit")]


class RangeField(forms.Field):
    widget = RangeWidget

    def clean(self, value):
        value = super().clean(value)
        if not str(value[0]).isdecimal():
            raise forms.ValidationError("No number.")
        return value


class Inner(forms.MultiWidget):
    """Two widgets, one of which is foreign: they stand side by side."""

    def __init__(self):
        super().__init__([forms.TextInput, RangeWidget])

    def decompress(self, value):
        return value or []


class Trip(forms.Form):
    far = RangeField(help_text="How far.", initial=["3", True, "<b>", ""])
    when = forms.SplitDateTimeField(widget=AdminSplitDateTime, required=False)
    days = forms.MultipleChoiceField(
        choices=[("mo", "Monday"), ("tu", "Tuesday")], widget=FilteredSelectMultiple("days", False), required=False
    )
    day = forms.DateField(widget=AdminDateWidget, required=False)


def trip(said):
    def page():
        fr.django_form(Trip, "trip", on_submit=lambda form: said.append(form.cleaned_data))

    return page


def test_what_has_a_template_of_its_own_is_told_from_what_only_has_attributes():
    class Wide(forms.TextInput):
        def __init__(self):
            super().__init__({"size": 40})

    class Own(forms.TextInput):
        template_name = "ratings/range_widget.html"

    assert not any(map(is_foreign, (Wide(), forms.HiddenInput(), forms.Select(), Inner())))
    assert all(
        map(
            is_foreign,
            (Own(), RangeWidget(), AdminDateWidget(), AdminSplitDateTime(), FilteredSelectMultiple("", False)),
        )
    )


def test_what_a_browser_posts_of_html():
    found = controls_of(
        "<input name=a value='&lt;&#38;'><input type=checkbox name=b checked><input type=radio name=c value=1>"
        "<select name=d><option>x &amp; y<option value=2>z</select><select name=e multiple><option selected>1</select>"
        "<textarea name=f>\nline &lt;b&gt;</textarea><input type=submit name=g value=h><input value=nameless>"
        "<input type=file name=i multiple>"
    )
    posted = {"a": ["<&"], "b": ["on"], "c": [], "d": ["x & y"], "e": ["1"], "f": ["line <b>"]}
    assert found == (posted, {"i": {"type": "file", "name": "i", "multiple": ""}})


@SCRIPT
def test_its_controls_are_sent_and_shown_again(serve, script):
    said = []
    visitor = Visitor(serve(trip(said)), script=script)
    low = visitor.page.one("input", _class="low")
    assert low["value"] == "3"
    assert visitor.page.one(data_fr_script="/static/ratings/rating.js")
    assert visitor.page.one("link", href="/static/ratings/rating.css")
    low.attrs["value"] = "x"
    visitor.page.one("textarea").children[:] = ["</textarea><script>"]
    dates = [node for node in visitor.fields if "vDateField" in node.get("class")]
    dates[0].attrs["value"] = "2026-02-03"
    times = [node for node in visitor.fields if "vTimeField" in node.get("class")]
    times[0].attrs["value"] = "12:00"
    assert visitor.press("Save").status_code == 422
    assert said == []
    if not script:
        assert "No number." in visitor.text
        assert visitor.page.one("input", _class="low")["value"] == "x"
        assert visitor.page.one("input", _class="low")["aria-invalid"] == "true"
        assert visitor.page.one("textarea").raw == "</textarea><script>"
    visitor.page.one("input", _class="low").attrs["value"] = "7"
    visitor.press("Save")
    assert said[0]["far"] == ["7", True, "</textarea><script>", "km"]
    assert timezone.localtime(said[0]["when"]).date() == dt.date(2026, 2, 3)
    assert visitor.page.one("input", _class="low")["value"] == "7"


def test_boxes_that_are_not_checked_are_absent(serve):
    said = []
    visitor = Visitor(serve(trip(said)))
    box = next(node for node in visitor.fields if node.get("type") == "checkbox")
    del box.attrs["checked"]
    visitor.press("Save")
    assert said[0]["far"][1] is False


def test_what_is_no_control_of_its_cannot_be_sent(serve):
    said = []
    visitor = Visitor(serve(trip(said)))
    button = visitor.button("Save")
    visitor.send_form([*visitor.pairs(button["form"], button["value"]), ("far", "x"), ("far_low", "9")])
    assert said[0]["far"][0] == "3"


def test_code_may_set_it():
    said = []
    at = AppTest.from_page(fr.page(trip(said))).run()
    at.session_state["trip-far_low"] = ["12"]
    at.run()
    at.button[0].click().run()
    assert said[0]["far"][0] == "12"


def test_one_stands_beside_others_in_a_field_of_several(serve):
    class Both(forms.Form):
        both = forms.Field(widget=Inner())

    said = []

    def page():
        fr.django_form(Both, "both", on_submit=lambda form: said.append(form.cleaned_data["both"]))

    visitor = Visitor(serve(page))
    visitor.page.one("input", data_testid="stTextInputField").attrs["value"] = "one"
    visitor.press("Save")
    assert said == [["one", [None or "", False, "", "km"]]]


class Picture(forms.Widget):
    """A file and what is said of it, in a template of its own."""

    def render(self, name, value, attrs=None, renderer=None):
        said = (value or {}).get("said", "")
        return format_html(
            '<p class="pic">Choose: <input type="file" name="{}_file" accept="text/plain"></p>'
            '<input class="said" name="{}" value="{}">', name, name, said,
        )  # fmt: skip

    def value_from_datadict(self, data, files, name):
        return {"said": data.get(name, ""), "file": files.get(f"{name}_file")}


class Cropped(forms.ClearableFileInput):
    """A field for a file with one control more."""

    def render(self, name, value, attrs=None, renderer=None):
        file, crop = value if isinstance(value, tuple) else (value, "0")
        box = format_html('<input class="crop" name="{}_crop" value="{}">', name, crop)
        return super().render(name, file, attrs) + box

    def value_from_datadict(self, data, files, name):
        return super().value_from_datadict(data, files, name), data.get(f"{name}_crop")


class Album(forms.Form):
    picture = forms.Field(widget=Picture)
    cropped = forms.Field(widget=Cropped)
    plain = forms.FileField(widget=AdminFileWidget, required=False)
    title = forms.CharField(min_length=3)


@SCRIPT
def test_files_in_their_templates_are_sent_and_kept_while_the_form_is_refused(serve, script, settings, tmp_path):
    settings.FORMRERUN = {**getattr(settings, "FORMRERUN", {}), "UPLOAD_FOLDER": tmp_path}
    said = []

    def page():
        fr.django_form(Album, "album", on_submit=lambda form: said.append(form.cleaned_data))

    visitor = Visitor(serve(page), script=script)
    assert len(visitor.page.all("p", _class="pic")[0].all("fr-upload")) == 1
    for place, upload in enumerate(visitor.page.all("fr-upload")):
        name = upload["id"]
        visitor.put[name] = [visitor.upload(name, (f"{place}.txt", b"content", "text/plain"))]
    visitor.page.one("input", _class="said").attrs["value"] = "a cat"
    visitor.page.one("input", _class="crop").attrs["value"] = "7"
    visitor.fill("Title", "x")
    assert visitor.press("Save").status_code == 422
    if not script:
        visitor.put.clear()  # the page shows them again
        assert visitor.page.one("input", _class="said")["value"] == "a cat"
    visitor.fill("Title", "enough")
    visitor.press("Save")
    (data,) = said
    assert (data["picture"]["said"], data["picture"]["file"].name) == ("a cat", "0.txt")
    assert (data["cropped"][0].name, data["cropped"][1], data["plain"].name) == ("1.txt", "7", "2.txt")
