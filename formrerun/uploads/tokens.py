"""
A file's token: what the browser posts for it, signed, so that no table says which files there are.

The first part of it is JSON for the browser's script too, which shows the name and the size.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

from django.core.signing import BadSignature, JSONSerializer, Signer, b64_decode

#: A longer text is no token.
LONGEST_TOKEN = 10_000
#: The folder of files that were sent to no tab: those of a page that nobody opened, in a test.
NO_TAB = "no-tab"


@dataclass(frozen=True, slots=True)
class Head:
    """
    What a token says.

    Attributes
    ----------
    name, type, size
        The file's: its name, its type as the browser claims it, its bytes.
    id
        What tells it from all other files.
    folder
        Where it is kept: the id of the tab that it was sent to.
    place
        The id of the widget.
    owner
        The key of the session, or "".
    parts, step
        In how many pieces it came, and is kept; the bytes of each but the last.
    who
        Whose limit it counts for: the folder that all tabs of the visitor are kept in.
    lies
        It was looked into, and is not what its name says: it is not kept.
    """

    name: str
    type: str
    size: int
    id: str
    folder: str = ""
    place: str = ""
    owner: str = ""
    parts: int = 1
    step: int = 0
    who: str = ""
    lies: bool = False

    @property
    def sizes(self) -> list[int]:
        """The bytes of each of its pieces."""
        return [*[self.step] * (self.parts - 1), self.size - self.step * (self.parts - 1)]

    @property
    def place_kept(self) -> str:
        """The folder that its content is kept in."""
        return f"{self.who}/{self.folder or NO_TAB}" if self.who else self.folder or NO_TAB

    @property
    def paths(self) -> list[str]:
        """Where its content stands in the storage; the names end with the bytes, so that nobody need ask for these."""
        where = self.place_kept
        return [f"{where}/{self.id}.{number}-{size}" for number, size in enumerate(self.sizes)]


def token_of(head: Head, *, complete: bool = True) -> str:
    """Return the signed token, of a file that is complete, or of what came of it so far."""
    return str(_signer(complete).sign_object(list(astuple(head))))


def head_of(token: str, *, complete: bool = True) -> Head | None:
    """Return what a token that was sent says; None if it was not made here, or for the other purpose."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        return Head(*_signer(complete).unsign_object(token))
    except (BadSignature, ValueError, TypeError):
        return None


def known_head_of(token: str) -> Head | None:
    """Return what a token of a record says: it was judged when it came, perhaps under another SECRET_KEY."""
    try:
        return Head(*JSONSerializer().loads(b64_decode(token.partition(":")[0].encode())))
    except (ValueError, TypeError):
        return None


def _signer(complete: bool) -> Signer:
    return Signer(salt="formrerun.upload" if complete else "formrerun.upload.part")


__all__ = ["NO_TAB", "Head", "head_of", "known_head_of", "token_of"]
