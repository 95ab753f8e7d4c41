"""A page function and where it stands in an AdminSite: its address there, and who may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from django.apps import apps
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.urls import path as url_path
from django.urls import reverse
from django.utils.text import capfirst

from formrerun.admin.selections import selected
from formrerun.admin.themes import theme
from formrerun.engine.permissions import Asked, permission_of
from formrerun.exceptions import FormrerunError
from formrerun.pages import View

#: Permissions that the ModelAdmin decides about.
OF_MODELS = ("view", "add", "change", "delete")
Place = Literal["site", "object", "selection"]


class AdminPage:
    """
    A page function and where it stands in an AdminSite.

    Attributes
    ----------
    site, model, on
        See :func:`admin_page`.
    app_label
        The app that it stands under.
    title
        What links to it say.
    slug
        The last part of its address.
    permission
        One of OF_MODELS, or None and ``asked`` says what a user must have.
    view
        Its view.
    """

    view: View

    def __init__(
        self,
        function: Callable[..., Any],
        site: AdminSite,
        model: Any,
        on: Place,
        title: str | None,
        slug: str,
        permission: Asked,
    ) -> None:
        self.function, self.site, self.model, self.on = function, site, model, on
        self.title = title or capfirst(function.__name__.replace("_", " "))
        self.slug = slug or function.__name__.replace("_", "-")
        self.app_label = model._meta.app_label if model is not None else _app_of(function)
        named = permission if permission is not None else ("change" if on != "site" else "view") if model else None
        self.permission = named if isinstance(named, str) and named in OF_MODELS else None
        self.asked = None if self.permission else permission_of(named)
        if self.permission and model is None:
            raise FormrerunError(
                f"@admin_page(permission={permission!r}) asks for a permission of a model and names none. Say "
                "`model=`, or name the permission in full, such as 'shop.change_order'."
            )

    # ------------------------------------------------------------------------------------------------ addresses

    @property
    def name(self) -> str:
        """The name of its URL, within the site's namespace."""
        model = f"{self.model._meta.model_name}_" if self.model is not None else ""
        return f"{self.app_label}_{model}{self.function.__name__}"

    @property
    def pattern(self) -> Any:
        """Its line in the site's URLs."""
        parts = [self.app_label, *([self.model._meta.model_name] if self.model is not None else [])]
        parts += ["<str:object_id>"] if self.on == "object" else []
        return url_path(f"{'/'.join([*parts, self.slug])}/", self.view, name=self.name)

    def url(self, obj: Any = None) -> str:
        """Return its address; that for an object, where it is for one."""
        args = [quote(obj.pk)] if self.on == "object" else []
        return reverse(f"{self.site.name}:{self.name}", args=args, current_app=self.site.name)

    # ---------------------------------------------------------------------------------------------- permissions

    @property
    def model_admin(self) -> ModelAdmin[Any]:
        """The ModelAdmin of the model; raise ImproperlyConfigured if the site has none."""
        found = self.site._registry.get(self.model)
        if found is None:
            raise ImproperlyConfigured(
                f"@admin_page of {self.function.__qualname__} names {self.model.__name__}, which is not registered in "
                f'the site "{self.site.name}".'
            )
        return found

    def admits(self, request: Any, obj: Any = None) -> bool:
        """Return True if the user of a request may see the page, for an object where it is for one."""
        if not self.site.has_permission(request):
            return False
        if self.permission is not None:
            check = getattr(self.model_admin, f"has_{self.permission}_permission")
            return bool(check(request) if self.permission == "add" or self.on != "object" else check(request, obj))
        return self.asked is None or self.asked.is_held_by(request.user)

    def passes(self, request: Any, kwargs: Mapping[str, Any] | None) -> bool:
        """Do the same for the arguments of an address."""
        if self.on != "object" or kwargs is None:
            return self.admits(request)
        if not self.site.has_permission(request):  # before anything is said of what there is
            return False
        request._formrerun_asked = self.object_of(request, kwargs)
        return self.admits(request, request._formrerun_asked)

    def object_of(self, request: Any, kwargs: Mapping[str, Any]) -> Any:
        """
        Return the object that an address names.

        Raises
        ------
        Http404
            If there is none that this user may know of.
        """
        found = self.model_admin.get_object(request, unquote(kwargs["object_id"]))
        if found is None:
            raise Http404
        return found

    # ------------------------------------------------------------------------------------------------- what it is

    def run(self, request: Any, **kwargs: Any) -> Any:
        """Call the page function, with the object or the selection that it is for."""
        given: list[Any] = []
        if self.on == "object":
            # What was asked about a moment ago, but for submissions, whose callbacks may have changed it meanwhile.
            asked = request.__dict__.pop("_formrerun_asked", None) if request.method == "GET" else None
            request._formrerun_drawn = asked if asked is not None else self.object_of(request, kwargs)
            given = [request._formrerun_drawn]
        elif self.on == "selection":
            given = [selected(request, self.model_admin)]
        return self.function(*([request] if self.wants_request else []), *given)

    @property
    def wants_request(self) -> bool:
        """True if the page function takes the request first."""
        code = getattr(self.function, "__code__", None)
        return code is not None and code.co_varnames[: code.co_argcount][:1] == ("request",)

    def context(self, request: Any, kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the admin's templates are given, and where the page stands in it."""
        request.current_app = self.site.name
        obj = getattr(request, "_formrerun_drawn", None)
        if obj is None and self.on == "object":
            obj = self.object_of(request, kwargs)
        return {
            **self.site.each_context(request),
            "is_popup": False,
            "subtitle": str(obj) if obj is not None else None,
            "opts": None,
            "formrerun_theme": theme(),
            "formrerun_object": obj,
            "formrerun_opts": self.model._meta if self.model is not None else None,
            "formrerun_app": apps.get_app_config(self.app_label),
        }


def _app_of(function: Callable[..., Any]) -> str:
    config = apps.get_containing_app_config(function.__module__)
    if config is None:
        raise FormrerunError(
            f"@admin_page cannot tell the app of {function.__qualname__}: its module {function.__module__} is in none "
            "of INSTALLED_APPS. Say `model=`, or put it into an app."
        )
    return config.label


__all__ = ["AdminPage", "Place"]
