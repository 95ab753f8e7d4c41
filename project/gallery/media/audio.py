"""Plays sound."""

from __future__ import annotations

import io
import math
import wave

import formrerun as fr


def a_tone() -> None:
    """A second of 440 Hz."""
    samples = bytes(int(127 + 100 * math.sin(2 * math.pi * 440 * at / 8000)) for at in range(8000))
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setparams((1, 1, 8000, 0, "NONE", "not compressed"))
        file.writeframes(samples)
    fr.audio(sound, alt="A tone of 440 Hz")
