"""``manage.py clearsessions``: Django's own, then what pages remember."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.sessions.management.commands import clearsessions
from django.utils import timezone

from formrerun import store
from formrerun.conf import settings
from formrerun.models import AuditEntry
from formrerun.store.encoded import lifetime
from formrerun.store.sweeping import PART
from formrerun.tables import encoding
from formrerun.uploads import keeping


class Command(clearsessions.Command):
    """
    Delete expired sessions, tabs, their uploaded files, shared states, data that no tab names any more, and old lines
    of the audit.

    It is the one that runs where ``formrerun`` stands before ``django.contrib.sessions`` in INSTALLED_APPS.
    """

    help = "Deletes expired sessions, and what pages of formrerun kept for them."

    def handle(self, **options: Any) -> None:
        """Run Django's command, then purge the store."""
        super().handle(**options)
        count = store.default().purge()
        before = timezone.now() - timedelta(seconds=lifetime(True))
        files = keeping.purge(store.default().living, before)
        encoding.forget()
        old = self._purge_audit()
        if options["verbosity"] > 0:
            self.stdout.write(f"Deleted {count} expired tabs.")
            if files:
                self.stdout.write(f"Deleted {files} uploaded files.")
            if old:
                self.stdout.write(f"Deleted {old} lines of the audit.")

    @staticmethod
    def _purge_audit() -> int:
        """Delete lines older than AUDIT_AGE, a part at a time, and return how many."""
        if not settings.AUDIT or settings.AUDIT_AGE is None:
            return 0
        kept = AuditEntry.objects.using(settings.DATABASE).order_by()
        old, count = kept.filter(at__lt=timezone.now() - timedelta(seconds=settings.AUDIT_AGE)), 0
        while keys := list(old.values_list("pk", flat=True)[:PART]):
            count += kept.filter(pk__in=keys).delete()[0]
        return count
