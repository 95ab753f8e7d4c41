"""Colour picker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements._kept_calls import kept
from formrerun.engine.demands import Validators
from formrerun.engine.fields import Field
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import NotOffered, StreamlitAPIException, StreamlitInvalidParameterTypeError

__all__ = ["color_picker"]

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
LEAST_WIDTH = 40


@dataclass(frozen=True, kw_only=True)
class ColorField(Field[str]):
    """A colour as ``#rrggbb``."""

    tag = "color"

    default: str = "#000000"

    def initial(self) -> str:
        return self.default

    def parse_posted(self, posted: list[str], current: Any) -> str:
        text = posted[-1] if posted else ""
        if not text:
            return current  # type: ignore[no-any-return]
        text = text if text.startswith("#") else f"#{text}"
        if not _HEX.fullmatch(text):
            raise NotOffered
        # The browser's own field knows only six small digits: what it shows for "#ABC" is not an edit.
        return current if [text.lower()] == self.to_posted(current) else text

    def to_posted(self, value: str) -> list[str]:
        text = str(value).lower()
        if re.fullmatch(r"#[0-9a-f]{3}", text):
            text = "#" + "".join(digit * 2 for digit in text[1:])
        return [text if re.fullmatch(r"#[0-9a-f]{6}", text) else "#000000"]

    def to_exact_posted(self, value: str) -> list[str]:
        return [str(value)]

    def coerce(self, value: Any) -> str:
        if not isinstance(value, str):
            raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["str"])
        return value

    def normalize(self, value: str) -> str:
        return value if _HEX.fullmatch(value) else self.default


@dataclass(eq=False, kw_only=True)
class ColorPicker(Widget):
    """A colour."""

    kind: ClassVar[str] = "color_picker"
    content_width: ClassVar[bool] = True


@command
@kept
def color_picker(
    label: str,
    value: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    disabled: bool = False,
    required: bool = False,
    validators: Validators = (),
    label_visibility: LabelVisibility = "visible",
    width: Width = "content",
    bind: str | None = None,
    persist_state: str | None = None,
) -> str:
    """
    Draw the browser's colour picker and return the colour as ``#rrggbb``.

    Parameters
    ----------
    value
        The colour at first, ``#rgb`` or ``#rrggbb``; default black.

    Raises
    ------
    StreamlitAPIException
        If ``value`` is no such text.
    """
    if isinstance(width, int) and not isinstance(width, bool):
        width = max(width, LEAST_WIDTH)
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    color = "#000000" if value is None else value
    if not isinstance(color, str):
        raise StreamlitInvalidParameterTypeError(
            "value", type(color).__name__, ["str"], detail="Pass a hex string like `'#00FFAA'` or `'#000'`."
        )
    if not _HEX.fullmatch(color):
        raise StreamlitAPIException(
            f"'{color}' is not a valid hex code for colors. Valid ones are like '#00FFAA' or '#000'."
        )
    return draw_input(
        "color_picker",
        ColorPicker,
        ColorField(default=color),
        common,
        identity={"value": str(value), "help": help, "width": width},
        default_given=value is not None,
    )
