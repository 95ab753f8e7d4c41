"""``permission=`` of buttons: what is asked when one is drawn, and again when it is pressed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from formrerun import codec
from formrerun.engine.permissions import Asked, Permission, permission_of
from formrerun.engine.run import Run
from formrerun.exceptions import FormrerunError


def asked_of_button(run: Run, permission: Asked, disabled: Any, help: Any) -> tuple[Permission | None, bool, Any]:
    """
    Return what a button asks for, whether it is disabled, and its hint, which says why it is.

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
    if asked is None or run.is_bare or asked.is_held_by(getattr(run.request, "user", None)):
        return asked, bool(disabled), help
    return asked, True, help or _("You may not do this.")


__all__ = ["asked_of_button"]
