"""
How pages get into an AdminSite: its addresses, its index, the change forms and the actions of its ModelAdmins.

A site is asked by Django for its URLs, its app list, the actions and the change form; what these answer is what its own
class answers, with the pages added. So it works in any AdminSite, also one that overrides these, and without a mixin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseRedirect
from django.template.loader import select_template
from django.urls import reverse

from formrerun.admin.selections import query_of
from formrerun.admin.themes import theme
from formrerun.utils import django_internals

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.admin import AdminSite, ModelAdmin

    from formrerun.admin.placed_page import AdminPage

#: The pages of each site.
_placed: dict[int, list[AdminPage]] = {}


def place(page: AdminPage) -> None:
    """
    Put a page into its site.

    Raises
    ------
    ImproperlyConfigured
        If the site has given its URLs away already.
    """
    site = _itself(page.site)
    if id(site) not in _placed:
        _placed[id(site)] = []
        _extend_site(site)
    if getattr(site, "_formrerun_urls_given", False):
        raise ImproperlyConfigured(
            f"@admin_page of {page.function.__qualname__} comes after the URLs of the site "
            f'"{site.name}" were made. Put it into admin.py of its app, which Django imports before.'
        )
    _placed[id(site)].append(page)


def pages_of(site: AdminSite, model: Any = None, on: str = "site") -> list[AdminPage]:
    """Return the pages of a site; with a model only those on this, and "object" or "selection"."""
    found = _placed.get(id(_itself(site)), [])
    return [page for page in found if page.on == on and (model is None or page.model is model)]


def _itself(site: Any) -> AdminSite:
    """Return a site; Django's default one is made when it is first used, and stands behind another object."""
    site.name  # noqa: B018
    return getattr(site, "_wrapped", site)  # type: ignore[no-any-return]


def _extend_site(site: Any) -> None:
    urls_of, app_list_of = site.get_urls, site.get_app_list

    def get_urls() -> list[Any]:
        # Before the site's own: a ModelAdmin takes all that comes below its address for the key of an object.
        site._formrerun_urls_given = True
        for model in {page.model for page in _placed[id(site)] if page.on != "site"}:
            _extend_model_admin(site, next(page for page in _placed[id(site)] if page.model is model).model_admin)
        return [*(page.pattern for page in _placed[id(site)]), *urls_of()]

    def get_app_list(request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        found = list(app_list_of(request, app_label) if app_label else app_list_of(request))
        for page in pages_of(site):
            if app_label in (None, page.app_label) and page.admits(request):
                _add_entry(site, found, page)
        return found

    site.get_urls, site.get_app_list = get_urls, get_app_list


def _add_entry(site: Any, app_list: list[dict[str, Any]], page: AdminPage) -> None:
    """Add a page to the list of what a site has, as if it were a model that one may look at."""
    entry = {
        "name": page.title, "object_name": page.name, "perms": {"view": True}, "admin_url": page.url(), "add_url": None,
        "view_only": True, "model": page.model,
    }  # fmt: skip
    for app in app_list:
        if app["app_label"] == page.app_label:
            app["models"].append(entry)
            return
    app_url = page.url()
    if any(model._meta.app_label == page.app_label for model in site._registry):  # others have no index of their own
        app_url = reverse("admin:app_list", kwargs={"app_label": page.app_label}, current_app=site.name)
    app_list.append(
        {
            "name": apps.get_app_config(page.app_label).verbose_name, "app_label": page.app_label,
            "app_url": app_url, "has_module_perms": True, "models": [entry],
        }
    )  # fmt: skip
    app_list.sort(key=lambda app: str(app["name"]).lower())


def _extend_model_admin(site: Any, model_admin: Any) -> None:
    actions_of, change_form_of = model_admin.get_actions, model_admin.render_change_form
    model = model_admin.model

    def get_actions(request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        located = {} if action_location is None else {"action_location": action_location}  # from Django 6.1 on
        found = dict(actions_of(request, **located))
        if IS_POPUP_VAR not in request.GET and getattr(action_location, "value", "CHANGE_LIST") == "CHANGE_LIST":
            for page in pages_of(site, model, "selection"):
                if page.admits(request):
                    found[page.name] = django_internals.admin_action(_action(page), page.name, page.title)
        return found

    def render_change_form(request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        response = change_form_of(request, context, *args, **kwargs)
        obj = context.get("original")
        links = [] if obj is None else [page for page in pages_of(site, model, "object") if page.admits(request, obj)]
        names = getattr(response, "template_name", None)
        if links and names and IS_POPUP_VAR not in request.GET:
            own = select_template([names] if isinstance(names, str) else names)
            response.context_data |= {
                "formrerun_base": own,
                "formrerun_theme": theme(),
                "formrerun_tools": [{"title": page.title, "url": page.url(obj)} for page in links],
            }
            response.template_name = "formrerun/admin/change_form.html"
        return response

    model_admin.get_actions, model_admin.render_change_form = get_actions, render_change_form


def _action(page: AdminPage) -> Callable[..., Any]:
    def action(model_admin: ModelAdmin[Any], request: HttpRequest, queryset: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(f"{page.url()}?{query_of(request, queryset.values_list('pk', flat=True))}")

    return action


__all__ = ["pages_of", "place"]
