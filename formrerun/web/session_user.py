"""
Who is logged in, by two statements that are compiled once.

Django builds and compiles the queries of session and user anew for each request, which takes longer than all that they
read. Whatever is not as Django ships it (another session engine, backend, manager, middleware) is left to it, and so is
every doubt: a session or a user that is not found, a password that has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings as project
from django.db import connections, router
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from formrerun.utils import django_internals

_statements: dict[tuple[type, str], str] = {}  # by the model of sessions, and what the database is


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
    connection = connections[router.db_for_read(session.model)]
    values = [connection.ops.adapt_datetimefield_value(timezone.now()), session.session_key]
    with connection.cursor() as cursor:
        cursor.execute(_statement(session.model, connection.vendor, connection.ops.quote_name), values)
        row = cursor.fetchone()
    if row is not None and isinstance(row[0], str):  # some databases give a long text in a form of their own
        django_internals.set_session_data(session, session.decode(row[0]))


def _statement(model: Any, vendor: str, quote: Callable[[str], str]) -> str:
    """Return what selects the data of a session that has not ended by its key."""
    if (model, vendor) not in _statements:
        names = [model._meta.get_field(name).column for name in ("session_data", "expire_date", "session_key")]
        data, expires, key, table = map(quote, (*names, model._meta.db_table))
        _statements[model, vendor] = f"SELECT {data} FROM {table} WHERE {expires} > %s AND {key} = %s"
    return _statements[model, vendor]


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
