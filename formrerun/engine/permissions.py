"""Who may do what: what ``permission=`` of a button or a fragment says, and how a user is asked for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from formrerun.exceptions import FormrerunError

#: What ``permission=`` takes: a permission, several, one or several and the object they are asked for, or a test.
Asked = str | Iterable[Any] | Callable[[Any], bool] | None


@dataclass(frozen=True, kw_only=True)
class Permission:
    """
    What a user must have.

    Attributes
    ----------
    names
        Django's names of permissions ("shop.change_order"); all of them are needed.
    subject
        The object that they are asked for, as backends with permissions by object do; None for none.
    is_by_object
        True if there is one. It may be deleted meanwhile: then nobody has a permission for it.
    tests
        Called with the user.
    """

    names: tuple[str, ...] = ()
    subject: Any = None
    is_by_object: bool = False
    tests: tuple[Callable[[Any], bool], ...] = ()

    def is_held_by(self, user: Any) -> bool:
        """Return True if a user has it; nobody is a user without permissions."""
        if user is None or (self.is_by_object and self.subject is None):
            return False
        try:
            return user.has_perms(self.names, self.subject) and all(test(user) for test in self.tests)
        except PermissionDenied:  # as Django's own tests may say it
            return False


def permission_of(asked: Asked, parameter: str = "permission") -> Permission | None:
    """
    Return what an author has asked for; None for nothing.

    Raises
    ------
    FormrerunError
        If it is none of what ``permission=`` takes.
    """
    if asked is None:
        return None
    if isinstance(asked, Permission):
        return asked
    if callable(asked):
        return Permission(tests=(asked,))
    parts = [asked] if isinstance(asked, str) else list(asked)
    names = tuple(part for part in parts if isinstance(part, str))
    objects = [part for part in parts if not isinstance(part, str)]
    if not names or len(objects) > 1 or objects[:1] == [None] or any("." not in name for name in names):
        raise FormrerunError(
            f"`{parameter}={asked!r}` is no permission. Give a name such as 'shop.change_order', several of them, "
            "names and the object they are asked for, as ['shop.change_order', order], or a function that takes the "
            "user."
        )
    return Permission(names=names, subject=objects[0] if objects else None, is_by_object=bool(objects))


__all__ = ["Asked", "Permission", "permission_of"]
