"""Video, with subtitles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._parameters import check_width
from formrerun.elements.media._player import Player, clean_alt, media_url, played_between
from formrerun.elements.media._subtitles import tracks_of
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Width
from formrerun.exceptions import StreamlitIncompatibleParametersError
from formrerun.utils.urls import with_query

__all__ = ["video"]

_YOUTUBE = re.compile(
    r"(?:https?:)?//(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:(?:watch)?\?(?:[\w=]+&)*v=|embed/|v/|e/|shorts/)"
    r"|youtu\.be/)([\w-]{10,20})"
)


@dataclass(eq=False, kw_only=True)
class Video(Player):
    """A player of video; of YouTube's in a frame of theirs."""

    kind: ClassVar[str] = "video"

    muted: bool = False
    framed: bool = False
    tracks: tuple[tuple[str, str], ...] = ()


@command
def video(
    data: Any,
    format: str = "video/mp4",
    start_time: Any = 0,
    *,
    subtitles: Any = None,
    end_time: Any = None,
    loop: bool = False,
    autoplay: bool = False,
    muted: bool = False,
    alt: str | None = None,
    width: Width = "stretch",
) -> DeltaGenerator:
    """
    Draw a player of video.

    Parameters
    ----------
    data
        An address, also one of YouTube's, a path, bytes or an open file. All but addresses are kept for the session
        and served from the site's own; an address of another site must be allowed by ``media-src`` of the site's
        policy, ``https://www.youtube.com`` by ``frame-src``.
    format
        The type of data.
    subtitles
        WebVTT or SubRip: a path, a text, bytes; or several under their labels. The first is shown.
    start_time, end_time
        Seconds, a ``timedelta`` or a text such as "1m 30s".
    loop, autoplay, muted
        Begin again at the end; begin by itself, which most browsers allow to what is muted alone.
    alt
        What screen readers say of it.

    Raises
    ------
    StreamlitAPIException
        If there is no such file, the times are none, or the subtitles are.
    """
    start, end = played_between(start_time, end_time)
    check_width(width)
    theirs = _YOUTUBE.match(data) if isinstance(data, str) else None
    if theirs and subtitles:
        raise StreamlitIncompatibleParametersError(
            "subtitles", "data=<YouTube URL>", explanation="Subtitles are not supported for YouTube videos."
        )
    if theirs:
        code = theirs.group(1)
        said = {
            "start": start, "end": end, "autoplay": int(bool(autoplay)), "mute": int(bool(muted)),
            "loop": int(bool(loop)), "playlist": code if loop else None,
        }  # fmt: skip
        url = with_query(
            f"https://www.youtube.com/embed/{code}", {name: value for name, value in said.items() if value}
        )
    else:
        url = media_url(data, format, start, end)
    return draw(
        Video(
            url=url,
            framed=theirs is not None,
            loop=bool(loop),
            autoplay=bool(autoplay),
            muted=bool(muted),
            alt=clean_alt(alt),
            tracks=tracks_of(subtitles),
            width=width,
        )
    )
