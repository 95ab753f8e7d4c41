"""``AppPage``: one page of an app with several."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path as File
from typing import Any, Literal, TypeVar

from django.core.exceptions import PermissionDenied
from django.urls import NoReverseMatch, reverse

from formrerun import pages
from formrerun.api.query import EMBEDDING
from formrerun.elements._parameters import clean_help, clean_icon
from formrerun.engine.context import current_run
from formrerun.engine.run import Run
from formrerun.exceptions import (
    FormrerunError,
    StreamlitAPIException,
    StreamlitIncompatibleParametersError,
    StreamlitInvalidParameterTypeError,
    StreamlitMissingRequiredParameterError,
    StreamlitPageNotFoundError,
    StreamlitValueError,
)
from formrerun.scripts import execution
from formrerun.utils.urls import with_query

#: The pages of each app as it last ran here, by the path of their file: callbacks run before the app names them.
files_of_apps: dict[str, dict[str, AppPage]] = {}
#: The name of each app's default page, likewise: its address does not say it.
default_of_apps: dict[str, str] = {}

T = TypeVar("T")


def _of_app(known: Mapping[str, T], run: Run, none: T) -> T:
    """Return what is known of the app that a run is of: it may be that of its script, or of one of its pages."""
    return known.get(run.page) or known.get(run.page.rpartition("/")[0], none)


class AppPage:
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
            self.title = str(title or "") or name.replace("_", " ")
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
        if not str(title or "").strip():
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
            self.file = (execution.main_folder() / page).resolve()
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
        kwargs.pop(pages.PAGE_PATH, None)
        if self.url_path:
            kwargs[pages.PAGE_PATH] = self.url_path
        try:
            return str(reverse(match.view_name if match.url_name else match.func, kwargs=kwargs))
        except NoReverseMatch:
            raise FormrerunError(
                f"The page {self.title!r} has no address. Name the view in the URLconf a second time, for its pages: "
                f'`path("{match.route}<str:{pages.PAGE_PATH}>/", …)`, under the same name as the first.'
            ) from None

    def address(self, run: Run) -> str:
        """Return where a link on the page that runs leads: an embedded page leads to embedded ones."""
        if self.is_external:
            return self.url(run)
        embedding = {name.lower(): values for name, values in run.query.items() if name.lower() in EMBEDDING}
        return with_query(self.url(run), {name: [value.lower() for value in embedding[name]] for name in embedding})

    def runs_now(self, run: Run) -> bool:
        """Return True for the view of a page that is running already."""
        return self.view is not None and run.page.partition("?")[0] in (
            self.view.page.name[-255:],
            self.view.page.name[-200:],
        )

    def is_here(self, run: Run) -> bool:
        """Return True for the page of its app whose address this is."""
        here = place_of(run) or _of_app(default_of_apps, run, "")
        return self.view is None and not self.is_external and self._path == here

    def may_be_seen(self, run: Run) -> bool:
        """Return False for the view of a page that the visitor may not see."""
        if self.view is None or not self.view.page.is_guarded:
            return True
        page, user = self.view.page, getattr(run.request, "user", None)
        if user is None or (page.login_required and not user.is_authenticated):
            return False
        try:
            return bool(page.admits(run.request, None))
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
        app, before = run.page, set(run.drawing.widgets)
        run.page = f"{app}/{self._path}"  # part of every identity: a page's widgets are its own
        try:
            if self.file is not None:
                execution.run_file(self.file)
            elif self.function is not None:
                self.function()
        finally:
            run.page = app
            run.drawing.inner_widgets = (run.drawing.inner_widgets or set()) | (run.drawing.widgets.keys() - before)

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


def page_icon_and_name(script_path: File) -> tuple[str, str]:
    """Return the icon and the name of a page as ``streamlit.source_util`` does, for packages that make menus."""
    name, icon = _name_and_icon(File(script_path))
    return icon, re.sub("[_ ]+", "_", name)


def as_page(given: Any) -> AppPage:
    if isinstance(given, AppPage):
        return given
    if isinstance(given, (str, File)) or callable(given):
        return AppPage(given)
    raise StreamlitInvalidParameterTypeError("pages", type(given).__name__, ["str", "Path", "callable", "st.Page"])


def place_of(run: Run) -> str:
    """Return the part of the address that names one of an app's pages; "" at the address of the app."""
    request = run.request
    match = getattr(request, "resolver_match", None)
    if match is None:
        return str(getattr(request, pages.PAGE_PATH, ""))
    return str(match.kwargs.get(pages.PAGE_PATH, ""))


def find(run: Run, target: Any) -> AppPage | None:
    """
    Return the page that an author names for ``page_link`` or ``switch_page``; None if it is none of this app's.

    Raises
    ------
    StreamlitPageNotFoundError
        If it is a script that is no page.
    """
    if isinstance(target, AppPage):
        return target
    if hasattr(target, "page"):
        return AppPage(target)
    if not isinstance(target, (str, File)) or not str(target).endswith(".py"):
        return None
    known = _of_app(files_of_apps, run, {})
    file = (execution.main_folder() / target).resolve()
    page = known.get(str(file)) or next((page for path, page in known.items() if File(path).match(str(target))), None)
    if page is None:
        raise StreamlitPageNotFoundError(f"Could not find page: `{target}`. {_cure()}")
    return page


def _cure() -> str:
    """Return how a page of a script is named, in Streamlit's words: they differ where files in `pages/` are pages."""
    folder = execution.main_folder()
    if (folder / "pages").is_dir():
        return (
            f"You must provide a file path relative to the entrypoint file (from the directory `{folder.name}`). Only "
            "the entrypoint file and files in the `pages/` directory are supported."
        )
    return (
        "You must provide a `Page` object or file path relative to the entrypoint file. Only pages previously defined "
        "by `st.Page` and passed to `st.navigation` are allowed."
    )


__all__ = ["AppPage"]
