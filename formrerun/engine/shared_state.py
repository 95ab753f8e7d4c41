"""
What the tabs of a session or of a user have in common: ``@page(state="session")`` and ``"user"``.

A tab's own record keeps what only that tab can know: what it was shown, its revisions, the ids of its submissions.
Here stand the entries authors write to ``session_state``, across pages, and the values of widgets with a key, page by
page. A store hands it to one run at a time, so that reading, changing and writing back loses nothing (decision 21).

Each run works like this: it *joins*; the submission's values are applied; it *adopts* what other tabs set meanwhile;
callbacks and page run; at the end it *publishes* what is different now.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from formrerun.engine.state import State
from formrerun.engine.widget_state import UNSET, WidgetState

#: Pages whose keyed values are kept; a page with URL arguments counts once for each set of arguments.
PAGES = 50


class SharedValue:
    """
    The value of one keyed widget.

    Attributes
    ----------
    run
        The run, counted over all tabs, that set it.
    widget_id
        Which widget it is: another kind of widget under the same key takes nothing from it.
    widget_state
        The value, and what the field shows if that is not the value.
    """

    __slots__ = ("run", "widget_id", "widget_state")

    def __init__(self, run: int, widget_id: str, widget_state: WidgetState) -> None:
        self.run, self.widget_id, self.widget_state = run, widget_id, widget_state


class SharedState:
    """
    The common state, in the hands of one run.

    Parameters
    ----------
    user
        User keys.
    pages
        Page to key to value.
    run
        The number of this run, counted over all tabs.
    """

    def __init__(
        self,
        user: MutableMapping[str, Any] | None = None,
        pages: dict[str, dict[str, SharedValue]] | None = None,
        run: int = 1,
    ) -> None:
        self.user: MutableMapping[str, Any] = {} if user is None else user
        self.pages = {} if pages is None else pages
        self.run = run
        self._here: dict[str, SharedValue] = {}  # the values of this tab's page
        self._seen = 0  # the run of this tab before this one
        self._drawn_before: set[str] = set()  # widgets this tab has a value for
        self._borrowed: set[str] = set()  # widgets it has only from another tab
        self._adopted = False

    def join(self, state: State, page: str, seen: int) -> None:
        """
        Make this the common part of a tab's state.

        Parameters
        ----------
        page
            The tab's page.
        seen
            The run after which the tab last published; 0 for a fresh tab.
        """
        own, state.user = state.user, self.user
        for key in own:  # from before the page was given a common state
            if key not in self.user:
                self.user[key] = own[key]
        self._here = self.pages.setdefault(page, {})
        self._seen, self._adopted = seen, False
        self._drawn_before, self._borrowed = set(state.widgets), set()

    def adopt(self, state: State) -> None:
        """
        Take over what other tabs set since this tab's last run, as if code had set it: the browser shows it then.

        A value the person has just sent stays as sent, for that is what they saw (promise 2).
        """
        self._adopted = True
        for key, value in self._here.items():
            id_ = value.widget_id
            if id_ not in state.widgets:
                if state.ids.setdefault(key, id_) == id_:
                    state.widgets[id_] = _as_set(value.widget_state, state.run)
                    self._borrowed.add(id_)
            elif value.run > self._seen and id_ not in state.sent:
                state.widgets[id_] = _as_set(value.widget_state, state.run)
                state.before.pop(id_, None)

    def publish(self, state: State) -> None:
        """Write down what this run has set, and forget what it has dropped."""
        if not self._adopted:
            self.adopt(state)
        state.apply_pending()
        for id_ in self._borrowed - state.drawn_ids:
            widget_state = state.widgets.get(id_)
            if widget_state is not None and widget_state.set_by != state.run:
                del state.widgets[id_]
        for key, value in list(self._here.items()):
            dropped = value.widget_id in self._drawn_before and value.widget_id not in state.widgets
            if dropped or key not in state.ids:
                del self._here[key]
        for key, id_ in state.ids.items():
            widget_state, known = state.widgets.get(id_), self._here.get(key)
            if widget_state is not None and (
                known is None or known.widget_id != id_ or not _same(known.widget_state, widget_state)
            ):
                self._here[key] = SharedValue(self.run, id_, widget_state.copy())
        self._forget_old_pages()

    def copy(self) -> SharedState:
        """Return one that can be changed apart from this one, the values themselves being the same objects."""
        return SharedState(dict(self.user), {page: dict(here) for page, here in self.pages.items()}, self.run)

    def _forget_old_pages(self) -> None:
        for page in [page for page, here in self.pages.items() if not here]:
            del self.pages[page]
        if len(self.pages) > PAGES:
            newest = sorted(self.pages, key=lambda page: max(value.run for value in self.pages[page].values()))
            for page in newest[:-PAGES]:
                del self.pages[page]


def _as_set(widget_state: WidgetState, run: int) -> WidgetState:
    made = widget_state.copy()
    made.rev, made.soft, made.set_by = run, False, 0
    return made


def _same(one: WidgetState, other: WidgetState) -> bool:
    if one.shown != other.shown or one.stored != other.stored:
        return False
    if one.stored is not UNSET:
        return True
    try:
        return bool(one.read(None) == other.read(None))
    except (TypeError, ValueError):  # arrays and the like have no single answer
        return False
