"""Images: one, or several beside each other, with captions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from formrerun.elements._deprecations import deprecated, older_width
from formrerun.elements._parameters import check_width, clean_url
from formrerun.elements.kept_files import kept_file
from formrerun.elements.media._pictures import picture_bytes
from formrerun.elements.media._sources import as_address
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Width
from formrerun.exceptions import StreamlitAPIException

__all__ = ["image"]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One image; without a text for those who cannot see it, its caption is that."""

    url: str
    caption: str = ""
    alt: str = ""


@dataclass(eq=False, kw_only=True)
class Image(Element):
    """Images beside each other."""

    kind: ClassVar[str] = "image"

    pictures: tuple[Picture, ...] = ()
    link: str = ""

    @property
    def value(self) -> list[str]:
        """Their addresses, as Streamlit's ``AppTest`` has them."""
        return [picture.url for picture in self.pictures]

    @property
    def captions(self) -> list[str]:
        """Their captions."""
        return [picture.caption for picture in self.pictures]


@command
def image(
    image: Any,
    caption: Any = None,
    width: Width = "content",
    clamp: bool = False,
    channels: Literal["RGB", "BGR"] = "RGB",
    output_format: Literal["JPEG", "PNG", "auto"] = "auto",
    *,
    use_container_width: bool | None = None,
    link: str | None = None,
    use_column_width: Any = None,
    alt: Any = None,
) -> DeltaGenerator:
    """
    Draw an image, or several.

    Parameters
    ----------
    image
        An address, a path, bytes, an open file, text of an SVG, a picture of Pillow's, a NumPy array; or a list of
        these. All but addresses are kept for the session and served from the site's own; an address of another site
        must be allowed by ``img-src`` of the site's policy.
    caption
        Text below it; of several images a list.
    width
        "content", "stretch" or pixels; ``use_container_width`` is its older name.
    clamp
        Bring numbers of an array that are out of range into it; without that they are an error.
    channels
        "BGR" if an array has its colours in that order.
    output_format
        "JPEG" or "PNG" as what it is sent; "auto" leaves it as it is.
    link
        An address that is opened by a click on the only image.
    use_column_width
        Has no effect.
    alt
        What screen readers say; "" for an image that only decorates, of several images a list. By default the caption.

    Raises
    ------
    StreamlitAPIException
        If it is no image, or captions do not fit the images.
    """
    if use_column_width is not None:
        deprecated(
            "`use_column_width` was removed and has no effect. "
            "Use `width='stretch'`, `width='content'`, or an integer pixel value instead."
        )
    width = older_width(use_container_width, width)
    check_width(width, allow_content=True)
    images = _as_list(image)
    captions = _captions(caption, len(images))
    alts = _alts(alt, len(images), is_set=isinstance(image, set))
    if link and len(images) > 1:
        raise StreamlitAPIException(
            f"The `link` parameter is only supported when displaying a single image. You passed {len(images)} images."
        )
    how: dict[str, Any] = {"clamp": clamp, "channels": channels, "output_format": output_format}
    pictures = tuple(
        Picture(url=picture_address(one, **how), caption=said, alt=said if text is None else text)
        for one, said, text in zip(images, captions, alts, strict=True)
    )
    return draw(Image(pictures=pictures, link=clean_url(link) if link else "", width=width))


def picture_address(picture: Any, *, clamp: bool = True, channels: str = "RGB", output_format: str = "auto") -> str:
    """
    Keep a picture, as :func:`image` takes one, and return its address.

    Parameters
    ----------
    picture, clamp, channels, output_format
        As of :func:`image`.

    Raises
    ------
    StreamlitAPIException
        If it is none.
    """
    address = as_address(picture)
    if address is not None:
        return address
    return kept_file(*picture_bytes(picture, clamp=clamp, channels=channels.upper(), output_format=output_format))


def _as_list(given: Any) -> list[Any]:
    if isinstance(given, (list, set, tuple)) or getattr(given, "ndim", 0) == 4:
        return list(given)
    return [given]


def _captions(given: Any, count: int) -> list[str]:
    if given is None:
        return [""] * count
    captions = given.tolist() if getattr(given, "ndim", 0) == 1 else given if isinstance(given, list) else [given]
    if len(captions) != count:
        raise StreamlitAPIException(f"Cannot pair {len(captions)} captions with {count} images.")
    return ["" if caption is None else str(caption) for caption in captions]


def _alts(given: Any, count: int, *, is_set: bool) -> list[str | None]:
    if given is None:
        return [None] * count
    if (isinstance(given, Sequence) and not isinstance(given, (str, bytes, bytearray))) or getattr(
        given, "ndim", 0
    ) == 1:
        if is_set:
            raise StreamlitAPIException(
                "A sequence-valued `alt` cannot be paired with a set of images because set order is undefined. Pass a "
                "list or tuple of images."
            )
        alts = list(given)
        if len(alts) != count:
            raise StreamlitAPIException(f"Cannot pair {len(alts)} alt values with {count} images.")
    elif count != 1:
        what = "string" if isinstance(given, str) else "value"
        raise StreamlitAPIException(
            f"A single `alt` {what} can only be used with a single image. You passed {count} images; provide a "
            f"sequence of {count} alt values (use None to skip an image)."
        )
    else:
        alts = [given]
    return [None if alt is None or (str(alt) and not str(alt).strip()) else str(alt).strip() for alt in alts]
