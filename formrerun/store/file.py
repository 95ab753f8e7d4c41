"""
Records in files, beside file sessions.

Each is replaced as a whole. ``flock`` is the lock, which the system frees when a process dies; where it does not exist
(Windows), threads of one process are kept apart and processes are not.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from django.conf import settings as project

from formrerun.conf import settings
from formrerun.exceptions import TabBusy
from formrerun.store import coding, page_html
from formrerun.store.encoded import BINARY, blob_lifetime
from formrerun.store.keyvalue import Fence, KeyValueStore, reached
from formrerun.store.locks import Deadline, KeyedLocks, busy
from formrerun.store.sweeping import named_by

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

HAS_LOCKS = fcntl is not None
HEAD = 8  # bytes: when it expires, in seconds
#: What a process that died has left is deleted after this many seconds.
LEFT_BEHIND = 24 * 60 * 60
#: Seconds in which a run that has written data, or has looked for it, writes the record that names it.
BEFORE_NAMED = 60
LOCK, UNFINISHED = ".lock", ".new"


class FileStore(KeyValueStore):
    """The ``file`` store, in FILE_STORE_PATH."""

    def __init__(self) -> None:
        super().__init__()
        self.locks = KeyedLocks()

    @property
    def folder(self) -> Path:
        """Where the files stand; made when it is first needed, for this user alone."""
        beside = getattr(project, "SESSION_FILE_PATH", None) or tempfile.gettempdir()
        folder = Path(settings.FILE_STORE_PATH or Path(beside) / "formrerun")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    @reached()
    def read(self, name: str) -> bytes | None:
        try:
            data = (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None
        return data[HEAD:] if int.from_bytes(data[:HEAD], "big") > time.time() else None

    @reached()
    def exists(self, name: str) -> bool:
        return (self.folder / name).exists()

    @reached()
    def write(self, name: str, value: bytes, seconds: int) -> None:
        folder = self.folder
        handle, path = tempfile.mkstemp(suffix=UNFINISHED, dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write((int(time.time()) + seconds).to_bytes(HEAD, "big"))
                file.write(value)
            os.replace(path, folder / name)
        except BaseException:
            Path(path).unlink(missing_ok=True)
            raise

    @reached()
    def delete(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)

    @contextmanager
    def hold(self, name: str, deadline: Deadline) -> Iterator[Fence]:
        with self.locks.hold(name, deadline):
            if not HAS_LOCKS:
                yield lambda: True
                return
            with reached():
                path = self.folder / (name + LOCK)
                handle = _locked(path, deadline)
            try:
                yield lambda: True
            finally:
                with suppress(OSError):  # the disk is away: the lock is let go all the same
                    path.unlink(missing_ok=True)  # before it is freed: whoever waited for this file takes a new one
                os.close(handle)

    def purge(self) -> int:
        count, now = 0, time.time()
        for path in list(self.folder.iterdir()):
            with suppress(FileNotFoundError, TabBusy):
                if path.suffix in (LOCK, UNFINISHED):
                    if path.stat().st_mtime < now - LEFT_BEHIND:
                        self._clear_away(path)
                elif _expires(path) <= now:
                    with self.hold(path.name, Deadline(0)):
                        if _expires(path) <= now:
                            path.unlink()
                            count += path.name.startswith("tab-")
        self._sweep()
        self.known.clear()
        self.loaded.clear()
        return count

    def has_blob(self, digest: str, today: date) -> bool:
        if not super().has_blob(digest, today):
            return False
        try:
            os.utime(self.folder / f"blob-{digest}")  # a purge leaves alone what is about to be named
        except FileNotFoundError:
            return False
        return True

    def _sweep(self) -> None:
        """Delete the blobs that no living tab names; those of pages without a record stay for a day."""
        now, folder = time.time(), self.folder
        blobs = list(folder.glob("blob-*"))
        named: set[str] = set()
        for path in folder.glob("tab-*"):
            columns = self.columns(path.name) if not path.suffix else None
            if columns is not None:
                named |= coding.names_in(b" ".join(columns[part] for part in BINARY))
                parts = page_html.names_in_html(columns["html"])
                named |= parts | named_by(parts, lambda digests: (self.read_blob(one) or b"" for one in digests))
        for path in blobs:
            with suppress(FileNotFoundError):
                is_idle = path.stat().st_mtime < now - BEFORE_NAMED and _expires(path) <= now + blob_lifetime()
                if is_idle and path.name.removeprefix("blob-") not in named:
                    path.unlink()

    def _clear_away(self, path: Path) -> None:
        if path.suffix == UNFINISHED:
            path.unlink()
        else:
            with self.hold(path.stem, Deadline(0)):
                pass  # a lock's file goes when the lock is let go


def _expires(path: Path) -> int:
    with path.open("rb") as file:
        return int.from_bytes(file.read(HEAD), "big")


def _locked(path: Path, deadline: Deadline) -> int:
    """Return a handle of the file, locked; it is checked that the file still is the one of that name."""
    attempt = 0
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        except (BlockingIOError, FileNotFoundError):
            pass
        os.close(handle)
        attempt += 1
        if not deadline.pause(attempt):
            raise busy()
