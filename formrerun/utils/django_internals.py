"""
What formrerun uses of Django that Django does not document, in one place, with the reason for each.

Another release may change any of it: ``tests/utils/test_django_internals.py`` then fails with the function's name. All
of it was seen with Django 5.2, 6.0 and 6.1. ``Model._meta`` and ``Model._state`` are documented and used where needed.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from asgiref.sync import _restore_context, markcoroutinefunction
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections, transaction
from django.db.models.manager import BaseManager
from django.db.models.query import QuerySet
from django.http import HttpResponse
from django.middleware.csrf import CSRF_SESSION_KEY, CsrfViewMiddleware
from django.urls import URLResolver, get_resolver
from django.utils.functional import SimpleLazyObject, empty

if TYPE_CHECKING:
    from contextvars import Context

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Model
    from django.dispatch import Signal
    from django.http import HttpRequest, HttpResponseBase
    from django.utils.functional import Promise

T = TypeVar("T", bound=type)

# ---------------------------------------------------------------------------------------------------- permissions


class AuthTests(NamedTuple):
    """
    What Django's decorators ask around a function.

    Attributes
    ----------
    function
        The function without them.
    tests
        Each takes the user and returns whether it passes, or raises PermissionDenied.
    login_url
        The address of a login that one of them names, or "".
    """

    function: Callable[..., Any]
    tests: tuple[Callable[[Any], bool], ...]
    login_url: str


def auth_tests(function: Callable[..., Any]) -> AuthTests:
    """
    Take ``login_required``, ``permission_required`` and ``user_passes_test`` off a function that is no view.

    Around a page function, a callback or a fragment they would look for a request that nobody hands over, and answer
    with a redirect that nobody sends. Uses the variables ``test_func`` and ``_redirect_to_login`` of the function
    that ``user_passes_test`` makes, on which the other two stand.
    """
    tests: list[Callable[[Any], bool]] = []
    login_url = ""
    while is_auth_decorator(function):
        held = inspect.getclosurevars(function).nonlocals
        tests.append(held["test_func"])
        # Its attribute of this name is that of the innermost decorator: `wraps` overwrites it.
        login_url = login_url or str(inspect.getclosurevars(held["_redirect_to_login"]).nonlocals["login_url"] or "")
        function = function.__wrapped__  # type: ignore[attr-defined]
    return AuthTests(function, tuple(tests), login_url)


def is_auth_decorator(function: Any) -> bool:
    """Return True for the function that one of Django's decorators has put around another one."""
    module = getattr(function, "__globals__", {}).get("__name__")
    return module == "django.contrib.auth.decorators" and hasattr(function, "__wrapped__")


# ------------------------------------------------------------------------------------------------------- databases


def enter_without_begin(atomic: transaction.Atomic, connection: BaseDatabaseWrapper) -> None:
    """
    Enter an ``atomic()`` block on SQLite without sending BEGIN; the caller sends it later.

    So the block's on_commit functions and savepoints work while a page only reads, and others may write meanwhile. Uses
    ``DatabaseWrapper._start_transaction_under_autocommit``, which sends BEGIN: there is no option to put it off.
    """
    connection._start_transaction_under_autocommit = lambda: None  # type: ignore[attr-defined]
    try:
        atomic.__enter__()
    finally:
        del connection._start_transaction_under_autocommit  # type: ignore[attr-defined]


def open_blocks() -> int:
    """
    Return how many ``atomic()`` blocks are open in this thread, on all its databases.

    Tells whether a page would leave a block of its own by an exception. Uses ``connection.atomic_blocks``: documented
    is only whether there is any.
    """
    return sum(len(connection.atomic_blocks) for connection in connections.all(initialized_only=True))


def commit_hooks(connection: BaseDatabaseWrapper) -> list[Callable[[], object]]:
    """
    Return the functions that wait for the commit of a connection's transaction, in their order.

    Uses ``connection.run_on_commit``, a list of tuples whose second item is the function: functions can be added by
    ``on_commit()`` and not be looked at.
    """
    return [entry[1] for entry in connection.run_on_commit]


def drop_commit_hooks(connection: BaseDatabaseWrapper, first: int) -> None:
    """
    Forget the functions that wait for the commit, but for the first so many.

    A block that was rolled back by hand must not be followed by what it wanted to happen after it; ``atomic()`` does
    this by itself, by savepoints that it knows. Uses ``connection.run_on_commit``.
    """
    del connection.run_on_commit[first:]


def add_statement_wrapper(
    connection: BaseDatabaseWrapper, wrapper: Callable[..., Any], *, outermost: bool = False
) -> None:
    """
    Let a function see every statement of a connection from now on; ``outermost`` before all others see it.

    Uses ``connection.execute_wrappers``: the documented ``connection.execute_wrapper()`` is a block, which takes the
    last one away at its end, whosever it is; a run's blocks overlap with an author's.
    """
    connection.execute_wrappers.insert(0 if outermost else len(connection.execute_wrappers), wrapper)


def remove_statement_wrapper(connection: BaseDatabaseWrapper, wrapper: Callable[..., Any]) -> None:
    """Undo :func:`add_statement_wrapper`, wherever the function stands by now."""
    connection.execute_wrappers.remove(wrapper)


# -------------------------------------------------------------------------------------------------------- querysets


def gives_instances(query: Any) -> bool:
    """
    Return True if a queryset gives instances of its model: not that of ``values()``, ``values_list()`` or ``dates()``.

    A table takes such a query's columns from the model. Uses ``QuerySet._fields`` and ``_iterable_class``.
    """
    from django.db.models.query import ModelIterable

    return query._fields is None and issubclass(query._iterable_class, ModelIterable)


def give_rows(query: Any, rows: list[Any]) -> None:
    """
    Let a queryset give these rows and not ask the database: those that a person was shown before.

    Uses ``QuerySet._result_cache``.
    """
    query._result_cache = rows


def fetched_instances(query: Any) -> list[Any] | None:
    """
    Return what a queryset has fetched already, None if it has not been run.

    So that a table of a list that the page has read costs no second query. Uses ``QuerySet._result_cache``.
    """
    found: list[Any] | None = query._result_cache
    return found


def annotation_names(query: Any) -> tuple[str, ...]:
    """Return the names of what was annotated to a queryset. Uses ``QuerySet.query.annotation_select``."""
    return tuple(query.query.annotation_select)


def annotation_of(query: Any, name: str) -> Any:
    """Return the expression that was annotated to a queryset. Uses ``QuerySet.query.annotations``."""
    return query.query.annotations[name]


def ordering_of(query: Any) -> tuple[Any, ...]:
    """
    Return what a queryset is sorted by: its own ``order_by()``, or its model's ordering.

    A page of a table needs an order in which no two rows are equal. Uses ``QuerySet.query.order_by``,
    ``default_ordering`` and ``extra_order_by``.
    """
    own = query.query.extra_order_by or query.query.order_by
    return tuple(own or (query.model._meta.ordering if query.query.default_ordering else ()))


def is_sliced(query: Any) -> bool:
    """Return True if a queryset has been sliced: it cannot be filtered any more. Uses ``QuerySet.query.is_sliced``."""
    return bool(query.query.is_sliced)


def value_names(query: Any) -> tuple[str, ...]:
    """
    Return the columns of a ``values()`` or ``values_list()`` query; its rows need not say them.

    Uses ``QuerySet._fields``, and of ``QuerySet.query`` ``extra_select``, ``values_select`` and ``annotation_select``.
    """
    select = (*query.query.extra_select, *query.query.values_select, *query.query.annotation_select)
    return tuple(query._fields or select)


def can_be_filtered(query: Any) -> bool:
    """
    Return False for a queryset that is sliced, or combined of several, or empty by itself: it takes no filter.

    Uses ``QuerySet.query`` and of it ``is_sliced``, ``combinator`` and ``is_empty``.
    """
    return not (query.query.is_sliced or query.query.combinator or query.query.is_empty())


def is_narrowed(query: Any) -> bool:
    """
    Return True if a queryset may leave out rows of its model.

    Uses ``QuerySet.query`` and of it ``where``.
    """
    return bool(query.query.where) or not can_be_filtered(query)


def gives_plain_instances(query: Any) -> bool:
    """
    Return True if a queryset's instances are what ``Model.objects.get()`` gives: nothing annotated, deferred or joined.

    Uses ``QuerySet.query`` and of it ``annotation_select``, ``extra_select``, ``select_related`` and
    ``deferred_loading``; and ``QuerySet._prefetch_related_lookups``.
    """
    asked = query.query
    more = asked.annotation_select or asked.extra_select or asked.select_related or query._prefetch_related_lookups
    return not more and asked.deferred_loading == (set(), True)


def plain_order(query: Any) -> list[str] | None:
    """
    Return the names of the fields that a queryset is sorted by; [] for its model's own order, None for expressions.

    Uses ``QuerySet.query`` and of it ``order_by`` and ``extra_order_by``.
    """
    order = list(query.query.order_by)
    return None if query.query.extra_order_by or not all(isinstance(each, str) for each in order) else order


def statement_of_keys(query: Any) -> tuple[str, list[Any]]:
    """
    Return the statement that gives the primary keys of a queryset's rows as ``fr_key``, and its parameters.

    So another process can tell which rows there are. Uses ``QuerySet.query.get_compiler()``. What a driver wraps a
    number in is taken off.
    """
    from django.db.models import F

    keys = query.order_by().annotate(fr_key=F("pk")).values("fr_key").query
    statement, values = keys.get_compiler(using=query.db).as_sql()
    return statement, [int(each) if isinstance(each, int) and not isinstance(each, bool) else each for each in values]


def query_of_statement(label: str, using: str, statement: str, values: list[Any]) -> Any:
    """
    Return a queryset of the rows whose keys a statement gives; see :func:`statement_of_keys`.

    A correlated EXISTS, which every database turns into a look-up by key where a few keys are asked for. Documented,
    but beside its other half.
    """
    from django.apps import apps
    from django.db.models import BooleanField
    from django.db.models.expressions import RawSQL

    model = apps.get_model(label)
    quote = connections[using].ops.quote_name
    key = f"{quote(model._meta.db_table)}.{quote(model._meta.pk.column)}"
    has = RawSQL(f"EXISTS (SELECT 1 FROM ({statement}) fr_rows WHERE fr_rows.fr_key = {key})", values, BooleanField())
    return model._base_manager.using(using).filter(has)


def admin_action(function: Callable[..., Any], name: str, title: str) -> Any:
    """
    Return what ``ModelAdmin.get_actions()`` says of an action: a tuple, and from Django 6.1 on an object.

    Uses ``django.contrib.admin.options.Action`` and ``ActionLocation`` where they are.
    """
    from django.contrib.admin import options

    made = getattr(options, "Action", None)
    if made is None:
        return function, name, title
    return made(function, name, title, title, [options.ActionLocation.CHANGE_LIST])


# --------------------------------------------------------------------------------------------- requests and sessions


def set_body(request: HttpRequest, body: bytes) -> None:
    """
    Let ``request.body`` give bytes that were read from the request's stream.

    formrerun reads a POST itself, bounded; a page or a middleware may ask for it afterwards, and a stream can be read
    once. Uses ``HttpRequest._body``.
    """
    request._body = body


def forget_form(request: HttpRequest) -> None:
    """
    Let ``request.POST`` and ``request.FILES`` be empty after a form could not be read.

    Else whoever looks there again, as a template's CSRF token or an error page does, meets the same error once more.
    Uses ``HttpRequest._mark_post_parse_error()``, with which Django does so after errors of the multipart parser.
    """
    request._mark_post_parse_error()  # type: ignore[attr-defined]


class _KnowsReason(CsrfViewMiddleware):
    """Keeps why it has refused a request."""

    reason = ""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponseBase:
        self.reason = reason
        return super()._reject(request, reason)  # type: ignore[misc, no-any-return]


def csrf_refusal(request: HttpRequest) -> tuple[HttpResponseBase | None, str]:
    """
    Check the CSRF token of a request, and return the answer of CSRF_FAILURE_VIEW with the reason; None if it is valid.

    A page checks by itself, and tells its script why. Uses ``CsrfViewMiddleware._reject()``: documented is only that
    the failure view is told the reason.
    """

    def view(_request: HttpRequest) -> HttpResponseBase:
        return HttpResponse()

    check = _KnowsReason(view)
    check.process_request(request)
    return check.process_view(request, view, (), {}), check.reason


def keep_csrf_secret(request: HttpRequest) -> None:
    """
    Write a new CSRF secret into the session now, where CSRF_USE_SESSIONS wants it there.

    The middleware does so once it has the response, when the session of a stream cannot be changed any more. Uses
    ``CSRF_SESSION_KEY`` and ``request.META["CSRF_COOKIE"]``.
    """
    from django.conf import settings as project

    secret = request.META.get("CSRF_COOKIE")
    if project.CSRF_USE_SESSIONS and secret and request.session.get(CSRF_SESSION_KEY) != secret:
        request.session[CSRF_SESSION_KEY] = secret


def drain_messages(storage: Any) -> list[Any]:
    """
    Return the messages of a storage that no template has shown yet, and leave nothing for those that come later.

    A site's template shows them, or ours: whoever comes first, whichever that is. Iterating shows them all again. Uses
    ``BaseStorage._loaded_messages`` and ``_loaded_data``, the list behind it.
    """
    shown = len(storage._loaded_messages) if storage.used else 0
    found = list(storage)
    storage._loaded_data.clear()
    return found[shown:]


def forget_messages(storage: Any, after: int | None = None) -> int:
    """
    Return how many messages of this request a storage holds; with ``after`` forget those that came after so many.

    Uses ``BaseStorage._queued_messages``.
    """
    queued: list[Any] = storage._queued_messages
    if after is not None:
        del queued[after:]
    return len(queued)


#: The methods by which a session is changed.
SESSION_CHANGES = ("__setitem__", "__delitem__", "pop", "setdefault", "update", "clear", "flush", "cycle_key")
_sealed_types: dict[tuple[type, Callable[..., Any]], type] = {}


def seal_session(session: Any, refuse: Callable[..., Any]) -> None:
    """
    Let every change of a session call a function instead, which raises; reading goes on. Once is enough.

    The session cannot be exchanged for a wrapper: the middleware, ``request.user`` and ``login()`` may have kept the
    object. So its class becomes a subclass, which needs ``SessionBase`` to be a class with a ``__dict__`` and these
    methods.
    """
    cls = type(session)
    if getattr(cls, "fr_sealed", False):
        return
    if (cls, refuse) not in _sealed_types:
        body = {**dict.fromkeys(SESSION_CHANGES, refuse), "__module__": cls.__module__, "fr_sealed": True}
        _sealed_types[cls, refuse] = type(cls.__name__, (cls,), body)
    session.__class__ = _sealed_types[cls, refuse]


# ---------------------------------------------------------------------------------------------------- session and user


def is_plain_session(session: Any) -> bool:
    """Return True for Django's own session of the database that has a key, and that nobody has read yet."""
    return (
        type(session) is SessionStore  # its module may be imported without the app
        and session.session_key is not None
        and not hasattr(session, "_session_cache")
    )


def set_session_data(session: Any, data: dict[str, Any]) -> None:
    """Let a session have been read, by its attribute ``_session_cache``."""
    session._session_cache = data


def is_plain_user(request: HttpRequest) -> bool:
    """
    Return True if nobody has asked yet for the user that Django's own middleware will look up.

    Uses ``_wrapped`` and ``_setupfunc`` of its ``SimpleLazyObject``, and ``request._cached_user``.
    """
    user = request.__dict__.get("user")
    return (
        type(user) is SimpleLazyObject
        and user._wrapped is empty
        and user.__dict__["_setupfunc"].__module__ == "django.contrib.auth.middleware"
        and not hasattr(request, "_cached_user")
    )


def user_of(request: Any) -> Any:
    """
    Return ``request.user`` itself, without the proxy of Django's middleware, through which each attribute passes.

    None if the request has none. Uses ``_wrapped`` and ``_setup()`` of ``SimpleLazyObject``.
    """
    user = getattr(request, "user", None)
    if type(user) is not SimpleLazyObject:
        return user
    if (found := object.__getattribute__(user, "_wrapped")) is empty:
        user._setup()
        found = object.__getattribute__(user, "_wrapped")
    return found


def set_user(request: HttpRequest, user: Any) -> None:
    """Let Django's ``get_user(request)`` have found a user, by ``request._cached_user``."""
    request._cached_user = user  # type: ignore[attr-defined]


class RowReader:
    """
    What reads rows of a model by their key as ``model._default_manager.get(pk=key)`` does, its SQL written once.

    Uses ``Field.get_col()``, and ``get_db_converters()`` of fields and databases.

    Attributes
    ----------
    alias, table, columns, key
        The database; table, columns and key as they stand in a statement.
    """

    def __init__(self, model: type[Model], alias: str) -> None:
        meta, connection = model._meta, connections[alias]
        quote, fields = connection.ops.quote_name, meta.concrete_fields
        assert meta.pk is not None
        self.model, self.alias = model, alias
        self.table = quote(meta.db_table)
        self.columns = ", ".join(f"{self.table}.{quote(str(field.column))}" for field in fields)
        self.key = f"{self.table}.{quote(str(meta.pk.column))}"
        self._attributes = [field.attname for field in fields]
        self._key_at = fields.index(meta.pk)
        self._converters: list[tuple[int, Any, list[Any]]] = []
        for place, field in enumerate(fields):
            column = field.get_col(meta.db_table)
            found = connection.ops.get_db_converters(column) + column.get_db_converters(connection)
            if found:
                self._converters.append((place, column, found))

    def prepared(self, key: Any, connection: Any) -> Any:
        """Return a key, as the session has it too, as a parameter of a statement."""
        field: Any = self.model._meta.pk
        return field.get_db_prep_value(field.to_python(key), connection)

    def get(self, key: Any) -> Any:
        """Return the row of a key, or None."""
        connection = connections[self.alias]
        with connection.cursor() as cursor:
            where = [self.prepared(key, connection)]
            cursor.execute(f"SELECT {self.columns} FROM {self.table} WHERE {self.key} = %s", where)
            return self.read(cursor.fetchone(), connection)

    def read(self, row: Sequence[Any] | None, connection: Any) -> Any:
        """Return what a database gave for ``columns``; None for no row, also for that of an outer join."""
        if row is None or row[self._key_at] is None:
            return None
        values = list(row)
        for place, column, found in self._converters:
            for convert in found:
                values[place] = convert(values[place], column, connection)
        return self.model.from_db(self.alias, self._attributes, values)


_readers: dict[tuple[type[Model], str], RowReader] = {}


def reader_of(model: type[Model]) -> RowReader | None:
    """
    Return what reads a model's rows, written once a database.

    None if the model's manager, query set or table are not Django's plain ones: then ask the manager. Uses the
    manager's ``_queryset_class``.
    """
    manager, meta = model._default_manager, model._meta
    is_plain = type(manager).get_queryset is BaseManager.get_queryset and manager._queryset_class is QuerySet  # type: ignore[attr-defined]
    if not is_plain or meta.parents or meta.pk is None or meta.pk.column is None:
        return None
    alias = manager.db
    if (known := _readers.get((model, alias))) is None:
        known = _readers[model, alias] = RowReader(model, alias)
    return known


# ------------------------------------------------------------------------------------------------------------- URLs


def namespaces_of(app_name: str, urlconf: Any = None) -> list[str]:
    """
    Return the namespaces under which an app's URLs are included, also inside those of other apps: "shop:formrerun".

    ``reverse()`` finds an app only where its namespace is not inside of another. Uses ``URLResolver.url_patterns``,
    ``app_name`` and ``namespace``: there is no public way to list them.
    """
    found: list[str] = []

    def look(patterns: Any, around: tuple[str, ...]) -> None:
        for each in patterns:
            if isinstance(each, URLResolver):
                inside = (*around, each.namespace) if each.namespace else around
                if each.app_name == app_name:
                    found.append(":".join(inside))
                look(each.url_patterns, inside)

    look(get_resolver(urlconf).url_patterns, ())
    return found


# ------------------------------------------------------------------------------------------------------------ views


def coroutine_function_while(condition: Callable[[], bool]) -> Callable[[T], T]:
    """
    Let the objects of a class be coroutine functions as long as a condition holds, for whoever asks.

    Django asks ``iscoroutinefunction(view)`` for each request: a view is called in a thread or in the event loop by
    that, and ours are served either way. asgiref's ``markcoroutinefunction()`` marks an object for good. So the two
    attributes are properties that ``inspect.iscoroutinefunction()`` looks at, and, before Python 3.12,
    ``asyncio.iscoroutinefunction()``.
    """

    def mark(cls: T) -> T:
        for name in ("_is_coroutine_marker", "_is_coroutine"):
            setattr(cls, name, _marker_while(condition, name))
        return cls

    return mark


def _marker_while(condition: Callable[[], bool], name: str) -> property:
    return property(lambda _self: _marker(name) if condition() else None)


@cache
def _marker(name: str) -> Any:
    def marked() -> None: ...

    return getattr(markcoroutinefunction(marked), name, None)


# ----------------------------------------------------------------------------------------------------------- threads


def only_django_listens(signal: Signal) -> bool:
    """
    Return True if all receivers of a signal are Django's own.

    What these do when a request has finished (close connections, reset the URLconf) may as well be done before its
    response is sent; what a project does then may take its time. Uses ``Signal._live_receivers()``.
    """
    sync_receivers, async_receivers = signal._live_receivers(None)
    return not async_receivers and all(each.__module__.startswith("django.") for each in sync_receivers)


def take_over_context(context: Context) -> None:
    """
    Let this thread have the language, time zone, URLconf and script prefix of another, from a copy of its context.

    Django keeps them in asgiref's ``Local``, which does not let another thread see them, whatever context that has; an
    event loop carries them by ``sync_to_async()``, and here is none. Uses ``asgiref.sync._restore_context()``.
    """
    _restore_context(context)


# ------------------------------------------------------------------------------------------------------------- texts


def lazy_call(text: Promise) -> tuple[Any, ...]:
    """
    Return the function of a lazy text, and what it is called with.

    That is the same in every language, as the text is not. Uses ``__reduce__`` of what ``lazy()`` gives, by which it
    can be pickled; there is no other way to its arguments.
    """
    return tuple(text.__reduce__()[1])
