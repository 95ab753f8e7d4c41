"""
Who is logged in, by one statement that is written once, or by two.

Django builds and compiles the queries of session and user anew for each request, which takes longer than all that they
read. Who a session belongs to stands inside of it; but this process knows who that was the last time, and reads that
user with the session. It is the session that decides: if it says another one, that one is read.

Whatever is not as Django ships it (another session engine, backend, manager, middleware) is left to it, and so is every
doubt: a session or a user that is not found, a password that has changed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings as project
from django.core.signing import JSONSerializer
from django.db import connections, router
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from formrerun.store import dialects
from formrerun.utils import django_internals
from formrerun.utils.bounded_cache import BoundedCache
from formrerun.utils.django_internals import RowReader

_columns: dict[tuple[str, type], tuple[str, str, str]] = {}  # by the database, and the model of sessions
#: Sessions as they are stored, with what they were signed with → as JSON.
_read: BoundedCache[str] = BoundedCache(lambda: 1000, lambda: 1_000_000, lambda text: 3 * len(text) + 300)
#: The key of a session → that of its user when this process has read it last.
_last_users: BoundedCache[str] = BoundedCache(lambda: 10_000)


class Guessed(NamedTuple):
    """The user whom a session belonged to the last time: the key, the row as it is now, and whence it was read."""

    key: str
    row: Sequence[Any]
    connection: Any


def load_session_and_user(request: HttpRequest) -> None:
    """Load what ``request.session`` and ``request.user`` would load when they are first asked, if nobody has asked."""
    session, guessed = getattr(request, "session", None), None
    users = _users() if django_internals.is_plain_user(request) else None
    if django_internals.is_plain_session(session):
        guessed = _load_session(session, users)
    if users is not None:
        user = _user(session, users, guessed)
        if user is not None:
            django_internals.set_user(request, user)


def _users() -> RowReader | None:
    """Return what reads users; None where Django has to."""
    from django.contrib import auth

    return django_internals.reader_of(auth.get_user_model())


def _load_session(session: Any, users: RowReader | None) -> Guessed | None:
    connection = connections[router.db_for_read(session.model)]
    values = [connection.ops.adapt_datetimefield_value(timezone.now()), session.session_key]
    what, table, where = _parts(connection, session.model)
    last = _last_users.get(session.session_key) if users is not None and users.alias == connection.alias else None
    if users is None or last is None:
        row = dialects.select(connection, what, table, where, values)
    else:
        both, key = f"{table} LEFT JOIN {users.table} ON {users.key} = %s", users.prepared(last, connection)
        row = dialects.select(connection, f"{what}, {users.columns}", both, where, values, [key])
    if row is not None and isinstance(row[0], str):  # some databases give a long text in a form of their own
        django_internals.set_session_data(session, _decoded(session, row[0]))
    return None if row is None or last is None else Guessed(last, row[1:], connection)


def _decoded(session: Any, stored: str) -> dict[str, Any]:
    """Return what a session holds; of a text that this process has read before, the signature is known to be right."""
    if session.serializer is not JSONSerializer:
        return session.decode(stored)  # type: ignore[no-any-return]
    key = session.key_salt, project.SECRET_KEY, *project.SECRET_KEY_FALLBACKS, stored
    if (known := _read.get(key)) is None:
        known = json.dumps(session.decode(stored))
        _read.put(key, known)
    return json.loads(known)  # type: ignore[no-any-return]


def _parts(connection: Any, model: Any) -> tuple[str, str, str]:
    """Return what is selected of a session that has not ended, from which table, and where."""
    alias = connection.alias
    if (alias, model) not in _columns:
        names = [model._meta.get_field(name).column for name in ("session_data", "expire_date", "session_key")]
        table, *columns = dialects.quoted(connection, [model._meta.db_table, *names])
        data, expires, key = (f"{table}.{column}" for column in columns)
        _columns[alias, model] = data, table, f"{expires} > %s AND {key} = %s"
    return _columns[alias, model]


def _user(session: Any, users: RowReader, guessed: Guessed | None) -> Any:
    """Return the user of a session, or None where Django has to look itself."""
    from django.contrib import auth
    from django.contrib.auth.backends import ModelBackend

    path = session.get(auth.BACKEND_SESSION_KEY)
    if path not in project.AUTHENTICATION_BACKENDS or auth.SESSION_KEY not in session:
        return None
    backend: Any = auth.load_backend(path)
    if type(backend).get_user is not ModelBackend.get_user:
        return None
    key = session[auth.SESSION_KEY]
    if guessed is not None and guessed.key == key:
        user = users.read(guessed.row, guessed.connection)
    else:
        user = users.get(key)
        _last_users.put(session.session_key, key)
    if user is None or not backend.user_can_authenticate(user) or not hasattr(user, "get_session_auth_hash"):
        return None
    known = session.get(auth.HASH_SESSION_KEY)
    return user if known and constant_time_compare(known, user.get_session_auth_hash()) else None
