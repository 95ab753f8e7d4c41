"""Chat message: a container beside the picture of who speaks."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from formrerun.elements._parameters import check_width, clean_icon
from formrerun.elements.media.image import picture_address
from formrerun.engine.context import current_run
from formrerun.engine.handles import DeltaGenerator, command, open_container
from formrerun.engine.tree import Container, Width
from formrerun.exceptions import StreamlitAPIException, StreamlitMissingRequiredParameterError

__all__ = ["chat_message"]

ROLES = {"user": "user", "human": "user", "assistant": "assistant", "ai": "assistant"}
ICONS = {"user": ":material/face:", "assistant": ":material/smart_toy:"}


@dataclass(eq=False, kw_only=True)
class ChatMessage(Container):
    """
    What somebody says.

    Attributes
    ----------
    avatar
        "user", "assistant", an icon, the address of a picture, or "" for the first letter of the name.
    """

    kind: ClassVar[str] = "chat_message"

    name: str = ""
    avatar: str = ""

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "role": self.avatar if self.avatar in ICONS else "",
            "icon": "" if _is_picture(self.avatar) else ICONS.get(self.avatar, self.avatar),
            "picture": self.avatar if _is_picture(self.avatar) else "",
            "letter": self.name[:1].upper(),
        }


def _is_picture(avatar: str) -> bool:
    return avatar.startswith(("http://", "https://", "/", "data:image/"))


def _avatar(name: str, avatar: Any) -> str:
    if avatar is None:
        if name.lower() in ROLES:
            return ROLES[name.lower()]
        try:
            return "" if name.isascii() else clean_icon(name)
        except StreamlitAPIException:
            return ""
    if isinstance(avatar, str):
        if avatar in ROLES or _is_picture(avatar):
            return ROLES.get(avatar, avatar)
        if avatar.startswith(":material"):
            return clean_icon(avatar)
        with suppress(StreamlitAPIException):
            if avatar:
                return clean_icon(avatar)
    try:
        return picture_address(avatar)
    except (StreamlitAPIException, OSError) as error:
        raise StreamlitAPIException("Failed to load the provided avatar value as an image.") from error


@command
def chat_message(
    name: Literal["user", "assistant", "ai", "human"] | str,
    *,
    avatar: Any = None,
    width: Width = "stretch",
) -> DeltaGenerator:
    """
    Open a container for a message of a conversation.

    Parameters
    ----------
    name
        Who speaks; screen readers say it. "user", "assistant", "ai" and "human" have pictures, an emoji is one.
    avatar
        "user", "assistant", an emoji, ``:material/name:``, or a picture as :func:`image` takes one.
    width
        "stretch", "content" or pixels.

    Raises
    ------
    StreamlitAPIException
        If the avatar is none of these.

    Examples
    --------
    >>> with fr.chat_message("user"):
    ...     fr.write("Where is my order?")
    """
    if name is None:
        raise StreamlitMissingRequiredParameterError("name")
    check_width(width, allow_content=True)
    name = str(name)
    return open_container(current_run(), ChatMessage(name=name, avatar=_avatar(name, avatar), width=width))
