"""Classes that say what their data is: dataclasses, attrs, pydantic's models."""

from __future__ import annotations

import dataclasses
import enum
from typing import Any

from formrerun.codec.import_paths import by_path
from formrerun.codec.values import Encode, importable, register_rule, tagged


def _defaults(kind: type) -> dict[str, Any]:
    """Return the fields of a class and what stands for each that a release has added; MISSING for nothing."""
    if dataclasses.is_dataclass(kind):
        return {field.name: field.default for field in dataclasses.fields(kind)}
    return {
        field.name: field.default if field.default.__class__.__module__.partition(".")[0] != "attr" else _MISSING
        for field in kind.__attrs_attrs__  # type: ignore[attr-defined]
    }


_MISSING = dataclasses.MISSING


def _encode(value: Any) -> list[Any]:
    # A field without a value, as one of `init=False` may be, stays without one.
    return [
        importable(type(value)),
        {name: getattr(value, name) for name in _defaults(type(value)) if hasattr(value, name)},
    ]


def _decode(parts: list[Any]) -> Any:
    path, attributes = parts
    kind = by_path(path)
    made = object.__new__(kind)
    # Not through __init__: what was stored is the state, and __post_init__ ran when the object was made.
    for name, value in attributes.items():
        object.__setattr__(made, name, value)
    for name, default in _defaults(kind).items():
        if name not in attributes and default is not _MISSING:
            object.__setattr__(made, name, default)
    return made


#: What a model of pydantic keeps beside its fields.
_PYDANTIC = ("__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")


def _encode_pydantic(value: Any) -> list[Any]:
    return [importable(type(value)), dict(vars(value)), [getattr(value, name, None) for name in _PYDANTIC]]


def _decode_pydantic(parts: list[Any]) -> Any:
    path, attributes, more = parts
    kind = by_path(path)
    made = object.__new__(kind)
    object.__setattr__(made, "__dict__", attributes)
    for name, value in zip(_PYDANTIC, more, strict=True):
        object.__setattr__(made, name, value)
    return made


_dataclass = tagged("dataclass", _encode, _decode)
_pydantic = tagged("pydantic", _encode_pydantic, _decode_pydantic)


def _rule(kind: type) -> tuple[str, Encode] | None:
    if issubclass(kind, enum.Enum):  # whose members may be dataclasses, but are the same objects always
        return None
    if hasattr(kind, "__pydantic_fields__"):
        return _pydantic
    return _dataclass if dataclasses.is_dataclass(kind) or hasattr(kind, "__attrs_attrs__") else None


register_rule(_rule)
