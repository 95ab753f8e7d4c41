"""``@page``: a function becomes a Django view."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any, Literal, overload

from formrerun import pages
from formrerun.exceptions import FormrerunError
from formrerun.pages import Page, View, non_atomic
from formrerun.utils.django_internals import auth_tests, is_auth_decorator
from formrerun.web.dispatch import PageView


@overload
def page(function: Callable[..., Any]) -> View: ...
@overload
def page(
    *,
    title: str | None = None,
    icon: str | None = None,
    layout: Literal["centered", "wide"] = "centered",
    login_required: bool | None = None,
    permission_required: str | Iterable[str] = (),
    user_passes: Callable[..., bool] | None = None,
    state: Literal["tab", "session", "user"] = "tab",
    atomic: bool = True,
    template: str = "formrerun/page.html",
    main: bool = True,
) -> Callable[[Callable[..., Any]], View]: ...
def page(
    function: Callable[..., Any] | None = None,
    *,
    title: str | None = None,
    icon: str | None = None,
    layout: Literal["centered", "wide"] = "centered",
    login_required: bool | None = None,
    permission_required: str | Iterable[str] = (),
    user_passes: Callable[..., bool] | None = None,
    state: Literal["tab", "session", "user"] = "tab",
    atomic: bool = True,
    template: str = "formrerun/page.html",
    main: bool = True,
) -> View | Callable[[Callable[..., Any]], View]:
    """
    Make a Django view of a page function.

    The function runs top to bottom on every GET and once for every submission. It may take ``request`` as its first
    parameter, and the URL's arguments by name.

    Parameters
    ----------
    function
        The page function; left out where the decorator has parameters.
    title, icon
        The browser tab's title (default: the function's name) and icon (an emoji).
    layout
        "centered" (736 px) or "wide".
    login_required
        Send anonymous visitors to the login page; False lets them in. Without it ``FORMRERUN["LOGIN_REQUIRED"]``
        decides, which is False.
    permission_required
        One permission or several ("shop.change_order"); implies ``login_required``. Without it: 403.
    user_passes
        Called with the user, and with those arguments of the URL that it names; 403 if it returns False. Implies
        ``login_required``.
    state
        Whose session_state it is: one browser tab's (default), or shared by all tabs of the "session" or the "user".
    atomic
        False for a page that takes long: values and callbacks are committed with the submission's id, then the page
        runs outside of any transaction. If its process dies, the submission is shown as cut short, and not run again.
    template
        The template of the whole page; ``formrerun/page.html`` says which blocks it has.
    main
        False where a template of the site's has a ``<main>`` around the page: a document has one main part.

    Returns
    -------
    callable
        The view, for ``path("refunds/", refunds)``; its ``page`` attribute is the :class:`Page`.

    Django's ``login_required``, ``permission_required``, ``user_passes_test`` and ``login_not_required`` may stand
    above ``@page``, or right below it.

    Raises
    ------
    FormrerunError
        If the function is ``async``, ``state`` is none of the three, or a page that is not atomic wants to share it.

    Examples
    --------
    >>> @fr.page(title="Refunds", permission_required="shop.change_order")
    ... def refunds(request, customer_id):
    ...     fr.title("Refunds")
    """
    if state not in ("tab", "session", "user"):
        raise FormrerunError(f"@page(state={state!r}) is not one of 'tab', 'session', 'user'.")
    if not atomic and state != "tab":
        raise FormrerunError(
            f"@page(atomic=False) cannot have state={state!r}: what tabs share stays locked until a transaction ends. "
            'Leave state at "tab" and keep what is shared in the database.'
        )
    permissions = (permission_required,) if isinstance(permission_required, str) else tuple(permission_required)

    def decorate(function: Callable[..., Any]) -> View:
        if not hasattr(function, "__qualname__"):
            raise FormrerunError(f"@page cannot take {function!r}: it has no name. Decorate a function.")
        if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
            raise FormrerunError(
                f"@page cannot take the async function {function.__qualname__}: a page holds a lock and a database "
                "transaction in one thread from start to end. Make it a plain `def`; it runs in a thread of its own, "
                "and may call `asgiref.sync.async_to_sync` for what is async."
            )
        asked = auth_tests(function)
        function = asked.function
        _check_decorators(function)
        return register(
            Page(
                function=function,
                name=f"{function.__module__}.{function.__qualname__}",
                title=title,
                icon=icon,
                layout=layout,
                login=login_required,
                permission_required=permissions,
                user_passes=user_passes,
                tests=asked.tests,
                login_url=asked.login_url,
                state=state,
                atomic=atomic,
                template=template,
                tag="main" if main else "div",
            )
        )

    return decorate if function is None else decorate(function)


def _check_decorators(function: Any) -> None:
    """Raise if one of Django's decorators is left that would answer where nobody listens, after the callbacks."""
    inner = getattr(function, "__wrapped__", None)
    while inner is not None:
        if is_auth_decorator(inner):
            raise FormrerunError(
                f"Around the page function {function.__qualname__} stands one of Django's decorators of permissions "
                "below another decorator, where it would be asked too late: after the callbacks. Put it right below "
                "`@page`, or above it."
            )
        inner = getattr(inner, "__wrapped__", None)


def register(made: Page) -> View:
    """File a page under its name and return its view."""
    view = made.view = non_atomic(PageView(made))
    pages.add(made)
    return view
