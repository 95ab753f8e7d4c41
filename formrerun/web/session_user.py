"""
Who is logged in, by two statements that are compiled once.

Django builds and compiles the queries of session and user anew for each request, which takes longer than all that they
read. Whatever is not as Django ships it (another session engine, backend, manager, middleware) is left to it, and so is
every doubt: a session or a user that is not found, a password that has changed.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings as project
from django.db import connections, router
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from formrerun.utils import django_internals


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
    table, data, key, expires = _names(session.model)
    connection = connections[router.db_for_read(session.model)]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {data} FROM {table} WHERE {expires} > %s AND {key} = %s", [now, session.session_key])
        row = cursor.fetchone()
    if row is not None:
        django_internals.set_session_data(session, session.decode(row[0]))


def _names(model: Any) -> list[str]:
    """Return the quoted names of the table and its columns."""
    names = [model._meta.get_field(name).column for name in ("session_data", "session_key", "expire_date")]
    quote = connections[router.db_for_read(model)].ops.quote_name
    return [quote(name) for name in (model._meta.db_table, *names)]


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
