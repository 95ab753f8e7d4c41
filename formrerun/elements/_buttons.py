"""What buttons share: how they look, what they ask for before a press counts, and buttons that nobody sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from formrerun import codec
from formrerun.elements._parameters import (
    ButtonType,
    IconPosition,
    check_width,
    clean_help,
    clean_icon,
    clean_icon_position,
    clean_type,
)
from formrerun.elements._shortcuts import clean_shortcut
from formrerun.engine.context import current_run
from formrerun.engine.demands import Demands
from formrerun.engine.drawing import draw_inside
from formrerun.engine.fields import Trigger
from formrerun.engine.forms import FormNode
from formrerun.engine.permissions import Asked, Permission, permission_of
from formrerun.engine.registration import Declared, OnChange, declare
from formrerun.engine.run import Run
from formrerun.engine.tree import Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import FormrerunError
from formrerun.utils.digests import digest

SomeWidget = TypeVar("SomeWidget", bound=Widget)


@dataclass(frozen=True, slots=True)
class AskedFirst:
    """
    What is asked before a press counts.

    Attributes
    ----------
    permission
        What the visitor must have.
    confirm
        What a person must agree to; "" for nothing.
    disabled, hint
        Whether this visitor can press it, and its hint, which says why not.
    """

    permission: Permission | None
    confirm: str
    disabled: bool
    hint: Any

    @property
    def field(self) -> Trigger:
        """The field of the button."""
        return Trigger(permission=self.permission)

    def demands(self, others: Demands | None = None) -> Demands | None:
        """Return what is asked of it, with what else is."""
        return replace(others or Demands(), confirm=self.confirm) if self.confirm else others


def asked_first(run: Run, permission: Asked, confirm: Any, disabled: Any = False, help: Any = None) -> AskedFirst:
    """
    Return what ``permission=`` and ``confirm=`` of a button ask.

    Raises
    ------
    FormrerunError
        If ``permission`` is none, or if another process could not ask it when the button is pressed.
    """
    asked = permission_of(permission)
    for test in asked.tests if asked is not None else ():
        if codec.path_of(test) is None:
            raise FormrerunError(
                f"`permission={test!r}` cannot be asked again when the button is pressed, perhaps in another process. "
                "Make it a function at module level, or name a permission."
            )
    question = str(confirm) if confirm is not None and str(confirm).strip() else ""
    if asked is None or run.is_bare or asked.is_held_by(getattr(run.request, "user", None)):
        return AskedFirst(asked, question, bool(disabled), help)
    return AskedFirst(asked, question, True, help or _("You may not do this."))


@dataclass(eq=False, kw_only=True)
class ButtonLook:
    """The variables of a button's template, beside its label."""

    type: ButtonType = "secondary"
    icon: str = ""
    icon_position: IconPosition = "left"
    shortcut: str = ""
    wrap: bool | None = None


@dataclass(slots=True)
class ButtonParameters:
    """
    The parameters that every button takes; :func:`button` says what each of them means.

    Raises
    ------
    StreamlitAPIException
        If one of them is none that there is.
    """

    label: str
    key: str | int | None = None
    help: Any = None
    on_click: OnChange = None
    args: Any = None
    kwargs: Any = None
    type: ButtonType = "secondary"
    icon: Any = None
    icon_position: IconPosition = "left"
    disabled: bool = False
    use_container_width: bool | None = None
    width: Width = "content"
    shortcut: str | None = None
    wrap: bool | None = None
    permission: Asked = None
    confirm: str | None = None
    asked: AskedFirst = field(init=False)

    def __post_init__(self) -> None:
        self.asked = asked_first(current_run(), self.permission, self.confirm, self.disabled, self.help)
        if self.use_container_width is not None:
            self.width = "stretch" if self.use_container_width else "content"
        clean_type(self.type)
        self.icon_position = clean_icon_position(self.icon_position)
        self.label = "" if self.label is None else str(self.label)
        self.shortcut = clean_shortcut(self.shortcut) if self.shortcut is not None else ""
        check_width(self.width, allow_content=True)

    def declare(self, kind: str, own: Mapping[str, Any], **options: Any) -> Declared:
        """
        Give a button its identity.

        Parameters
        ----------
        own
            The parameters of its kind that tell one from another. Where ``help`` stands among them it stays there, for
            the order is part of the id, which a tab that was opened before a deployment still posts.
        **options
            See :func:`formrerun.engine.registration.declare`.
        """
        params = {
            "label": self.label, "icon": self.icon, **own, "help": self.help, "type": self.type, "width": self.width,
            "icon_position": self.icon_position, "shortcut": self.shortcut,
        }  # fmt: skip
        return declare(
            current_run(), kind, self.key, params, on_change=self.on_click, parameter="on_click", args=self.args,
            kwargs=self.kwargs, writable=False, **options,
        )  # fmt: skip

    def variables(self) -> dict[str, Any]:
        """Return what the button's class is given."""
        return {
            "label": self.label, "help": clean_help(self.asked.hint), "disabled": self.asked.disabled,
            "width": self.width, "type": self.type, "icon": clean_icon(self.icon),
            "icon_position": self.icon_position, "shortcut": self.shortcut, "wrap": self.wrap,
        }  # fmt: skip


def draw_sender(
    kind: type[SomeWidget], form: str, name: str, declared: Declared, asked: AskedFirst, label: str = ""
) -> tuple[SomeWidget, bool, dict[str, Any]]:
    """
    Open a form of its own for an element whose value is sent by a button that it draws itself: nothing else is sent.

    Parameters
    ----------
    kind
        The button's class.
    form, name
        What the form's key begins with, and the button's id is made of.
    label
        What it is called where a page without a script asks for a confirmation.

    Returns
    -------
    tuple
        The button, whether it was pressed, and what all other widgets of the form are made with.
    """
    run = current_run()
    node = FormNode(form_key=f"$${form}-{declared.id}", clear_on_submit=True)
    run.open_form(node)
    common = {**declared.as_kwargs(), "form": node.form_key, "form_id": node.dom_id, "disabled": asked.disabled}
    own = {"id": f"fr-{digest(declared.id, name)}", "key": None, "label": label}
    button = kind(**{**common, **own}, field=asked.field, demands=asked.demands())
    node.buttons.append(button)
    return button, draw_inside(button), {**common, "callback": None}


__all__ = ["AskedFirst", "ButtonLook", "ButtonParameters", "asked_first", "draw_sender"]
