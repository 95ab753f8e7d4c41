"""``query_params``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from formrerun.engine.context import current_run
from formrerun.engine.persistence import is_bound
from formrerun.exceptions import StreamlitAPIException, StreamlitQueryParamDictValueError
from formrerun.utils.attribute_mapping import Attributes

#: Those by which a page is embedded: they say how it is shown, and are none of the author's.
EMBEDDING = ("embed", "embed_options")


class QueryParams(Attributes, MutableMapping[str, str]):
    """
    The URL's query parameters: name to last value. Setting one changes the address in the browser.

    Raises
    ------
    StreamlitQueryParamDictValueError
        If a value is a dict.
    """

    __absent__ = 'st.query_params has no attribute "{name}".'

    def _held(self) -> dict[str, list[str]]:
        return {key: values for key, values in current_run().query.items() if key.lower() not in EMBEDDING}

    def __getitem__(self, key: str) -> str:
        try:
            values = self._held()[key]
        except KeyError:
            raise KeyError(f'st.query_params has no key "{key}".') from None
        return values[-1] if values else ""

    def __setitem__(self, key: str, value: Any) -> None:
        if isinstance(value, dict):
            raise StreamlitQueryParamDictValueError(key)
        _check_free("set", key)
        if str(key).lower() in EMBEDDING:
            raise StreamlitAPIException(
                "Query param embed and embed_options (case-insensitive) cannot be set programmatically."
            )
        listed = isinstance(value, Iterable) and not isinstance(value, str)
        current_run().query[str(key)] = [str(item) for item in value] if listed else [str(value)]

    def __delitem__(self, key: str) -> None:
        _check_free("delete", key)
        if key not in self._held():
            raise KeyError(f'st.query_params has no key "{key}".')
        del current_run().query[key]

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._held()))

    def __len__(self) -> int:
        return len(self._held())

    def get_all(self, key: str) -> list[str]:
        """Return every value of a parameter; [] if it is not there."""
        return list(self._held().get(key, []))

    def from_dict(self, params: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> None:
        """Replace all parameters."""
        items = dict(params).items()
        for key, value in items:
            if isinstance(value, dict):
                raise StreamlitQueryParamDictValueError(key)
        self.clear()
        for key, value in items:
            self[key] = value

    def to_dict(self) -> dict[str, str]:
        """Return the last value of each parameter."""
        return {key: self[key] for key in self}

    def clear(self) -> None:
        """Remove all parameters."""
        run = current_run()
        if taken := [key for key in run.query if is_bound(run.state.user, key)]:
            raise StreamlitAPIException(
                "Cannot clear query parameters - the following are bound to widgets: "
                f"{', '.join(map(repr, taken))}. Modify the widget values instead, or remove the bind parameter."
            )
        for key in self._held():
            del run.query[key]

    def __str__(self) -> str:
        return str({key: values[0] if len(values) == 1 else values for key, values in self._held().items()})

    def __repr__(self) -> str:
        return repr(self.to_dict())


def _check_free(what: str, key: str) -> None:
    if is_bound(current_run().state.user, str(key)):
        raise StreamlitAPIException(
            f"Cannot directly {what} query parameter '{key}' - it is bound to a widget. Modify the widget value "
            "instead."
        )


query_params = QueryParams()


__all__ = ["query_params"]
