"""Icons as inline SVG."""

from __future__ import annotations

from html import escape

from formrerun.utils.icons import material_symbols


def icon_svg(name: str, *, testid: str = "stIconMaterial", decorates: bool = False) -> str:
    """
    Return a Material symbol as inline SVG; the text of it for a name that does not exist.

    Its name is its text, as in Streamlit, where a font draws it: nobody sees or copies it, but tests find it.

    Parameters
    ----------
    decorates
        It stands beside a text that says the same.
    """
    if name not in material_symbols():
        return escape(f":material/{name}:")
    said = 'aria-hidden="true"' if decorates else f'role="img" aria-label="{escape(name.replace("_", " "))} icon"'
    picture = sign_svg(name, f"<desc>{escape(name)}</desc>")
    return f'<span class="fr-icon" data-testid="{testid}" {said} translate="no">{picture}</span>'


def sign_svg(name: str, inside: str = "") -> str:
    """Return a Material symbol as SVG without words of its own."""
    return f'<svg viewBox="0 -960 960 960" aria-hidden="true">{inside}<path d="{material_symbols()[name]}"/></svg>'
