"""A mapping over stored texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

from formrerun import codec


class LazyMap(MutableMapping[str, Any]):
    """
    A mapping over stored texts: decoded at the first read, encoded again only if it was read.

    Parameters
    ----------
    stored
        Key to JSON text, as :func:`encoded` returned it.
    """

    def __init__(self, stored: dict[str, str] | None = None) -> None:
        self._stored = stored or {}
        self._read: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key in self._read:
            return self._read[key]
        text = self._stored[key]
        try:
            value = self._read[key] = codec.loads(text)
        except codec.Unstorable as error:
            raise codec.unreadable_entry(key, error) from error
        return value

    def __setitem__(self, key: str, value: Any) -> None:
        self._read[key] = value

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._read.pop(key, None)
        self._stored.pop(key, None)

    def __iter__(self) -> Iterator[str]:
        return iter({**self._stored, **self._read})

    def __len__(self) -> int:
        return len({**self._stored, **self._read})

    def __contains__(self, key: object) -> bool:
        return key in self._read or key in self._stored

    def take(self, other: MutableMapping[str, Any], key: str) -> None:
        """Take over an entry of another mapping as it stands there: what nobody has read is not decoded for this."""
        if isinstance(other, LazyMap) and key not in other._read:
            self._read.pop(key, None)
            self._stored[key] = other._stored[key]
        else:
            self._read[key] = other[key]

    def clear(self) -> None:
        """Forget everything."""
        self._stored.clear()
        self._read.clear()

    def __copy__(self) -> LazyMap:
        made = LazyMap(dict(self._stored))
        made._read = dict(self._read)
        return made

    def become(self, other: LazyMap) -> None:
        """Hold what another one holds: what was not decoded there is decoded afresh."""
        self._stored, self._read = dict(other._stored), dict(other._read)

    def decoded(self) -> list[Any]:
        """Return the values that were decoded or set, and may have been changed since."""
        return list(self._read.values())

    def stored(self, key: str) -> str | None:
        """Return the text of a key as it was stored, whatever was set since; None if it was not."""
        return self._stored.get(key)

    def encoded(self, failed: Callable[[str, Any, BaseException], None]) -> dict[str, str]:
        """
        Return key to JSON text.

        Parameters
        ----------
        failed
            Called with key, value and error for an entry that cannot be stored; its last stored text is kept.
        """
        texts = dict(self._stored)
        for key, value in self._read.items():
            try:
                texts[key] = codec.dumps_entry(value)
            except (codec.Unstorable, RecursionError) as error:
                failed(key, value, error)
        return texts
