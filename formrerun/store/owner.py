"""Whose tab it is: the session that opened it, or the user who was logged in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

SESSION_KEY = "_formrerun"


@dataclass(frozen=True)
class Owner:
    """
    Attributes
    ----------
    key
        HMAC of a secret that stands in the session; "" if the session has none yet.
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
        key = salted_hmac("formrerun.owner", secret, algorithm="sha256").hexdigest() if secret else ""
        return cls(key, pk)

    def owns(self, key: str, user: str | None) -> bool:
        """Return True if a record bound to this session secret and user may be used (decision 4)."""
        return bool(self.key and self.key == key) or bool(self.user is not None and self.user == user)
