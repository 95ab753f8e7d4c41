"""How a field for files reads what is posted: tokens, each judged by what it says and where it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any, ClassVar

from django.core.files.base import ContentFile

from formrerun.engine.fields import Field
from formrerun.exceptions import Invalid, NotOffered, StreamlitInvalidParameterTypeError
from formrerun.uploads import keeping
from formrerun.uploads.signatures import ENOUGH
from formrerun.uploads.tokens import Head, head_of, token_of
from formrerun.uploads.types import BINARY, check_file, is_honest
from formrerun.uploads.uploaded_file import UploadedFile, file_of
from formrerun.utils.file_names import clean_name, clean_path

LONGEST_TYPE = 100  # characters


@dataclass(frozen=True, kw_only=True)
class FilesField(Field[Any]):
    """
    One file or several.

    Attributes
    ----------
    several, paths
        True if more than one may be given; if a name may be a path.
    types, most
        See :func:`formrerun.uploads.types.check_file`.
    who
        The folder of the visitor, whose tabs have a limit together.
    folder, owner, place
        Whose files are taken: those that were sent to this tab or from this session, for this widget.
    """

    tag = "files"
    stores_posted = True
    writable: ClassVar[bool] = False

    several: bool = False
    paths: bool = False
    types: tuple[str, ...] = ()
    most: int = 0
    folder: str = ""
    owner: str = ""
    place: str = ""
    who: str = ""

    def initial(self) -> Any:
        return [] if self.several else None

    def parse_posted(self, posted: list[str], current: Any) -> Any:
        return self.from_stored(self.judge(posted, self.to_stored(current)))

    def coerce(self, value: Any) -> Any:
        for item in _listed(value):
            if not isinstance(item, UploadedFile):
                raise StreamlitInvalidParameterTypeError("value", type(item).__name__, ["UploadedFile", "None"])
        return value

    def judge(self, posted: list[str], current: list[str]) -> list[str]:
        taken: list[str] = []
        for token in filter(None, posted):
            if token not in current:
                self._check(token)
            if token not in taken:
                taken.append(token)
        return taken if self.several else taken[-1:]

    def _check(self, token: str) -> None:
        head = head_of(token)
        if head is None or head.place != self.place:
            raise NotOffered
        if head.folder != self.folder and (not head.owner or head.owner != self.owner):
            raise NotOffered
        self.check(head)

    def check(self, head: Head) -> None:
        """Raise Invalid if a file is none that this field takes."""
        check_file(self.types, self.most, head.name, head.type, head.size, lies=head.lies)

    def to_posted(self, value: Any) -> list[str]:
        return [file.token for file in _listed(value)]

    def to_exact_posted(self, value: Any) -> list[str]:
        # Of a test: files, or tuples of a name, bytes and a type.
        made = [value] if isinstance(value, tuple) else value
        return [file.token if isinstance(file, UploadedFile) else self.sent(*file) for file in _listed(made)]

    def readable(self, posted: list[str]) -> str:
        heads = [head_of(token) for token in posted if token]
        return ", ".join(head.name if head is not None else "?" for head in heads)

    def from_stored(self, stored: list[str]) -> Any:
        files = [file for token in stored if (file := file_of(token)) is not None]
        return files if self.several else (files[-1] if files else None)

    def is_offered(self, stored: list[str]) -> bool:
        return True

    def again(self, posted: list[str]) -> list[str]:
        """Return the tokens that are right: a file that was refused is not kept."""
        right = []
        for token in filter(None, posted):
            try:
                self._check(token)
            except (Invalid, NotOffered):
                continue
            right.append(token)
        return right if self.several else right[-1:]

    # ------------------------------------------------------------------------------------------- what comes in

    def head(self, name: str, mime: str, size: int, id: str = "") -> Head:
        """Return the head of a file that was sent to this field."""
        name = (clean_path(name) if self.paths else clean_name(name)) or "file"
        mime = mime.strip().lower()[:LONGEST_TYPE]
        kept = mime if mime.isascii() and mime.isprintable() and "/" in mime else BINARY
        return Head(name, kept, size, id or token_hex(16), self.folder, self.place, self.owner, who=self.who)

    def keep(self, head: Head, content: Any, *, whole: int = 0) -> str:
        """
        Keep a file, or the last part of one, if it is one that this field takes, and return its token.

        Parameters
        ----------
        content
            A file of Django's.
        whole
            The bytes that all of it will have.

        Raises
        ------
        Invalid
            If it is none: too large, or of another type.
        BadSubmission
            If the tab or the visitor keeps too much already.
        """
        self.check(head)
        if head.parts == 1:
            self.check(self.looked_into(head, content))
        keeping.keep(head, content, whole=whole)
        return token_of(head)

    def looked_into(self, head: Head, content: Any) -> Head:
        """Return the head of a file that says whether it is what its name says."""
        start = content.read(ENOUGH)
        content.seek(0)
        return replace(head, lies=not is_honest(self.types, head.name, head.type, start))

    def sent(self, name: str, content: bytes, mime: str = BINARY) -> str:
        """Keep a file that a test sends, whose content may be anything, and return its token."""
        head = self.head(name, mime, len(content))
        self.check(head)
        keeping.keep(head, ContentFile(content))
        return token_of(head)


def _listed(value: Any) -> Iterable[Any]:
    return () if value is None else value if isinstance(value, (list, tuple)) else [value]


__all__ = ["FilesField"]
