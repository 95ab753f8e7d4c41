"""``@admin_page``: a page in an AdminSite, with its look, its menu, its permissions and its addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from django.contrib import admin
from django.contrib.admin import AdminSite

from formrerun.admin import placing
from formrerun.admin.placed_page import AdminPage, Place
from formrerun.admin.themes import theme
from formrerun.api.pages import page as make_page
from formrerun.engine.permissions import Asked
from formrerun.exceptions import FormrerunError
from formrerun.pages import View


def admin_page(
    site: AdminSite | None = None,
    *,
    model: Any = None,
    on: Place = "site",
    title: str | None = None,
    path: str = "",
    permission: Asked = None,
    icon: str | None = None,
    layout: Literal["centered", "wide"] = "wide",
    state: Literal["tab", "session", "user"] = "tab",
    atomic: bool = True,
    template: str = "formrerun/admin/page.html",
) -> Callable[[Callable[..., Any]], View]:
    """
    Make a page of an AdminSite of a page function: in its index and menu, with its look, breadcrumbs and permissions.

    It takes the view of a page too, which then stands in the admin as well.

    Stand it in ``admin.py`` of an app, where ModelAdmins are registered; the site must not have been put into the
    URLconf before.

    Parameters
    ----------
    site
        The site; ``django.contrib.admin.site`` by default.
    model
        The model whose ModelAdmin the page belongs to; without it the page belongs to the app of its function.
    on
        "site": the page is in the index. "object": it is for one object, which the function takes (after ``request``,
        if it takes that), and a link on the change form leads to it. "selection": it is an action of the change list,
        and the function takes the QuerySet of what was selected.
    title
        What links to it say, and its heading; by default made of the function's name.
    path
        The last part of its address; by default made of the function's name.
    permission
        "view", "add", "change" or "delete", as the ModelAdmin decides, for the object where there is one; or what
        ``permission=`` of :func:`formrerun.button` takes. By default "change", for pages in the index "view". Without a
        model it is enough to get into the site. Asked again with each submission.
    icon, layout, state, atomic
        As those of :func:`formrerun.page`.
    template
        The template of the whole page.

    Returns
    -------
    callable
        A decorator that returns the view.

    Raises
    ------
    FormrerunError
        If ``on`` needs a model and there is none, if ``permission`` is none, or if the app is not known.

    Examples
    --------
    >>> @admin_page(model=Order, on="object", title="Refund…")
    ... def refund(request, order):
    ...     fr.number_input("Amount", max_value=order.total)
    """
    site = site if site is not None else admin.site
    if on not in ("site", "object", "selection"):
        raise FormrerunError(f"@admin_page(on={on!r}) is not one of 'site', 'object', 'selection'.")
    if on != "site" and model is None:
        raise FormrerunError(f"@admin_page(on={on!r}) needs a model: say `model=`.")

    def decorate(function: Callable[..., Any]) -> View:
        if hasattr(function, "page"):  # the view of a page: the same stands in the admin too
            function = function.page.function
        placed = AdminPage(function, site, model, on, title, path, permission)
        view = make_page(title=placed.title, icon=icon, layout=layout, state=state, atomic=atomic, template=template)(
            _named(placed)
        )
        made = view.page  # type: ignore[attr-defined]
        made.passes, made.context, made.login_url = placed.passes, placed.context, f"{site.name}:login"
        made.tag = "main" if theme() == "unfold" else "div"  # which has no main part by itself
        placed.view = view
        placing.place(placed)
        return view

    return decorate


def _named(placed: AdminPage) -> Callable[..., Any]:
    """Return what runs the page, under the names of its function."""

    def run(request: Any, **kwargs: Any) -> Any:
        return placed.run(request, **kwargs)

    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(run, name, getattr(placed.function, name))
    run.__qualname__ += f"@{placed.site.name}"  # the function may be another page beside this one
    return run


__all__ = ["admin_page"]
