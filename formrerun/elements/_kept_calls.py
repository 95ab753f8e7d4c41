"""
Inputs that are drawn again with the same plain parameters: what these amount to is found out once.

Most calls of a page say in every run, and in every visitor's, what they said before. Checked parameters, field,
identity and the variables of the template then are what they were, so they are kept; what a run decides (keys that are
taken, the value, whether it may be empty) is asked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.signals import setting_changed

from formrerun.conf import settings
from formrerun.engine.context import current_run
from formrerun.engine.registration import admit, form_element, register
from formrerun.utils.bounded_cache import BoundedCache

if TYPE_CHECKING:
    from formrerun.engine.run import Run
    from formrerun.engine.widgets import Widget

F = TypeVar("F", bound=Callable[..., Any])

#: What a call takes, in bytes, about: all that are kept may take a quarter of ``HTML_CACHE_BYTES``.
CALL_BYTES = 3_000
#: How many items a list may have, and characters all that tells a call from others, that it is kept with.
LONGEST, MOST_TEXT = 100, 10_000
#: Types whose values cannot be changed, and are written alike if they are alike.
PLAIN = frozenset({str, int, bool, float, type(None)})


@dataclass(eq=False, slots=True)
class KeptCall:
    """
    What a call of an input amounts to.

    Attributes
    ----------
    kind
        Of the widget.
    widget, variables
        Its class, and all its fields as they are before a run changes some.
    writable, default_given
        See :func:`formrerun.engine.registration.declare`.
    emptied
        Whether session_state had None under the key, if the call has asked for that.
    """

    kind: str
    widget: type[Widget]
    variables: dict[str, Any]
    writable: bool
    default_given: bool
    emptied: bool | None

    def holds_in(self, run: Run) -> bool:
        """Return True if what the call has asked for is in this run what it was."""
        return self.emptied is None or self.emptied is run.state.is_emptied(self.variables["key"])

    def draw(self, run: Run) -> Any:
        """Draw the input and return its value."""
        variables = self.variables
        id_, key = variables["id"], variables["key"]
        admit(run, self.kind, id_, key, writable=self.writable, default_given=self.default_given)
        drawn = self.widget.__new__(self.widget)
        drawn.__dict__.update(variables)
        drawn.kept, drawn.form_id = self, form_element(run.drawing, drawn.form)
        return register(run, drawn)


class OpenCall:
    """A call that is going on, and may be kept: what it has asked the run for so far."""

    __slots__ = ("emptied", "key", "may_be_kept")

    def __init__(self, key: Hashable) -> None:
        self.key, self.may_be_kept = key, True
        self.emptied: bool | None = None


_open: ContextVar[OpenCall | None] = ContextVar("formrerun.open_call", default=None)
_kept: BoundedCache[KeptCall] = BoundedCache(lambda: int(settings.HTML_CACHE_BYTES) // 4 // CALL_BYTES)


def forget(**_: Any) -> None:
    """Forget all calls, because a setting has changed or a test begins without them."""
    _kept.clear()


setting_changed.connect(forget, weak=False, dispatch_uid="formrerun.kept_calls")


def open_call() -> OpenCall | None:
    """Return the call that is going on in this thread, if it may be kept."""
    return _open.get()


def keep(call: OpenCall, kind: str, drawn: Widget, *, writable: bool, default_given: bool) -> None:
    """Keep what a call amounts to: the widget that it has made, before the run changes that."""
    if call.may_be_kept and drawn.callback is None and len(repr(call.key)) <= MOST_TEXT:
        variables = dict(drawn.__dict__)
        _kept.put(call.key, KeptCall(kind, type(drawn), variables, writable, default_given, call.emptied))


def kept(function: F) -> F:
    """
    Let the calls of an input with plain parameters be kept.

    Only for a function whose value, and whose widget, follow from its parameters and from what
    :class:`~formrerun.elements._input.InputParameters` tells it; it draws one input, by ``draw_input``, and returns
    what that returns where the parameters are plain.
    """

    @wraps(function)
    def draw(*args: Any, **kwargs: Any) -> Any:
        run = current_run()
        key = None if run.is_bare else _key_of(run, function, args, kwargs)
        if key is None:
            return function(*args, **kwargs)
        found = _kept.get(key)
        if found is not None and found.holds_in(run):
            return found.draw(run)
        token = _open.set(OpenCall(key))
        try:
            return function(*args, **kwargs)
        finally:
            _open.reset(token)

    return draw  # type: ignore[return-value]


def _key_of(run: Run, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Hashable:
    """Return what tells a call, and the place where it is made, from others; None if it is not kept."""
    values = (*args, *kwargs.values())
    types: tuple[Any, ...] = tuple(map(type, values))
    if not PLAIN.issuperset(types):
        values = tuple(map(_frozen, values))
        if _CHANGES in values:
            return None
        types = tuple(map(type, chain(values, *(value for value in values if type(value) is tuple))))
    written: Hashable = repr(values) if float in types else types  # 0.0 equals -0.0, and 1 equals True
    return (function, len(args), *kwargs, values, written, run.page, run.drawing.around)


#: What stands for a parameter that can be changed, or that is written like others which are not the same.
_CHANGES = object()


def _frozen(value: Any) -> Hashable:
    """Return a plain value, or the items of a short list of such."""
    kind = type(value)
    if kind in PLAIN or value is str:
        return value  # type: ignore[no-any-return]
    if (kind is list or kind is tuple) and len(value) <= LONGEST and PLAIN.issuperset(map(type, value)):
        return tuple(value)
    return _CHANGES


__all__ = ["forget", "keep", "kept", "open_call"]
