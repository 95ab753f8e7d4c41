"""State and flow for page authors: session_state, query_params, rerun, stop, switch_page, set_page_config."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from formrerun.api.app_pages import find
from formrerun.api.query import EMBEDDING
from formrerun.api.query import query_params as app_query
from formrerun.engine.context import current_run, running
from formrerun.engine.control_flow import Rerun, Stop, SwitchPage
from formrerun.engine.persistence import is_bound
from formrerun.exceptions import (
    StreamlitAPIException,
    StreamlitInvalidLayoutContextError,
    StreamlitInvalidParameterTypeError,
)
from formrerun.pages import url_of

__all__ = ["rerun", "stop", "switch_page"]


def rerun(scope: str | Iterable[str] = "app") -> NoReturn:
    """
    Start the page again at once. Triggers are False then, and callbacks do not run again.

    In a callback: end the callback here; the page runs next.

    Parameters
    ----------
    scope
        "app" for the whole page; "fragment" for the fragment that runs alone now; in a callback also the key of a
        fragment, or several: then only they run, unless another callback of the submission wants the page.

    Raises
    ------
    StreamlitAPIException
        If the scope is "fragment" and no fragment runs alone, or a key outside of a callback.
    FormrerunError
        Inside the author's own ``transaction.atomic()``, whose writes leaving would undo.
    """
    run = running()
    if not isinstance(scope, (str, Iterable)):
        raise StreamlitInvalidParameterTypeError("scope", type(scope).__name__, ["str", "a list of str"])
    keys = frozenset([scope] if isinstance(scope, str) else scope) - {"app", "fragment"}
    if keys and (run is None or not run.in_callback):
        raise StreamlitAPIException(
            "Passing a fragment key to `st.rerun()` is only allowed from a widget callback (e.g. `on_change` / "
            "`on_click`). Calling it from the main script body or a fragment body would abort the current run. If you "
            "meant to rerun the whole app or the current fragment, use `scope='app'` or `scope='fragment'`."
        )
    if scope == "fragment" and (run is None or not run.fragments_again or not run.drawing.fragment):
        raise StreamlitInvalidLayoutContextError(
            'scope="fragment" can only be specified from `@st.fragment`-decorated functions during fragment reruns.'
        )
    if run is not None:
        run.interruption.check_may_leave()
    raise Rerun(fragment_only=scope == "fragment", keys=keys)


def stop() -> NoReturn:
    """
    End the page here: what it has drawn so far is the page. In a callback: draw nothing.

    Raises
    ------
    FormrerunError
        Inside the author's own ``transaction.atomic()``.
    """
    run = running()
    if run is not None:
        run.interruption.check_may_leave()
    raise Stop


def switch_page(page: Any, *, query_params: Mapping[str, Any] | None = None) -> NoReturn:
    """
    Go on at another page. What you put into ``session_state`` comes along; the values of widgets do not.

    The page of an app that runs already starts again, as by :func:`rerun`: its widgets keep what they have.

    Parameters
    ----------
    page
        A :class:`Page`, the path of a page's script, a page function, its dotted name, the name of a URL pattern, or
        a path that begins with "/".
    query_params
        The query parameters of the other page.

    Raises
    ------
    StreamlitPageNotFoundError
        If there is no such page.
    FormrerunError
        Inside the author's own ``transaction.atomic()``.
    """
    run = current_run()
    run.check_not_parallel("st.switch_page")
    found = find(run, page)
    if found is not None and found.is_external:
        raise StreamlitAPIException(
            "Cannot use st.switch_page with external URL pages. Use st.page_link instead to create a link to external "
            "pages."
        )
    request = run.request
    url = found.address(run) if found is not None else url_of(page, request.path if request is not None else "")
    run.interruption.check_may_leave()
    if found is not None and found.is_here(run):
        kept = {name for name in run.query if name.lower() in EMBEDDING or is_bound(run.state.user, name)}
        for name in run.query.keys() - kept:
            del run.query[name]
        for name, value in (query_params or {}).items():
            if name not in kept:
                app_query[name] = value
        raise Rerun
    raise SwitchPage(url, query_params)
