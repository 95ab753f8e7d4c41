"""Django's admin: the audit, and pages in any AdminSite."""

from __future__ import annotations

from django.contrib import admin

from formrerun.admin.audit import AuditAdmin
from formrerun.admin.site_pages import admin_page
from formrerun.models import AuditEntry

admin.site.register(AuditEntry, AuditAdmin)

__all__ = ["AuditAdmin", "admin_page"]
