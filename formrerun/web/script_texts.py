"""What the browser's script says, in the visitor's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from formrerun.utils.languages import decimal_sign, thousands_sign


def texts() -> dict[str, str]:
    """Return the texts by the names that ``formrerun.js`` and ``behaviour.js`` have for them; JSON in the page."""
    return {
        "apply": _("Press Enter to apply"),
        "submit": _("Press Enter to submit form"),
        "applyArea": _("Press Ctrl+Enter to apply"),
        "submitArea": _("Press Ctrl+Enter to submit form"),
        "required": _("This field is required."),
        "pattern": _("Invalid input. Must match pattern: /%s/us"),
        "number": _("Enter a number."),
        "thousands": _("Write thousands without a sign between them."),
        "date": _("Enter a date."),
        "running": _("Running…"),
        "stop": _("Stop"),
        "retrying": _("The connection was lost. Trying again…"),
        "lost": _("The server cannot be reached. Your input is still here."),
        "again": _("Try again"),
        "refused": _("This could not be applied. Your input is still here."),
        "login": _("Your session has ended. Log in again, then your input is sent."),
        "loginLink": _("Log in"),
        "draft": _("There is a draft of this form that was not sent."),
        "restore": _("Restore"),
        "discard": _("Discard"),
        "expired": _("This page had expired and was loaded anew. Your input is still in the fields; send it again."),
        "cancel": _("Cancel"),
        "confirm": _("Confirm"),
        "check": _("Some fields need a correction."),
        "showPassword": _("Show password"),
        "hidePassword": _("Hide password"),
        "copied": _("Copied"),
        "reload": _("A new version of this page is available."),
        "reloadNow": _("Reload"),
        "decimal": decimal_sign(),
        "apart": thousands_sign(),
        "none": _("No results"),
        "searching": _("Searching …"),
        "notLoaded": _("The options could not be read. Go on typing to try again."),
        "add": _("Add: %s"),
        "selectAll": _("Select all"),
        "selectMatches": _("Select %s matches"),
        "clear": _("Clear value"),
        "clearAll": _("Clear all"),
        "remove": _("Remove %s"),
    }
