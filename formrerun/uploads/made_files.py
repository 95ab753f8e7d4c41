"""Large files that pages show or offer: each once, by its content, in the storage of uploads."""

from __future__ import annotations

import logging
import time
from datetime import datetime
from hashlib import sha256
from typing import IO, Any

from django.core.files.base import ContentFile

from formrerun.uploads.keeping import names_in, storage
from formrerun.utils.bounded_cache import BoundedCache

logger = logging.getLogger("formrerun.upload")

FOLDER = "made"
#: Seconds after which a file that is shown again is written again, so that its age says when it was last needed.
FRESH = 24 * 60 * 60

#: Path → when this process last saw that it is fresh.
_seen: BoundedCache[float] = BoundedCache(lambda: 10_000)


def keep(content: bytes) -> str:
    """Keep a file and return its path in the storage; "" if there is no room for it now."""
    path, where = f"{FOLDER}/{sha256(content).hexdigest()}", storage()
    if (_seen.get(path) or 0.0) > time.time() - FRESH / 24:
        return path
    try:
        if where.exists(path):
            if where.get_modified_time(path).timestamp() > time.time() - FRESH:
                _seen.put(path, time.time())
                return path
            where.delete(path)
        where.save(path, ContentFile(content))
    except OSError:
        logger.exception("A file that a page shows could not be kept beside its record.")
        return ""
    _seen.put(path, time.time())
    return path


def opened(path: str) -> IO[bytes]:
    """Return a kept file; where it is gone, that or its first reading raises FileNotFoundError."""
    file: Any = storage().open(path, "rb")
    return file  # type: ignore[no-any-return]


def is_kept(path: str) -> bool:
    """Return True if the file is there."""
    return storage().exists(path)


def purge(before: datetime) -> int:
    """Delete those that no page has shown since a day before then, and return how many that were."""
    where, latest = storage(), before.timestamp() - FRESH
    old = [name for name in names_in(where, FOLDER) if where.get_modified_time(name).timestamp() < latest]
    for name in old:
        where.delete(name)
    return len(old)


def forget() -> None:
    """Forget what this process has seen, as a restart does."""
    _seen.clear()


__all__ = ["FOLDER", "forget", "is_kept", "keep", "opened", "purge"]
