"""Forms of Django's: every field and widget of Django's, what a submission does, and what nobody may send."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from PIL import Image

import formrerun as fr
from formrerun.testing import AppTest
from project.shop.models import Customer, Order
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
STATES = pytest.mark.parametrize("store", ["process", "project"])
SCRIPT = pytest.mark.parametrize("script", [False, True], ids=["plain", "script"])
COLORS = [("r", "Red"), ("g", "Green"), ("Cool", [("b", "Blue"), ("v", "*Violet*")])]


class Everything(forms.Form):
    text = forms.CharField(initial="Ada", help_text="As in the <b>passport</b>.", max_length=20)
    lines = forms.CharField(widget=forms.Textarea, required=False)
    password = forms.CharField(widget=forms.PasswordInput, required=False)
    mail = forms.EmailField(required=False)
    site = forms.URLField(required=False, assume_scheme="https")
    slug = forms.SlugField(required=False)
    regex = forms.RegexField(r"^\d+$", required=False, error_messages={"invalid": "Digits only."})
    address = forms.GenericIPAddressField(required=False)
    ident = forms.UUIDField(required=False)
    data = forms.JSONField(required=False)
    whole = forms.IntegerField(required=False, min_value=1, max_value=9)
    money = forms.DecimalField(required=False, max_digits=12, decimal_places=2)
    real = forms.FloatField(required=False)
    local = forms.DecimalField(required=False, localize=True)
    agreed = forms.BooleanField(required=False)
    known = forms.NullBooleanField(required=False)
    day = forms.DateField(required=False)
    german = forms.DateField(required=False, input_formats=["%d.%m.%Y"])
    clock = forms.TimeField(required=False)
    moment = forms.DateTimeField(required=False)
    split = forms.SplitDateTimeField(required=False)
    born = forms.DateField(widget=forms.SelectDateWidget(years=range(1990, 2000)), required=False)
    length = forms.DurationField(required=False)
    color = forms.ChoiceField(choices=COLORS, required=False)
    count = forms.TypedChoiceField(choices=[(1, "One"), (2, "Two")], coerce=int, required=False, empty_value=0)
    colors = forms.MultipleChoiceField(choices=COLORS, required=False)
    shade = forms.ChoiceField(choices=COLORS, widget=forms.RadioSelect, required=False)
    shades = forms.MultipleChoiceField(choices=COLORS, widget=forms.CheckboxSelectMultiple, required=False)
    combo = forms.ComboField(fields=[forms.CharField(max_length=5), forms.EmailField()], required=False)
    secret = forms.CharField(widget=forms.HiddenInput, initial="kept")
    many = forms.MultipleChoiceField(choices=COLORS, widget=forms.MultipleHiddenInput, initial=["r", "g"])
    fixed = forms.CharField(initial="as it is", disabled=True)


def note(form):
    fr.session_state.cleaned = form.cleaned_data
    fr.session_state.changed = form.changed_data


def everything():
    fr.django_form(Everything, "all", on_submit=note)
    fr.write(fr.session_state.get("changed"))


FILLED = {
    "text": ("text_input", "Grace", "Grace"),
    "lines": ("text_area", "one\ntwo", "one\ntwo"),
    "password": ("text_input", "hush", "hush"),
    "mail": ("text_input", "ada@example.com", "ada@example.com"),
    "site": ("text_input", "example.com", "https://example.com"),
    "slug": ("text_input", "a-b", "a-b"),
    "regex": ("text_input", "12", "12"),
    "address": ("text_input", "::1", "::1"),
    "ident": ("text_input", "0" * 32, uuid.UUID(int=0)),
    "data": ("text_area", '{"a": [1]}', {"a": [1]}),
    "whole": ("number_input", 7, 7),
    "money": ("number_input", Decimal("1234567890.10"), Decimal("1234567890.10")),
    "real": ("number_input", 2.5, 2.5),
    "local": ("text_input", "1,234.5", Decimal("1234.5")),
    "agreed": ("checkbox", True, True),
    "known": ("selectbox", "false", False),
    "day": ("date_input", dt.date(2026, 2, 3), dt.date(2026, 2, 3)),
    "german": ("date_input", dt.date(2026, 2, 3), dt.date(2026, 2, 3)),
    "clock": ("time_input", dt.time(7, 8), dt.time(7, 8)),
    "moment": ("datetime_input", dt.datetime(2026, 2, 3, 7, 8), dt.datetime(2026, 2, 3, 7, 8, tzinfo=ZoneInfo("UTC"))),
    "length": ("text_input", "1:30:00", dt.timedelta(minutes=90)),
    "color": ("selectbox", "v", "v"),
    "count": ("selectbox", "2", 2),
    "colors": ("multiselect", ["r", "b"], ["r", "b"]),
    "shade": ("radio", "g", "g"),
    "shades": ("checkbox_group", ["g", "v"], ["g", "v"]),
    "combo": ("text_input", "a@b.c", None),
}


@STATES
def test_every_field_and_widget_of_django_s_is_drawn_and_read(store, settings):
    settings.TIME_ZONE, settings.USE_THOUSAND_SEPARATOR = "UTC", True
    at = AppTest.from_page(fr.page(everything), store=store).run()
    assert not at.exception
    for name, (kind, value, _cleaned) in FILLED.items():
        if name != "combo":
            getattr(at, kind)(key=f"all-{name}").set_value(value)
    at.date_input(key="all-split_0").set_value(dt.date(2026, 1, 1))
    at.time_input(key="all-split_1").set_value(dt.time(12, 30))
    for part, value in (("year", "1995"), ("month", "12"), ("day", "24")):
        at.selectbox(key=f"all-born_{part}").set_value(value)
    at.button[0].click().run()
    assert not at.exception
    assert at.refusal is None
    found = at.session_state.cleaned
    expected = {name: cleaned for name, (_kind, _value, cleaned) in FILLED.items() if name != "combo"}
    assert {name: found[name] for name in expected} == expected
    assert found["split"] == dt.datetime(2026, 1, 1, 12, 30, tzinfo=ZoneInfo("UTC"))
    assert found["born"] == dt.date(1995, 12, 24)
    assert (found["secret"], found["many"], found["fixed"]) == ("kept", ["r", "g"], "as it is")
    assert "text" in at.session_state.changed
    assert "fixed" not in at.session_state.changed


@SCRIPT
def test_a_person_fills_it_in(serve, script):
    said = []

    def page():
        fr.django_form(Everything, "all", on_submit=lambda form: said.append(form.cleaned_data))

    visitor = Visitor(serve(page), script=script)
    visitor.fill("Text", "Grace").fill("Money", "2,75").fill("Agreed", True).fill("Color", "Green")
    visitor.fill("Shades", "Green", "Cool – *Violet*").fill("Day", "2026-02-03").fill("Born – Year", "1995")
    visitor.fill("Born – Month", "May").fill("Born – Day", "9").press("Save")
    assert len(said) == 1
    expected = {
        "text": "Grace", "money": Decimal("2.75"), "agreed": True, "color": "g", "shades": ["g", "v"],
        "day": dt.date(2026, 2, 3), "born": dt.date(1995, 5, 9), "shade": "", "known": None, "many": ["r", "g"],
    }  # fmt: skip
    assert {name: said[0][name] for name in expected} == expected


def test_messages_stand_beside_the_fields_and_no_callback_runs(serve):
    visitor = Visitor(serve(everything))
    visitor.fill("Text", "").fill("Whole", "12").fill("Money", "1.234").fill("Regex", "x").fill("Day", "someday")
    answer = visitor.press("Save")
    assert answer.status_code == 422
    assert visitor.errors() == {
        "Text": "This field is required.",
        "Whole": "Ensure this value is less than or equal to 9.",
        "Money": "Ensure that there are no more than 2 decimal places.",
        "Regex": "Digits only.",
        "Day": "Enter a valid date.",
    }
    assert visitor.shown("Whole") == ["12"]
    assert visitor.shown("Day") == ["someday"]
    assert "None" in visitor.text


# --------------------------------------------------------------------------------------------- clean, layout, results


class Transfer(forms.Form):
    source = forms.CharField()
    target = forms.CharField(validators=[MinLengthValidator(2)])
    amount = forms.IntegerField(label="How much", label_suffix=":")

    def clean_source(self):
        return self.cleaned_data["source"].upper()

    def clean(self):
        if self.cleaned_data.get("source") == self.cleaned_data.get("target"):
            raise ValidationError("To another one.")
        if self.cleaned_data.get("amount", 0) > 100:
            self.add_error("amount", "Too much.")


def send(form, fee):
    fr.session_state.sent = f"{form.cleaned_data['source']} {form.cleaned_data['amount'] + fee}"
    if form.cleaned_data["amount"] == 13:
        raise ValidationError({"amount": "Unlucky.", "unknown": "Odd."})
    if form.cleaned_data["amount"] == 14:
        form.add_error("target", "Not there.")
    if form.cleaned_data["amount"] == 15:
        fr.field_error("target", "Nor there.")


def laid_out():
    with fr.django_form(Transfer, "transfer", prefix="t", on_submit=send, args=(1,), clear_on_submit=True) as form:
        left, right = fr.columns(2)
        with right:
            form.field("target", label="To")
        with left:
            form.field("amount")
        form.field("source")
        sent = fr.form_submit_button("Send")
    fr.write(f"{sent} {form.is_submitted} {form.cleaned_data} {fr.session_state.get('sent')}")


def filled(**values):
    at = AppTest.from_page(fr.page(laid_out)).run()
    for name, value in {"source": "a", "target": "bc", "amount": 5, **values}.items():
        at.get("number_input" if name == "amount" else "text_input")
        widget = at.number_input if name == "amount" else at.text_input
        widget(key=f"transfer-t-{name}").set_value(value)
    return at.button[0].click().run()


def test_the_page_lays_fields_out_and_the_callback_gets_the_form():
    at = filled()
    assert [each.label for each in at.main.text_input] == ["To", "Source"]
    assert at.number_input[0].label == "How much:"
    assert at.markdown[0].value == "True True {'source': 'A', 'target': 'bc', 'amount': 5} A 6"
    at.run()
    assert at.markdown[0].value == "False False {} A 6"


@SCRIPT
def test_only_what_is_valid_clears_the_form(serve, script):
    visitor = Visitor(serve(laid_out), script=script)
    visitor.fill("Source", "a").fill("To", "b").fill("How much:", "5").press("Send")
    assert visitor.shown("Source") == ["a"]
    visitor.fill("To", "bc").press("Send")
    if not script:
        assert visitor.shown("Source") == visitor.shown("How much:") == [""]


@pytest.mark.parametrize(
    ("values", "errors", "messages"),
    [
        ({"source": "bc", "target": "BC"}, {}, ("To another one.",)),
        ({"target": "b"}, {"target": "Ensure this value has at least 2 characters (it has 1)."}, ()),
        ({"amount": 101}, {"amount": "Too much."}, ()),
        ({"amount": None}, {"amount": "This field is required."}, ()),
        ({"amount": 13}, {"amount": "Unlucky."}, ("unknown: Odd.",)),
        ({"amount": 14}, {"target": "Not there."}, ()),
        ({"amount": 15}, {"target": "Nor there."}, ()),
    ],
)
def test_what_form_or_callback_refuses_is_shown_and_undone(values, errors, messages):
    at = filled(**values)
    assert not at.exception
    assert at.refusal.messages == messages
    for name in ("source", "target", "amount"):
        widget = (at.number_input if name == "amount" else at.text_input)(key=f"transfer-t-{name}")
        assert widget.error == errors.get(name, "")
    assert "sent" not in at.session_state
    assert at.text_input(key="transfer-t-source").value == values.get("source", "a")


def test_a_field_that_is_not_there_is_an_error_that_names_those_that_are(show):
    def page():
        fr.django_form(Transfer, "transfer").field("sum")

    assert "Its fields are: source, target, amount." in show(page).exception[0].message


def test_a_page_that_ends_early_has_the_form_all_the_same(show):
    def page():
        fr.django_form(Transfer, "transfer")
        fr.stop()

    at = show(page)
    assert len(at.text_input) == 2
    assert at.button[0].label == "Save"


def test_local_classes_and_functions_are_found_again(serve):
    said = []

    def page():
        class Local(forms.Form):
            name = forms.CharField(min_length=2)

        fr.django_form(Local, "local", on_submit=lambda form: said.append(form.cleaned_data["name"]))

    visitor = Visitor(serve(page))
    assert visitor.fill("Name", "a").press("Save").status_code == 422
    visitor.fill("Name", "ab").press("Save")
    assert said == ["ab"]


@permission_required("shop.change_order", raise_exception=True)
def send_if_permitted(form):
    fr.session_state.sent = form.cleaned_data["source"]


def test_what_decorators_of_the_callback_ask_is_asked_first(django_user_model):
    @fr.page
    def page():
        fr.django_form(Transfer, "transfer", on_submit=send_if_permitted)
        fr.write(fr.session_state.get("sent"))

    for user, sent in (
        (django_user_model.objects.create_user("guest"), "`None`"),
        (django_user_model.objects.create_superuser("boss"), "A"),
    ):
        at = AppTest.from_page(page).as_user(user).run()
        at.text_input(key="transfer-source").set_value("a")
        at.text_input(key="transfer-target").set_value("bc")
        at.number_input(key="transfer-amount").set_value(1)
        at.button[0].click().run()
        assert at.markdown[0].value == sent


# ------------------------------------------------------------------------------------------------------------ files


class Kept:
    name, url = "papers/old *paper*.pdf", "/media/old.pdf"

    def __str__(self):
        return self.name


class Papers(forms.Form):
    paper = forms.FileField(required=False)
    photo = forms.ImageField(required=False)


def papers():
    fr.django_form(Papers, "papers", initial={"paper": Kept()}, on_submit=read)


def read(form):
    paper = form.cleaned_data["paper"]
    fr.session_state.read = [paper.read() if hasattr(paper, "read") else paper, form.changed_data]
    if form.cleaned_data["photo"]:
        fr.session_state.photo = form.cleaned_data["photo"].image.size


def picture():
    made = io.BytesIO()
    Image.new("RGB", (4, 3)).save(made, "png")
    return made.getvalue()


def test_files_are_what_django_takes(show, tmp_path, settings):
    settings.FORMRERUN = {"UPLOAD_FOLDER": tmp_path}
    at = show(papers)
    assert at.caption[0].value == r"Currently: [old \*paper\*.pdf](</media/old.pdf>)"
    at.file_uploader[1].upload("no.png", b"no picture").run()
    at.button[0].click().run()
    assert "valid image" in at.file_uploader[1].error
    at.file_uploader[0].upload("new.txt", b"content")
    at.file_uploader[1].upload("photo.png", picture()).run()
    at.button[0].click().run()
    assert at.session_state.read == [b"content", ["paper", "photo"]]
    assert at.session_state.photo == (4, 3)


def test_a_file_that_is_there_stays_or_is_cleared(serve):
    said = []

    def page():
        form = fr.django_form(Papers, "papers", initial={"paper": Kept()})
        said.append(form.cleaned_data.get("paper"))

    visitor = Visitor(serve(page))
    visitor.press("Save")
    assert str(said[-1]) == Kept.name
    visitor.fill("Paper – Clear", True).press("Save")
    assert said[-1] is False


# ------------------------------------------------------------------------------------------------------ model forms


class OrderForm(forms.ModelForm):
    class Meta:
        model = Order
        fields = ["number", "customer", "status", "placed_on"]

    def __init__(self, *args, only=None, **kwargs):
        super().__init__(*args, **kwargs)
        if only:
            self.fields["customer"].queryset = Customer.objects.filter(name=only)
        if self.instance.status == "returned":
            self.fields["status"].disabled = True


def save(form):
    form.save()


def edit(order_id=None):
    order = Order.objects.filter(pk=order_id).first() if order_id else None
    fr.django_form(OrderForm, "order", instance=order, form_kwargs={"only": "Ada"}, on_submit=save)


@pytest.fixture
def order():
    Customer.objects.create(name="Eve", email="eve@example.com")
    ada = Customer.objects.create(name="Ada", email="ada@example.com")
    return Order.objects.create(number="A-1", customer=ada, placed_on=dt.date(2026, 1, 2))


@pytest.fixture
def editor(serve, order):
    """Return how somebody opens the page of the order."""
    url = serve(lambda: edit(order.pk))
    return lambda **options: Visitor(url, **options)


@SCRIPT
def test_a_row_is_edited_and_shown_as_it_was_saved(editor, order, script):
    visitor = editor(script=script)
    assert visitor.shown("Customer") == [str(order.customer_id)]
    assert [each.text for each in visitor.controls("Customer")[0].all("option")][1:] == ["Ada"]
    visitor.fill("Number", "  A-2  ").fill("Status", "Shipped").press("Save")
    order.refresh_from_db()
    assert (order.number, order.status) == ("A-2", "shipped")
    assert editor().shown("Number") == ["A-2"]
    if not script:
        assert visitor.shown("Number") == ["A-2"]


def test_a_new_row_is_made_once(serve, order):
    visitor = Visitor(serve(edit))
    visitor.fill("Number", "A-9").fill("Customer", "Ada").press("Save")
    assert Order.objects.get(number="A-9").customer.name == "Ada"
    assert visitor.press("Save").status_code == 422
    assert visitor.errors() == {"Number": "Order with this Number already exists."}


def test_choices_are_judged_by_the_queryset(editor, order):
    eve = Customer.objects.get(name="Eve")
    for value in (str(eve.pk), "0", "x", "1 OR 1=1", "\x00", "9" * 50):
        visitor = editor()
        pairs = [
            (name, value if name == visitor.name("Customer") else posted)
            for name, posted in visitor.pairs(visitor.button("Save")["form"], visitor.button("Save")["value"])
        ]
        assert visitor.send_form(pairs).status_code in (303, 422)
        order.refresh_from_db()
        assert order.customer.name == "Ada"


def test_what_is_disabled_or_not_in_the_form_cannot_be_sent(serve, order):
    order.status = "returned"
    order.save()
    visitor = Visitor(serve(lambda: edit(order.pk)))
    pairs = visitor.pairs(visitor.button("Save")["form"], visitor.button("Save")["value"])
    visitor.send_form([*pairs, (visitor.name("Status"), "paid"), ("fr-unknown", "1"), ("id", "7"), ("number", "X")])
    order.refresh_from_db()
    assert (order.status, order.number) == ("returned", "A-1")


def test_fields_of_another_row_are_other_fields(serve, order):
    other = Order.objects.create(number="B-1", customer=order.customer)

    def page():
        chosen = fr.selectbox("Which", [order.pk, other.pk], key="which")
        edit(chosen)

    at = AppTest.from_page(fr.page(page)).run()
    at.text_input(key="order-number").set_value("typed for A")
    at.selectbox(key="which").set_value(other.pk).run()
    assert at.text_input(key="order-number").value == "B-1"


def test_a_row_that_is_gone_is_said(editor, order):
    visitor = editor()
    Order.objects.all().delete()
    answer = visitor.fill("Number", "A-3").press("Save")
    assert answer.status_code == 422
    assert "does not exist any more" in visitor.page.text


def test_a_page_can_save_by_itself(show, order):
    def page():
        form = fr.django_form(OrderForm, "order", instance=Order.objects.get(pk=order.pk))
        if form.is_submitted:
            form.save()

    at = show(page)
    for number in ("A-2", "A-3"):
        at.text_input(key="order-number").set_value(number)
        at.button[0].click().run()
        order.refresh_from_db()
        assert order.number == number
    assert at.refusal is None


# --------------------------------------------------------------------------------------------------------- conflicts


@SCRIPT
def test_changes_of_two_people_to_different_fields_both_stay(editor, order, script):
    visitor = editor(script=script)
    Order.objects.update(status="shipped")
    visitor.fill("Number", "A-2").press("Save")
    order.refresh_from_db()
    assert (order.number, order.status) == ("A-2", "shipped")


@pytest.mark.parametrize(
    ("button", "number"),
    [("Keep mine: mine", "mine"), ("Take theirs: theirs", "theirs"), ("Back to the original: A-1", "A-1")],
)
def test_the_same_field_changed_by_both_is_chosen(editor, order, button, number):
    visitor = editor()
    Order.objects.update(number="theirs")
    for _again in range(2):
        visitor.fill("Number", "mine").fill("Placed on", "2026-03-04").press("Save")
        order.refresh_from_db()
        assert order.number == "theirs"
        assert "Somebody else has changed this" in visitor.errors()["Number"]
    visitor.fill("Status", "Shipped").press(button)
    assert visitor.shown("Number") == [number]
    assert visitor.shown("Status") == ["shipped"]
    assert visitor.errors() == {}
    order.refresh_from_db()
    assert (order.number, order.status) == ("theirs", "paid")
    visitor.press("Save")
    order.refresh_from_db()
    assert (order.number, order.status, order.placed_on) == (number, "shipped", dt.date(2026, 3, 4))


def test_both_made_the_same_change(editor, order):
    visitor = editor()
    Order.objects.update(number="A-2")
    visitor.fill("Number", "A-2").press("Save")
    assert visitor.errors() == {}


def test_spaces_that_saving_takes_away_are_no_change_by_somebody_else(editor, order):
    Order.objects.update(number=" A-1 ")  # from an import: Django's fields strip what people post
    visitor, other = editor(), editor()
    other.fill("Status", "Shipped").press("Save")
    visitor.fill("Number", "A-2").press("Save")
    assert visitor.errors() == {}
    order.refresh_from_db()
    assert (order.number, order.status) == ("A-2", "shipped")


def test_after_saving_the_next_edit_is_no_conflict_with_oneself(editor, order):
    visitor = editor()
    for number in ("A-2", "A-3"):
        visitor.fill("Number", number).press("Save")
        order.refresh_from_db()
        assert order.number == number
