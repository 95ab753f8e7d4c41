"""Several files that are read as one."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import IO, Any


class JoinedFile(io.RawIOBase):
    """
    What several files hold, one after the other; one of them is open at a time.

    Parameters
    ----------
    openers
        Open each of them.
    step
        How many bytes each has but the last.
    size
        How many they have together.
    """

    def __init__(self, openers: Sequence[Callable[[], IO[bytes]]], step: int, size: int) -> None:
        self._openers, self._step, self._size = openers, step, size
        self._file: IO[bytes] | None = None
        self._number = -1
        self._place = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(start + offset, 0)
        return self._place

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer, up to the end of the file that this place is in."""
        if self._place >= self._size:
            return 0
        number = min(self._place // self._step, len(self._openers) - 1)
        if self._file is None or number != self._number:
            self._end()
            self._file, self._number = self._openers[number](), number
        self._file.seek(self._place - number * self._step)
        part = self._file.read(min(len(buffer), (number + 1) * self._step - self._place))
        buffer[: len(part)] = part
        self._place += len(part)
        return len(part)

    def close(self) -> None:
        """Close what is open of them."""
        self._end()
        super().close()

    def _end(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()


__all__ = ["JoinedFile"]
