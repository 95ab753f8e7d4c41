"""The language that a page is in: that of its texts; how it writes numbers and days."""

from __future__ import annotations

import sysconfig
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.formats import get_format


def shown_language() -> str:
    """Return the visitor's language if there are texts in it, else the site's, which Django falls back to."""
    active = translation.get_language() or settings.LANGUAGE_CODE
    known = _catalogues()
    return active if active in known or active.split("-")[0] in known else settings.LANGUAGE_CODE


def is_right_to_left(language: str) -> bool:
    """Return True if lines of a language begin at the right."""
    return language.split("-")[0] in settings.LANGUAGES_BIDI


@cache
def _catalogues() -> frozenset[str]:
    """Return the languages of our texts and of the site's own; what else is installed says nothing of its pages."""
    libraries = [Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")]
    folders = [Path(folder) for folder in settings.LOCALE_PATHS]
    for app in apps.get_app_configs():
        path = Path(app.path)
        if app.name == "formrerun" or not any(path.is_relative_to(library) for library in libraries):
            folders.append(path / "locale")
    found = [path for folder in folders for path in folder.glob("*/LC_MESSAGES/django.mo")]
    return frozenset(["en", *(translation.to_language(path.parent.parent.name) for path in found)])


def decimal_sign() -> str:
    """Return what stands in front of decimals: "." or ","."""
    return str(get_format("DECIMAL_SEPARATOR", shown_language(), use_l10n=True))


def thousands_sign() -> str:
    """Return what stands between groups of three digits; "" where the language has none."""
    language = shown_language()
    # Some languages of Django have a sign and no size of groups: three is what they all write.
    return str(get_format("THOUSAND_SEPARATOR", language, use_l10n=True))


def day_text(day: date) -> str:
    """Return a day as it is typed in this language, with its time to the minute if it has one."""
    moment = isinstance(day, datetime)
    name = "DATETIME_INPUT_FORMATS" if moment else "DATE_INPUT_FORMATS"
    written = str(get_format(name, shown_language(), use_l10n=True)[0])
    return day.strftime(written.removesuffix(written[-3:]) if moment and written.endswith("%S") else written)
