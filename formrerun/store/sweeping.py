"""
Data that no tab names any more: found by looking at those that live, and deleted.

No table says which tab names which blob: that would be more writes with every submission than what they are for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from django.db import connections, transaction
from django.db.models import Q
from django.utils import timezone

from formrerun.store import coding, page_html
from formrerun.store.encoded import lifetime

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from formrerun.models import Tab

T = TypeVar("T")

#: Rows that are looked at or deleted at a time.
PART = 500
#: How far the clocks of two machines may be apart.
SKEW = timedelta(minutes=1)


def in_parts(items: Iterable[T], most: int = PART) -> Iterator[list[T]]:
    """Give items in lists of at most so many."""
    rest = iter(list(items))
    while part := list(islice(rest, most)):
        yield part


def sweep(alias: str) -> None:
    """
    Delete the blobs of a database that no living tab names.

    A run that is about to name one has locked it (``EncodedStore.missing``, or by writing it) until it commits. So what
    can be locked here is named by a tab that has been committed, or by none: tabs saved since this began are looked at
    again under the lock. Those of pages without a record bear the date of tomorrow and stay for a day.
    """
    from formrerun.models import Blob, Tab

    began = timezone.now()
    blobs, tabs = Blob.objects.using(alias), Tab.objects.using(alias)
    named = _named(alias, tabs.all())
    candidates = blobs.filter(used__lte=began.date()).values_list("pk", flat=True)
    skips = connections[alias].features.has_select_for_update_skip_locked
    for part in in_parts(sorted(digest for digest in candidates.iterator() if digest not in named)):
        with transaction.atomic(using=alias):
            blobs.filter(pk="").update(used=began.date())  # nothing; but SQLite's write lock is ours from here on
            rows = blobs.filter(pk__in=part, used__lte=began.date()).order_by("pk").select_for_update(skip_locked=skips)
            locked = set(rows.values_list("pk", flat=True))
            locked -= _named(alias, tabs.filter(_saved_since(began - SKEW)))
            blobs.filter(pk__in=locked).delete()


def _saved_since(moment: datetime) -> Q:
    """Return the condition for tabs that were saved after a moment: each then lives for a time that is known."""
    used, unused = (moment + timedelta(seconds=lifetime(each)) for each in (True, False))
    return Q(used=True, expires__gte=used) | Q(used=False, expires__gte=unused)


def _named(alias: str, tabs: QuerySet[Tab]) -> set[str]:
    """Return the digests that tabs name, also by large parts of their pages, which are blobs themselves."""
    from formrerun.models import Blob

    named: set[str] = set()
    parts: set[str] = set()
    for columns in tabs.values_list("state", "manifest", "hashes", "html").iterator(PART):
        *others, html = map(bytes, columns)
        parts |= page_html.names_in_html(html)
        named |= coding.names_in(b" ".join(others))

    def read(digests: set[str]) -> Iterator[bytes]:
        for some in in_parts(digests):
            yield from map(
                bytes, Blob.objects.using(alias).filter(pk__in=some).values_list("data", flat=True).iterator(10)
            )

    return named | parts | named_by(parts, read)


def named_by(digests: set[str], read: Callable[[set[str]], Iterable[bytes]]) -> set[str]:
    """
    Return what the blobs of a page name in turn: a file the parts that it is kept in, a part of the page its data.

    Parameters
    ----------
    digests
        The blobs that the page's HTML names.
    read
        Gives the bytes of blobs, as far as they are there.
    """
    named: set[str] = set()
    below: set[str] = set()  # what parts of the page name; of these, too, some are files
    for data in read(digests):
        found = coding.names_in(data)
        named |= found
        below |= found if data.startswith(b"<") else set()
    for data in read(below - digests):
        named |= coding.names_in(data)
    return named


__all__ = ["in_parts", "named_by", "sweep"]
