"""What all inputs share: the parameters that each of them takes, and their way into the page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from formrerun.elements._kept_calls import keep, open_call
from formrerun.elements._parameters import check_width, clean_help, clean_label
from formrerun.engine.context import current_run
from formrerun.engine.demands import Validators, demands_of
from formrerun.engine.fields import Field
from formrerun.engine.keys import to_key
from formrerun.engine.registration import OnChange, checked_callback, declare, register
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widget_state import UNSET
from formrerun.engine.widgets import Widget

T = TypeVar("T")


@dataclass(slots=True)
class InputParameters:
    """
    The parameters that every input takes; ``docs/api.md`` says what each of them means.

    Raises
    ------
    StreamlitValueError
        If ``on_change`` is none of its values, or ``label_visibility`` none of the three.
    StreamlitInvalidFormCallbackError
        If a callback stands in a form.
    """

    label: str
    key: str | int | None = None
    help: str | None = None
    on_change: OnChange = "rerun"
    args: Any = None
    kwargs: Any = None
    disabled: bool = False
    label_visibility: LabelVisibility = "visible"
    width: Width = "stretch"
    bind: str | None = None
    persist_state: str | None = None
    required: bool = False
    validators: Validators = ()

    def __post_init__(self) -> None:
        # Key and callback before all else, as in Streamlit.
        if self.key is not None:
            to_key(self.key)
        if self.on_change is not None and self.on_change != "rerun":
            checked_callback(current_run(), self.on_change)
        self.label = clean_label(self.label, self.label_visibility)

    def session_value(self) -> Any:
        """Return what session_state has under the key before the input is drawn; UNSET if nothing."""
        self.depend_on_more()
        return UNSET if self.key is None else current_run().state.peek(str(self.key))

    def depend_on_more(self) -> None:
        """Say that what is drawn does not follow from the parameters alone, but from the visitor's language or so."""
        if (call := open_call()) is not None:
            call.may_be_kept = False

    def unless_emptied(self, default: T) -> T | None:
        """Return a default, or None if session_state has None under the key: the field can then be empty."""
        if self.key is None:
            return default
        emptied = current_run().state.is_emptied(str(self.key))
        if (call := open_call()) is not None:
            call.emptied = emptied
        return None if emptied else default


def draw_input(
    kind: str,
    widget: type[Widget],
    field: Field[T],
    parameters: InputParameters,
    /,
    *,
    identity: Mapping[str, Any],
    resets: Collection[str] = (),
    default_given: bool = False,
    **variables: Any,
) -> T:
    """
    Draw an input and return its value.

    Parameters
    ----------
    kind
        Its name: that of the command.
    widget
        Its class, whose fields are the template's variables.
    field
        How it reads and prints its value, with its default.
    parameters
        What every input takes.
    identity
        All other parameters that tell one input without key from another. Their order stays: it is part of the
        widget's id, which a tab that was opened before a deployment still posts. ``help`` and ``width`` are added at
        the end where they are not named.
    resets
        The names of those whose change makes another input of it, even with a key.
    default_given
        True if the author gave a default: the log then says so if session_state has the value.
    **variables
        The template's variables; ``required`` among them is what is shown, where that is not what is asked.

    Raises
    ------
    StreamlitInvalidWidthError
        If the width is none, or is "content" where the widget's class does not say ``content_width``.
    StreamlitAPIException
        See :func:`formrerun.engine.registration.declare`.
    """
    run = current_run()
    check_width(parameters.width, allow_content=widget.content_width)
    if parameters.key is None:
        identity = {"label": parameters.label, **identity}
        identity.setdefault("help", parameters.help)
        identity.setdefault("width", parameters.width)
    writable = field.writable and not field.trigger
    declared = declare(
        run,
        kind,
        parameters.key,
        identity,
        resets=resets,
        on_change=parameters.on_change,
        args=parameters.args,
        kwargs=parameters.kwargs,
        writable=writable,
        default_given=default_given,
        bind=parameters.bind,
        persist_state=parameters.persist_state,
    )
    drawn = widget(
        **declared.as_kwargs(),
        label=parameters.label,
        help=clean_help(parameters.help),
        disabled=bool(parameters.disabled),
        label_visibility=parameters.label_visibility,
        width=parameters.width,
        demands=demands_of(parameters.required, parameters.validators),
        field=field,
        **{"required": bool(parameters.required), **variables},
    )
    if (call := open_call()) is not None and parameters.bind is None and parameters.persist_state is None:
        keep(call, kind, drawn, writable=writable, default_given=default_given)
    return register(run, drawn)  # type: ignore[no-any-return]


__all__ = ["InputParameters", "draw_input"]
