"""Audio input: what the visitor says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._input import InputParameters
from formrerun.elements._uploads import AUDIO_TYPES, Upload, check_rate, draw_recorder
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.uploads.uploaded_file import UploadedFile

__all__ = ["audio_input"]


@dataclass(eq=False, kw_only=True)
class AudioInput(Upload):
    """
    A field for a recording.

    Attributes
    ----------
    sample_rate
        Of the WAV that is made of it; None: that of the microphone.
    """

    kind: ClassVar[str] = "audio_input"

    sample_rate: int | None = 16000


@command
def audio_input(
    label: str,
    *,
    sample_rate: int | None = 16000,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    disabled: bool = False,
    required: bool = False,
    validators: Validators = (),
    label_visibility: LabelVisibility = "visible",
    width: Width = "stretch",
) -> UploadedFile | None:
    """
    Draw a microphone and return what was recorded, an ``UploadedFile``, or None.

    The recording is a WAV of one channel with 16 bits. Where the microphone may not be used, and without JavaScript, a
    field for a file stands there, which opens the recorder of a phone; without JavaScript the file is of the type that
    the visitor's machine gives it.

    Browsers give the microphone to pages over HTTPS and from this machine. A site that sends ``Permissions-Policy``
    needs ``microphone=(self)`` in it; nothing is needed in its content security policy.

    Parameters
    ----------
    sample_rate
        How many numbers are a second: one of 8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, or None for what
        the browser records with.

    Raises
    ------
    StreamlitValueError
        If ``sample_rate`` is none of these.
    """
    check_rate("sample_rate", sample_rate)
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width,
        required=required, validators=validators,
    )  # fmt: skip
    return draw_recorder(AudioInput, common, types=AUDIO_TYPES, records="microphone", sample_rate=sample_rate)
