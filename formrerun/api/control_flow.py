"""State and flow for page authors: session_state, query_params, rerun, stop, switch_page, set_page_config."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Any, Literal, NoReturn

from formrerun.api.menus import find
from formrerun.engine.context import activate, current_run, running
from formrerun.engine.control_flow import Rerun, Stop, SwitchPage
from formrerun.engine.keys import to_key
from formrerun.engine.persistence import is_bound
from formrerun.engine.run import Run
from formrerun.engine.state import HINT
from formrerun.exceptions import (
    StreamlitAPIException,
    StreamlitInvalidLayoutContextError,
    StreamlitInvalidParameterTypeError,
    StreamlitQueryParamDictValueError,
    StreamlitValueError,
)
from formrerun.pages import url_of
from formrerun.utils.attribute_mapping import Attributes

__all__ = [
    "add_script_run_ctx",
    "get_script_run_ctx",
    "query_params",
    "rerun",
    "session_state",
    "set_page_config",
    "stop",
    "switch_page",
]


class SessionState(Attributes, MutableMapping[str, Any]):
    """
    What a page remembers between runs: ``session_state["key"]`` or ``session_state.key``.

    Keys are texts; other keys become texts. The values of widgets with a key are in it too.
    """

    __absent__ = f'st.session_state has no attribute "{{name}}". {HINT}'

    def __getitem__(self, key: Any) -> Any:
        return current_run().state[_name(key)]

    def __setitem__(self, key: Any, value: Any) -> None:
        current_run().state[_name(key)] = value

    def __delitem__(self, key: Any) -> None:
        del current_run().state[_name(key)]

    def __contains__(self, key: Any) -> bool:
        return str(key) in current_run().state

    def __iter__(self) -> Iterator[str]:
        return iter(current_run().state)

    def __len__(self) -> int:
        return len(current_run().state)

    def to_dict(self) -> dict[str, Any]:
        """Return the entries as a plain dict."""
        return current_run().state.to_dict()

    def clear(self) -> None:
        """Forget everything; widgets fall back to their defaults."""
        current_run().state.clear()

    def __repr__(self) -> str:
        return repr(self.to_dict())


def _name(key: Any) -> str:
    return to_key(str(key)) or ""


session_state = SessionState()


class QueryParams(Attributes, MutableMapping[str, str]):
    """
    The URL's query parameters: name to last value. Setting one changes the address in the browser.

    Raises
    ------
    StreamlitQueryParamDictValueError
        If a value is a dict.
    """

    __absent__ = 'st.query_params has no attribute "{name}".'

    def _held(self) -> dict[str, list[str]]:
        return current_run().query

    def __getitem__(self, key: str) -> str:
        try:
            values = self._held()[key]
        except KeyError:
            raise KeyError(f'st.query_params has no key "{key}".') from None
        return values[-1] if values else ""

    def __setitem__(self, key: str, value: Any) -> None:
        if isinstance(value, dict):
            raise StreamlitQueryParamDictValueError(key)
        _check_free("set", key)
        listed = isinstance(value, Iterable) and not isinstance(value, str)
        self._held()[str(key)] = [str(item) for item in value] if listed else [str(value)]

    def __delitem__(self, key: str) -> None:
        _check_free("delete", key)
        try:
            del self._held()[key]
        except KeyError:
            raise KeyError(f'st.query_params has no key "{key}".') from None

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._held()))

    def __len__(self) -> int:
        return len(self._held())

    def get_all(self, key: str) -> list[str]:
        """Return every value of a parameter; [] if it is not there."""
        return list(self._held().get(key, []))

    def from_dict(self, params: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> None:
        """Replace all parameters."""
        items = dict(params).items()
        for key, value in items:
            if isinstance(value, dict):
                raise StreamlitQueryParamDictValueError(key)
        self.clear()
        for key, value in items:
            self[key] = value

    def to_dict(self) -> dict[str, str]:
        """Return the last value of each parameter."""
        return {key: self[key] for key in self}

    def clear(self) -> None:
        """Remove all parameters."""
        run = current_run()
        if taken := [key for key in run.query if is_bound(run.state, key)]:
            raise StreamlitAPIException(
                "Cannot clear query parameters - the following are bound to widgets: "
                f"{', '.join(map(repr, taken))}. Modify the widget values instead, or remove the bind parameter."
            )
        run.query.clear()

    def __str__(self) -> str:
        return str({key: values[0] if len(values) == 1 else values for key, values in self._held().items()})

    def __repr__(self) -> str:
        return repr(self.to_dict())


def _check_free(what: str, key: str) -> None:
    if is_bound(current_run().state, str(key)):
        raise StreamlitAPIException(
            f"Cannot directly {what} query parameter '{key}' - it is bound to a widget. Modify the widget value "
            "instead."
        )


query_params = QueryParams()


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
    if scope == "fragment" and (run is None or not run.only or not run.fragment):
        raise StreamlitInvalidLayoutContextError(
            'scope="fragment" can only be specified from `@st.fragment`-decorated functions during fragment reruns.'
        )
    if run is not None:
        run.may_leave()
    raise Rerun(alone=scope == "fragment", keys=keys)


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
        run.may_leave()
    raise Stop


def switch_page(page: Any, *, query_params: Mapping[str, Any] | None = None) -> NoReturn:
    """
    Go on at another page. What you put into ``session_state`` comes along; the values of widgets do not.

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
    found = find(run, page)
    if found is not None and found.is_external:
        raise StreamlitAPIException(
            "Cannot use st.switch_page with external URL pages. Use st.page_link instead to create a link to external "
            "pages."
        )
    url = found.url(run) if found is not None else url_of(page, run.request.path if run.request is not None else "")
    run.may_leave()
    raise SwitchPage(url, query_params)


def set_page_config(
    page_title: str | None = None,
    page_icon: str | None = None,
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
        An emoji or ``:material/name:``.
    layout
        "centered" or "wide".
    initial_sidebar_state
        "auto" (closed on small screens), "expanded" or "collapsed"; "locked" and a width in pixels are "expanded".
    menu_items
        Accepted for Streamlit's sake; there is no such menu.
    """
    config = current_run().config
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
        config.icon = str(page_icon)
        config.chosen.add("icon")
    if layout is not None:
        config.layout = layout
    if sidebar is not None:
        config.initial_sidebar_state = str(sidebar)


def get_script_run_ctx() -> Run | None:
    """Return the run of this thread, to hand it to a thread of your own; None outside a run."""
    return running()


def add_script_run_ctx(thread: Any = None, ctx: Run | None = None) -> Any:
    """
    Let a thread that has not started yet draw into a run (default: this thread's).

    Parameters
    ----------
    thread
        The thread; None lets nothing draw.
    ctx
        What :func:`get_script_run_ctx` returned; None for the run of this thread.

    Raises
    ------
    StreamlitAPIException
        If there is no run to draw into.
    """
    run = ctx or running()
    if run is None:
        raise StreamlitAPIException("There is no run to draw into: call this from a page function.")
    if thread is not None:
        inner = thread.run

        def drawing() -> None:
            with activate(run):
                inner()

        thread.run = drawing
    return thread
