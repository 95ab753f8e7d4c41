"""
Topics: their names, their versions, and the signed list of those that a page wants to be told of.

A version is a number that each refresh raises. Browsers are told a topic and its version, nothing else; one whose page
shows an older version asks for the page. So a message that gets lost delays a page and loses nothing: the next
comparison of versions finds out.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.core import signing
from django.db import connections, models, transaction
from django.db.models import F

from formrerun.conf import settings
from formrerun.exceptions import FormrerunError
from formrerun.utils.digests import digest

SALT = "formrerun.live"
#: How many topics one page may subscribe to.
MOST = 50
#: The longest name of a topic, in characters.
LONGEST = 200
#: Names that stand in the table as they are on MySQL, whose collations take "Order", "order" and "order " for one.
PLAIN = re.compile(r"[a-z0-9:._-]+")


def name_of(topic: Any) -> str:
    """
    Return the name of a topic: a text as it is; "model:<app>.<model>" for a model, a QuerySet or a manager.

    Raises
    ------
    FormrerunError
        If it is none of these, empty or too long.
    """
    model = topic if isinstance(topic, type) else getattr(topic, "model", None)
    if isinstance(model, type) and issubclass(model, models.Model):
        concrete = model._meta.concrete_model or model
        return f"model:{concrete._meta.label_lower}"
    if not isinstance(topic, str) or not 0 < len(topic) <= LONGEST:
        raise FormrerunError(
            f"{topic!r} is no topic. Give a text of 1 to {LONGEST} characters, a model class or a QuerySet."
        )
    return topic


def group_of(name: str) -> str:
    """Return the name of the channel layer's group for a topic, or for a session (``owner:<key>``)."""
    return f"{SALT}.{digest(name)}"


# ---------------------------------------------------------------------------------------------------------- versions


def _row_of(name: str) -> str:
    """Return under which name a topic stands in the table."""
    if connections[settings.DATABASE].vendor != "mysql" or PLAIN.fullmatch(name):
        return name
    return f"={digest(name)}"


def versions(names: Iterable[str]) -> dict[str, int]:
    """Return the versions of topics, in one query; 0 for one that was never refreshed."""
    from formrerun.live.models import Topic

    by_row = {_row_of(name): name for name in names}
    found = dict.fromkeys(by_row.values(), 0)
    rows = Topic.objects.using(settings.DATABASE).filter(pk__in=list(by_row))
    found.update((by_row[row], version) for row, version in rows.values_list("name", "version"))
    return found


def note(names: Iterable[str]) -> None:
    """Give topics a row in the table, if they have none: a save raises only the versions of models that have one."""
    from formrerun.live.models import Topic

    rows = [Topic(name=row, version=_start()) for row in sorted(map(_row_of, names))]
    Topic.objects.using(settings.DATABASE).bulk_create(rows, ignore_conflicts=True)


def raise_version(name: str, *, if_followed: bool = False) -> int | None:
    """
    Raise a topic's version by one and return it.

    Parameters
    ----------
    if_followed
        Do nothing, and return None, for a topic without a row: nobody has ever subscribed to it.
    """
    from formrerun.live.models import Topic

    rows = Topic.objects.using(settings.DATABASE).filter(pk=_row_of(name))
    if if_followed and not rows.exists():
        return None
    while True:
        # The update locks the row, so that what is read after it is this refresh's own number.
        with transaction.atomic(using=settings.DATABASE):
            if rows.update(version=F("version") + 1):
                return rows.values_list("version", flat=True).get()
        # Apart from it: one that finds no row locks the gap on MariaDB, where two that then insert are a deadlock.
        note([name])


def _start() -> int:
    """Return the version that a topic begins with: the present time in milliseconds."""
    return time.time_ns() // 1_000_000


# ------------------------------------------------------------------------------------------------ what a page may hear


def sign(names: Iterable[str], owner_key: str) -> str:
    """Return the topics that a page or fragment of this session subscribed to, as a text that nobody else can make."""
    content = {"topics": sorted(names), "owner": digest(SALT, owner_key)}
    # Without a time: the same topics make the same HTML, which is then not sent again.
    return signing.Signer(salt=SALT).sign_object(content, compress=True)


def read(lists: Sequence[str], owner_keys: Collection[str]) -> list[str] | None:
    """
    Return the topics that signed lists name, sorted; None if one of them was not signed for this session.

    Parameters
    ----------
    lists
        What :func:`sign` returned, for the page and for each of its fragments.
    owner_keys
        The keys of the session; a visitor without any gets None.
    """
    names: set[str] = set()
    if not owner_keys or not 0 < len(lists) <= MOST:
        return None
    for signed in lists:
        try:
            content: Mapping[str, Any] = signing.Signer(salt=SALT).unsign_object(signed)
        except (signing.BadSignature, ValueError):
            return None
        if content["owner"] not in [digest(SALT, key) for key in owner_keys]:
            return None
        names.update(content["topics"])
    return sorted(names)
