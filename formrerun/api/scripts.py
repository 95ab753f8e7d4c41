"""``script_page``: a Streamlit script as a Django view."""

from __future__ import annotations

import inspect
import linecache
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import CodeType
from typing import Any

from django.http import Http404

from formrerun.api.pages import register
from formrerun.elements.stylesheets import stylesheet_url
from formrerun.engine.context import current_run
from formrerun.exceptions import StreamlitPageNotFoundError
from formrerun.pages import Page, View
from formrerun.scripts.aliases import know_streamlit
from formrerun.scripts.compiling import compile_script
from formrerun.scripts.config_file import option, options_of, shows_errors
from formrerun.scripts.execution import execute, load, script_folder
from formrerun.scripts.reloading import forget_changed, look_in_first
from formrerun.scripts.themes import theme_css


def _mentions(code: CodeType, name: str) -> bool:
    """Return True if a script uses a name anywhere."""
    return name in code.co_names or any(_mentions(part, name) for part in code.co_consts if isinstance(part, CodeType))


@dataclass
class Script:
    """
    A script, from a file or from text.

    Attributes
    ----------
    code
        Returns the compiled script.
    file, folder
        Where it stands; the folder is where its imports are looked for first.
    watch
        Import again what changed in the folder: for development, in a process that serves this script alone.
    names
        More names that it finds defined.
    """

    code: Callable[[], CodeType]
    file: str
    folder: str | None = None
    watch: bool = False
    names: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self) -> None:
        """
        Run it top to bottom, or the page of it that the address names.

        Raises
        ------
        Http404
            If the address names a page and the script has none.
        """
        from formrerun.api.app_pages import AppPage, place_of
        from formrerun.api.menus import navigation

        know_streamlit()
        if self.folder is not None:
            look_in_first(Path(self.folder))
        if self.watch and self.folder is not None:
            forget_changed(Path(self.folder))
        run, code = current_run(), self.code()
        chosen = {} if self.folder is None else options_of(Path(self.folder))
        if self.folder is not None:
            run.config.theme = stylesheet_url(theme_css(chosen))
        token = script_folder.set(Path(self.folder) if self.folder is not None else None)
        try:
            others = [] if self.folder is None or _mentions(code, "navigation") else _beside(Path(self.folder))
            if others:
                hides = option(chosen, "client.showSidebarNavigation") is False
                pages = [AppPage(self.file, default=True), *map(AppPage, others)]
                navigation(pages, position="hidden" if hides else "sidebar").run()
            else:
                execute(code, self.file, self.names)
        finally:
            script_folder.reset(token)
        if place_of(run) and run.drawing.inner_widgets is None:
            raise Http404("This script has no pages.")


def _beside(folder: Path) -> list[Path]:
    """Return the scripts in the folder ``pages``, by their numbers, then by their names, as Streamlit has them."""

    def order(file: Path) -> tuple[float, str]:
        number = re.match(r"\d+", file.stem)
        return (float(number.group()) if number else float("inf"), file.stem.lower())

    found = (folder / "pages").glob("*.py")
    return sorted((file for file in found if not file.name.startswith(("_", "."))), key=order)


def script_page(path: str | Path, *, title: str | None = None, watch: bool = False, **options: Any) -> View:
    """
    Return a Django view of a Streamlit script: ``path("legacy/", fr.script_page("scripts/sales.py"))``.

    Parameters
    ----------
    path
        The script, absolute or relative to the file that calls this; read again when it changes.
    title, options
        As in :func:`page`: ``login_required``, ``permission_required`` …
    watch
        Also import again what changed in its folder: for development.

    A script with several pages needs a second line in the URLconf; :mod:`formrerun.api.menus` says which.

    Raises
    ------
    StreamlitPageNotFoundError
        If there is no such file.
    """
    found, looked = Path(path), ""
    if not found.is_absolute():
        caller = Path(inspect.stack()[1].filename).parent
        folders = (caller, Path.cwd(), caller.parent)
        found = next((base / found for base in folders if (base / found).is_file()), found)
        looked = (
            f" It was looked for in {', '.join(dict.fromkeys(map(str, folders)))}: beside the file that names it, "
            'where the process runs, and one folder up. An absolute path depends on none of these: `BASE_DIR / "…"`.'
        )
    if not found.is_file():
        raise StreamlitPageNotFoundError(f"Unable to create Page. The file `{path}` could not be found.{looked}")
    page = file_page(found.resolve(), watch=watch)
    permissions = options.pop("permission_required", ())
    permissions = (permissions,) if isinstance(permissions, str) else tuple(permissions)
    login = options.pop("login_required", None)
    return register(replace(page, title=title or page.title, login=login, permission_required=permissions, **options))


def file_page(path: Path, *, watch: bool = False) -> Page:
    """Return the page of a script's file."""
    script = Script(lambda: load(path), str(path), str(path.parent), watch)
    title = path.stem.replace("_", " ").capitalize()
    shows = shows_errors(options_of(path.parent))
    return Page(
        function=script,
        name=f"script.{path.stem}.{_place(path)}",
        title=title,
        show_errors=shows,
        is_script=True,
    )


def _place(path: Path) -> str:
    """Return what tells two scripts of one name apart, the same in every process of a deployment."""
    from formrerun.utils.digests import digest

    return digest(path)[:8]


def text_page(source: str, *, name: str = "script", names: Mapping[str, Any] | None = None) -> Page:
    """
    Return the page of a script's text; what ``AppTest.from_string`` runs.

    Parameters
    ----------
    names
        More names that the script finds defined.
    """
    from formrerun.utils.digests import digest

    compiled: list[CodeType] = []
    file = f"<{name} {digest(source)[:8]}>"

    def code() -> CodeType:
        if not compiled:
            compiled.append(compile_script(source, file))
            # Tracebacks and ``echo`` show its lines: there is no file to read them from, nor to compare the time with.
            linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        return compiled[0]

    return Page(function=Script(code, file, names=names or {}), name=f"script.{name}", title=name, is_script=True)
