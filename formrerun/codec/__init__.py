"""Values to JSON and back, a tag a type."""

from __future__ import annotations

from formrerun.codec import (  # noqa: F401  (they register themselves)
    arrow,
    data_classes,
    data_frames,
    django_models,
    script_values,
)
from formrerun.codec.import_paths import by_path, path_of
from formrerun.codec.values import (
    PLAIN,
    check,
    decode,
    dumps,
    dumps_entry,
    encode,
    loads,
    register,
    register_library,
    register_rule,
    unreadable_entry,
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
    "dumps_entry",
    "encode",
    "loads",
    "path_of",
    "register",
    "register_library",
    "register_rule",
    "unreadable_entry",
    "unstorable_entry",
]
