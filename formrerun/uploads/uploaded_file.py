"""What a page gets for a file that somebody chose."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import IO, Any, TypeVar

from django.core.files.base import File

from formrerun import codec
from formrerun.uploads import keeping
from formrerun.uploads.tokens import Head, known_head_of, token_of

F = TypeVar("F", bound=Callable[..., Any])


class UploadedFile(io.BytesIO, File):  # type: ignore[type-arg]  # where both have a method, that of BytesIO counts
    """
    A file that somebody chose: Streamlit's (a ``BytesIO``) and Django's (a ``File``) at once.

    It is read from where it is kept, as far as somebody asks for it: ``read(size)``, lines and :meth:`chunks` need
    little memory, however large it is. ``getvalue()``, ``getbuffer()`` and what writes to it hold all of it.

    Attributes
    ----------
    name
        What it was called, without control characters; of a directory the path in it.
    type
        The type that the browser claims, or "application/octet-stream".
    size
        Its length in bytes.
    file_id
        What tells it from other files.
    token
        What a browser posts for it.
    """

    mode = "rb"

    def __init__(self, head: Head, token: str | None = None) -> None:
        super().__init__()
        self._loaded = False
        self._source: IO[bytes] | None = None  # while it is not loaded, and somebody has read of it
        self._head = head
        self.token = token or token_of(head)
        self.file_id, self.name, self.type, self.size = head.id, head.name, head.type, head.size

    @property
    def content_type(self) -> str:
        """The type, as Django calls it; an ``ImageField`` sets it to what it has found in the file."""
        return self.type

    @content_type.setter
    def content_type(self, found: str) -> None:
        self.type = found

    @property
    def file(self) -> UploadedFile:  # type: ignore[override]
        """Itself, as Django asks for it."""
        return self

    @property
    def encoding(self) -> str:
        """Bytes have none; Django's would ask the file inside, which is this one."""
        raise AttributeError("encoding")

    newlines = encoding

    def _content(self) -> IO[bytes]:
        """Return what is read: itself once it was loaded, else the kept file."""
        if self._source is None:
            self._source = keeping.opened(self._head)
        return self._source

    def _load(self) -> None:
        if not self._loaded:
            place = self._source.tell() if self._source is not None else 0
            self._let_go()
            with keeping.opened(self._head) as content:
                super().write(content.read())
            super().seek(place)
            self._loaded = True

    def _let_go(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            source.close()

    def close(self) -> None:
        """Close it; what was read of it is forgotten."""
        self._let_go()
        super().close()

    def __del__(self) -> None:
        self._let_go()

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Give the content in parts, from the beginning."""
        size = chunk_size or self.DEFAULT_CHUNK_SIZE
        if self._loaded:  # it may have been written to
            content = self.getvalue()
            yield from (content[place : place + size] for place in range(0, len(content), size))
            return
        with keeping.opened(self._head) as file:
            while part := file.read(size):
                yield part

    def open(self, mode: str | None = None) -> UploadedFile:  # type: ignore[override]
        """Go back to the beginning."""
        self.seek(0)
        return self

    def read1(self, size: int | None = -1) -> bytes:
        """Return as many bytes at most; of all storages, some know no shorter read."""
        return self.read(size)

    def readinto1(self, buffer: Any) -> int:
        """Read into a buffer."""
        part = self.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    readinto = readinto1

    def __iter__(self) -> UploadedFile:
        return self

    def __next__(self) -> bytes:
        if line := self.readline():
            return line
        raise StopIteration

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return self.size

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UploadedFile) and self.file_id == other.file_id

    def __hash__(self) -> int:
        return hash(self.file_id)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return UploadedFile, (self._head, self.token)

    def __deepcopy__(self, memo: Any) -> UploadedFile:
        return UploadedFile(self._head, self.token)

    def __repr__(self) -> str:
        return f"UploadedFile(file_id={self.file_id!r}, name={self.name!r}, type={self.type!r}, size={self.size})"


def _reading(name: str) -> Any:
    """Return a method of BytesIO that reads from where the file is kept until somebody has loaded it."""
    original = getattr(io.BytesIO, name)

    def method(self: UploadedFile, *args: Any, **kwargs: Any) -> Any:
        if self._loaded or self.closed:
            return original(self, *args, **kwargs)
        return getattr(self._content(), name)(*args, **kwargs)

    method.__name__, method.__doc__ = name, original.__doc__
    return method


def _loading(name: str) -> Any:
    """Return a method of BytesIO that reads all of the content first."""
    original = getattr(io.BytesIO, name)

    def method(self: UploadedFile, *args: Any, **kwargs: Any) -> Any:
        if not self.closed:
            self._load()
        return original(self, *args, **kwargs)

    method.__name__, method.__doc__ = name, original.__doc__
    return method


for _name in ("read", "readline", "readlines", "seek", "tell"):
    setattr(UploadedFile, _name, _reading(_name))
for _name in ("getbuffer", "getvalue", "truncate", "write", "writelines"):
    setattr(UploadedFile, _name, _loading(_name))


def file_of(token: str) -> UploadedFile | None:
    """Return the file of a token that a record holds; None if its content is gone."""
    head = known_head_of(token)
    return UploadedFile(head, token) if head is not None and keeping.is_kept(head) else None


def _decode(token: str) -> UploadedFile:
    head = known_head_of(token)
    if head is None:
        raise ValueError("no file")
    return UploadedFile(head, token)


codec.register(UploadedFile, "uploaded_file", lambda file: file.token, _decode)

__all__ = ["UploadedFile", "file_of"]
