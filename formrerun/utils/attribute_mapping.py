"""Mappings whose items are attributes too."""

from __future__ import annotations

from typing import Any, ClassVar


class Attributes:
    """
    Items are attributes too.

    Attributes
    ----------
    __absent__
        What an AttributeError says of a name that is no item. No item can have such a name.
    """

    __absent__: ClassVar[str]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self[name]  # type: ignore[index]
        except KeyError:
            raise AttributeError(self.__absent__.format(name=name)) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __delattr__(self, name: str) -> None:
        try:
            del self[name]
        except KeyError:
            raise AttributeError(self.__absent__.format(name=name)) from None
