"""``set_page_config``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import choice
from typing import Any, Literal

from django.utils.functional import Promise

from formrerun.engine.context import current_run
from formrerun.exceptions import StreamlitAPIException, StreamlitInvalidURLError, StreamlitValueError

#: What "random" means.
RANDOM = "🎲🎈🌈🌻🍀🍉🎨🎯🐙🐝🐳👾💡🔥🚀🦊🦋🧩🪁🌍"


def set_page_config(
    page_title: str | None = None,
    page_icon: Any = None,
    layout: Literal["centered", "wide"] | None = None,
    initial_sidebar_state: Literal["auto", "expanded", "collapsed", "locked"] | int | None = None,
    menu_items: Mapping[str, Any] | None = None,
) -> None:
    """
    Set what belongs to the whole page; may be called again, the last word counts.

    Parameters
    ----------
    page_title
        The title in the browser's tab.
    page_icon
        An emoji, its shortcode such as ":shark:", "random" for any, ``:material/name:``, or a picture as
        :func:`image` takes one: a file, an address, bytes, an object of PIL's. What is no picture leaves the icon as it
        is, as does an address of more than 600 characters.
    layout
        "centered" or "wide".
    initial_sidebar_state
        "auto" (closed on small screens), "expanded" or "collapsed"; "locked" and a width in pixels are "expanded".
    menu_items
        Accepted for Streamlit's sake, if they are items of its menu; there is no such menu.

    Raises
    ------
    StreamlitValueError
        If the layout, the state of the sidebar or a menu item is none of these.
    StreamlitInvalidURLError
        If a menu item that leads somewhere has no address.
    """
    config = current_run().config
    _check_menu_items(menu_items or {})
    if layout is not None and layout not in ("centered", "wide"):
        raise StreamlitValueError("layout", ["'centered'", "'wide'"])
    sidebar = initial_sidebar_state
    if sidebar == "locked" or (isinstance(sidebar, int) and not isinstance(sidebar, bool) and sidebar > 0):
        sidebar = "expanded"
    if sidebar not in ("auto", "expanded", "collapsed", None):
        raise StreamlitValueError(
            "initial_sidebar_state",
            ["'auto'", "'expanded'", "'collapsed'", "'locked'", "a positive integer (width in pixels)"],
            detail=f"Got {sidebar!r}.",
        )
    if page_title is not None:
        config.title = str(page_title)
        config.chosen.add("title")
    if page_icon is not None:
        icon = _icon(page_icon)
        if icon:
            config.icon = icon
            config.chosen.add("icon")
    if layout is not None:
        config.layout = layout
    if sidebar is not None:
        config.initial_sidebar_state = str(sidebar)


def _check_menu_items(items: Mapping[str, Any]) -> None:
    for name, leads_to in items.items():
        item = str(name).lower().strip()
        if item not in ("get help", "report a bug", "about"):
            raise StreamlitValueError(
                "menu_items",
                ["'Get help'", "'Report a bug'", "'About'"],
                detail=f"`{item}` is not a supported menu item key.",
            )
        if item != "about" and leads_to is not None and not re.match(r"(?:https?://|mailto:).", str(leads_to)):
            raise StreamlitInvalidURLError(str(leads_to))


def _icon(given: Any) -> str:
    """Return a character, a symbol, or the address of a picture; "" if it is none of these."""
    if not isinstance(given, (str, Promise)):
        return _picture(given)
    icon = str(given).strip()
    if icon == "random":
        return choice(RANDOM)
    if re.fullmatch(r":[\w+-]+:", icon):
        import emoji

        icon = emoji.emojize(icon, language="alias")
    is_picture = "." in icon or ("/" in icon and not icon.startswith(":material/"))
    return _picture(icon) if is_picture else icon


def _picture(given: Any) -> str:
    """Return the address of a picture; "" for what is none, which is no error in Streamlit either."""
    from formrerun.elements.media.image import picture_address
    from formrerun.web.page_icons import LONGEST, icon_url

    try:
        address = picture_address(given)
    except (StreamlitAPIException, OSError, TypeError, ValueError):
        return ""
    return address if len(icon_url(address)) <= LONGEST else ""


__all__ = ["set_page_config"]
