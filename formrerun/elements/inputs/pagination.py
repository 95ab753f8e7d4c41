"""Pagination: which page of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from formrerun.elements._input import InputParameters, draw_input
from formrerun.engine.fields import Field
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    NotOffered,
    StreamlitAPIException,
    StreamlitInvalidParameterTypeError,
    StreamlitValueOutOfRangeError,
)

__all__ = ["pagination"]


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@dataclass(frozen=True, kw_only=True)
class PageField(Field[int]):
    """A number from 1, posted as a radio button does."""

    tag = "pagination"

    count: int
    default: int = 1

    def initial(self) -> int:
        return self.default

    def parse_posted(self, posted: list[str], current: Any) -> int:
        if not posted:
            return current  # type: ignore[no-any-return]
        text = posted[-1]
        if not (text.isascii() and text.isdigit() and len(text) < 10 and str(int(text)) == text):
            raise NotOffered
        if not 1 <= int(text) <= self.count:
            raise NotOffered
        return int(text)

    def to_posted(self, value: int) -> list[str]:
        return [str(value)]

    def revalidate(self, value: Any) -> int:
        return value if _is_number(value) and 1 <= value <= self.count else self.default


@dataclass(eq=False, kw_only=True)
class Pagination(Widget):
    """Numbers of pages in a row, one of which is chosen."""

    kind: ClassVar[str] = "pagination"
    content_width: ClassVar[bool] = True

    count: int
    most: int | None = 7

    def context(self) -> dict[str, Any]:
        current = int(self.shown[0])
        seen = _window(self.count, current, self.most)
        offered = sorted({*seen, *(page for page in (current - 1, current, current + 1) if 1 <= page <= self.count)})
        rows, before = [], 0
        for page in offered:
            is_seen = page in seen
            rows.append({
                "page": page, "on": page == current, "seen": is_seen, "gap": is_seen and page > before + 1,
                "text": _("Page %(page)s") % {"page": page},
            })  # fmt: skip
            before = page if is_seen else before
        return {
            **super().context(),
            "rows": rows,
            "previous": current - 1,
            "next": current + 1 if current < self.count else 0,
        }


def _window(count: int, current: int, most: int | None) -> set[int]:
    """
    Return the pages that are seen: all, or the first, the last, and those around the current one.

    Where pages are left out stands a sign, which takes the room of a number, as in Streamlit.
    """
    if most is None or count <= most:
        return set(range(1, count + 1))
    if most < 2:
        return {current} if most else set()
    if most == 2:
        return {1, count} if current in (1, count) else {current, count}
    if most == 3 and count > 4:
        near = (2, 3) if current <= 3 else (count - 2, count - 1) if current >= count - 2 else (current,)
        return {1, *near, count}
    is_early, is_late = current <= 3, current >= count - 2
    room = max(1, most - 2 - (not is_early) - (not is_late))
    if is_early:
        first, last = 2, max(current, room + 1)
    elif is_late:
        first, last = min(current, count - room), count - 1
    else:
        first = min(max(2, current - (room - 1) // 2), count - room)
        last = first + room - 1
    return {1, count, *range(max(2, first), min(count - 1, last) + 1)}


@command
def pagination(
    num_pages: int,
    *,
    default: int = 1,
    max_visible_pages: int | None = 7,
    width: Width = "content",
    key: str | int | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    disabled: bool = False,
    bind: str | None = None,
    persist_state: str | None = None,
) -> int:
    """
    Draw the numbers of pages and return the one that is chosen, from 1.

    Parameters
    ----------
    num_pages
        How many there are.
    default
        The one chosen at first.
    max_visible_pages
        How many numbers and signs for others are seen at once; 0 for the arrows alone, None for all.

    Raises
    ------
    StreamlitAPIException
        If there is no page, or a number is none.
    StreamlitValueOutOfRangeError
        If there is no page of the number ``default``.
    """
    if not _is_number(num_pages) or num_pages < 1:
        raise StreamlitAPIException(f"`num_pages` must be an integer of at least 1. Got {num_pages}.")
    if not _is_number(default):
        raise StreamlitInvalidParameterTypeError("default", type(default).__name__, ["int"])
    if not 1 <= default <= num_pages:
        raise StreamlitValueOutOfRangeError("default", default, 1, num_pages)
    if max_visible_pages is not None and (not _is_number(max_visible_pages) or max_visible_pages < 0):
        raise StreamlitAPIException(
            f"`max_visible_pages` must be a non-negative integer or None. Got {max_visible_pages}."
        )
    common = InputParameters(
        _("Page"), key, None, on_change, args, kwargs, disabled, "collapsed", width, bind, persist_state
    )
    return draw_input(
        "pagination",
        Pagination,
        PageField(count=num_pages, default=default),
        common,
        identity={
            "label": "", "num_pages": num_pages, "default": default, "max_visible_pages": max_visible_pages,
        },
        default_given=default != 1,
        count=num_pages,
        most=max_visible_pages,
    )  # fmt: skip
