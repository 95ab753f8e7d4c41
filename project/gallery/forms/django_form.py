"""A form of Django's, drawn by these widgets and judged by Django."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

import formrerun as fr


def a_form() -> None:
    """All fields in their order, if the page does not lay them out."""

    class Booking(forms.Form):
        name = forms.CharField(max_length=50)
        seats = forms.IntegerField(min_value=1, max_value=9, initial=2)
        day = forms.DateField()
        meal = forms.ChoiceField(choices=[("a", "Anything"), ("v", "Vegetarian")], widget=forms.RadioSelect)

    form = fr.django_form(Booking, "booking")
    if form.is_submitted:
        fr.success(f"{form.cleaned_data['seats']} seats for {form.cleaned_data['name']}.")


def laid_out() -> None:
    """The page decides where the fields stand; what `clean()` finds stands beside them or above."""

    class Stay(forms.Form):
        arrival = forms.DateField()
        departure = forms.DateField(help_text="The day you leave.")
        breakfast = forms.BooleanField(required=False)

        def clean(self) -> None:
            days = [self.cleaned_data.get(name) for name in ("arrival", "departure")]
            if all(days) and days[0] >= days[1]:
                raise ValidationError({"departure": "Stay one night at least."})

    with fr.django_form(Stay, "stay") as form:
        left, right = fr.columns(2)
        with left:
            form.field("arrival")
        with right:
            form.field("departure")
        form.field("breakfast", label="With breakfast")
        fr.form_submit_button("Book")
    fr.json(form.cleaned_data)


def rows() -> None:
    """A formset in it: rows are added and removed without submitting, and what is typed stays."""

    class Guest(forms.Form):
        name = forms.CharField()
        age = forms.IntegerField(min_value=0)

    with fr.django_form(forms.Form, "party") as form:
        guests = form.formset(forms.formset_factory(Guest, extra=2, can_delete=True), add_label="One more guest")
        fr.form_submit_button("Invite", type="primary")
    if form.is_submitted:
        fr.write([guest.cleaned_data for guest in guests if guest.has_changed()])
