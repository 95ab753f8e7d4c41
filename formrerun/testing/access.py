"""Who may see a page under test: what the page, and what stands around its view, say of the visitor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase

from formrerun.testing.driver import AppTestError

T = TypeVar("T")


class NotAllowed(AppTestError, PermissionDenied):
    """
    The page does not let the visitor in: a browser would have got the login page, or 403.

    Attributes
    ----------
    login
        The address that the visitor is sent to; "" for 403.
    """

    def __init__(self, message: str, login: str = "") -> None:
        super().__init__(message)
        self.login = login


def admitted(view: Any, page: Any, request: Any, kwargs: Mapping[str, Any], serve: Callable[[], T]) -> T:
    """
    Serve a page if its visitor may see it, and return what ``serve`` returns.

    Parameters
    ----------
    view
        The view with the decorators around it, which are asked too; None for a script, which has none.

    Raises
    ------
    NotAllowed
        If it does not let the visitor in.
    """
    from formrerun.web.access import refuse_visitor

    served: list[T] = []

    def answer() -> HttpResponseBase:
        refusal = refuse_visitor(request, page, kwargs)
        if refusal is not None:
            return refusal
        began.append(True)
        served.append(serve())
        return HttpResponse()

    began: list[bool] = []
    request.formrerun_serve = answer
    try:
        response = _asked_middleware(view, request) or (view(request, **kwargs) if view is not None else answer())
    except PermissionDenied as error:
        if began:  # the page's own code has raised it
            raise
        raise _refused(page, request, error) from error
    if not served:
        raise _refused(page, request, response)
    return served[0]


def _asked_middleware(view: Any, request: Any) -> HttpResponseBase | None:
    """Return what Django's LoginRequiredMiddleware answers, if the project has it: it asks the same as a decorator."""
    from formrerun.web.access import everything_is_closed

    if view is None or not everything_is_closed():
        return None
    from django.contrib.auth.middleware import LoginRequiredMiddleware

    middleware = LoginRequiredMiddleware(lambda _request: HttpResponse())
    return middleware.process_view(request, view, (), {})


def _refused(page: Any, request: Any, answer: Any) -> NotAllowed:
    user, login = request.user, getattr(answer, "url", "")
    who = f"The user {user.get_username()!r}" if user.is_authenticated else "An anonymous visitor"
    if login:
        what = f"is sent to {login}"
    elif isinstance(answer, PermissionDenied):
        what = f"gets 403{f' ({answer})' if str(answer) else ''}"
    else:
        what = f"gets the answer {answer.status_code} of a decorator around the view"
    return NotAllowed(
        f"{who} may not see page {page.name}, but {what}. Say who visits it by `at.as_user(user)`, or expect this: "
        "`with pytest.raises(NotAllowed)`.",
        login,
    )
