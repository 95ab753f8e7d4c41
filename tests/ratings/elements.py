"""``rating``: so many of so many stars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements.toolkit import (
    Field,
    InputParameters,
    LabelVisibility,
    NotOffered,
    OnChange,
    Validators,
    Widget,
    Width,
    command,
    draw_input,
)
from formrerun.exceptions import StreamlitInvalidParameterTypeError, StreamlitValueOutOfRangeError

__all__ = ["rating"]


@dataclass(frozen=True, kw_only=True)
class RatingField(Field[int | None]):
    """How a browser says a number of stars: as a radio button does."""

    tag = "rating"

    stars: int
    default: int | None = None

    def initial(self) -> int | None:
        return self.default

    def parse_posted(self, posted: list[str], current: Any) -> int | None:
        if not posted:
            return None
        if posted[-1] not in map(str, range(1, self.stars + 1)):
            raise NotOffered
        return int(posted[-1])

    def to_posted(self, value: int | None) -> list[str]:
        return [] if value is None else [str(value)]

    def coerce(self, value: Any) -> int | None:
        if value is not None and type(value) is not int:
            raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["int", "None"])
        return value

    def check_bounds(self, value: int | None) -> None:
        if value is not None and not 1 <= value <= self.stars:
            raise StreamlitValueOutOfRangeError("value", value, 1, self.stars)

    def revalidate(self, value: int | None) -> int | None:
        return self.default if value is not None and value > self.stars else value


@dataclass(eq=False, kw_only=True)
class Rating(Widget):
    """A row of stars."""

    kind: ClassVar[str] = "rating"

    stars: int

    def context(self) -> dict[str, Any]:
        row = [{"number": number, "chosen": self.shown == [str(number)]} for number in range(1, self.stars + 1)]
        return {**super().context(), "row": row}


@command
def rating(
    label: str,
    stars: int = 5,
    value: int | None = None,
    *,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    disabled: bool = False,
    required: bool = False,
    validators: Validators = (),
    label_visibility: LabelVisibility = "visible",
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
) -> int | None:
    """
    Draw a row of stars and return how many were given, or None.

    Parameters
    ----------
    stars
        How many there are.
    value
        How many are given at first.
    """
    field = RatingField(stars=stars, default=value)
    field.check_bounds(field.coerce(value))
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    return draw_input(
        "rating",
        Rating,
        field,
        common,
        identity={"stars": stars, "value": value},
        default_given=value is not None,
        stars=stars,
    )
