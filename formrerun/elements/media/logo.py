"""Logo: an image at the upper left of the page, in the sidebar while that is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from formrerun.elements._parameters import clean_icon, leading_icon
from formrerun.elements.kept_files import kept_file
from formrerun.elements.media._pictures import picture_bytes
from formrerun.elements.media._sources import as_address
from formrerun.engine.context import current_run
from formrerun.engine.tree import Container, RootHeader
from formrerun.exceptions import StreamlitAPIException, StreamlitInvalidURLError, StreamlitValueError

__all__ = ["logo"]

LogoSize = Literal["small", "medium", "large"]


@dataclass(eq=False, kw_only=True)
class Logo(RootHeader):
    """
    A logo above a root container.

    Attributes
    ----------
    url, icon
        The address of an image, or an icon.
    place
        The root container: "sidebar", or "main" for who has folded that.
    """

    kind: ClassVar[str] = "logo"
    accompanies: ClassVar[bool] = True

    url: str = ""
    icon: str = ""
    size: str = "medium"
    link: str = ""
    place: str = "main"

    @property
    def above(self) -> str:
        return self.place


def logo(
    image: Any,
    *,
    size: LogoSize = "medium",
    link: str | None = None,
    icon_image: Any = None,
) -> None:
    """
    Draw a logo above the sidebar; while that is folded, or if there is none, above the body. The last call counts.

    Parameters
    ----------
    image
        What :func:`image` takes, but no list; an emoji, or ``:material/name:``.
    size
        How high it is at most: "small" (20 pixels), "medium" (24) or "large" (32).
    link
        An address, beginning with ``https://`` or ``http://``, that is opened by a click in a new tab.
    icon_image
        A smaller image that stands for it above the body.

    Raises
    ------
    StreamlitAPIException
        If an image is none.
    StreamlitInvalidURLError
        If the link is no such address.
    StreamlitValueError
        If the size is none of the three.
    """
    run = current_run()
    shown = _shown("image", image)
    if link and not str(link).lower().startswith(("http://", "https://")):
        raise StreamlitInvalidURLError(str(link), ("http", "https"))
    small = _shown("icon_image", icon_image) if icon_image else shown
    if not isinstance(size, str) or size.lower() not in ("small", "medium", "large"):
        raise StreamlitValueError("size", ["'small'", "'medium'", "'large'"])
    root = run.drawing.roots["logo"] = Container(width="stretch", root="logo")
    for place, (url, icon) in (("sidebar", shown), ("main", small)):
        root.add(Logo(place=place, url=url, icon=icon, size=size.lower(), link=link or ""))


def _shown(parameter: str, image: Any) -> tuple[str, str]:
    """Return the address of an image and "", or "" and an icon."""
    try:
        if isinstance(image, str) and (image.startswith(":material") or leading_icon(image) == (image, "") != ("", "")):
            return "", clean_icon(image)
        address = as_address(image)
        if address is None:
            address = kept_file(*picture_bytes(image, clamp=False, channels="RGB", output_format="auto"))
    except (StreamlitAPIException, OSError, TypeError, ValueError) as error:
        raise StreamlitAPIException(
            f"The {parameter} passed to st.logo is invalid - See "
            "[documentation](https://docs.streamlit.io/develop/api-reference/media/st.logo) for more information on "
            "valid types"
        ) from error
    return address, ""
