"""
What formrerun uses of Django that Django does not document: a test each, with the function's name in it.

A test that fails here means that a release of Django has changed something: mend the function, and what it stands in
for behaves as before.
"""

from __future__ import annotations

import asyncio
import inspect
import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from asgiref.sync import iscoroutinefunction
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.cache import SessionStore
from django.contrib.sessions.backends.db import SessionStore as DatabaseSession
from django.core.exceptions import RequestDataTooBig
from django.db import close_old_connections, connections, transaction
from django.db.models import Count, F
from django.dispatch import Signal
from django.http import RawPostDataException
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.urls import include, path
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy, pgettext_lazy

from formrerun.models import AuditEntry, Blob
from formrerun.utils import django_internals
from project.shop.models import Customer, Order, OrderLine
from tests.services import database

FLOOR = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}


@pytest.fixture
def sqlite(django_db_blocker: Any) -> Iterator[Any]:
    """A connection to an SQLite database of its own, whatever the tests run on."""
    with django_db_blocker.unblock(), database("floor", FLOOR):
        yield connections["floor"]


def test_every_function_has_a_test_that_names_it():
    own = {
        name
        for name, value in vars(django_internals).items()
        if inspect.isfunction(value) and value.__module__ == django_internals.__name__ and not name.startswith("_")
    }
    tested = " ".join(name for name in globals() if name.startswith("test_"))
    assert own
    assert {name for name in own if name not in tested} == set()


@pytest.mark.parametrize(
    "name",
    [
        "_start_transaction_under_autocommit", "atomic_blocks", "run_on_commit", "execute_wrappers", "_iterable_class",
        "_result_cache", "annotation_select", "default_ordering", "extra_order_by",
        "extra_select", "values_select", "_mark_post_parse_error",
        "_is_coroutine", "_is_coroutine_marker", "._body", "session.__class__ =",
    ],
)  # fmt: skip
def test_no_other_file_uses_it(name):
    room = Path(django_internals.__file__)
    assert name in room.read_text(encoding="utf-8")
    package = room.parent.parent
    others = [path for path in package.rglob("*.py") if path != room]
    assert len(others) > 100
    pattern = re.compile(rf"{re.escape(name)}(?!\w)")
    assert [str(path) for path in others if pattern.search(path.read_text(encoding="utf-8"))] == []


# ------------------------------------------------------------------------------------------------------- databases


def test_enter_without_begin(sqlite):
    sqlite.ensure_connection()
    done = []
    atomic = transaction.atomic(using="floor")
    django_internals.enter_without_begin(atomic, sqlite)
    try:
        assert sqlite.in_atomic_block
        assert not sqlite.connection.in_transaction, "BEGIN was sent: its method has another name"
        transaction.on_commit(lambda: done.append(True), using="floor")
        with sqlite.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
        with transaction.atomic(using="floor"):  # a savepoint
            pass
    finally:
        atomic.__exit__(None, None, None)
    assert done == [True]
    with transaction.atomic(using="floor"):  # the next one begins as ever
        assert sqlite.connection.in_transaction


def test_enter_without_begin_stands_in_for_a_method(sqlite):
    assert callable(type(sqlite)._start_transaction_under_autocommit)
    assert "_start_transaction_under_autocommit" not in vars(sqlite)


def test_open_blocks(sqlite):
    before = django_internals.open_blocks()
    with transaction.atomic(using="floor"), transaction.atomic(using="floor"):
        assert django_internals.open_blocks() == before + 2
    assert django_internals.open_blocks() == before


def test_commit_hooks_and_drop_commit_hooks(sqlite):
    done = []

    def first() -> None:
        done.append("first")

    def second() -> None:
        done.append("second")

    with transaction.atomic(using="floor"):
        transaction.on_commit(first, using="floor")
        transaction.on_commit(second, using="floor", robust=True)
        assert django_internals.commit_hooks(sqlite) == [first, second]
        django_internals.drop_commit_hooks(sqlite, 1)
        assert django_internals.commit_hooks(sqlite) == [first]
    assert done == ["first"]
    assert django_internals.commit_hooks(sqlite) == []


def test_add_statement_wrapper_and_remove_statement_wrapper(sqlite):
    seen = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    def pass_on(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        return execute(sql, params, many, context)

    django_internals.add_statement_wrapper(sqlite, watch)
    with sqlite.execute_wrapper(pass_on), sqlite.cursor() as cursor:  # an author's, inside and around
        cursor.execute("SELECT 1")
        django_internals.remove_statement_wrapper(sqlite, watch)
        cursor.execute("SELECT 2")
    assert seen == ["SELECT 1"]
    assert sqlite.execute_wrappers == []


# -------------------------------------------------------------------------------------------------------- querysets


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (lambda: Group.objects.all(), True),
        (lambda: Group.objects.only("name"), True),
        (lambda: Group.objects.annotate(users=Count("user")), True),
        (lambda: Group.objects.values("name"), False),
        (lambda: Group.objects.values(), False),
        (lambda: Group.objects.values_list("name"), False),
        (lambda: Group.objects.values_list("name", flat=True), False),
        (lambda: Group.objects.values_list(named=True), False),
    ],
    ids=["all", "only", "annotate", "values", "all values", "values_list", "flat", "named"],
)
def test_gives_instances(query, expected):
    assert django_internals.gives_instances(query()) is expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (lambda: Group.objects.all(), True),
        (lambda: Group.objects.filter(name="x").distinct(), True),
        (lambda: Group.objects.all()[:5], False),
        (lambda: Group.objects.all().union(Group.objects.all()), False),
        (lambda: Group.objects.none(), False),
    ],
    ids=["all", "filter", "slice", "union", "none"],
)
def test_can_be_filtered(query, expected):
    assert django_internals.can_be_filtered(query()) is expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (lambda: Group.objects.order_by("name").annotate(users=Count("user")), False),
        (lambda: Group.objects.filter(name="x"), True),
        (lambda: Group.objects.annotate(users=Count("user")).filter(users=1), True),
        (lambda: Group.objects.all()[:3], True),
    ],
    ids=["all", "filter", "having", "slice"],
)
def test_is_narrowed(query, expected):
    assert django_internals.is_narrowed(query()) is expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (lambda: Group.objects.filter(user__username="ann"), True),
        (lambda: Group.objects.only("name"), False),
        (lambda: Group.objects.annotate(users=Count("user")), False),
        (lambda: Group.objects.extra(select={"one": "1"}), False),
        (lambda: Permission.objects.select_related("content_type"), False),
        (lambda: Group.objects.prefetch_related("permissions"), False),
    ],
    ids=["filter", "only", "annotate", "extra", "select_related", "prefetch_related"],
)
def test_gives_plain_instances(query, expected):
    assert django_internals.gives_plain_instances(query()) is expected


@pytest.mark.parametrize(
    ("order", "expected"), [((), []), (("-name", "pk"), ["-name", "pk"]), ((F("name").desc(),), None)], ids=str
)
def test_plain_order(order, expected):
    assert django_internals.plain_order(Group.objects.order_by(*order)) == expected


def test_admin_action():
    made = django_internals.admin_action(len, "count", "Count them")
    if isinstance(made, tuple):
        assert made == (len, "count", "Count them")
    else:
        assert (made.func, made.name, made.description) == (len, "count", "Count them")


@pytest.mark.django_db
def test_statement_of_keys_and_query_of_statement():
    kept, _other = Group.objects.create(name="editors"), Group.objects.create(name="guests")
    User.objects.create(username="ann").groups.add(kept)
    query = Group.objects.filter(user__username="ann", pk__gte=0).order_by("-name").distinct()
    statement, values = django_internals.statement_of_keys(query)
    assert sorted(values, key=str) == [0, "ann"]
    assert list(django_internals.query_of_statement("auth.group", "default", statement, values)) == [kept]


@pytest.mark.django_db
def test_fetched_instances(django_assert_num_queries):
    group = Group.objects.create(name="editors")
    query = Group.objects.all()
    assert django_internals.fetched_instances(query) is None
    list(query)
    with django_assert_num_queries(0):
        assert django_internals.fetched_instances(query) == [group]


@pytest.mark.django_db
def test_give_rows(django_assert_num_queries):
    query = Group.objects.values("name")
    django_internals.give_rows(query, [{"name": "editors"}])
    with django_assert_num_queries(0):
        assert list(query) == [{"name": "editors"}]


def test_annotation_names():
    assert django_internals.annotation_names(Group.objects.all()) == ()
    assert django_internals.annotation_names(Group.objects.annotate(users=Count("user"))) == ("users",)


def test_annotation_of():
    query = Group.objects.annotate(users=Count("user"))
    assert isinstance(django_internals.annotation_of(query, "users"), Count)


def test_ordering_of():
    assert django_internals.ordering_of(Group.objects.all()) == tuple(Group._meta.ordering)
    assert django_internals.ordering_of(Group.objects.order_by("-name", "id")) == ("-name", "id")
    assert django_internals.ordering_of(Group.objects.order_by()) == ()
    assert django_internals.ordering_of(ContentType.objects.all()) == ()


def test_is_sliced():
    assert not django_internals.is_sliced(Group.objects.all())
    assert django_internals.is_sliced(Group.objects.all()[:5])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (lambda: Group.objects.values("name", "id"), ("name", "id")),
        (lambda: Group.objects.values_list("name", flat=True), ("name",)),
        (lambda: Group.objects.values_list(), ("id", "name")),
        (lambda: Group.objects.annotate(users=Count("user")).values_list(), ("id", "name", "users")),
        (lambda: Group.objects.extra(select={"one": "1"}).values(), ("one", "id", "name")),
    ],
    ids=["values", "flat", "all", "annotated", "extra"],
)
def test_value_names(query, expected):
    assert django_internals.value_names(query()) == expected


# --------------------------------------------------------------------------------------------- requests and sessions


def test_set_body():
    request = RequestFactory().post("/", b'{"a": 1}', content_type="application/json")
    data = request.read(100)
    with pytest.raises(RawPostDataException):
        assert request.body
    django_internals.set_body(request, data)
    assert request.body == b'{"a": 1}'


def test_forget_form(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    request = RequestFactory().post("/", {"a": "x" * 100, "file": io.BytesIO(b"content")})
    with pytest.raises(RequestDataTooBig):
        assert request.POST
    django_internals.forget_form(request)
    assert dict(request.POST) == {}
    assert dict(request.FILES) == {}


class Refused(Exception):
    pass


def refuse(self: Any, *args: Any, **kwargs: Any) -> Any:
    raise Refused


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.__setitem__("a", 2),
        lambda session: session.__delitem__("a"),
        lambda session: session.pop("a"),
        lambda session: session.setdefault("b", 2),
        lambda session: session.update({"a": 2}),
        lambda session: session.clear(),
        lambda session: session.flush(),
        lambda session: session.cycle_key(),
    ],
    ids=django_internals.SESSION_CHANGES,
)
def test_seal_session(change):
    session = SessionStore()
    session["a"] = 1
    django_internals.seal_session(session, refuse)
    django_internals.seal_session(session, refuse)
    with pytest.raises(Refused):
        change(session)
    assert session["a"] == 1
    assert isinstance(session, SessionStore)
    SessionStore()["a"] = 1  # others go on


def test_seal_session_knows_every_method_that_changes_a_session():
    def writes(name: str) -> bool:
        return any(text in inspect.getsource(vars(SessionBase)[name]) for text in ("modified = True", "self.clear()"))

    methods = {
        name
        for name, value in vars(SessionBase).items()
        if inspect.isfunction(value) and not inspect.iscoroutinefunction(value) and writes(name)
    }
    assert len(methods) > 4  # the others call these
    assert methods <= set(django_internals.SESSION_CHANGES)


# ------------------------------------------------------------------------------------------------------------ views


@pytest.mark.parametrize(
    "asks",
    [
        iscoroutinefunction,
        inspect.iscoroutinefunction if hasattr(inspect, "markcoroutinefunction") else asyncio.iscoroutinefunction,
    ],
    ids=["asgiref", "Python"],
)
def test_coroutine_function_while(asks):
    in_loop = False

    @django_internals.coroutine_function_while(lambda: in_loop)
    class View:
        def __call__(self) -> None: ...

    class Other(View):
        pass

    for view in (View(), Other()):
        in_loop = False
        assert not asks(view)
        in_loop = True
        assert asks(view)
    assert not asks(lambda: None)


def test_only_django_listens():
    def listener(**_):
        pass

    signal = Signal()
    assert django_internals.only_django_listens(signal)
    signal.connect(close_old_connections)
    assert django_internals.only_django_listens(signal)
    signal.connect(listener)
    assert not django_internals.only_django_listens(signal)


def test_take_over_context():
    def other_thread(context):
        django_internals.take_over_context(context)
        return translation.get_language(), timezone.get_current_timezone_name()

    with translation.override("de"), timezone.override("Europe/Vienna"), ThreadPoolExecutor() as pool:
        assert pool.submit(other_thread, copy_context()).result() == ("de", "Europe/Vienna")


@pytest.mark.parametrize("lazy", [gettext_lazy, pgettext_lazy])
def test_lazy_call(lazy):
    """It tells two lazy texts apart by what they are called with, in every language."""
    one, same, other = (lazy(*["context"][: lazy is pgettext_lazy], text) for text in ("Yes", "Yes", "No"))
    with translation.override("de"):
        assert django_internals.lazy_call(one)[:2] == django_internals.lazy_call(same)[:2]
        assert "Yes" in django_internals.lazy_call(one)[1]
        assert django_internals.lazy_call(one)[1] != django_internals.lazy_call(other)[1]


def test_csrf_refusal(rf: RequestFactory) -> None:
    answer, reason = django_internals.csrf_refusal(rf.post("/"))
    assert answer is not None
    assert (answer.status_code, reason) == (403, "CSRF cookie not set.")
    assert django_internals.csrf_refusal(rf.get("/")) == (None, "")


def test_keep_csrf_secret(rf: RequestFactory, settings: Any) -> None:
    settings.CSRF_USE_SESSIONS = True
    request: Any = rf.get("/")
    request.session = {}
    token = get_token(request)
    django_internals.keep_csrf_secret(request)
    again: Any = rf.post("/", headers={"X-CSRFToken": token})
    again.session = request.session
    assert django_internals.csrf_refusal(again)[0] is None


def test_user_of(rf: RequestFactory) -> None:
    request, asked = rf.get("/"), []
    assert django_internals.user_of(request) is None
    user = User(username="ada")
    request.user = SimpleLazyObject(lambda: asked.append("who") or user)
    assert django_internals.user_of(request) is django_internals.user_of(request) is user
    assert asked == ["who"]
    request.user = other = User(username="bob")  # as who acts for somebody else does
    assert django_internals.user_of(request) is other


def test_drain_messages(rf: RequestFactory) -> None:
    storage: Any = CookieStorage(rf.get("/"))
    storage.add(20, "first")
    assert [message.message for message in storage] == ["first"]  # as a template does
    storage.add(20, "second")
    assert [message.message for message in django_internals.drain_messages(storage)] == ["second"]
    assert [*storage, *django_internals.drain_messages(storage)] == []


def test_forget_messages(rf: RequestFactory) -> None:
    storage: Any = CookieStorage(rf.get("/"))
    storage.add(20, "first")
    assert django_internals.forget_messages(storage) == 1
    storage.add(20, "second")
    assert django_internals.forget_messages(storage, 1) == 1
    assert [message.message for message in storage] == ["first"]


def test_namespaces_of() -> None:
    ours = path("x/", include("formrerun.urls"))
    urlconf: Any = ModuleType("urls")
    urlconf.urlpatterns = [ours, path("a/", include(([ours], "a"), namespace="b"))]
    assert django_internals.namespaces_of("formrerun", urlconf) == ["formrerun", "b:formrerun"]


def test_auth_tests_and_is_auth_decorator_know_djangos_decorators() -> None:
    def refund() -> str:
        return "refunded"

    around = login_required(permission_required("shop.change_order")(refund), login_url="/in/")
    found = django_internals.auth_tests(around)
    assert (found.function, found.login_url) == (refund, "/in/")
    nobody = AnonymousUser()
    assert [test(nobody) for test in found.tests] == [False, False]
    assert django_internals.is_auth_decorator(around)
    assert not django_internals.is_auth_decorator(refund)
    assert django_internals.auth_tests(refund).tests == ()


@pytest.mark.django_db
def test_RowReader_and_reader_of() -> None:
    """Every kind of column comes back as from the manager, also those that a database gives in its own way."""
    entry = AuditEntry.objects.create(at=timezone.now(), changes=[{"a": 1}], page="p", duration=1)
    blob = Blob.objects.create(digest="d", data=b"\0\xff", used=timezone.now().date())
    order = Order.objects.create(number="N1", customer=Customer.objects.create(name="Ä"))
    line = OrderLine.objects.create(order=order, product="Cup", unit_price="7.50")
    for row in (entry, blob, line):
        reader = django_internals.reader_of(type(row))
        assert reader is not None
        known = reader.get(row.pk)
        theirs = type(row)._default_manager.get(pk=row.pk)
        assert known == theirs
        assert known._state.db == theirs._state.db
        for field in row._meta.concrete_fields:
            assert getattr(known, field.attname) == getattr(theirs, field.attname), field
    reader = django_internals.reader_of(Blob)
    assert reader is not None
    assert reader.get("another") is None
    assert django_internals.reader_of(Order) is None  # its rows come from a query set of the project's own


@pytest.mark.django_db
def test_is_plain_session_and_set_session_data() -> None:
    session = DatabaseSession("a" * 32)
    assert django_internals.is_plain_session(session)
    django_internals.set_session_data(session, {"a": 1})
    assert session["a"] == 1
    assert not django_internals.is_plain_session(session)
    assert not django_internals.is_plain_session(DatabaseSession())
    assert not django_internals.is_plain_session(SessionStore("a" * 32))
    assert not django_internals.is_plain_session(None)


def test_is_plain_user_and_set_user(rf: RequestFactory) -> None:
    request, user = rf.get("/"), User(username="somebody")
    assert not django_internals.is_plain_user(request)
    request.session = SessionStore()
    AuthenticationMiddleware(lambda _request: None).process_request(request)
    assert django_internals.is_plain_user(request)
    django_internals.set_user(request, user)
    assert request.user == user
    assert not django_internals.is_plain_user(request)
