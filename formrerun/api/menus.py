"""
Several pages: ``AppPage``, ``navigation``, ``page_link``.

A script, or a page function, may have pages of its own: it calls :func:`navigation` and runs what that returns. Its
pages have addresses below its own; for them the URLconf names it twice::

    shop = fr.script_page("scripts/shop.py")
    urlpatterns = [path("shop/", shop, name="shop"), path("shop/<str:fr_page>/", shop, name="shop")]

Pages that stand in the URLconf by themselves need no such thing. Each calls :func:`navigation` with all of them, which
then draws the menu and leaves out what the visitor may not see::

    def menu():
        fr.navigation({"Orders": [orders, refunds], "Admin": [users]})

What an author puts into ``session_state`` goes along from page to page, by a link or by ``switch_page``. The values of
widgets do not, but for those the script itself draws outside of the page it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formrerun.api.app_pages import as_page, default_of_apps, files_of_apps, find, place_of
from formrerun.api.query import EMBEDDING

if TYPE_CHECKING:
    from formrerun.api.app_pages import AppPage

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path as File
from typing import Any, Literal, NoReturn

from formrerun import pages
from formrerun.elements._parameters import (
    IconPosition,
    check_width,
    clean_help,
    clean_icon,
    clean_icon_position,
    one_of,
)
from formrerun.elements.links.page_link import FOLDED, SPARED, Link, Menu, PageLink
from formrerun.engine.context import current_run
from formrerun.engine.control_flow import SwitchPage
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.run import Run
from formrerun.engine.tree import Container, Width
from formrerun.exceptions import (
    NoSuchAppPage,
    StreamlitAPIException,
    StreamlitInvalidParameterTypeError,
    StreamlitMissingRequiredParameterError,
    StreamlitValueError,
)
from formrerun.submissions.page_changes import is_under_way
from formrerun.utils.urls import short_query, with_query

__all__ = ["navigation", "page_link"]


def navigation(
    pages: Sequence[Any] | Mapping[str, Sequence[Any]],
    *,
    position: Literal["sidebar", "hidden", "top"] = "sidebar",
    expanded: bool | int = False,
) -> AppPage:
    """
    Say which pages there are, draw the menu, and return the page of this address; call its ``run()``.

    Parameters
    ----------
    pages
        Pages, or what :class:`AppPage` takes; in a mapping, by the headings of the menu.
    position
        Where the menu stands: "sidebar", "top", or "hidden".
    expanded
        Show all pages however many they are; a number says how many are seen before the menu is unfolded. Where the
        sidebar holds nothing else all are seen.

    Raises
    ------
    StreamlitAPIException
        If two pages have one address, or two are the default.
    Http404
        If there is no page at this address for a visitor who comes there first. Who is in the app already, and has
        logged out, say, goes on at the default page; so does who comes first where there is no other.

    Examples
    --------
    >>> page = fr.navigation([fr.Page("orders.py", icon="📦"), fr.Page(refunds, title="Refunds")])
    >>> page.run()
    """
    one_of("position", position, ("sidebar", "hidden", "top"), got=False)
    if not isinstance(expanded, int):
        raise StreamlitInvalidParameterTypeError("expanded", type(expanded).__name__, ["bool", "int"])
    if expanded < 0:
        raise StreamlitValueError(
            "expanded", ["True", "False", "a non-negative integer"], detail=f"Provided value: {expanded!r}."
        )
    sections = {
        title: [as_page(given) for given in part]
        for title, part in (pages.items() if isinstance(pages, Mapping) else [("", pages)])
    }
    every = [page for part in sections.values() for page in part]
    if not every:
        raise StreamlitMissingRequiredParameterError("pages", detail="Provide at least one `st.Page`.")
    run = current_run()
    current = _choose(run, every)
    if not run.is_bare:
        run.drawing.inner_widgets = set()
        if not place_of(run):
            default_of_apps[run.page] = current._path
        files_of_apps[run.page] = {str(page.file): page for page in every if page.file is not None}
        if current.view is None and "title" not in run.config.chosen:
            run.config.title = current.title
        if current.view is None and "icon" not in run.config.chosen:
            run.config.icon = current.icon or None
        _draw(run, sections, current, position, expanded)
    current._callable = True
    return current


def _choose(run: Run, every: list[AppPage]) -> AppPage:
    """Return the page of this address, after checking that each has one of its own."""
    marked = [page for page in every if page._default]
    if len(marked) > 1:
        raise StreamlitAPIException(
            "Multiple Pages specified with `default=True`. At most one AppPage can be set to default."
        )
    inner = [page for page in every if not page.is_external]
    if not inner:
        raise StreamlitAPIException(
            "At least one non-external page is required. External URL pages cannot be the default page."
        )
    known: dict[str, AppPage] = {}
    for page in every:
        if page.view is None and (other := known.setdefault(page._path, page)) is not page:
            raise StreamlitAPIException(
                f"Two pages resolve to the URL pathname `/{page._path}`: {other!r} and {page!r}. Each page passed to "
                "`st.navigation` needs a unique URL pathname, including pages in different sections, hidden pages, "
                "and external URL pages. Set a unique `url_path` in `st.Page` for one of these pages."
            )
    if running := [page for page in inner if page.runs_now(run)]:
        return running[0]
    default = marked[0] if marked else inner[0]
    default._default = default.view is None
    place = place_of(run)
    found = default if not place else known.get(place)
    if found is None or found.is_external:
        _go_on(run, place, default, alone=len(inner) == 1)
    return found


def _go_on(run: Run, place: str, default: AppPage, *, alone: bool) -> NoReturn:
    """Leave an address that is no page's (any more): who has just logged out is led to the page that is left."""
    url, query = default.address(run), {name: values for name, values in run.query.items() if name not in EMBEDDING}
    if run.calls > 1 or is_under_way(run.request):
        run.interruption.check_may_leave()
        raise SwitchPage(url, query)
    raise NoSuchAppPage(place, with_query(url, query) if alone else "")


def _draw(run: Run, sections: dict[str, list[AppPage]], current: AppPage, position: str, expanded: int) -> None:
    """Put the menu above the sidebar or the body; a menu of one page is none."""
    parts = tuple(
        (
            title,
            tuple(_link(run, page, current) for page in part if page.visibility == "visible" and page.may_be_seen(run)),
        )
        for title, part in sections.items()
    )
    count = sum(len(links) for _title, links in parts)
    if position == "hidden" or count < 2:
        return
    shown = expanded or FOLDED
    if expanded is True or position == "top" or count <= shown + SPARED:
        shown = 0
    filled = tuple(part for part in parts if part[1])
    root = run.drawing.roots["menu"] = Container(width="stretch", root="menu")
    root.add(Menu(sections=filled, top=position == "top", shown=shown, beside=run.drawing.roots["sidebar"]))


def _link(run: Run, page: AppPage, current: AppPage | None) -> Link:
    return Link(
        url=page.address(run), title=page.title, icon=page.icon, help=page.help, current=page is current,
        external=page.is_external,
    )  # fmt: skip


@command
def page_link(
    page: Any,
    *,
    label: str | None = None,
    icon: str | None = None,
    icon_position: IconPosition = "left",
    help: str | None = None,
    disabled: bool = False,
    use_container_width: bool | None = None,
    width: Width = "content",
    query_params: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
) -> DeltaGenerator:
    """
    Draw a link to another page; what is in ``session_state`` goes along.

    Parameters
    ----------
    page
        A :class:`AppPage`, the path of a page's script, the view of a page, the name of a URL pattern, a path that
        begins with "/", or an address of another site.
    label
        By default the page's title; Markdown in one line.
    icon, icon_position
        An emoji or ``:material/name:``, left or right of the label; by default the page's.
    disabled
        Draw it so that it leads nowhere.
    width
        "content", "stretch" or pixels; in the sidebar always "stretch".
    query_params
        The query parameters of the other page.

    Raises
    ------
    StreamlitPageNotFoundError
        If there is no such page.
    """
    run = current_run()
    if use_container_width is not None:
        width = "stretch" if use_container_width else "content"
    if run.drawing.draws_into().root == "sidebar":
        width = "stretch"
    check_width(width, allow_content=True)
    where = clean_icon_position(icon_position)
    address = str(page) if isinstance(page, (str, File)) else ""
    if run.is_bare:
        link = Link(url="", title="")
    elif re.match(r"https?://", address):
        if not label:
            raise StreamlitMissingRequiredParameterError(
                "label", detail="Streamlit cannot infer a label for an external URL."
            )
        link = Link(url=address, title=label, external=True)
    elif (found := find(run, page)) is not None:
        link = _link(run, found, None)
    else:
        url = pages.url_of(page)
        known = pages.leads_to_page(url, getattr(run.request, "urlconf", None))
        link = Link(url=url, title=address, leads_to_page=known)
    here = getattr(run.request, "path", None)
    link = replace(link, current=link.url.partition("?")[0] == here)
    if query_params:
        query = dict(query_params) if link.external else short_query(query_params)
        link = replace(link, url=with_query(link.url, query))
    return draw(
        PageLink(
            label=link.title if label is None else str(label),
            link=link,
            icon=clean_icon(icon) if icon is not None else link.icon,
            icon_position=where,
            help=clean_help(help) if help is not None else link.help or None,
            disabled=bool(disabled),
            width=width,
        )
    )
