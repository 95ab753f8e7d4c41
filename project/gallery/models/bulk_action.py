"""A function that does something to the selected rows of a model's table."""

from __future__ import annotations

from django.contrib.auth.models import Permission

import formrerun as fr


def plain() -> None:
    """A press calls the function with a QuerySet of the selected rows; what it returns is said."""

    @fr.bulk_action("Count letters")
    def letters(permissions):
        return f"{sum(len(name) for name in permissions.values_list('name', flat=True))} letters"

    fr.model_table(Permission.objects.all(), ["name"], key="counted", search_fields=(), actions=[letters], page_size=5)


def asked() -> None:
    """It may ask before, and have a form whose values the function is called with."""

    @fr.bulk_action("Join", confirm="Join {count} names by:", form=lambda: {"by": fr.text_input("Sign", ", ")})
    def join(permissions, by):
        return by.join(permissions.values_list("name", flat=True))

    fr.model_table(Permission.objects.all(), ["name"], key="joined", search_fields=(), actions=[join], page_size=5)
