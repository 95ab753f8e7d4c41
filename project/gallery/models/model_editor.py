"""The rows of a QuerySet, edited in place and saved together."""

from __future__ import annotations

from django.contrib.auth.models import Group

import formrerun as fr


def changed() -> None:
    """What is typed is judged by the model; here nobody may change anything."""
    fr.model_editor(Group.objects.order_by("name"), ["name"], key="groups", change=False)
