"""What a chat input that takes files or recordings gives: the text and what came with it, by key and by attribute."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

from formrerun import codec

#: Its parts, and the parameter that has to be given for each.
PARTS = {"text": "", "files": "accept_file", "audio": "accept_audio"}


class ChatInputValue(MutableMapping[str, Any]):
    """
    A message: a dictionary whose items are attributes, too.

    Attributes
    ----------
    text
        What was typed; "" if only files were sent.
    files
        A list of ``UploadedFile``, where ``accept_file`` was given.
    audio
        The recording, an ``UploadedFile`` or None, where ``accept_audio`` was given.
    """

    _parts: dict[str, Any]
    _taken: frozenset[str]

    def __init__(self, text: str = "", **parts: Any) -> None:
        for name in parts:
            if name not in PARTS:
                raise TypeError(f"ChatInputValue() got an unexpected keyword argument '{name}'")
        given = {"text": text, **parts}
        object.__setattr__(self, "_parts", given)
        object.__setattr__(self, "_taken", frozenset(given))

    def to_dict(self) -> dict[str, Any]:
        """Return the same as a plain dictionary."""
        return dict(self._parts)

    def __getitem__(self, item: str) -> Any:
        if item not in self._parts:
            raise KeyError(f"Invalid key: {item}")
        return self._parts[item]

    def __setitem__(self, key: str, value: Any) -> None:
        if key not in self._taken:
            raise KeyError(f"Invalid key: {key}")
        self._parts[key] = value

    def __delitem__(self, key: str) -> None:
        if key not in self._parts:
            raise KeyError(f"Invalid key: {key}")
        del self._parts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.to_dict())

    def __len__(self) -> int:
        return len(self._parts)

    def __getattr__(self, name: str) -> Any:
        if name in PARTS and name in self._parts:
            return self._parts[name]
        missing = f" ({PARTS[name]}=False)" if PARTS.get(name) and name not in self._taken else ""
        raise AttributeError(f"'ChatInputValue' object has no attribute '{name}'{missing}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._taken:
            raise AttributeError(f"'ChatInputValue' object has no attribute '{name}'")
        self[name] = value

    def __delattr__(self, name: str) -> None:
        if name not in self._parts:
            raise AttributeError(f"'ChatInputValue' object has no attribute '{name}'")
        del self[name]

    def __reduce__(self) -> Any:
        return _made, (self.to_dict(),)

    def __repr__(self) -> str:
        return f"ChatInputValue({', '.join(f'{name}={value!r}' for name, value in self._parts.items())})"


def _made(parts: dict[str, Any]) -> ChatInputValue:
    return ChatInputValue(**parts)


codec.register(ChatInputValue, "chat_value", ChatInputValue.to_dict, _made)

__all__ = ["ChatInputValue"]
