"""What the pages write: nothing in the table stops a duplicate, so that one would be seen."""

from __future__ import annotations

from django.db import models


class Row(models.Model):
    """One write, by the place in the page that made it, and the run (see ``site.name_of``)."""

    place = models.CharField(max_length=20)
    token = models.CharField(max_length=100)
    run = models.CharField(max_length=100)

    class Meta:
        db_table = "reliability_row"
        app_label = "reliability"

    def __str__(self) -> str:
        return f"{self.place} {self.token}"
