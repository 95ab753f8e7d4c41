"""Values to JSON and back, a tag a type."""

from __future__ import annotations

from formrerun.codec import data_frames, django_models  # noqa: F401  (they register themselves)
from formrerun.codec.import_paths import by_path, path_of
from formrerun.codec.values import (
    PLAIN,
    check,
    decode,
    dumps,
    encode,
    loads,
    register,
    register_library,
    register_rule,
    unstorable_entry,
)
from formrerun.exceptions import Unstorable

__all__ = [
    "PLAIN",
    "Unstorable",
    "by_path",
    "check",
    "decode",
    "dumps",
    "encode",
    "loads",
    "path_of",
    "register",
    "register_library",
    "register_rule",
    "unstorable_entry",
]
