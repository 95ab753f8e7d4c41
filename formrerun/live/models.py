"""How often each topic was refreshed, and who has what open."""

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


class Presence(models.Model):
    """Somebody's browser tab that has something open; a row that was not seen for a while means nothing."""

    id = models.CharField(primary_key=True, max_length=64)
    topic = models.CharField(max_length=200, db_index=True)
    tab = models.CharField(max_length=64)
    user = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=255, blank=True)
    is_editing = models.BooleanField(default=False)
    seen = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "formrerun_live_presence"

    def __str__(self) -> str:
        return f"{self.name or self.tab[:6]} {self.topic}"
