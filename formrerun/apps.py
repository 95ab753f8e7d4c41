"""The app's configuration."""

from __future__ import annotations

import ast
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

#: Other apps add elements of their own in <app>/elements.py and pages in <app>/pages.py.
MODULES = ("elements", "pages")


def imports_us(module: str) -> bool:
    """
    Return True if a module says ``import formrerun`` somewhere; it is read for that and not imported.

    Other apps have modules of these names, for what they call pages and elements. To import one of these may cost much,
    or fail.
    """
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:  # the app is one module, and no package
        return False
    if spec is None or not spec.has_location or not str(spec.origin).endswith(".py"):
        return False
    source = Path(str(spec.origin)).read_bytes()
    if b"formrerun" not in source:
        return False
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):  # to be met by whoever imports it
        return True
    return any(
        name.partition(".")[0] == "formrerun"
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    )


class FormrerunConfig(AppConfig):
    """Register the elements, the checks and what logging out deletes."""

    name = "formrerun"
    verbose_name = _("Rerun-style forms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings

        if not apps.is_installed("django.contrib.auth") and not settings.MIDDLEWARE:
            # Said here and not by a check: what comes after it would be the errors of what does not find them.
            raise ImproperlyConfigured(
                "formrerun cannot tell whose a page is: add django.contrib.sessions (and django.contrib.auth and "
                "django.contrib.contenttypes for logins) to INSTALLED_APPS, and their middleware to MIDDLEWARE."
            )
        from django.contrib.auth.signals import user_logged_out

        from formrerun import checks, elements  # noqa: F401
        from formrerun.web import checks as checks_of_pages  # noqa: F401

        for app in apps.get_app_configs():
            for name in MODULES:
                module = f"{app.name}.{name}"
                if imports_us(module):
                    import_module(module)
        user_logged_out.connect(_forget_tabs, dispatch_uid="formrerun.logout")


def _forget_tabs(sender: Any, request: Any, **kwargs: Any) -> None:
    """Logging out is final: the session's tabs go with it (expiry, in contrast, can be resumed)."""
    from formrerun import store

    if request is not None and getattr(request, "session", None) is not None:
        for owner in store.Owner.of(request).each():
            store.default().drop_owner(owner)
