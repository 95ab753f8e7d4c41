"""The stores outside of the database, in which a process can die where they are written."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from formrerun.store.cache import CacheStore
from formrerun.store.file import FileStore
from formrerun.store.keyvalue import KeyValueStore
from tests.reliability.site import may_die

# Whoever sends again waits that long for the lock of a process that died.
sys.modules[CacheStore.__module__].LOCK_SECONDS = 4  # type: ignore[attr-defined]


class _Mortal(KeyValueStore):
    def put(self, name: str, columns: Mapping[str, Any], seconds: int) -> None:
        if is_record := name.startswith("tab-"):
            may_die("before save")
        super().put(name, columns, seconds)
        if is_record:
            may_die("after save")


class Cache(_Mortal, CacheStore):
    """In the cache."""


class File(_Mortal, FileStore):
    """In files."""
