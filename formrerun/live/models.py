"""How often each topic was refreshed."""

from __future__ import annotations

from django.db import models


class Topic(models.Model):
    """
    A topic and its version.

    Rows may be deleted at any time: a new one begins with the present time in milliseconds since 1970, which is above
    any version that it had before.
    """

    name = models.CharField(primary_key=True, max_length=200)
    version = models.BigIntegerField()

    class Meta:
        db_table = "formrerun_live_topic"

    def __str__(self) -> str:
        return f"{self.name} version {self.version}"
