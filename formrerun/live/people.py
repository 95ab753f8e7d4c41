"""``presence``: who else has the same thing open, and who is editing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from formrerun import elements
from formrerun.conf import settings
from formrerun.engine.context import current_run
from formrerun.engine.run import Run
from formrerun.exceptions import FormrerunError
from formrerun.live import subscriptions, topics
from formrerun.utils.digests import digest
from formrerun.utils.urls import own_address

SALT = "formrerun.live.people"
#: Somebody who was not heard of for so long has gone; browsers say every 20 seconds that they are there.
AWAY = timedelta(seconds=75)


@dataclass(frozen=True)
class Person:
    """
    Somebody who has it open.

    Attributes
    ----------
    name
        The user's name, or "Somebody" for a visitor who is not logged in.
    is_editing
        True if there is something in a field of theirs that was not sent yet.
    """

    name: str
    is_editing: bool


def presence(of: Any, *, show: bool = True) -> list[Person]:
    """
    Return who else has the same thing open, and say it on the page: "Ana is editing this."

    It is a fragment, which runs again when somebody comes, goes, begins to type or has sent it; the page around it does
    not. Without JavaScript it says nothing of the visitor to others.

    Parameters
    ----------
    of
        A row of a model, or a text that names anything else.
    show
        False to return it only; call it in a fragment of your own then, which runs again instead.

    Raises
    ------
    FormrerunError
        If ``of`` is neither, or has not been saved; or as :func:`formrerun.live.subscribe`.

    Examples
    --------
    >>> order = Order.objects.get(pk=pk)
    >>> live.presence(order)
    """
    topic = topic_of(of)
    found: list[Person] = _people(topic) if show else _others(topic)
    return found


def topic_of(of: Any) -> str:
    """Return the topic of what somebody has open."""
    if isinstance(of, str) and of:
        return topics.name_of(f"people:{of}")
    meta = getattr(of, "_meta", None)
    if meta is None or isinstance(of, type) or of.pk is None:
        raise FormrerunError(f"live.presence({of!r}) needs a row of a model that was saved, or a text.")
    return topics.name_of(f"people:{meta.concrete_model._meta.label_lower}:{of.pk}")


@elements.fragment
def _people(topic: str) -> list[Person]:
    """Say who else is there."""
    others = _others(topic)
    editing = [person.name for person in others if person.is_editing]
    looking = [person.name for person in others if not person.is_editing]
    if editing:
        text = ngettext("%(names)s is editing this.", "%(names)s are editing this.", len(editing))
        elements.warning(_plain(text % {"names": ", ".join(editing)}), icon=":material/edit:")
    if looking:
        text = ngettext("%(names)s has this open.", "%(names)s have this open.", len(looking))
        elements.caption(_plain(text % {"names": ", ".join(looking)}))
    return others


def _plain(text: str) -> str:
    """Return a text so that Markdown finds nothing in it."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]()<>#+-.!|~$:&" else char for char in " ".join(text.split()))


def _others(topic: str) -> list[Person]:
    run = current_run()
    if run.is_bare:
        return []
    subscriptions.subscribe(topic)
    run.drawing.attachments.setdefault((run.drawing.fragment, "people"), _Mark(topic))
    from formrerun.live.models import Presence

    user = getattr(run.request, "user", None)
    own = str(user.pk) if user is not None and user.is_authenticated else ""
    found: dict[str, Person] = {}
    rows = Presence.objects.using(settings.DATABASE).filter(topic=topic, seen__gte=timezone.now() - AWAY)
    for row in rows.exclude(tab=run.session_id).order_by("name", "tab"):
        if own and row.user == own:
            continue
        key = row.user or row.tab
        before = found.get(key)
        found[key] = Person(row.name or _("Somebody"), row.is_editing or (before is not None and before.is_editing))
    return list(found.values())


class _Mark:
    """The ``<fr-presence>`` of a part of a page: what its script says to others."""

    def __init__(self, topic: str) -> None:
        self.topic = topic

    def __call__(self, run: Run) -> str:
        """Return the element as HTML."""
        signed = sign(self.topic, run.session_id, run.environment.owner_key())
        return format_html(
            '<fr-presence data-fr-url="{}" data-fr-of="{}" data-fr-script="{}"></fr-presence>',
            own_address("people"), signed, static("formrerun/presence.js"),
        )  # fmt: skip


def sign(topic: str, tab: str, owner_key: str) -> str:
    """Return of what a tab of this session says that it has it open, as a text that nobody else can make."""
    # Without a time: the same makes the same HTML, which is then not sent again.
    return signing.Signer(salt=SALT).sign_object([topic, tab, digest(SALT, owner_key)], compress=True)


def read(signed: Any, owner_keys: tuple[str, ...]) -> tuple[str, str] | None:
    """Return topic and tab of what :func:`sign` gave; None if it was not signed for this session."""
    try:
        topic, tab, owner = signing.Signer(salt=SALT).unsign_object(signed)
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
    return (topic, tab) if owner in [digest(SALT, key) for key in owner_keys] else None


__all__ = ["AWAY", "Person", "presence", "read", "sign", "topic_of"]
