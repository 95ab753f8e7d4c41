"""Whose tab it is: the session that opened it, or the user who was logged in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

SESSION_KEY = "_formrerun"

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
    """

    key: str = ""
    user: str | None = None

    @classmethod
    def of(cls, request: Any, *, create: bool = False) -> Owner:
        """
        Return who asks.

        Parameters
        ----------
        request
            The request; ``request.session`` is read here and nowhere else in the package.
        create
            Give the session a secret if it has none, which saves the session: only when a record is about to be
            written.
        """
        session = getattr(request, "session", None)
        secret = session.get(SESSION_KEY) if session is not None else None
        if secret is None and create and session is not None:
            secret = session[SESSION_KEY] = secrets.token_urlsafe(18)
        user = getattr(request, "user", None)
        pk = str(user.pk) if user is not None and user.is_authenticated else None
        return cls(_hash("owner", secret) if secret else "", pk)

    def owns(self, key: str, user: str | None) -> bool:
        """Return True if a record bound to this session secret and user may be used (decision 4)."""
        return bool(self.key and self.key == key) or bool(self.user is not None and self.user == user)

    def shared_id(self, scope: Scope) -> str:
        """
        Return the name of the state that the tabs of this scope have in common.

        "" if there is none: for a tab's own state, and for a session that has no secret yet. An anonymous visitor's
        "user" state is that of the session.
        """
        if scope == "user" and self.user is not None:
            return _hash("user", self.user)
        return "" if scope == "tab" else self.key


def _hash(what: str, secret: str) -> str:
    return sha256(f"formrerun.{what}.{secret}".encode()).hexdigest()
