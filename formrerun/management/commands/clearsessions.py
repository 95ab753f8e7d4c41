"""``manage.py clearsessions``: Django's own, then what pages remember."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.sessions.management.commands import clearsessions
from django.utils import timezone

from formrerun import store
from formrerun.store.encoded import lifetime
from formrerun.tables import encoding
from formrerun.uploads import keeping


class Command(clearsessions.Command):
    """
    Delete expired sessions, tabs, their uploaded files, shared states and data that no tab names any more.

    It is the one that runs where ``formrerun`` stands before ``django.contrib.sessions`` in INSTALLED_APPS.
    """

    help = "Deletes expired sessions, and what pages of formrerun kept for them."

    def handle(self, **options: Any) -> None:
        """Run Django's command, then purge the store."""
        super().handle(**options)
        count = store.default().purge()
        files = keeping.purge(store.default().living, timezone.now() - timedelta(seconds=lifetime(True)))
        encoding.forget()
        if options["verbosity"] > 0:
            self.stdout.write(f"Deleted {count} expired tabs.")
            if files:
                self.stdout.write(f"Deleted {files} uploaded files.")
