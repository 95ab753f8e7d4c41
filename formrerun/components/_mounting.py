"""A component of the author's in the page: drawn, told its data, and asked for its state and triggers."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as part
from typing import Any, ClassVar

from formrerun.components._component_assets import Definition
from formrerun.components._component_state import ComponentResult, ComponentState, EventsField, StateField
from formrerun.elements._parameters import check_height, check_width
from formrerun.engine.callbacks import Callback
from formrerun.engine.context import current_run
from formrerun.engine.drawing import draw_inside
from formrerun.engine.fields import Trigger
from formrerun.engine.forms import FormNode
from formrerun.engine.registration import Declared, declare, register
from formrerun.engine.run import Run
from formrerun.engine.tree import Height, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    BidiComponentInvalidCallbackNameError,
    BidiComponentInvalidDefaultKeyError,
    BidiComponentUnserializableDataError,
    StreamlitAPIException,
)
from formrerun.tables.arrow import arrow_bytes, is_arrow_like
from formrerun.utils.digests import digest

Callbacks = Mapping[str, Callable[..., Any]]


@dataclass(eq=False, kw_only=True)
class Told(Widget):
    """What is posted with a trigger; the component draws it."""

    kind: ClassVar[str] = "bidi_component_trigger"


@dataclass(frozen=True, slots=True)
class TriggerControls:
    """The ids in the page: of the field that says what was triggered, of the button that sends it, of their form."""

    field: str
    trigger: str
    form: str


@dataclass(eq=False, kw_only=True)
class BidiComponent(Widget):
    """
    A component in the page itself.

    Attributes
    ----------
    html, style, module
        What stands in it, and the addresses of its styles and of its script.
    isolated
        It stands in a shadow tree of its own.
    arguments, binary
        What it is told, as JSON, "" for nothing; bytes and Arrow's tables in Base64 beside it, by name.
    triggers
        How it triggers; None in a form, where nothing can be triggered.
    """

    kind: ClassVar[str] = "bidi_component"
    content_width: ClassVar[bool] = True

    html: str = ""
    style: str = ""
    module: str = ""
    isolated: bool = True
    arguments: str = ""
    binary: str = "{}"
    triggers: TriggerControls | None = part(default=None)


def mount(
    definition: Definition,
    *,
    isolate_styles: bool,
    key: str | int | None,
    data: Any,
    default: dict[str, Any] | None,
    width: Width,
    height: Height,
    callbacks: Mapping[str, Any],
) -> ComponentResult:
    """Draw a component, and return its state and what it has triggered."""
    called = _callbacks(callbacks)
    for name in default or ():
        if name not in called:
            raise BidiComponentInvalidDefaultKeyError(name, list(called))
    check_width(width, allow_content=True)
    check_height(height, allow_content=True)
    run = current_run()
    arguments, binary = told(data)
    declared = declare(
        run, "bidi_component", key,
        {"component_name": definition.name, "isolate_styles": bool(isolate_styles), "width": width, "height": height,
         "default": repr(default), "data": digest(arguments, json.dumps(binary))},
    )  # fmt: skip
    # Its callbacks may stand in a form: they hear of the form's submission.
    declared.callback = Callback(call_changed, (declared.id, dict(called))) if called else None
    field = StateField(default=default, names=list(called) or None)
    _take_over(run, declared.id, field)
    happened, controls = _triggers(run, declared, called)
    widget = BidiComponent(
        **declared.as_kwargs(),
        label=definition.name,
        html=definition.html or "",
        style=definition.style_address(),
        module=definition.module_address(),
        isolated=bool(isolate_styles),
        arguments=arguments,
        binary=json.dumps(binary),
        triggers=controls,
        width=width,
        height=height,
        field=field,
    )
    state = register(run, widget)
    if happened and isinstance(widget.state.value, ComponentState):
        widget.state.value.trigger(happened)
        run.state.assigned.add(declared.id)  # so that the next submission finds the state alone
    return ComponentResult({**dict.fromkeys(called), **_only(happened, called), **state})


def _only(happened: Mapping[str, Any], called: Callbacks) -> dict[str, Any]:
    return {name: value for name, value in happened.items() if name in called}


def _callbacks(given: Mapping[str, Any]) -> dict[str, Callable[..., Any]]:
    made = {}
    for parameter, callback in given.items():
        if not callable(callback) or not (parameter.startswith("on_") and parameter.endswith("_change")):
            continue
        name = parameter[3:-7]
        if not name or name == "_":
            raise BidiComponentInvalidCallbackNameError(parameter)
        made[name] = callback
    return made


def _take_over(run: Run, id_: str, field: StateField) -> None:
    """Let the browser hear of what code has set in ``session_state[key]``."""
    entry = run.state.widgets.get(id_)
    value = entry.value if entry is not None else None
    if isinstance(value, ComponentState) and value._written:
        run.state.assign(id_, field.coerce(value))


def _triggers(run: Run, declared: Declared, called: Callbacks) -> tuple[dict[str, Any], TriggerControls | None]:
    """Return what was triggered for this run, and what triggers in the page; a form has no triggers."""
    if declared.form:
        return {}, None
    # A form of its own: a trigger sends itself and what has changed outside of forms, and nothing else.
    form = FormNode(form_key=f"$$trigger-{declared.id}", clear_on_submit=True)
    run.open_form(form)
    common = {**declared.as_kwargs(), "form": form.form_key, "form_id": form.dom_id, "key": None}
    ids = {name: f"fr-{digest(declared.id, name)}" for name in ("events", "send")}
    heard = Callback(call_triggered, (declared.id, ids["events"], dict(called))) if called else None
    send = Told(**{**common, "id": ids["send"], "callback": heard}, field=Trigger())
    form.buttons.append(send)
    sent = draw_inside(send)
    events = Told(**{**common, "id": ids["events"], "callback": None}, field=EventsField())
    happened = draw_inside(events)
    if sent:
        run.state.assigned.add(events.id)  # so that the next submission finds nothing
    else:
        events.state.value, happened = {}, {}
    return happened, TriggerControls(events.id, send.id, form.dom_id)


def call_changed(id_: str, called: Callbacks) -> None:
    """Call the callbacks of what has changed in a component's state."""
    state = current_run().state
    before, now = state.before.get(id_), state.widgets.get(id_)
    old = before.read(state.field_of(id_)) if before is not None else {}
    new = now.read(state.field_of(id_)) if now is not None else {}
    for name, callback in called.items():
        if (old or {}).get(name) != (new or {}).get(name):
            callback()


def call_triggered(id_: str, events_id: str, called: Callbacks) -> None:
    """Call the callbacks of what a component has triggered, with that in its state."""
    state = current_run().state
    entry, held = state.widgets.get(events_id), state.widgets.get(id_)
    happened = entry.read(state.field_of(events_id)) if entry is not None else {}
    value = held.read(state.field_of(id_)) if held is not None else None
    if isinstance(value, ComponentState):
        value.trigger(happened)
        state.assigned.add(id_)
    for name in happened or ():
        if name in called:
            called[name]()


def told(data: Any) -> tuple[str, dict[str, str]]:
    """
    Return what a component is told, as JSON, and its bytes in Base64 by name: "" if all of it is bytes.

    Raises
    ------
    BidiComponentUnserializableDataError
        If it can be written neither as JSON nor as a table.
    """
    if data is None:
        return "", {}
    if isinstance(data, (bytes, bytearray)):
        return "", {"": b64encode(data).decode()}
    try:
        if is_arrow_like(data):
            return "", {"": b64encode(arrow_bytes(data)).decode()}
        if not isinstance(data, Mapping):
            return _json(data), {}
        tables = {str(name): value for name, value in data.items() if is_arrow_like(value)}
        plain = {name: value for name, value in data.items() if str(name) not in tables}
        return _json(plain), {name: b64encode(arrow_bytes(value)).decode() for name, value in tables.items()}
    except (TypeError, ValueError, RecursionError, StreamlitAPIException) as error:
        raise BidiComponentUnserializableDataError from error


def _json(data: Any) -> str:
    """Return data as JSON; a list or dict with something else in it as the JSON of its text, as Streamlit does."""
    try:
        return json.dumps(data)
    except TypeError:
        if isinstance(data, (Mapping, list, tuple)):
            return json.dumps(str(data))
        raise
