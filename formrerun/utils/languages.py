"""The language that a page is in: that of its texts; how it writes numbers and days."""

from __future__ import annotations

import re
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
    return str(get_format("THOUSAND_SEPARATOR", shown_language(), use_l10n=True))


def with_signs(number: str) -> str:
    """Return a number that Python has written, as this language does."""
    signs = {".": decimal_sign(), ",": thousands_sign()}
    return re.sub("[.,]", lambda sign: signs[sign[0]], number)


def typed_day() -> str:
    """Return how this language types a day, for ``strftime``; of %d, %m and %Y."""
    return str(get_format("DATE_INPUT_FORMATS", shown_language(), use_l10n=True)[0])


def day_text(day: date) -> str:
    """Return a day as this language types it, with its time to the minute if it has one."""
    return day.strftime(f"{typed_day()} %H:%M" if isinstance(day, datetime) else typed_day())
