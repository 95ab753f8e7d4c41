"""
Widgets: elements with a value, and how each kind reads and prints it.

A widget is a template's variables plus a :class:`Field`. The field reads what a browser posts, prints what a browser
shows, and stands in the manifest, so that a POST can be read in a process that never ran the page.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, fields
from dataclasses import field as part
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar

from formrerun import codec
from formrerun.engine import persistence
from formrerun.engine.callbacks import Callback
from formrerun.engine.keys import identity, to_key
from formrerun.engine.state import UNSET, WidgetState, safe_copy
from formrerun.engine.tree import Element, LabelVisibility
from formrerun.exceptions import (
    CachedWidgetWarning,
    StreamlitAPIException,
    StreamlitDuplicateElementId,
    StreamlitInvalidFormCallbackError,
    StreamlitMissingRequiredParameterError,
    StreamlitValueAssignmentNotAllowedError,
    StreamlitValueError,
)

if TYPE_CHECKING:
    from formrerun.engine.runner import Run

T = TypeVar("T")
OnChange = Callable[..., Any] | Literal["rerun", "ignore"] | None

logger = logging.getLogger("formrerun")

_field_kinds: dict[str, type[Field[Any]]] = {}
_warned_default = False


@dataclass(frozen=True, kw_only=True)
class Field(Generic[T]):
    """
    How a kind of widget reads what is posted and prints what it holds.

    *Wire* is what an untouched field would post: always a list of strings, empty for an unchecked box.

    Attributes
    ----------
    tag
        The name in the manifest. Mandatory, unique.
    trigger
        True for buttons: no value is kept.
    keeps_wire
        True where the value is one of the author's options: the wire is stored, and the option found by it again.
    """

    tag: ClassVar[str] = ""
    trigger: ClassVar[bool] = False
    keeps_wire: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.tag:
            _field_kinds[cls.tag] = cls

    def initial(self) -> T:
        """Return the value of a widget that nobody has touched. Mandatory."""
        raise NotImplementedError

    def parse(self, posted: list[str], current: Any) -> T:
        """
        Return the value of what was posted. Mandatory.

        Parameters
        ----------
        posted
            The values under the field's name; [] if there were none.
        current
            The value until now.

        Raises
        ------
        Invalid
            If a person can put it right; the message is shown beside the field.
        NotOffered
            If the page never offered it.
        """
        raise NotImplementedError

    def wire(self, value: T) -> list[str]:
        """Return what a browser shows and posts for a value. Mandatory."""
        raise NotImplementedError

    def exact(self, value: T) -> list[str]:
        """Return what posts this very value, where :meth:`wire` says what a browser's control makes of it."""
        return self.wire(value)

    def says(self, posted: list[str], value: T) -> bool:
        """Return True if a browser that shows ``value`` may have posted this."""
        return self.wire(value) == posted

    def keep(self, value: T) -> list[str]:
        """Return what is stored instead of the value, where ``keeps_wire``; by default the wire."""
        return self.wire(value)

    def from_kept(self, kept: list[str]) -> T:
        """Return the value of what :meth:`keep` gave; needed where ``keeps_wire``."""
        raise NotImplementedError

    def offers(self, kept: list[str]) -> bool:
        """Return False if part of what :meth:`keep` gave is no longer an option; needed where ``keeps_wire``."""
        raise NotImplementedError

    def show(self, kept: list[str]) -> list[str]:
        """Return the wire of what :meth:`keep` gave."""
        return kept

    def to_address(self, value: T) -> list[str]:
        """Return how a value stands in the page's address, where the widget is bound to a query parameter."""
        return self.wire(value)

    def from_address(self, texts: list[str]) -> T:
        """Return the value of what :meth:`to_address` gave; raises as :meth:`parse` does."""
        return self.parse(texts, self.initial())

    def accept(self, value: Any) -> T:
        """Return a value assigned through session_state; raise an API error if the widget cannot hold it."""
        return value  # type: ignore[no-any-return]

    def bound(self, value: T) -> None:
        """Raise an API error if a value that code assigns in this run is out of bounds."""

    def sent_back(self, value: T) -> T:
        """Return what an assigned value is from the next run on, when a browser has sent it back."""
        return value

    def fit(self, value: T) -> T:
        """Return the value if it is valid for the parameters of this run, else what it is reset to."""
        return value

    def pack(self) -> list[Any]:
        """Return the manifest's form of the field."""
        return [codec.encode(getattr(self, name)) for name in _names(type(self))]

    @classmethod
    def unpack(cls, packed: list[Any]) -> Field[T]:
        """Return the field that :meth:`pack` packed."""
        return cls(**{name: codec.decode(data) for name, data in zip(_names(cls), packed, strict=True)})


_field_names: dict[type, tuple[str, ...]] = {}


def _names(cls: type[Field[Any]]) -> tuple[str, ...]:
    names = _field_names.get(cls)
    if names is None:
        names = _field_names[cls] = tuple(f.name for f in fields(cls))
    return names


def field_kind(tag: str) -> type[Field[Any]] | None:
    """Return the field class with this tag, or None."""
    return _field_kinds.get(tag)


@dataclass(frozen=True, kw_only=True)
class Trigger(Field[bool]):
    """A button's field: True for the one run that the button causes."""

    tag = "trigger"
    trigger = True

    def initial(self) -> bool:
        return False

    def parse(self, posted: list[str], current: Any) -> bool:
        return bool(posted)

    def wire(self, value: bool) -> list[str]:
        return []


@dataclass(eq=False, kw_only=True)
class Widget(Element):
    """
    An element with a value.

    Attributes
    ----------
    id
        Its identity, HTML id and field name.
    form
        The key of the form it belongs to, or "".
    form_id
        The HTML id of the form element its controls name.
    fragment
        The fragment that drew it, or "".
    field
        How it reads and prints its value.
    state
        Its value; set when the widget is registered.
    error, draft
        What is wrong with what was typed, and what that was: in the answer to a plain form that was refused.
    """

    id: str
    label: str = ""
    help: str | None = None
    disabled: bool = False
    label_visibility: LabelVisibility = "visible"
    form: str = part(default="", metadata={"html": False})
    form_id: str = "fr-page"
    fragment: str = part(default="", metadata={"html": False})
    ignore: bool = False
    error: str = ""
    field: Field[Any] = part(metadata={"html": False})
    callback: Callback | None = part(default=None, metadata={"html": False})
    state: WidgetState = part(default_factory=WidgetState, metadata={"html": False})
    draft: list[str] | None = part(default=None, metadata={"html": False})

    @property
    def value(self) -> Any:
        """The value this run returned."""
        return self.state.read(self.field)

    @property
    def shown(self) -> list[str]:
        """The wire form of what the field shows."""
        held = self.state
        if self.draft is not None:
            return self.draft
        if held.shown is not UNSET:
            return held.shown  # type: ignore[no-any-return]
        if held.kept is not UNSET:
            return self.field.show(held.kept)
        return self.field.wire(held.read(self.field))

    def html_key(self) -> Hashable:
        held = self.state
        return (type(self), type(self)._key_of(self), tuple(self.shown), held.rev, held.soft)

    def context(self) -> dict[str, Any]:
        held = self.state
        return {**super().context(), "shown": self.shown, "rev": held.rev, "soft": held.soft}

    @property
    def wrapper_id(self) -> str | None:
        return f"{self.id}-w"


def on_change_mode(
    on_change: OnChange, *, parameter: str = "on_change", modes: Collection[str] = ("rerun", "ignore")
) -> Callable[..., Any] | None:
    """
    Return the callback of an ``on_change`` parameter, or None.

    Raises
    ------
    StreamlitValueError
        If it is neither a mode nor callable.
    """
    if on_change is None or callable(on_change):
        return on_change
    if isinstance(on_change, str) and on_change in modes:
        return None
    if not modes and on_change in ("rerun", "ignore"):
        raise StreamlitAPIException(
            f'`{parameter}="{on_change}"` is not supported on this widget. Pass a callback, or omit `{parameter}`.'
        )
    raise StreamlitValueError(parameter, [*(f"'{mode}'" for mode in modes), "a callback function"])


@dataclass(kw_only=True, slots=True)
class Declared:
    """What :func:`declare` settled for a widget: the variables every widget has."""

    id: str
    key: str | None
    form: str
    form_id: str
    ignore: bool
    callback: Callback | None

    def common(self) -> dict[str, Any]:
        """Return them as keyword arguments of a :class:`Widget`."""
        return {
            "id": self.id,
            "key": self.key,
            "form": self.form,
            "form_id": self.form_id,
            "ignore": self.ignore,
            "callback": self.callback,
        }


def declare(
    run: Run,
    kind: str,
    key: str | int | None,
    params: Mapping[str, Any],
    *,
    resets: Collection[str] = (),
    on_change: OnChange = None,
    parameter: str = "on_change",
    modes: Collection[str] = ("rerun", "ignore"),
    args: Any = None,
    kwargs: Any = None,
    writable: bool = True,
    default_given: bool = False,
    submits: bool = False,
    bind: str | None = None,
    persist_state: str | None = None,
) -> Declared:
    """
    Check what holds for every widget and give it its identity.

    Parameters
    ----------
    run
        The run it is drawn in.
    kind, key, params, resets
        See :func:`keys.identity`.
    on_change, parameter, modes, args, kwargs
        The callback, the name of its parameter, the words it may be, and what it is called with.
    writable
        False if session_state may not be assigned for it.
    default_given
        True if the author gave a default that differs from the neutral one.
    submits
        True for a form's submit button: the one widget of a form that may have a callback.

    Raises
    ------
    StreamlitAPIException
        If the key is taken or may not be assigned, or the callback may not stand in a form (semantics 3.1, 3.4, 4.1).
    """
    name = to_key(key)
    callback = on_change_mode(on_change, parameter=parameter, modes=modes)
    form = run.form_here()
    if run.in_cached_function:
        run.show_exception(CachedWidgetWarning())
    if form and callback is not None and not submits and not run.is_bare:
        raise StreamlitInvalidFormCallbackError
    state = run.state
    if name is not None and name in state.pending and not run.is_bare:
        if not writable:
            raise StreamlitValueAssignmentNotAllowedError(name)
        if default_given:
            _warn_default(name)
    _check_keeping(name, bind, persist_state)
    id_ = identity(kind, name, run.page, form, run.draws_into().root, params, resets)
    run.claim_key(name)
    if name is not None and not run.is_bare:
        persistence.note(run, name, bind, persist_state)
    if id_ in state.drawn_ids:
        raise StreamlitDuplicateElementId(kind)
    state.drawn_ids.add(id_)
    return Declared(
        id=id_,
        key=name,
        form=form,
        form_id=run.forms[form].dom_id if form in run.forms else "fr-page",
        ignore=on_change == "ignore",
        callback=Callback(callback, tuple(args or ()), dict(kwargs or {})) if callback is not None else None,
    )


def register(run: Run, widget: Widget) -> Any:
    """
    Draw a widget and return its value.

    The value is, in this order: what code wrote to session_state for its key in this submission; what it held; a
    session_state entry of that key; the default.
    """
    state, field_, id_, key = run.state, widget.field, widget.id, widget.key
    widget.fragment = run.fragment
    if key is not None:  # not before: until here the key still names what it held under another identity
        state.ids[key] = id_
    if field_.trigger:
        _place(run, widget)
        state.trigger_ids.add(id_)
        if widget.disabled:
            state.triggers.discard(id_)
        elif id_ in state.triggers:
            run.deliver(id_)
            return True
        return False
    if widget.disabled and id_ in state.before:
        state.take_back(id_)
    is_bound = key is not None and persistence.is_bound(state, key)
    if is_bound:
        persistence.read_address(run, widget)
    held = state.widgets.get(id_)
    if key is not None and key in state.pending:
        value = field_.accept(state.pending[key])
        field_.bound(value)
        del state.pending[key]
        state.assigned.add(id_)
        if held is None or key not in state.quiet:
            held = state.assign(id_, value)
            if field_.keeps_wire:
                held.kept = field_.keep(value)
    elif held is None:
        if key is not None and key in state.user:
            value = field_.accept(state.user[key])
            state.assigned.add(id_)
        else:
            value = field_.initial()
        held = state.widgets[id_] = WidgetState(value, UNSET, state.run)
        if field_.keeps_wire:
            held.kept = field_.keep(value)
    elif id_ in state.assigned and not field_.keeps_wire:  # assigned in a run that did not draw it
        held.value = field_.accept(held.read(field_))
    elif field_.keeps_wire:
        if held.kept is UNSET:  # assigned while the widget was not drawn
            held.kept = field_.keep(held.read(None))
        else:
            value = field_.from_kept(held.kept)
            if field_.offers(held.kept):
                held.value = value
            else:
                held = state.assign(id_, value)
                held.set_by, held.kept = 0, field_.keep(value)
    value = held.read(field_)
    fitted = field_.fit(value)
    if fitted is not value:
        value = fitted
        held = state.assign(id_, value)
        held.set_by = 0
        if field_.keeps_wire:
            held.kept = field_.keep(value)
    widget.state = held
    if is_bound:
        persistence.write_address(run, widget, value)
    _place(run, widget)
    return safe_copy(value)


def _check_keeping(key: str | None, bind: Any, persist_state: Any) -> None:
    if bind not in (None, "query-params"):
        raise StreamlitValueError("bind", ["'query-params'", "None"])
    if persist_state not in (None, "page", "session"):
        raise StreamlitValueError("persist_state", ["'page'", "'session'", "None"])
    if key is None and bind is not None:
        raise StreamlitMissingRequiredParameterError(
            "key",
            detail="When using bind='query-params', the widget must have a unique 'key' parameter specified. This "
            "'key' will be used as the name of the query parameter.",
        )
    if key is None and persist_state is not None:
        raise StreamlitMissingRequiredParameterError(
            "key",
            detail="When using persist_state, the widget must have a unique 'key' parameter specified so its value can "
            "be preserved across reruns and page switches.",
        )


def _place(run: Run, widget: Widget) -> None:
    run.add(widget)
    run.widgets[widget.id] = widget


def _warn_default(key: str) -> None:
    global _warned_default
    if not _warned_default:
        _warned_default = True
        logger.warning(
            'The widget with key "%s" was created with a default value but also had its value set via the Session '
            "State API.",
            key,
        )


__all__ = [
    "Declared",
    "Field",
    "Trigger",
    "Widget",
    "declare",
    "field_kind",
    "on_change_mode",
    "register",
]
