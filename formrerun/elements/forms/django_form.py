"""Forms of Django's: any ``Form`` or ``ModelForm``, drawn by our widgets and judged by Django."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext as _

from formrerun.elements.forms._form_handle import DjangoForm
from formrerun.elements.forms._form_specs import FormSpec
from formrerun.elements.forms._form_submissions import submit
from formrerun.elements.forms.form import form, form_submit_button
from formrerun.elements.inputs.button import OnRunning
from formrerun.engine.callbacks import Callback
from formrerun.engine.context import current_run
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Container, Height, Width
from formrerun.exceptions import StreamlitInvalidParameterTypeError

__all__ = ["django_form"]


@command
def django_form(
    form_class: Callable[..., BaseForm],
    key: str,
    *,
    instance: Any = None,
    initial: Mapping[str, Any] | None = None,
    prefix: str | None = None,
    form_kwargs: Mapping[str, Any] | None = None,
    on_submit: Callable[..., Any] | None = None,
    args: Any = None,
    kwargs: Any = None,
    submit_label: str | None = None,
    clear_on_submit: bool = False,
    enter_to_submit: bool = True,
    border: bool = True,
    width: Width = "stretch",
    height: Height = "content",
    draft: bool = False,
    warn_unsaved: bool = False,
    on_running: OnRunning = "finish",
) -> DjangoForm:
    """
    Draw a form of Django's by our widgets, and let Django judge what is submitted.

    A submission is judged before any callback: what the form refuses stays in the fields, with Django's messages beside
    them, and no callback runs. What somebody else has saved meanwhile in other fields stays; where both have changed
    the same field, nothing is saved before the person has chosen.

    Parameters
    ----------
    form_class
        A ``Form`` or ``ModelForm``, or a function that makes one. Any process can judge a form whose class stands at
        module level.
    key
        The form's name, unique among the forms of the page. The widget of a field has the key ``<key>-<name>``.
    instance
        The row that a ``ModelForm`` is about. What is saved is the row as it is then, with what was changed here.
    initial, prefix, form_kwargs
        What the class is called with; ``form_kwargs`` holds parameters of its own.
    on_submit, args, kwargs
        Called with the valid form of Django's before the page runs; mostly it saves it. A ``ValidationError`` that it
        raises is shown beside the form's fields, and everything it wrote is undone.
    submit_label
        What stands on the button of a form that the page does not lay out; "Save" by default.
    clear_on_submit, enter_to_submit, border, width, height, draft, warn_unsaved, on_running
        As of :func:`form`.

    Returns
    -------
    DjangoForm
        The form, for ``with``; ``form.field(name)`` draws a field where the page wants it. A form of which no field was
        drawn draws them all, in their order, and one without a button a button.

    Examples
    --------
    >>> def save(form):
    ...     form.save()
    >>> with fr.django_form(OrderForm, "order", instance=order, on_submit=save) as form:
    ...     left, right = fr.columns(2)
    ...     with left:
    ...         form.field("number")
    ...     with right:
    ...         form.field("status")
    ...     fr.form_submit_button("Save")
    """
    if not callable(form_class):
        raise StreamlitInvalidParameterTypeError("form_class", type(form_class).__name__, ["a class of Django's forms"])
    run = current_run()
    form(
        key, clear_on_submit, enter_to_submit=enter_to_submit, border=border, width=width, height=height, draft=draft,
        warn_unsaved=warn_unsaved, on_running=on_running,
    )  # fmt: skip
    spec = FormSpec.of(
        form_class, instance, key=str(key), prefix=prefix, initial=dict(initial or {}), kwargs=dict(form_kwargs or {})
    )
    node = run.drawing.forms[spec.key]
    handle = DjangoForm(run, node, spec, instance)
    fields = handle.fields
    called = Callback(on_submit, tuple(args or ()), dict(kwargs or {})) if on_submit is not None else None
    node.gate = lambda on_click: Callback(submit, (spec, fields.drawn, handle.sets, called, on_click))

    def finish() -> None:
        """Draw what the page has left out: hidden fields, all fields if it drew none, the button."""
        drawn = set(fields.drawn)
        names = [name for name, each in fields.form.fields.items() if each.widget.is_hidden or not drawn]
        if names:
            place = Container(form=spec.key, root=node.root, fragment=node.fragment)
            node.children.insert(0, place)
            with DeltaGenerator(place, run.drawing.roots):
                for name in names:
                    if not fields.draws(name):
                        fields.field(name)
        if not node.buttons:
            with handle:
                form_submit_button(submit_label or _("Save"), type="primary")

    run.at_end(finish)
    return handle
