"""Camera input: a photo that the visitor takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from formrerun.elements._input import InputParameters
from formrerun.elements._uploads import Upload, draw_recorder
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.exceptions import StreamlitValueError
from formrerun.uploads.uploaded_file import UploadedFile

__all__ = ["camera_input"]

#: Pictures of a camera; a drawing that could hold a script is none.
TYPES = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif", "image/avif")
HEIGHTS = {"480p": 480, "720p": 720, "1080p": 1080}


@dataclass(eq=False, kw_only=True)
class CameraInput(Upload):
    """
    A field for a photo.

    Attributes
    ----------
    resolution
        The height that is asked of the camera; None: what it has by itself.
    """

    kind: ClassVar[str] = "camera_input"

    resolution: str | None = None

    def context(self) -> dict[str, Any]:
        return {**super().context(), "pixels": HEIGHTS.get(self.resolution or "", 0)}


@command
def camera_input(
    label: str,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    disabled: bool = False,
    required: bool = False,
    validators: Validators = (),
    label_visibility: LabelVisibility = "visible",
    resolution: Literal["480p", "720p", "1080p"] | None = None,
    width: Width = "stretch",
) -> UploadedFile | None:
    """
    Draw a camera and return the photo that was taken, an ``UploadedFile``, or None.

    The photo is a JPEG. The camera is opened by a button and closed with the photo. Where it may not be used, and
    without JavaScript, a field for a picture stands there, which opens the camera of a phone; then the picture is of
    the type that the visitor's machine gives it.

    Browsers give the camera to pages over HTTPS and from this machine. A site that sends ``Permissions-Policy`` needs
    ``camera=(self)`` in it; nothing is needed in its content security policy.

    Parameters
    ----------
    resolution
        The height that is asked of the camera; it gives the nearest that it has.

    Raises
    ------
    StreamlitValueError
        If ``resolution`` is none of these.
    """
    if resolution is not None and resolution not in HEIGHTS:
        raise StreamlitValueError("resolution", [*(f"'{each}'" for each in HEIGHTS), "None"])
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width,
        required=required, validators=validators,
    )  # fmt: skip
    return draw_recorder(CameraInput, common, types=TYPES, records="camera", resolution=resolution)
