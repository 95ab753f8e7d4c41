"""
Moments with a zone: shown as the clock on the wall of the current zone, and given back as moments.

A moment that nobody has touched comes back as it was, with its zone, its seconds, and the hour that a clock repeats.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from formrerun.exceptions import Invalid


def now() -> datetime:
    """Return what a clock on the wall of the current zone shows."""
    return datetime.now(get_current_timezone() if settings.USE_TZ else None).replace(tzinfo=None)


def today() -> date:
    """Return the day that it is in the current zone."""
    return now().date()


def on_the_wall(moment: datetime, zone: tzinfo | None = None) -> datetime:
    """Return what a clock in a zone shows at a moment, by default in the current one; without zone as it is."""
    if moment.utcoffset() is None:
        return moment.replace(tzinfo=None)
    try:
        return moment.astimezone(zone or get_current_timezone()).replace(tzinfo=None)
    except OverflowError:  # within a day of the calendar's end
        return moment.replace(tzinfo=None)


def same_moment(wall: datetime, zone: tzinfo, like: datetime | None) -> datetime:
    """
    Return the moment at which a clock in a zone shows this, in the zone of another moment.

    Of an hour that the clock repeats it is the first time, unless the other moment is on that day the second time.

    Raises
    ------
    Invalid
        If the clock never shows this, because it is put forward then.
    """
    fold, target = 0, zone
    if like is not None:
        with suppress(OverflowError):  # within a day of the calendar's end
            shown = like.astimezone(zone)
            fold = shown.fold if shown.date() == wall.date() else 0
        target = like.tzinfo or zone
    found = as_moment(wall.replace(fold=fold), zone, zone)
    if found.replace(tzinfo=None, fold=0) != wall.replace(fold=0):
        raise Invalid(_("This time does not exist on that day: the clocks are put forward."))
    return as_moment(found.replace(tzinfo=None), zone, target)


def as_moment(wall: datetime, shown: tzinfo, zone: tzinfo) -> datetime:
    """Return the moment at which a clock in one zone shows this, in another; what no clock shows is the hour after."""
    try:
        return wall.replace(tzinfo=shown).astimezone(timezone.utc).astimezone(zone)
    except OverflowError:
        return wall.replace(tzinfo=zone)


def zone_name(zone: tzinfo | None = None) -> str:
    """Return how a zone stands in a field, by default the current one: its name, or its offset in seconds."""
    zone = zone or get_current_timezone()
    key = getattr(zone, "key", None)
    offset = None if key else zone.utcoffset(None)
    return key or ("" if offset is None else str(int(offset.total_seconds())))


def zone_of(name: str) -> tzinfo:
    """Return the zone of a name; the current one if it has none."""
    if not name:
        return get_current_timezone()
    if name.lstrip("-").isdigit():
        return timezone(timedelta(seconds=int(name)))
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError):  # this machine does not know it
        return get_current_timezone()
