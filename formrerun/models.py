"""
The tables of the ``db`` store, which nothing outside ``formrerun.store.database`` reads or writes, and the audit.

There is no foreign key to users or sessions: a record outlives neither, but deleting a user must not wait for it, and
the project's user model may live in another database.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tab(models.Model):
    """One browser tab's record; see ``formrerun.protocol.record.Record``."""

    id = models.CharField(primary_key=True, max_length=32)
    owner = models.CharField(max_length=64, db_index=True)
    user = models.CharField(max_length=255, null=True, db_index=True)
    page = models.CharField(max_length=255)
    birth = models.CharField(max_length=4)
    format = models.SmallIntegerField()
    run = models.BigIntegerField()
    completed = models.BigIntegerField()
    used = models.BooleanField()
    expires = models.DateTimeField(db_index=True)
    meta = models.TextField()
    state = models.BinaryField()
    manifest = models.BinaryField()
    hashes = models.BinaryField()
    html = models.BinaryField()

    class Meta:
        db_table = "formrerun_tab"

    def __str__(self) -> str:
        return f"{self.page} {self.id[:6]}… run {self.run}"


class Shared(models.Model):
    """State that the tabs of a session or of a user share: ``@page(state="session"|"user")``."""

    id = models.CharField(primary_key=True, max_length=64)
    format = models.SmallIntegerField()
    version = models.BigIntegerField()
    expires = models.DateTimeField(db_index=True)
    state = models.BinaryField()

    class Meta:
        db_table = "formrerun_shared"

    def __str__(self) -> str:
        return f"{self.id[:6]}… version {self.version}"


class Blob(models.Model):
    """Bytes addressed by their sha256: long option lists, tables, parts of pages. Written once, shared by tabs."""

    digest = models.CharField(primary_key=True, max_length=64)
    data = models.BinaryField()
    used = models.DateField(db_index=True)

    class Meta:
        db_table = "formrerun_blob"

    def __str__(self) -> str:
        return f"{self.digest[:12]}… ({len(self.data)} bytes)"


class Interrupt(models.Model):
    """What a process wants of a run in another one, where there is no cache that both see; see ``interrupts``."""

    tab = models.CharField(primary_key=True, max_length=32)
    wish = models.CharField(max_length=8)
    submission = models.CharField(max_length=200)
    at = models.FloatField()

    class Meta:
        db_table = "formrerun_wish"

    def __str__(self) -> str:
        return f"{self.tab[:6]}… {self.wish}"


class AuditEntry(models.Model):
    """One submission as ``formrerun.submissions.audit`` has written it down."""

    class Result(models.TextChoices):
        """What became of it."""

        DONE = "done", _("done")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")
        BEGUN = "begun", _("begun")  # of a page with atomic=False that still runs, or whose process has died

    at = models.DateTimeField(_("when"), db_index=True)
    user = models.CharField(_("user's id"), max_length=255, blank=True)
    username = models.CharField(_("who"), max_length=255, blank=True)
    page = models.CharField(_("page"), max_length=255)
    address = models.CharField(_("address"), max_length=500)
    trigger = models.CharField(_("pressed"), max_length=255, blank=True)
    callback = models.CharField(_("callback"), max_length=500, blank=True)
    changes = models.JSONField(_("changes"), default=list)
    result = models.CharField(_("result"), max_length=8, choices=Result.choices)
    reason = models.TextField(_("reason"), blank=True)
    submission = models.CharField(_("submission"), max_length=200)
    tab = models.CharField(_("tab"), max_length=32)
    run = models.BigIntegerField(_("run"), default=0)
    duration = models.PositiveIntegerField(_("milliseconds"))

    class Meta:
        db_table = "formrerun_audit"
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["user", "at"], name="formrerun_audit_user"),
            models.Index(fields=["page", "at"], name="formrerun_audit_page"),
        ]

    def __str__(self) -> str:
        return f"{self.username or '-'} {self.page} {self.trigger} {self.at:%Y-%m-%d %H:%M:%S}"
