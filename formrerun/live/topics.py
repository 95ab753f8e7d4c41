"""
Topics: their names, their versions, and the signed list of those that a page wants to be told of.

A version is a number that each refresh raises. What travels is only ever a topic and its version; a browser whose page
shows an older one asks for the page. So a lost message costs time and nothing else: whoever compares versions finds
out.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core import signing
from django.db import models, transaction
from django.db.models import F

from formrerun.conf import settings
from formrerun.exceptions import FormrerunError
from formrerun.utils.digests import digest

SALT = "formrerun.live"
#: Topics one page may want to be told of.
MOST = 50
#: The longest name of a topic, in characters.
LONGEST = 200


def name_of(topic: Any) -> str:
    """
    Return the name of a topic: a text is its own; that of a model, or of what has one as a QuerySet, begins "model:".

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


def versions(names: Iterable[str]) -> dict[str, int]:
    """Return the versions of topics, in one query; 0 for one that was never refreshed."""
    from formrerun.live.models import Topic

    found = dict.fromkeys(names, 0)
    rows = Topic.objects.using(settings.DATABASE).filter(pk__in=list(found))
    found.update(rows.values_list("name", "version"))
    return found


def note(names: Iterable[str]) -> None:
    """Write down that somebody follows these, so that models which nobody follows cost nothing."""
    from formrerun.live.models import Topic

    rows = [Topic(name=name, version=_start()) for name in sorted(names)]
    Topic.objects.using(settings.DATABASE).bulk_create(rows, ignore_conflicts=True)


def raise_version(name: str, *, if_followed: bool = False) -> int | None:
    """
    Raise a topic's version and return it.

    Parameters
    ----------
    if_followed
        Do nothing, and return None, for a topic that nobody has ever asked for.
    """
    from formrerun.live.models import Topic

    rows = Topic.objects.using(settings.DATABASE).filter(pk=name)
    if if_followed and not rows.exists():
        return None
    # The update locks the row, so that what is read after it is this refresh's own number.
    with transaction.atomic(using=settings.DATABASE):
        while not rows.update(version=F("version") + 1):
            note([name])
        return rows.values_list("version", flat=True).get()


def _start() -> int:
    return time.time_ns() // 1_000_000


# ------------------------------------------------------------------------------------------------ what a page may hear


def sign(names: Iterable[str], owner_key: str) -> str:
    """Return the list of topics that a page or fragment of this session subscribed to: nobody can make one up."""
    held = {"topics": sorted(names), "owner": digest(SALT, owner_key)}
    # Without a time: as long as the page wants the same, its HTML stays the same.
    return signing.Signer(salt=SALT).sign_object(held, compress=True)


def read(lists: Sequence[str], owner_key: str) -> list[str] | None:
    """
    Return the topics that lists name, or None if one of them was not signed here, for this session.

    Parameters
    ----------
    lists
        That of the page and those of its fragments.
    """
    names: set[str] = set()
    if not owner_key or not 0 < len(lists) <= MOST:
        return None
    for signed in lists:
        try:
            held: Mapping[str, Any] = signing.Signer(salt=SALT).unsign_object(signed)
        except (signing.BadSignature, ValueError):
            return None
        if held["owner"] != digest(SALT, owner_key):
            return None
        names.update(held["topics"])
    return sorted(names)
