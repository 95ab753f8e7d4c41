"""Text input."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements._kept_calls import kept
from formrerun.elements._parameters import clean_icon, clean_placeholder
from formrerun.elements.inputs._text_field import TextField, check_validate, cut
from formrerun.elements.inputs._text_types import PRESETS, TextType
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    StreamlitIncompatibleParametersError,
    StreamlitInvalidParameterTypeError,
    StreamlitValueError,
)

__all__ = ["text_input"]


@dataclass(eq=False, kw_only=True)
class TextInput(Widget):
    """A line of text."""

    kind: ClassVar[str] = "text_input"
    printed: ClassVar[str] = "shown.0"

    type: str = "text"
    max_chars: int | None = None
    placeholder: str | None = None
    icon: str = ""
    autocomplete: str = ""
    pattern: str = ""
    message: str = ""
    live: int | None = None


def _pause(live: Any) -> int | None:
    """Return the pause after which typing is sent, in milliseconds; None if it is not."""
    if live is False:
        return None
    if live is True:
        return 250
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(ms|s|m)", live) if isinstance(live, str) else None
    if found is None:
        raise StreamlitInvalidParameterTypeError(
            "live", type(live).__name__, ["bool", "str"],
            detail="Use `True` for a 250ms pause, or a duration string like `'300ms'` or `'0.5s'`.",
        )  # fmt: skip
    return min(60_000, round(float(found.group(1)) * {"ms": 1, "s": 1000, "m": 60_000}[found.group(2)]))


@command
@kept
def text_input(
    label: str,
    value: str | None = "",
    max_chars: int | None = None,
    key: str | int | None = None,
    type: TextType = "default",
    help: str | None = None,
    autocomplete: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    placeholder: str | None = None,
    disabled: bool = False,
    required: bool = False,
    validators: Validators = (),
    label_visibility: LabelVisibility = "visible",
    icon: str | None = None,
    validate: str | tuple[str, str] | None = None,
    live: bool | str = False,
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
) -> str | None:
    """
    Draw a field for one line of text and return the text.

    Parameters
    ----------
    value
        The text at first; None gives None until something is typed.
    max_chars
        The most characters; typing stops there, and the server cuts what is longer.
    type
        "default", "password", "email", "url", "phone" or "search"; sets icon, placeholder, check and autocomplete.
    autocomplete
        What the browser may offer to fill in, as in HTML: "name", "one-time-code", "off".
    required
        Refuse an empty text: in the browser and, again, on the server.
    validate
        A pattern (JavaScript's syntax) that the text must match, or (pattern, message); an empty text is not checked,
        one of more than 5,000 characters never matches. The server looks too, so avoid patterns such as ``(a+)+$``,
        which take a time exponential in the length of the text.
    live
        Send while typing, after a pause: True for 250 ms, or a duration such as "0.5s".
    icon
        An emoji or ``:material/name:`` in front of the text; "" for none.
    """
    if type not in PRESETS:
        raise StreamlitValueError("type", [repr(name) for name in PRESETS])
    if bind == "query-params" and type == "password":
        raise StreamlitIncompatibleParametersError(
            "bind='query-params'", "type='password'", explanation="Password values must not appear in URLs."
        )
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    preset, pause = PRESETS[type], _pause(live)
    value = None if value is None else str(value)
    own_pattern, own_message = check_validate(validate)
    pattern, message = (own_pattern, own_message) if validate is not None else preset.validate
    if isinstance(message, Promise) or isinstance(preset.placeholder, Promise):
        common.depend_on_more()
    return draw_input(
        "text_input",
        TextInput,
        TextField(
            default=cut(common.unless_emptied(value), max_chars),
            max_chars=max_chars,
            required=bool(required),
            pattern=pattern,
            message=str(message),
            secret=type == "password",
        ),
        common,
        identity={
            "value": value,
            "max_chars": max_chars,
            "type": type,
            "help": help,
            "autocomplete": autocomplete,
            "placeholder": str(placeholder),
            "icon": icon,
            "width": width,
            "live": pause,
            "validate": own_pattern,
            "required": required,
        },
        resets=("max_chars", "validate"),
        default_given=value not in ("", None),
        type=preset.html,
        max_chars=max_chars,
        placeholder=clean_placeholder(preset.placeholder if placeholder is None else placeholder),
        icon=clean_icon(preset.icon if icon is None else icon),
        autocomplete=preset.autocomplete if autocomplete is None else str(autocomplete),
        pattern=pattern,
        message=str(message),
        live=pause,
    )
