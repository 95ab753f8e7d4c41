"""
``cache_data`` and ``cache_resource``: remember what a function returned.

Data goes into Django's cache (shared by processes where that is), as a copy; resources stay in this process, as the
object itself. What a cached function draws is drawn again on a hit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formrerun.api.cached_functions import CachedData, CachedResource
from formrerun.elements._parameters import one_of
from formrerun.utils.durations import seconds

if TYPE_CHECKING:
    from formrerun.api.cache_keys import HashFuncs
    from formrerun.api.cached_functions import Cached, P, R

import inspect
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, overload

from formrerun.exceptions import StreamlitInvalidParameterTypeError, StreamlitValueError

logger = logging.getLogger("formrerun.cache")


class _Decorator:
    """``cache_data`` and ``cache_resource``: decorators, with or without parameters, and ``clear()`` for all."""

    def __init__(self, cls: type[Cached[Any, Any]]) -> None:
        self._cls = cls
        parameters = (inspect.getdoc(_Decorator.__call__) or "").partition("\n\n")[2]
        self.__doc__ = f"{cls.__doc__}\n\n{parameters}"
        self.__name__ = cls.what

    @overload
    def __call__(self, func: Callable[P, R], /) -> Cached[P, R]: ...
    @overload
    def __call__(
        self,
        func: None = None,
        *,
        ttl: float | timedelta | str | None = None,
        max_entries: int | None = None,
        max_size: int | str | None = None,
        show_spinner: bool | str = True,
        show_time: bool = False,
        persist: Any = None,
        validate: Callable[[Any], bool] | None = None,
        hash_funcs: HashFuncs | None = None,
        on_release: Callable[[Any], None] | None = None,
        scope: str = "global",
        refresh_mode: str = "foreground",
    ) -> Callable[[Callable[P, R]], Cached[P, R]]: ...
    def __call__(
        self,
        func: Callable[..., Any] | None = None,
        *,
        ttl: float | timedelta | str | None = None,
        max_entries: int | None = None,
        max_size: int | str | None = None,
        show_spinner: bool | str = True,
        show_time: bool = False,
        persist: Any = None,
        validate: Callable[[Any], bool] | None = None,
        hash_funcs: HashFuncs | None = None,
        on_release: Callable[[Any], None] | None = None,
        scope: str = "global",
        refresh_mode: str = "foreground",
    ) -> Any:
        """
        Remember what a function returned, by its arguments and its code.

        An async function is awaited as before; what it gives is remembered, and those who await it at the same time
        share one call. Results go when the code changes: the function's own, or that of a function of its module that
        it calls. Functions as arguments count with their code, their defaults and what they read around them.

        Parameters
        ----------
        func
            The function; left out where the decorator has parameters.
        ttl
            How long: seconds, a timedelta, or a text such as "1h30m"; None for ever.
        max_entries
            How many results; the oldest go first.
        hash_funcs
            Type (or its dotted name) to a function that gives what stands for a value of it. Parameters whose name
            begins with an underscore are left out of the key.
        validate
            ``cache_resource``: called with the object; False makes a new one.
        on_release
            ``cache_resource``: called with an object that is dropped.
        scope
            "global", or "session" for one tab.
        show_spinner, show_time, persist, max_size, refresh_mode
            Accepted for Streamlit's sake; Django's cache settings decide.

        Raises
        ------
        UnhashableParamError
            When called with an argument that cannot be told from another one.
        """
        if ttl is not None:
            seconds(ttl)
        if persist not in (None, True, False, "disk"):
            raise StreamlitValueError("persist", ["'disk'", "None"])
        one_of("scope", scope, ["global", "session"], got=False)

        def decorate(function: Callable[..., Any]) -> Cached[Any, Any]:
            if not callable(function):
                raise StreamlitInvalidParameterTypeError("func", type(function).__name__, ["a function"])
            extra = {"validate": validate, "on_release": on_release} if self._cls is CachedResource else {}
            return self._cls(function, ttl, max_entries, hash_funcs, scope, **extra)

        return decorate if func is None else decorate(func)

    def clear(self) -> None:
        """Forget the results of all functions of this kind."""
        self._cls.clear_all()


cache_data = _Decorator(CachedData)
cache_resource = _Decorator(CachedResource)

__all__ = ["cache_data", "cache_resource"]
