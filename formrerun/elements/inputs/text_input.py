"""Text input and text area."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

from formrerun.elements._parameters import (
    check_width,
    clean_help,
    clean_icon,
    clean_label,
    clean_placeholder,
)
from formrerun.elements.inputs._text_field import TextField, check_validate
from formrerun.engine.context import current_run
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    StreamlitIncompatibleParametersError,
    StreamlitInvalidParameterTypeError,
    StreamlitValueError,
)

__all__ = ["text_input"]

TextType = Literal["default", "password", "email", "url", "phone", "search"]


class _Preset(NamedTuple):
    """What a ``type`` sets unless the author does: HTML type, icon, placeholder, pattern with message, autocomplete."""

    html: str
    icon: str | None
    placeholder: str | None
    validate: tuple[str, str] | None
    autocomplete: str


PRESETS: dict[str, _Preset] = {
    "default": _Preset("text", None, None, None, ""),
    "password": _Preset("password", None, None, None, "new-password"),
    "email": _Preset(
        "email", ":material/mail:", "you@example.com",
        # Something, "@", and something with a dot inside; written so that there is one way only to match it.
        (r"^[^\s@]+@[^\s@][^\s@.]*\.[^\s@]+$", "Enter a valid email address."), "email",
    ),
    "url": _Preset(
        "url", ":material/link:", "https://example.com",
        (r"^([Hh][Tt][Tt][Pp][Ss]?://)?[^\s/.]+\.[^\s]+$", "Enter a valid URL."), "url",
    ),
    "phone": _Preset("tel", ":material/call:", "+1 234 567 8900", None, "tel"),
    "search": _Preset("search", ":material/search:", "Search", None, "off"),
}  # fmt: skip


@dataclass(eq=False, kw_only=True)
class TextInput(Widget):
    """A line of text."""

    kind: ClassVar[str] = "text_input"

    type: str = "text"
    max_chars: int | None = None
    placeholder: str | None = None
    icon: str = ""
    autocomplete: str = ""
    required: bool = False
    pattern: str = ""
    message: str = ""
    live: int | None = None


def _live(live: Any) -> int | None:
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
    run = current_run()
    preset = PRESETS.get(type)
    debounce = _live(live)
    if preset is None:
        raise StreamlitValueError("type", [repr(name) for name in PRESETS])
    value = None if value is None else str(value)
    chosen_pattern, _message = check_validate(validate)
    label = clean_label(label, label_visibility)
    declared = declare(
        run, "text_input", key,
        {
            "label": label, "value": value, "max_chars": max_chars, "type": type, "help": help,
            "autocomplete": autocomplete, "placeholder": str(placeholder), "icon": icon, "width": width,
            "live": debounce, "validate": chosen_pattern, "required": required,
        },
        resets=("max_chars", "validate"), on_change=on_change, args=args, kwargs=kwargs,
        default_given=value not in ("", None), bind=bind, persist_state=persist_state,
    )  # fmt: skip
    if bind == "query-params" and type == "password":
        raise StreamlitIncompatibleParametersError(
            "bind='query-params'", "type='password'", explanation="Password values must not appear in URLs."
        )
    check_width(width)
    pattern, message = check_validate(preset.validate if validate is None else validate)
    if declared.key is not None and run.state.peek(declared.key) is None:
        value = None
    widget = TextInput(
        **declared.as_kwargs(),
        label=label,
        help=clean_help(help),
        disabled=bool(disabled),
        label_visibility=label_visibility,
        width=width,
        type=preset.html,
        max_chars=max_chars,
        placeholder=clean_placeholder(preset.placeholder if placeholder is None else placeholder),
        icon=clean_icon(preset.icon if icon is None else icon),
        autocomplete=preset.autocomplete if autocomplete is None else str(autocomplete),
        required=bool(required),
        pattern=pattern,
        message=message,
        live=debounce,
        field=TextField(
            default=value if value is None or max_chars is None else value[:max_chars],
            max_chars=max_chars, required=bool(required), pattern=pattern, message=message,
        ),
    )  # fmt: skip
    return register(run, widget)  # type: ignore[no-any-return]
