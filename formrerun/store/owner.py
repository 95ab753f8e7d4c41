"""Whose tab it is: the session that opened it, or the user who was logged in."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal

from formrerun.protocol.names import OPENED_COOKIE
from formrerun.utils.django_internals import user_of

SESSION_KEY = "_formrerun"
#: Under which ``request.META`` has the secret that this request has given its session; "" if somebody is logged in.
OPENED = "formrerun.opened"
#: So many cookies of tabs that were opened without a session are read.
MOST_OPENED = 20
_SECRET = re.compile(r"[\w-]{24}", re.ASCII)

#: Whose state it is: a browser tab's, or common to the tabs of a session or of a user.
Scope = Literal["tab", "session", "user"]


@dataclass(frozen=True)
class Owner:
    """
    Attributes
    ----------
    key
        Hash of a secret that stands in the session; "" if the session has none yet. SECRET_KEY has no part in it, so
        that a tab outlives a new one.
    user
        The primary key of the authenticated user as text, or None.
    others
        Keys of sessions whose cookies this browser has lost: it opened several pages at once, and each made a session.
    """

    key: str = ""
    user: str | None = None
    others: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: Any, *, create: bool = False) -> Owner:
        """
        Return who asks.

        Parameters
        ----------
        request
            The request; ``request.session`` is read here, and for the user in ``web/session_user.py``.
        create
            Give the session a secret if it has none, which saves the session: only when a record is about to be
            written.
        """
        session, began = getattr(request, "session", None), False
        secret = session.get(SESSION_KEY) if session is not None else None
        if secret is None and create and session is not None:
            secret = session[SESSION_KEY] = secrets.token_urlsafe(18)
            began = True
        user = user_of(request)
        pk = str(user.pk) if user is not None and user.is_authenticated else None
        if began and hasattr(request, "META"):
            request.META[OPENED] = secret if pk is None else ""
        # A request that begins a session, for its own has ended, has nothing of others.
        has_session = secret is not None and OPENED not in getattr(request, "META", ())
        opened = [value for value in opened_secrets(request).values() if value != secret] if has_session else []
        return cls(_hash("owner", secret) if secret else "", pk, tuple(_hash("owner", value) for value in opened))

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys by which a browser is known."""
        return ((self.key,) if self.key else ()) + self.others

    def each(self) -> list[Owner]:
        """Return one owner a key."""
        return [replace(self, key=key, others=()) for key in self.keys]

    def owns(self, key: str, user: str | None) -> bool:
        """Return True if a record bound to this session secret and user may be used (decision 4)."""
        if self.user is not None and self.user == user:
            return True
        return bool(key) and (self.key == key or (user is None and key in self.others))

    def shared_id(self, scope: Scope) -> str:
        """
        Return the name of the state that the tabs of this scope have in common.

        "" if there is none: for a tab's own state, and for a session that has no secret yet. An anonymous visitor's
        "user" state is that of the session.
        """
        if scope == "user" and self.user is not None:
            return _hash("user", self.user)
        return "" if scope == "tab" else self.key


def opened_secrets(request: Any) -> dict[str, str]:
    """Return the secrets of sessions that this browser was given at once with others, by the names of their cookies."""
    cookies = getattr(request, "COOKIES", {})
    named = {name: cookies[name].partition(".")[0] for name in cookies if name.startswith(OPENED_COOKIE)}
    return {name: secret for name, secret in [*named.items()][:MOST_OPENED] if _SECRET.fullmatch(secret)}


@lru_cache(maxsize=1_000)
def _hash(what: str, secret: str) -> str:
    return sha256(f"formrerun.{what}.{secret}".encode()).hexdigest()
