"""The audit in the admin: to be looked through, and not to be changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from formrerun import pages
from formrerun.conf import settings
from formrerun.models import AuditEntry


class PageFilter(admin.SimpleListFilter):
    """By page: those that this process knows, so that the choices cost no query over the whole table."""

    title = _("page")
    parameter_name = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        found = {page.name: page.config().shown_title for page in pages.known()}
        return sorted(found.items(), key=lambda named: named[1].casefold())

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.filter(page=self.value()) if self.value() else queryset


class AuditAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Lines of the audit. Nobody adds, changes or deletes one here; whoever may view them sees them."""

    list_display = ["at", "who", "titled", "trigger", "summary", "result", "duration"]
    list_display_links = ["at"]
    list_filter = ["result", "at", PageFilter]
    search_fields = ["username", "page", "address", "trigger", "callback", "submission"]
    date_hierarchy = "at"
    list_per_page = 50
    show_full_result_count = False
    fields = readonly_fields = (
        "at", "who", "page", "address", "trigger", "callback", "table", "result", "reason", "duration", "submission",
        "tab", "run",
    )  # fmt: skip

    @admin.display(description=_("who"), ordering="username")
    def who(self, entry: AuditEntry) -> str:
        """The user's name."""
        return entry.username or "-"

    @admin.display(description=_("page"), ordering="page")
    def titled(self, entry: AuditEntry) -> str:
        """The page's title, or its name where this process does not know it."""
        found = pages.find(entry.page)
        return found.config().shown_title if found is not None else entry.page

    @admin.display(description=_("changes"))
    def summary(self, entry: AuditEntry) -> str:
        """What was changed, in a line."""
        texts = [f"{change['label']}: {change['old']} → {change['new']}" for change in entry.changes[:4]]
        text = "; ".join(texts) if entry.result != AuditEntry.Result.REFUSED else entry.reason.partition("\n")[0]
        return text if len(text) <= 160 else f"{text[:159]}…"

    @admin.display(description=_("changes"))
    def table(self, entry: AuditEntry) -> SafeString:
        """What was changed, in a table."""
        if not entry.changes:
            return SafeString("-")
        rows = format_html_join(
            "", "<tr><th scope='row'>{}</th><td>{}</td><td>{}</td></tr>",
            ((change["label"], change["old"], change["new"]) for change in entry.changes),
        )  # fmt: skip
        return format_html(
            "<table><thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>{}</tbody></table>",
            _("field"), _("before"), _("after"), rows,
        )  # fmt: skip

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(settings.AUDIT) and super().has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


__all__ = ["AuditAdmin"]
