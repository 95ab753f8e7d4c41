"""What stands on the board."""

from __future__ import annotations

from django.db import models


class Card(models.Model):
    """Something to be done."""

    class Stage(models.TextChoices):
        """How far it has come: the columns of the board, from left to right."""

        TODO = "todo", "To do"
        DOING = "doing", "Doing"
        DONE = "done", "Done"

    title = models.CharField(max_length=80)
    person = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=5, choices=Stage.choices, default=Stage.TODO, db_index=True)
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["moved_at", "pk"]

    def __str__(self) -> str:
        return self.title
