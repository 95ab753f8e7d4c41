"""Sound."""

from __future__ import annotations

import io
import logging
import wave
from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._parameters import check_width
from formrerun.elements.media._player import Player, clean_alt, media_url, played_between
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Width
from formrerun.exceptions import StreamlitAPIException, StreamlitMissingRequiredParameterError

__all__ = ["audio"]

logger = logging.getLogger("formrerun")


@dataclass(eq=False, kw_only=True)
class Audio(Player):
    """A player of sound."""

    kind: ClassVar[str] = "audio"


@command
def audio(
    data: Any,
    format: str = "audio/wav",
    start_time: Any = 0,
    *,
    sample_rate: int | None = None,
    end_time: Any = None,
    loop: bool = False,
    autoplay: bool = False,
    alt: str | None = None,
    width: Width = "stretch",
) -> DeltaGenerator:
    """
    Draw a player of sound.

    Parameters
    ----------
    data
        An address, a path, bytes, an open file, or a NumPy array of one row or of one a channel. All but addresses are
        kept for the session and served from the site's own; an address of another site must be allowed by
        ``media-src`` of the site's policy.
    format
        The type of data.
    start_time, end_time
        Seconds, a ``timedelta`` or a text such as "1m 30s".
    sample_rate
        How many numbers of an array are a second.
    loop, autoplay
        Begin again at the end; begin by itself, where the browser allows that.
    alt
        What screen readers say of it.

    Raises
    ------
    StreamlitAPIException
        If there is no such file, or the times are none.
    """
    is_array = hasattr(data, "shape") and hasattr(data, "dtype")
    if is_array and sample_rate is None:
        raise StreamlitMissingRequiredParameterError(
            "sample_rate", detail="Must be specified when `data` is a numpy array."
        )
    if not is_array and sample_rate is not None:
        logger.warning("`sample_rate` will be ignored since data is not a numpy array.")
    start, end = played_between(start_time, end_time)
    check_width(width)
    if is_array and sample_rate is not None:
        data = _wav(data, sample_rate)
    url = media_url(data, format, start, end)
    return draw(Audio(url=url, loop=bool(loop), autoplay=bool(autoplay), alt=clean_alt(alt), width=width))


def _wav(data: Any, rate: int) -> bytes:
    """Return numbers as sound, the loudest as loud as can be."""
    import numpy as np

    numbers = np.array(data, dtype=float)
    if numbers.ndim not in (1, 2):
        raise StreamlitAPIException("Numpy array audio input must be a 1D or 2D array.")
    channels = numbers.shape[0] if numbers.ndim == 2 else 1
    numbers = numbers.T.ravel()
    loudest = np.max(np.abs(numbers)) if numbers.size else 0
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(channels)
        file.setframerate(rate)
        file.setsampwidth(2)
        file.writeframes((numbers / (loudest or 1) * 32767).astype("<i2").tobytes())
    return made.getvalue()
