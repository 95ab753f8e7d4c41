"""Recordings."""

from __future__ import annotations

import formrerun as fr


def a_message() -> None:
    """What was recorded is a WAV, which plays and reads as any file does."""
    message = fr.audio_input("A voice message")
    if message is not None:
        fr.audio(message)


def finer() -> None:
    """More numbers a second, for music."""
    take = fr.audio_input("A take", sample_rate=48000)
    fr.caption("Nothing recorded." if take is None else f"{take.size:,} bytes")
