"""
What pages read and write between runs: ``session_state`` and the values of widgets.

One widget has one value here, one revision and at most one other value that it *shows* (after ``clear_on_submit``).
The rules stand in ``docs/semantics.md``, sections 3 and 6.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from formrerun.codec.lazy_mapping import LazyMap
from formrerun.engine import persistence
from formrerun.engine.keys import RESERVED
from formrerun.engine.widget_state import UNSET, WidgetState
from formrerun.exceptions import StreamlitAPIException, StreamlitWidgetAlreadyInstantiatedError

if TYPE_CHECKING:
    from formrerun.engine.fields import Field


HINT = (
    "Did you forget to initialize it? More info: "
    "https://docs.streamlit.io/develop/concepts/architecture/session-state#initialization"
)


def _no_field(widget_id: str) -> None:
    return None


class State(MutableMapping[str, Any]):
    """
    The state of one tab.

    Parameters
    ----------
    check
        Called with key and value before a value is kept; raises if it could not be stored.
    """

    def __init__(self, check: Callable[[str, Any], None] | None = None) -> None:
        self.user: MutableMapping[str, Any] = {}
        self.widgets: dict[str, WidgetState] = {}
        self.ids: dict[str, str] = {}  # key → widget id
        self.pending: MutableMapping[str, Any] = {}  # written by code, not yet taken up by a widget
        self.triggers: set[str] = set()  # widget ids that are True in this run
        self.trigger_ids: set[str] = set()  # every button id known, so that reading one gives False
        self.check = check
        self.run = 0
        self.drawn_ids: set[str] = set()  # widgets this run has drawn
        self.drawn_forms: set[str] = set()
        self.quiet: set[str] = set()  # pending writes that only keep a value alive
        self.assigned: set[str] = set()  # widgets whose value code set, and no browser has sent back yet
        self.before: dict[str, WidgetState] = {}  # what widgets widget_state before this submission's values came
        self.sent: set[str] = set()  # widgets whose value the person sent with this submission
        self.overlays: list[str] = []  # what stands over the page because the page that switched here said so
        self.seen_run = 0  # the last whole page that the person had when they sent it
        self.moved = False  # whether they sent it by going back or forward
        self.kept_forms: frozenset[str] = frozenset()  # forms that show what was sent: it failed, or was none
        self.new_in_address: set[str] = set()  # keys that the address says since this submission
        self.seen_triggers: set[str] = set()  # buttons that the run was told were pressed
        self.field_of: Callable[[str], Field[Any] | None] = _no_field
        self._last_read: tuple[str, Any] | None = None

    # ------------------------------------------------------------------------------------------------- mapping

    def __getitem__(self, key: str) -> Any:
        value = self.peek(key)
        if value is UNSET:
            raise KeyError(f'st.session_state has no key "{key}". {HINT}')
        self._last_read = (key, value)
        return value

    def peek(self, key: str) -> Any:
        """Return the value of a key, or UNSET; unlike reading it this is no part of ``s.k = s.k``."""
        if key in self.pending:
            return self.pending[key]
        widget_id = self.ids.get(key)
        if widget_id is not None:
            if widget_id in self.trigger_ids:
                pressed = widget_id in self.triggers
                if pressed:
                    self.seen_triggers.add(widget_id)
                return pressed
            widget_state = self.widgets.get(widget_id)
            if widget_state is not None:
                return widget_state.read(self.field_of(widget_id))
        return self.user.get(key, UNSET)

    def is_emptied(self, key: str) -> bool:
        """Return True if the value under a key is None, or that of a widget with no option chosen."""
        if key in self.pending:
            return self.pending[key] is None
        widget_id = self.ids.get(key, "")
        widget_state = self.widgets.get(widget_id)
        if widget_state is None or widget_id in self.trigger_ids:
            return self.peek(key) is None
        if widget_state.stored is not UNSET:
            return bool(widget_state.stored == [""])
        value = widget_state.value
        return (widget_state.read(self.field_of(widget_id)) if value is UNSET else value) is None

    def __setitem__(self, key: str, value: Any) -> None:
        widget_id = self.ids.get(key)
        if (widget_id is not None and widget_id in self.drawn_ids) or key in self.drawn_forms:
            raise StreamlitWidgetAlreadyInstantiatedError(key)
        widget_state = self.widgets.get(widget_id) if widget_id is not None else None
        if self.check is not None and widget_state is None:
            self.check(key, value)
        read, self._last_read = self._last_read, None
        self.pending[key] = value
        # `st.session_state.k = st.session_state.k` keeps a value alive; it does not mean to change the field.
        if widget_state is not None and read is not None and read[0] == key and read[1] is value:
            self.quiet.add(key)
        else:
            self.quiet.discard(key)

    def __delitem__(self, key: str) -> None:
        if not self.has(key):  # what cannot be read any more can be deleted
            raise KeyError(f'st.session_state has no key "{key}". {HINT}')
        for entries in (self.pending, self.user):
            if key in entries:
                del entries[key]
        widget_id = self.ids.pop(key, None)
        if widget_id is not None:
            self.widgets.pop(widget_id, None)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.has(key)

    def has(self, key: str) -> bool:
        """Return True if there is such a key: of a user entry, of a widget, or written by code."""
        widget_id = self.ids.get(key)
        return (
            key in self.pending
            or key in self.user
            or (widget_id is not None and (widget_id in self.widgets or widget_id in self.trigger_ids))
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_now())

    def __len__(self) -> int:
        return len(self.keys_now())

    def keys_now(self) -> list[str]:
        """Return user keys and the keys of widgets, buttons included (semantics 3.4)."""
        names = {*self.user, *self.pending}
        names.update(key for key, wid in self.ids.items() if wid in self.widgets or wid in self.trigger_ids)
        return [name for name in names if not name.startswith(RESERVED)]

    def to_dict(self) -> dict[str, Any]:
        """Return the entries as a plain dict."""
        return {key: self[key] for key in self.keys_now()}

    def clear(self) -> None:
        """Delete every key: widgets with one fall back to their defaults, those without are none of its entries."""
        for key in self.keys_now():
            del self[key]

    # ---------------------------------------------------------------------------------------- between two runs

    def begin_run(self, number: int, field_of: Callable[[str], Field[Any] | None]) -> None:
        """
        Make ready for a run: what code wrote in the last one goes to where this one looks for it.

        Parameters
        ----------
        number
            The run's, which becomes the revision of every field that it sets.
        field_of
            Gives the field of a widget by its id, or None if the tab was not shown it.
        """
        self.run, self.field_of = number, field_of
        self.triggers, self.seen_triggers = set(), set()
        unjudged = set()
        for widget_id in self.assigned:
            widget_state, field = self.widgets.get(widget_id), self.field_of(widget_id)
            if widget_state is not None and field is None:
                unjudged.add(widget_id)  # it was not drawn, for it does not take the value
            elif widget_state is not None and field is not None:
                try:
                    widget_state.value = field.normalize(field.coerce(widget_state.read(field)))
                except StreamlitAPIException:  # no browser shows what the widget cannot hold
                    widget_state.value = field.initial()
        self.assigned = unjudged
        self.apply_pending()
        self.before.clear()
        self.sent.clear()
        self.new_in_address.clear()
        self.moved = False
        self.kept_forms = frozenset()
        self.begin_pass()

    def apply_pending(self) -> None:
        """Give what code wrote, and no widget took, to where it belongs."""
        for key in self.pending:
            if key in self.ids:
                try:
                    self.assign(self.ids[key], self.pending[key])
                except StreamlitAPIException:  # what was stored cannot be read any more: the widget keeps what it has
                    continue
                self.assigned.add(self.ids[key])
            elif isinstance(self.user, LazyMap):
                self.user.take(self.pending, key)
            else:
                self.user[key] = self.pending[key]
        self.pending.clear()
        self.quiet.clear()

    def write(self, number: int, written: Mapping[str, Any], deleted: Iterable[str]) -> None:
        """Write and delete keys as code would that ran just before the run of this number."""
        self.run = number
        for key in deleted:
            if self.has(key):
                self.begin_pass()
                del self[key]
        self.pending.update(written)

    def copy_user_entries(self, user: MutableMapping[str, Any], *, keep: bool) -> None:
        """
        Take over another tab's user keys.

        Parameters
        ----------
        keep
            True where this state is common to several tabs: what it has stays.
        """
        if not keep:
            self.user = dict(user) if type(user) is dict else user  # the other tab goes on with its own
        else:
            for key in user:
                if key not in self.user:
                    self.user[key] = user[key]

    def copy(self) -> State:
        """Return one that can be changed apart from this one; the values themselves are the same objects."""
        made = State(self.check)
        made.user, made.pending = dict(self.user), dict(self.pending)
        made.widgets = {id_: widget_state.copy() for id_, widget_state in self.widgets.items()}
        made.ids, made.trigger_ids, made.assigned = dict(self.ids), set(self.trigger_ids), set(self.assigned)
        return made

    def begin_pass(self) -> None:
        """Start one call of the page function."""
        self.drawn_ids, self.drawn_forms = set(), set()
        self._last_read = None

    def rescue(self, drawn: Collection[str]) -> None:
        """Keep the values of widgets that are about to be forgotten, under the keys whose author wants that."""
        for key in persistence.kept_keys(self.user):
            id_ = self.ids.get(key)
            widget_state = self.widgets.get(id_) if id_ is not None and id_ not in drawn else None
            if widget_state is not None and id_ is not None:
                self.user[key] = widget_state.read(self.field_of(id_))

    def prune(self, drawn: Iterable[str]) -> None:
        """After a run that came to its end: forget widgets it did not draw (semantics 3.3)."""
        on_page = set(drawn)
        self.rescue(on_page)
        self.widgets = {wid: widget_state for wid, widget_state in self.widgets.items() if wid in on_page}
        self.trigger_ids &= on_page

    # ------------------------------------------------------------------------------------------------- widgets

    def assign(self, widget_id: str, value: Any) -> WidgetState:
        """Set a widget's value on purpose: the browser drops what it has for it."""
        widget_state = self.widgets.get(widget_id)
        if widget_state is None:
            widget_state = self.widgets[widget_id] = WidgetState()
        widget_state.value, widget_state.stored, widget_state.raw = value, UNSET, UNSET
        widget_state.rev, widget_state.soft, widget_state.shown, widget_state.set_by = self.run, False, UNSET, self.run
        return widget_state

    def receive(self, widget_id: str, value: Any, stored: Any, *, differs: bool = True) -> WidgetState:
        """
        Take the value the browser sent; its revision stays, for the browser shows it already.

        Parameters
        ----------
        value, stored
            The value, and what is stored of it; one of them.
        differs
            False if it is the value that the widget has.
        """
        old = self.widgets.get(widget_id)
        self.sent.add(widget_id)
        if old is not None:
            self.before[widget_id] = old
            if not differs and old.shown is UNSET:
                old.value, old.stored, old.raw = value, stored, UNSET
                return old
        widget_state = self.widgets[widget_id] = WidgetState(value, stored, old.rev if old is not None else self.run)
        if old is not None:
            widget_state.soft, widget_state.set_by = old.soft, old.set_by
        return widget_state

    def correct(self, widget_id: str, *, soft: bool) -> None:
        """Make the browser show what is stored: the posted text was refused, or is written differently here."""
        widget_state = self.widgets.get(widget_id)
        if widget_state is not None:
            widget_state.rev, widget_state.soft = self.run, soft

    def revert_sent(self, widget_id: str) -> None:
        """Drop what this submission brought for a widget that is disabled now (semantics 2.3)."""
        old = self.before.pop(widget_id, None)
        if old is not None:
            self.widgets[widget_id] = old
            old.rev, old.soft = self.run, False

    # ------------------------------------------------------------------------------------------------ the run

    def end_run(self, field_of: Callable[[str], Field[Any] | None] = _no_field) -> None:
        """
        Forget the run that used this: it refers to this, and without the cycle its memory is free at once.

        Parameters
        ----------
        field_of
            Gives the fields of widgets to whoever still reads their values, as AppTest does.
        """
        self.field_of = field_of

    def note_element(self) -> None:
        """Forget the last read: only an assignment that follows it directly counts as keeping a value alive."""
        self._last_read = None
