"""``title``, ``header``, ``subheader``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from django.utils.functional import Promise

from formrerun.elements._parameters import check_width, clean_help, clean_icon, clean_text
from formrerun.elements.typography._alignment import clean_alignment, wrapped
from formrerun.engine.context import current_run
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Width
from formrerun.exceptions import StreamlitInvalidParameterTypeError, StreamlitValueError
from formrerun.utils.xxh32 import xxh32

if TYPE_CHECKING:
    from formrerun.elements.typography._alignment import Alignment


DIVIDERS = ("red", "orange", "yellow", "blue", "green", "violet", "gray", "grey", "rainbow")


@dataclass(eq=False, kw_only=True)
class Heading(Element):
    """A heading of level 1, 2 or 3."""

    kind: ClassVar[str] = "heading"

    body: str = ""
    level: int = 1
    anchor: str = ""
    given_anchor: str | Literal[False] = ""
    linked: bool = True
    help: str | None = None
    icon: str = ""
    divider: str = ""
    align: str = "left"
    wrap: bool = True

    @property
    def type_name(self) -> str:  # type: ignore[override]
        return ("title", "header", "subheader")[self.level - 1]


_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"})
_SEED = 0xABCD  # Streamlit's


def anchor_of(text: str) -> str:
    """
    Return the name for links to a heading, made of its first 1,000 characters.

    As Streamlit makes it: "uebersicht" of "Übersicht", and a number of what cannot be spelt with Latin letters.
    """
    words = re.sub(r":material/(\w+):", r"\1", text[:1_000])
    words = re.sub(r":[\w/-]+\[|\]\([^)]*\)|[\]*_`]", "", words)  # the target of a link is not read
    spelt = unicodedata.normalize("NFKD", words.lower().translate(_SPELT))
    if any(sign.isalnum() and not sign.isascii() for sign in spelt):
        return f"{xxh32(words.encode('utf-8', 'surrogatepass'), _SEED):x}"
    plain = "".join(sign for sign in spelt if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def unique_anchor(text: str) -> str:
    """Return a heading's name, numbered if another heading of this run has it: ids are unique in a page."""
    return _numbered(anchor_of(text))


def _numbered(anchor: str) -> str:
    if not anchor:
        return ""
    anchor = f"h-{anchor}" if anchor.startswith("fr-") else anchor  # ours begin with "fr-"
    repeats = current_run().drawing.repeats
    count = repeats[f"anchor:{anchor}"] = repeats.get(f"anchor:{anchor}", -1) + 1
    return f"{anchor}-{count}" if count else anchor


def _heading(
    level: int,
    body: Any,
    anchor: str | Literal[False] | None,
    help: Any,
    icon: Any,
    divider: Any,
    width: Width,
    text_alignment: Alignment,
    wrap: bool,
) -> DeltaGenerator:
    text = clean_text(body)
    check_width(width, allow_content=True)
    anchor = str(anchor) if isinstance(anchor, Promise) else anchor
    if isinstance(anchor, bool) and anchor:
        raise StreamlitValueError("anchor", ["None", "False", "any string"])
    if not isinstance(anchor, (str, bool, type(None))):
        raise StreamlitInvalidParameterTypeError("anchor", type(anchor).__name__, ["str", "None", "False"])
    if divider is True:
        divider = "auto"
    elif divider and divider not in DIVIDERS:
        raise StreamlitValueError("divider", ["True", *(f"'{name}'" for name in DIVIDERS)])
    name = _numbered(anchor) if anchor else unique_anchor(text)
    return draw(
        Heading(
            body=text, level=level, anchor=name, given_anchor="" if anchor is None else anchor,
            linked=bool(name) and anchor is not False, help=clean_help(help), icon=clean_icon(icon),
            divider=str(divider or "").replace("grey", "gray"), width=width,
            align=clean_alignment(text_alignment), wrap=wrapped(wrap),
        )
    )  # fmt: skip


Anchor = str | Literal[False] | None


@command
def title(
    body: Any,
    anchor: Anchor = None,
    *,
    help: str | None = None,
    icon: str | None = None,
    width: Width = "stretch",
    text_alignment: Alignment = "left",
    wrap: bool = True,
) -> DeltaGenerator:
    """
    Draw the page's title.

    Parameters
    ----------
    body
        Markdown in one line.
    anchor
        The name for links to it, made from the text by default. With False it has its name, and shows no link.
    wrap
        Break what is too long into lines; False cuts it off.
    """
    return _heading(1, body, anchor, help, icon, None, width, text_alignment, wrap)


@command
def header(
    body: Any,
    anchor: Anchor = None,
    *,
    help: str | None = None,
    icon: str | None = None,
    divider: bool | str = False,
    width: Width = "stretch",
    text_alignment: Alignment = "left",
    wrap: bool = True,
) -> DeltaGenerator:
    """
    Draw a heading.

    Parameters
    ----------
    body, anchor, wrap
        As in :func:`title`.
    divider
        A rule below it: True, or a colour's name.
    """
    return _heading(2, body, anchor, help, icon, divider, width, text_alignment, wrap)


@command
def subheader(
    body: Any,
    anchor: Anchor = None,
    *,
    help: str | None = None,
    icon: str | None = None,
    divider: bool | str = False,
    width: Width = "stretch",
    text_alignment: Alignment = "left",
    wrap: bool = True,
) -> DeltaGenerator:
    """
    Draw a smaller heading.

    Parameters
    ----------
    body, anchor, divider, wrap
        As in :func:`header`.
    """
    return _heading(3, body, anchor, help, icon, divider, width, text_alignment, wrap)


__all__ = ["header", "subheader", "title"]
