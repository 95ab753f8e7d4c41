"""One-way notices. A receiver learns of a run and never changes it."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent after a submission committed. Arguments: ``page``, ``tab`` (id), ``run`` (number), ``trigger`` (key or None).
submission_committed = Signal()

#: Sent when a page function or a callback raised. Arguments: ``page``, ``exception``.
page_failed = Signal()
