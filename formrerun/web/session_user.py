"""
Who is logged in, by two statements that are compiled once.

Django builds and compiles the queries of session and user anew for each request, which takes longer than all that they
read. Whatever is not as Django ships it (another session engine, backend, manager, middleware) is left to it, and so is
every doubt: a session or a user that is not found, a password that has changed.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings as project
from django.core.signing import JSONSerializer
from django.db import connections, router
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from formrerun.store import dialects
from formrerun.utils import django_internals
from formrerun.utils.bounded_cache import BoundedCache

_statements: dict[tuple[str, type], tuple[str, str, str]] = {}  # by the database, and the model of sessions
#: Sessions as they are stored, with what they were signed with → as JSON.
_read: BoundedCache[str] = BoundedCache(lambda: 1000, lambda: 1_000_000, lambda text: 3 * len(text) + 300)


def load_session_and_user(request: HttpRequest) -> None:
    """Load what ``request.session`` and ``request.user`` would load when they are first asked, if nobody has asked."""
    session = getattr(request, "session", None)
    if django_internals.is_plain_session(session):
        _load_session(session)
    if django_internals.is_plain_user(request):
        user = _user(session)
        if user is not None:
            django_internals.set_user(request, user)


def _load_session(session: Any) -> None:
    alias = router.db_for_read(session.model)
    now = connections[alias].ops.adapt_datetimefield_value(timezone.now())
    row = dialects.select(alias, *_parts(alias, session.model), [now, session.session_key])
    if row is not None and isinstance(row[0], str):  # some databases give a long text in a form of their own
        django_internals.set_session_data(session, _decoded(session, row[0]))


def _decoded(session: Any, stored: str) -> dict[str, Any]:
    """Return what a session holds; of a text that this process has read before, the signature is known to be right."""
    if session.serializer is not JSONSerializer:
        return session.decode(stored)  # type: ignore[no-any-return]
    key = session.key_salt, project.SECRET_KEY, *project.SECRET_KEY_FALLBACKS, stored
    if (known := _read.get(key)) is None:
        known = json.dumps(session.decode(stored))
        _read.put(key, known)
    return json.loads(known)  # type: ignore[no-any-return]


def _parts(alias: str, model: Any) -> tuple[str, str, str]:
    """Return what is selected of a session that has not ended, from which table, and where."""
    if (alias, model) not in _statements:
        names = [model._meta.get_field(name).column for name in ("session_data", "expire_date", "session_key")]
        data, expires, key, table = dialects.quoted(alias, [*names, model._meta.db_table])
        _statements[alias, model] = data, table, f"{expires} > %s AND {key} = %s"
    return _statements[alias, model]


def _user(session: Any) -> Any:
    """Return the user of a session, or None where Django has to look itself."""
    from django.contrib import auth
    from django.contrib.auth.backends import ModelBackend

    path = session.get(auth.BACKEND_SESSION_KEY)
    if path not in project.AUTHENTICATION_BACKENDS or auth.SESSION_KEY not in session:
        return None
    backend: Any = auth.load_backend(path)
    if type(backend).get_user is not ModelBackend.get_user:
        return None
    model: Any = auth.get_user_model()
    user = django_internals.get_by_key(model, model._meta.pk.to_python(session[auth.SESSION_KEY]))
    if user is None or not backend.user_can_authenticate(user) or not hasattr(user, "get_session_auth_hash"):
        return None
    known = session.get(auth.HASH_SESSION_KEY)
    return user if known and constant_time_compare(known, user.get_session_auth_hash()) else None
