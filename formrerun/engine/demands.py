"""What is asked of a widget's value beyond what its kind can hold: that there is one, and what validators say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from formrerun import codec
from formrerun.engine.callbacks import fingerprint
from formrerun.exceptions import StreamlitInvalidParameterTypeError
from formrerun.utils.digests import digest

#: Called with a value; raises a ``ValidationError`` if that will not do. What it returns means nothing.
Validator = Callable[[Any], object]
Validators = Validator | Iterable[Validator]


@dataclass(frozen=True, slots=True)
class Demands:
    """
    What is asked of a value.

    Attributes
    ----------
    required
        There must be one.
    validators
        What it is shown to, in their order, if there is one.
    confirm
        Of a button, what a person must agree to before it is pressed; "" for nothing.
    """

    required: bool = False
    validators: tuple[Validator, ...] = ()
    confirm: str = ""

    def faults(self, value: Any) -> list[str]:
        """Return what is wrong with a value: [] if nothing is. Raises what a validator raises by mistake."""
        faults = [_("This field is required.")] if self.required and (is_missing(value) or value is False) else []
        for validator in () if is_missing(value) or faults else self.validators:
            try:
                validator(value)
            except ValidationError as error:
                faults += error.messages
        return faults

    def pack(self) -> list[Any]:
        """Return what stands in the manifest."""
        packed = [int(self.required), [_pack(validator) for validator in self.validators]]
        return [*packed, self.confirm] if self.confirm else packed


def demands_of(required: bool, validators: Validators) -> Demands | None:
    """
    Return what the parameters of an input ask; None if nothing.

    Raises
    ------
    StreamlitInvalidParameterTypeError
        If a validator cannot be called.
    """
    several = isinstance(validators, Iterable) and not isinstance(validators, (str, bytes)) and not callable(validators)
    found: tuple[Any, ...] = tuple(validators) if several else (validators,)  # type: ignore[arg-type]
    for validator in found:
        if not callable(validator):
            raise StreamlitInvalidParameterTypeError(
                "validators", type(validator).__name__, ["a callable", "a list of callables"],
                detail="Each is called with the value and raises a `ValidationError` if that will not do.",
            )  # fmt: skip
    return Demands(bool(required), found) if required or found else None


def confirmation(widget_id: str, confirm: str) -> str:
    """Return what is posted with a press by whom has agreed: to this text, of this button."""
    return digest("confirm", widget_id, confirm) if confirm else ""


def is_missing(value: Any) -> bool:
    """Return True for what an empty field holds: None, a blank text, nothing chosen. Neither 0 nor False is that."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, (list, tuple, dict, set)) and not value)


def unpack(packed: list[Any] | None) -> Demands | None:
    """Return what :meth:`Demands.pack` gave; None if there is nothing, or if only the process that drew it knows."""
    if packed is None or needs_process(packed):
        return None
    try:
        return Demands(bool(packed[0]), tuple(_unpack(*validator) for validator in packed[1]), *packed[2:])
    except (ImportError, AttributeError, TypeError, codec.Unstorable):
        return None  # it was renamed or removed since


def needs_process(packed: list[Any]) -> bool:
    """Return True if a part of it stands in the process that drew it, alone."""
    return any(validator[0] == "live" for validator in packed[1])


def _pack(validator: Validator) -> list[Any]:
    """Return ``["path", …]``, ``["made", path, args, kwargs]`` as of Django's own validators, or ``["live", …]``."""
    path = codec.path_of(validator)
    if path is not None:
        return ["path", path]
    deconstruct = getattr(validator, "deconstruct", None)
    if deconstruct is not None and not isinstance(validator, type):
        try:
            name, args, kwargs = deconstruct()
            import_string(name)
            return ["made", name, codec.encode(list(args)), codec.encode(dict(kwargs))]
        except (codec.Unstorable, RecursionError, ImportError, ValueError, TypeError):
            pass
    return ["live", fingerprint(validator)]


def _unpack(how: str, *parts: Any) -> Validator:
    if how == "path":
        return codec.by_path(parts[0])  # type: ignore[no-any-return]
    name, args, kwargs = parts
    return import_string(name)(*codec.decode(args), **codec.decode(kwargs))  # type: ignore[no-any-return]


__all__ = ["Demands", "Validator", "Validators", "confirmation", "demands_of", "is_missing", "needs_process", "unpack"]
