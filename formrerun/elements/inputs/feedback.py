"""Feedback: thumbs, faces or stars."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from formrerun.elements._input import InputParameters, draw_input
from formrerun.engine.demands import Validators
from formrerun.engine.fields import Field
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import NotOffered, StreamlitValueError, StreamlitValueOutOfRangeError

__all__ = ["feedback"]

#: What is chosen of, as it stands in the page: value, icon, and what a screen reader says.
_CHOICES: dict[str, list[tuple[int, str, str]]] = {
    "thumbs": [(1, "thumb_up", gettext_noop("Thumbs up")), (0, "thumb_down", gettext_noop("Thumbs down"))],
    "faces": [
        (0, "sentiment_sad", gettext_noop("Very bad")),
        (1, "sentiment_dissatisfied", gettext_noop("Bad")),
        (2, "sentiment_neutral", gettext_noop("Neither good nor bad")),
        (3, "sentiment_satisfied", gettext_noop("Good")),
        (4, "sentiment_very_satisfied", gettext_noop("Very good")),
    ],
    "stars": [
        (0, "star", gettext_noop("1 star")),
        (1, "star", gettext_noop("2 stars")),
        (2, "star", gettext_noop("3 stars")),
        (3, "star", gettext_noop("4 stars")),
        (4, "star", gettext_noop("5 stars")),
    ],
}


@dataclass(frozen=True, kw_only=True)
class FeedbackField(Field[int | None]):
    """A number from 0, or none; posted as a radio button does."""

    tag = "feedback"

    default: int | None = None
    count: int = 2

    def initial(self) -> int | None:
        return self.default

    def parse_posted(self, posted: list[str], current: Any) -> int | None:
        text = posted[-1] if posted else ""
        if text and text not in map(str, range(self.count)):
            raise NotOffered
        return int(text) if text else None

    def to_posted(self, value: int | None) -> list[str]:
        return ["" if value is None else str(value)]

    def revalidate(self, value: Any) -> int | None:
        if value is None:
            return None
        fits = isinstance(value, Integral) and not isinstance(value, bool) and 0 <= int(value) < self.count
        return value if fits else self.default


@dataclass(eq=False, kw_only=True)
class Feedback(Widget):
    """A row of icons, one of which is chosen or none."""

    kind: ClassVar[str] = "feedback"
    content_width: ClassVar[bool] = True

    options: str

    def context(self) -> dict[str, Any]:
        rows = [
            {"wire": str(value), "icon": f":material/{icon}:", "text": _(text), "on": [str(value)] == self.shown}
            for value, icon, text in _CHOICES[self.options]
        ]
        return {**super().context(), "rows": rows, "none": not any(row["on"] for row in rows)}


@command
def feedback(
    options: Literal["thumbs", "faces", "stars"] = "thumbs",
    *,
    key: str | int | None = None,
    default: int | None = None,
    disabled: bool = False,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    required: bool = False,
    validators: Validators = (),
    width: Width = "content",
    bind: str | None = None,
    persist_state: str | None = None,
) -> int | None:
    """
    Draw thumbs, faces or stars and return which one is chosen, from 0 for the worst, or None.

    Parameters
    ----------
    options
        "thumbs" gives 0 or 1, "faces" and "stars" 0 to 4.
    default
        The one chosen at first.
    """
    if options not in _CHOICES:
        raise StreamlitValueError("options", ["'thumbs'", "'faces'", "'stars'"])
    count = len(_CHOICES[options])
    if default is not None and not 0 <= default < count:
        raise StreamlitValueOutOfRangeError("default", default, 0, count - 1)
    common = InputParameters(
        _("Feedback"), key, None, on_change, args, kwargs, disabled, "collapsed", width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    return draw_input(
        "feedback",
        Feedback,
        FeedbackField(default=default, count=count),
        common,
        identity={"label": "", "options": options, "default": default},
        resets=("options",),
        default_given=default is not None,
        options=options,
    )
