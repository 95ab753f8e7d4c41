"""
Several pages: ``Page``, ``navigation``, ``page_link``.

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

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path as File
from typing import Any, Literal
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import NoReverseMatch, reverse

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
from formrerun.engine.drawing import put
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.run import Run
from formrerun.engine.tree import Container, Width
from formrerun.exceptions import (
    FormrerunError,
    StreamlitAPIException,
    StreamlitIncompatibleParametersError,
    StreamlitInvalidParameterTypeError,
    StreamlitMissingRequiredParameterError,
    StreamlitPageNotFoundError,
    StreamlitValueError,
)
from formrerun.scripts import compiling

__all__ = ["Page", "navigation", "page_link"]

#: The pages of each app as it last ran here, by the path of their file: callbacks run before the app names them.
_files: dict[str, dict[str, Page]] = {}


class Page:
    """
    A page for :func:`navigation`.

    Parameters
    ----------
    page
        A script (relative to the main script), a function without parameters, the view of another page, or the
        address of another site.
    title
        What the menu and the browser's tab say; by default made of the name of file or function.
    icon
        An emoji or ``:material/name:``.
    url_path
        The last part of its address; by default the name of file or function.
    default
        True for the page at the address of the app itself; the first one by default.
    visibility
        "hidden" leaves it out of the menu.
    help
        A hint on its link.

    Raises
    ------
    StreamlitPageNotFoundError
        If there is no such script.
    """

    def __init__(
        self,
        page: Any,
        *,
        title: str | None = None,
        icon: str | None = None,
        url_path: str | None = None,
        default: bool = False,
        visibility: Literal["visible", "hidden"] = "visible",
        help: str | None = None,
    ) -> None:
        if visibility not in ("visible", "hidden"):
            raise StreamlitValueError("visibility", ["visible", "hidden"])
        self.visibility, self.help = visibility, (clean_help(help) or "").strip()
        self.title = ""
        self.external_url: str | None = None
        self.view: Any = page if hasattr(page, "page") else None
        self.file: File | None = None
        self.function: Callable[[], Any] | None = None
        self._default, self._callable = bool(default), False
        if isinstance(page, str) and re.match(r"https?://", page):
            self._external(page, title, url_path)
            name, found_icon = self.title, ""
        else:
            name, found_icon = self._find(page, title)
            self.title = title or name.replace("_", " ")
        if not self.title.strip():
            raise StreamlitMissingRequiredParameterError(
                "title", detail="It cannot be empty or consist of underscores/spaces only."
            )
        self.icon = clean_icon(icon if icon is not None else found_icon)
        if self.external_url is None:
            self._path = name if url_path is None else url_path.strip().strip("/")
        if "/" in self._path:
            raise StreamlitAPIException(
                f"The `url_path` `{self._path}` cannot include `/`. Use a single path segment (e.g. `foo_bar`)."
            )
        if url_path is not None and not self._path and not default:
            raise StreamlitMissingRequiredParameterError(
                "url_path", detail="It can only be empty for the default page."
            )

    def _external(self, page: str, title: str | None, url_path: str | None) -> None:
        if not (title or "").strip():
            raise StreamlitMissingRequiredParameterError(
                "title",
                detail=f"External URL pages require a non-empty title. Please provide a title for the URL: {page}",
            )
        if self._default:
            raise StreamlitIncompatibleParametersError(
                "page=<external URL>",
                "default=True",
                explanation="External URL pages cannot be set as the default page.",
            )
        self.external_url, self.title = page, str(title)
        words = re.sub(r"[&#?/\\:*\"<>|']", "", re.sub(r"\s+", "_", self.title.lower()))
        self._path = (re.sub("_+", "_", words.strip("_")) if url_path is None else url_path).strip().strip("/")

    def _find(self, page: Any, title: str | None) -> tuple[str, str]:
        """Take what the author named; return its name and the icon in it."""
        if self.view is not None:
            made: pages.Page = page.page
            return (made.title or made.function.__name__), made.icon or ""
        if isinstance(page, (str, File)):
            if "\0" in str(page):
                raise StreamlitAPIException("Unable to create Page. Page paths must not contain null bytes.")
            self.file = (compiling.main_folder() / page).resolve()
            if not self.file.is_file():
                raise StreamlitPageNotFoundError(
                    f"Unable to create Page. The file `{self.file.name}` could not be found."
                )
            return _name_and_icon(self.file)
        if not callable(page):
            raise StreamlitInvalidParameterTypeError("page", type(page).__name__, ["str", "Path", "callable"])
        self.function = page
        name = getattr(page, "__name__", None)
        if name is None and title is None:
            raise StreamlitMissingRequiredParameterError(
                "title", detail="Streamlit cannot infer a title from this callable."
            )
        return name or "", ""

    @property
    def url_path(self) -> str:
        """The last part of its address; "" for the default page."""
        return "" if self._default else self._path

    @property
    def is_external(self) -> bool:
        """True if it is another site."""
        return self.external_url is not None

    def url(self, run: Run) -> str:
        """
        Return its address.

        Raises
        ------
        FormrerunError
            If the URLconf has no place for it; the message says which line is missing.
        """
        if self.external_url is not None:
            return self.external_url
        match = getattr(run.request, "resolver_match", None)
        kwargs = dict(match.kwargs) if match is not None else {}
        if self.view is not None:
            with suppress(NoReverseMatch):  # a page of the same customer, say
                return str(reverse(self.view, kwargs=kwargs))
            return pages.url_of(self.view)
        if match is None:
            return f"/{self.url_path}"
        kwargs.pop(pages.PLACE, None)
        if self.url_path:
            kwargs[pages.PLACE] = self.url_path
        try:
            return str(reverse(match.view_name if match.url_name else match.func, kwargs=kwargs))
        except NoReverseMatch:
            raise FormrerunError(
                f"The page {self.title!r} has no address. Name the view in the URLconf a second time, for its pages: "
                f'`path("{match.route}<str:{pages.PLACE}>/", …)`, under the same name as the first.'
            ) from None

    def runs_now(self, run: Run) -> bool:
        """Return True for the view of a page that is running already."""
        return self.view is not None and run.page.partition("?")[0] in (
            self.view.page.name[-255:],
            self.view.page.name[-200:],
        )

    def may_be_seen(self, run: Run) -> bool:
        """Return False for the view of a page that the visitor may not see."""
        if self.view is None or not self.view.page.login_required:
            return True
        page, user = self.view.page, getattr(run.request, "user", None)
        if user is None or not user.is_authenticated or not user.has_perms(page.permission_required):
            return False
        try:
            return page.user_passes is None or bool(page.user_passes(user))
        except PermissionDenied:
            return False

    def run(self) -> None:
        """
        Run the page that :func:`navigation` returned; once a run.

        Raises
        ------
        StreamlitAPIException
            If it is another one, or has run already.
        """
        if not self._callable:
            raise StreamlitAPIException(
                "This page cannot be called directly. Only the page returned from st.navigation can be called once."
            )
        self._callable = False
        run = current_run()
        app, before = run.page, set(run.widgets)
        run.page = f"{app}/{self._path}"  # part of every identity: a page's widgets are its own
        try:
            if self.file is not None:
                compiling.run_file(self.file)
            elif self.function is not None:
                self.function()
        finally:
            run.page = app
            run.inner = (run.inner or set()) | (run.widgets.keys() - before)

    def __repr__(self) -> str:
        return f"Page({self.title!r}, url_path={self.url_path!r})"


def _name_and_icon(file: File) -> tuple[str, str]:
    """Return the name and the icon that a file's name says: "2_📈_Sales_by_day.py" is "Sales_by_day" and "📈"."""
    import emoji

    name = re.sub(r"^\d*[_ -]*", "", file.stem) or file.stem
    found = emoji.emoji_list(name)
    if found and found[0]["match_start"] == 0:
        return name[found[0]["match_end"] :].strip("_ -"), found[0]["emoji"]
    return name.strip("_ -"), ""


def _as_page(given: Any) -> Page:
    if isinstance(given, Page):
        return given
    if isinstance(given, (str, File)) or callable(given):
        return Page(given)
    raise StreamlitInvalidParameterTypeError("pages", type(given).__name__, ["str", "Path", "callable", "st.Page"])


def navigation(
    pages: Sequence[Any] | Mapping[str, Sequence[Any]],
    *,
    position: Literal["sidebar", "hidden", "top"] = "sidebar",
    expanded: bool | int = False,
) -> Page:
    """
    Say which pages there are, draw the menu, and return the page of this address; call its ``run()``.

    Parameters
    ----------
    pages
        Pages, or what :class:`Page` takes; in a mapping, by the headings of the menu.
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
        If there is no page at this address.

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
        title: [_as_page(given) for given in part]
        for title, part in (pages.items() if isinstance(pages, Mapping) else [("", pages)])
    }
    every = [page for part in sections.values() for page in part]
    if not every:
        raise StreamlitMissingRequiredParameterError("pages", detail="Provide at least one `st.Page`.")
    run = current_run()
    current = _choose(run, every)
    if not run.is_bare:
        run.inner = set()
        _files[run.page] = {str(page.file): page for page in every if page.file is not None}
        if current.view is None and "title" not in run.config.chosen:
            run.config.title = current.title
        if current.view is None and "icon" not in run.config.chosen:
            run.config.icon = current.icon or None
        _draw(run, sections, current, position, expanded)
    current._callable = True
    return current


def _choose(run: Run, every: list[Page]) -> Page:
    """Return the page of this address, after checking that each has one of its own."""
    marked = [page for page in every if page._default]
    if len(marked) > 1:
        raise StreamlitAPIException(
            "Multiple Pages specified with `default=True`. At most one Page can be set to default."
        )
    inner = [page for page in every if not page.is_external]
    if not inner:
        raise StreamlitAPIException(
            "At least one non-external page is required. External URL pages cannot be the default page."
        )
    known: dict[str, Page] = {}
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
        raise Http404(f"There is no page {place!r} in this navigation.")
    return found


def place_of(run: Run) -> str:
    """Return the part of the address that names one of an app's pages; "" at the address of the app."""
    match = getattr(run.request, "resolver_match", None)
    return str(match.kwargs.get(pages.PLACE, "") if match is not None else getattr(run.request, pages.PLACE, ""))


def _draw(run: Run, sections: dict[str, list[Page]], current: Page, position: str, expanded: int) -> None:
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
    root = run.roots["menu"] = Container(width="stretch", root="menu")
    root.add(Menu(sections=filled, top=position == "top", shown=shown, beside=run.roots["sidebar"]))


def _link(run: Run, page: Page, current: Page | None) -> Link:
    return Link(
        url=page.url(run), title=page.title, icon=page.icon, help=page.help, current=page is current,
        external=page.is_external,
    )  # fmt: skip


def find(run: Run, target: Any) -> Page | None:
    """
    Return the page that an author names for ``page_link`` or ``switch_page``; None if it is none of this app's.

    Raises
    ------
    StreamlitPageNotFoundError
        If it is a script that is no page.
    """
    if isinstance(target, Page):
        return target
    if hasattr(target, "page"):
        return Page(target)
    if not isinstance(target, (str, File)) or not str(target).endswith(".py"):
        return None
    known = _files.get(run.page) or _files.get(run.page.rpartition("/")[0], {})
    file = (compiling.main_folder() / target).resolve()
    page = known.get(str(file)) or next((page for path, page in known.items() if File(path).match(str(target))), None)
    if page is None:
        raise StreamlitPageNotFoundError(
            f"Could not find page: `{target}`. You must provide a file path relative to the entrypoint file. Pages of "
            f"this app: {', '.join(sorted(File(path).name for path in known)) or 'none'}."
        )
    return page


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
        A :class:`Page`, the path of a page's script, the view of a page, the name of a URL pattern, a path that
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
    if run.draws_into().root == "sidebar":
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
        link = Link(url=pages.url_of(page), title=address)
    here = getattr(run.request, "path", None)
    link = replace(link, current=link.url == here)
    if query_params:
        link = replace(link, url=f"{link.url}?{urlencode(dict(query_params), doseq=True)}")
    return put(
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
