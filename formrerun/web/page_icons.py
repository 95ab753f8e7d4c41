"""The icon of the browser's tab."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from django.utils.encoding import iri_to_uri
from django.utils.html import escape

from formrerun.utils.icons import material_symbols
from formrerun.utils.urls import own_address

#: The icon of pages that set none, as SVG. It stands in the page as a data URL: one request less.
OWN_ICON = (Path(__file__).parents[1] / "static/formrerun/icon.svg").read_text(encoding="utf-8").strip()
#: The longest address of an icon, which may go into a header: a proxy takes 4 kB of all of these.
LONGEST = 600
#: An emoji may be made of several characters; more than one of them have no room in an icon.
MOST_CHARACTERS = 16


def icon_url(icon: str) -> str:
    """
    Return the browser tab's icon: a data URL, or the address of a picture.

    Parameters
    ----------
    icon
        An emoji, ":material/<name>:", the address of a picture, or "" for the package's own icon. An unknown symbol
        gives an empty picture.
    """
    if "/" in icon and not icon.startswith(":material/"):
        return str(iri_to_uri(icon))
    return "data:image/svg+xml," + quote(_svg(icon))


def icon_address(icon: str) -> str:
    """Return the same for a header: the address of a symbol's picture where its data URL is long."""
    url = icon_url(icon)
    return url if len(url) <= LONGEST else f"{own_address('icon')}?{symbol_name(icon)}"


def symbol_name(icon: str) -> str:
    """Return the name of a Material Symbol, "" for another icon."""
    return icon[len(":material/") : -1] if icon.startswith(":material/") else ""


def symbol_svg(name: str) -> str:
    """Return the picture of a Material Symbol; an empty one for a name that is none's."""
    path = material_symbols().get(name, "")
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -960 960 960"><path fill="#808495" d="{path}"/></svg>'


def _svg(icon: str) -> str:
    if icon.startswith(":material/"):
        return symbol_svg(symbol_name(icon))
    if icon:
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
            f'<text y="13" font-size="13">{escape(icon[:MOST_CHARACTERS])}</text></svg>'
        )
    return OWN_ICON
