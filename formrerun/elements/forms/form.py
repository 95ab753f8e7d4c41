"""Forms: widgets that are sent together, and the buttons that send them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings as project
from django.utils.crypto import salted_hmac

from formrerun.elements._buttons import ButtonParameters
from formrerun.elements._parameters import ButtonType, IconPosition, check_height, check_width
from formrerun.elements.forms._batch import Form
from formrerun.elements.inputs.button import OnRunning, clean_on_running, draw_button
from formrerun.engine.context import current_run
from formrerun.engine.demands import Demands
from formrerun.engine.forms import FormNode
from formrerun.engine.handles import command, open_container
from formrerun.engine.permissions import Asked
from formrerun.engine.run import Run
from formrerun.engine.tree import Height, Width
from formrerun.exceptions import (
    CachedWidgetWarning,
    StreamlitInvalidLayoutContextError,
    StreamlitInvalidParameterTypeError,
    StreamlitValueAssignmentNotAllowedError,
    StreamlitValueError,
)
from formrerun.utils.digests import digest

__all__ = ["form", "form_submit_button"]


@command
def form(
    key: str,
    clear_on_submit: bool = False,
    *,
    enter_to_submit: bool = True,
    border: bool = True,
    width: Width = "stretch",
    height: Height = "content",
    draft: bool = False,
    warn_unsaved: bool = False,
    on_running: OnRunning = "finish",
    validate: Callable[[dict[str, Any]], object] | None = None,
    live: bool | str | Iterable[str] = False,
) -> Form:
    """
    Open a form: its widgets send nothing until one of its submit buttons is pressed, then all at once.

    Parameters
    ----------
    key
        The form's name, unique among the forms of the page.
    clear_on_submit
        Show the defaults again after a submission. The run still gets what was submitted, and a field that the
        callback sets keeps what it was set to.
    enter_to_submit
        Let Enter in a text, number or time field press the first button that the script created (Ctrl+Enter in a
        text area).
    border
        Draw a frame around the form.
    width, height
        "stretch", "content" or pixels; a height in pixels scrolls.
    draft
        Keep unsubmitted edits in the browser, per user, over reloads and crashes: they are offered when the form is
        shown again, and gone once it is submitted. Passwords and files are left out.
    warn_unsaved
        Ask before a page with unsubmitted edits is left.
    on_running
        What a newer submission does to the run of this one once it has seen its button: "finish" lets it come to its
        end, "interrupt" ends it as Streamlit does; what it had written since the callbacks is undone.
    validate
        Called with the values of the form's widgets by their keys, once each of them will do, before any callback. A
        ``ValidationError`` refuses the submission: its messages stand at the fields whose keys it names, the others
        above the page. Make it a function at module level: any process can then call it.
    live
        The keys of the fields (True: all) that draw the form again when they are changed, before it is submitted: in it
        their calls return what is typed, so that options, bounds and what is shown may depend on it. No callback runs,
        ``session_state`` and everything outside have what was submitted, and to write to the database is an error.

    Returns
    -------
    Form
        The form, for ``with`` or to call commands on, now or later in the run. Once its fields are drawn,
        ``form.values`` is what was submitted, by their keys, ``form.errors`` what stands beside them, and
        ``form.is_dirty`` says whether one shows something else than its default. ``form.clear()`` lets all of them show
        their defaults when the run has ended.

    Raises
    ------
    StreamlitInvalidLayoutContextError
        Inside another form.
    StreamlitDuplicateElementKey
        If a form of this run has the key.
    StreamlitInvalidParameterTypeError
        If ``validate`` cannot be called.
    """
    run = current_run()
    if run.drawing.form_here() and not run.is_bare:
        raise StreamlitInvalidLayoutContextError("Forms cannot be nested in other forms.")
    if not isinstance(key, (str, int)) or isinstance(key, bool):
        raise StreamlitInvalidParameterTypeError("key", type(key).__name__, ["str"])
    key = str(key)
    if not key:
        raise StreamlitValueError("key", ["a non-empty string"])
    if run.in_cached_function:
        run.draw_exception(CachedWidgetWarning())
    if key in run.state.pending and not run.is_bare:
        raise StreamlitValueAssignmentNotAllowedError(key)
    check_width(width, allow_content=True)
    check_height(height, allow_content=True)
    node = FormNode(
        form_key=key,
        form=key,
        clear_on_submit=bool(clear_on_submit),
        enter_to_submit=bool(enter_to_submit),
        border=bool(border),
        width=width,
        height=height,
        draft=_draft_name(run, key) if draft else "",
        draft_age=project.SESSION_COOKIE_AGE if draft else 0,
        warn_unsaved=bool(warn_unsaved),
        on_running=clean_on_running(on_running),
        demands=_form_demands(validate),
        live=live if isinstance(live, bool) else (live,) if isinstance(live, str) else tuple(live),
    )
    run.open_form(node)
    open_container(run, node)
    return Form(run, node)


def _form_demands(validate: Any) -> Demands | None:
    """Return what each of the form's buttons asks of its values together."""
    if validate is None:
        return None
    if not callable(validate):
        raise StreamlitInvalidParameterTypeError("validate", type(validate).__name__, ["a callable", "None"])
    return Demands(validators=(validate,))


def _draft_name(run: Run, key: str) -> str:
    """
    Return what a browser keeps the draft of a form under: whose it is, and which. Nobody else is ever offered it.

    "u…": the user's, so that a login that has ended does no harm; "s…": an anonymous visitor's, for the session.
    """
    user = getattr(run.request, "user", None)
    kind, whose = ("u", user.pk) if user is not None and user.is_authenticated else ("s", run.environment.owner_key())
    return f"{kind}{salted_hmac('formrerun.draft', f'{kind} {whose}').hexdigest()[:20]}-{digest(run.page, key)}"


@command
def form_submit_button(
    label: str = "Submit",
    help: str | None = None,
    on_click: Any = None,
    args: Any = None,
    kwargs: Any = None,
    *,
    key: str | int | None = None,
    type: ButtonType = "secondary",
    icon: str | None = None,
    icon_position: IconPosition = "left",
    disabled: bool = False,
    use_container_width: bool | None = None,
    width: Width = "content",
    shortcut: str | None = None,
    wrap: bool | None = None,
    permission: Asked = None,
    confirm: str | None = None,
) -> bool:
    """
    Draw a button that submits its form; return True in the run that it causes.

    A form may have several; only the one that was pressed is True.

    Parameters
    ----------
    label
        Its text; Markdown in one line.
    on_click, args, kwargs
        Called before the page runs, with the values of the whole form already in ``session_state``; a parameter
        called ``values`` is given them by their keys. Make it a function at module level: any process can then call it.
    key
        Needed for two buttons of one label in one form (default ``FormSubmitter:<form>-<label>``).
    type
        "primary", "secondary" or "tertiary".
    icon, icon_position
        An emoji, ``:material/name:`` or "spinner", left or right of the label.
    shortcut
        A key such as "Ctrl+S" that presses it.
    width
        "content", "stretch" or pixels; ``use_container_width`` is its older name.
    wrap
        Let a long label break into lines.
    permission, confirm
        What a visitor must have to press it, and what a person must agree to first; see :func:`button`.

    Raises
    ------
    StreamlitInvalidLayoutContextError
        Outside a form.
    """
    run = current_run()
    name = key if key is not None else f"FormSubmitter:{run.drawing.form_here()}-{label}"
    parameters = ButtonParameters(
        label, name, help, on_click, args, kwargs, type, icon, icon_position, disabled, use_container_width, width,
        shortcut, wrap, permission, confirm,
    )  # fmt: skip
    return draw_button(run, "form_submit_button", parameters, submits=True)
