"""What tells one call of a cached function from another: which function it is, with which code, and its arguments."""

from __future__ import annotations

import functools
import io
import pickle
import types
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from hashlib import blake2b
from typing import Any

from django.db.models import Model, QuerySet

from formrerun import codec
from formrerun.utils.code_digests import closure_of, code_digest, names_in, names_set_in

HashFuncs = Mapping[Any, Callable[[Any], Any]]

#: Libraries whose objects are pickled where the codec does not know them: the same data gives the same bytes.
PICKLED = frozenset({"pandas", "numpy", "polars", "pyarrow", "PIL", "scipy"})
#: Types whose values belong to a cached function if it has them from the function around it: what cannot be changed in
#: place. A list there may be what the function notes its calls in.
ENCLOSED = (bool, int, float, complex, str, bytes, tuple, frozenset, type(None), type, functools.partial)
#: Types whose subclasses are taken apart.
COMPOSED = (tuple, list, dict, set, frozenset, deque)
_SIMPLE = frozenset({bool, int, float, type(None), str})


class CachedFunction:
    """A function that remembers what it returned; for :mod:`formrerun.api.cached_functions` to fill in."""

    _function: Callable[..., Any]


def argument_key(value: Any, hash_funcs: HashFuncs) -> bytes:
    """
    Return bytes that stand for an argument.

    Raises
    ------
    TypeError
        If nothing does: it cannot be told from another one.
    """
    return _Digests(hash_funcs).of(value)


def function_key(function: Callable[..., Any]) -> bytes:
    """
    Return bytes that stand for a function that is cached: its name, its code and that of the functions of its module
    that it calls, and the plain values that it has from the function around it.
    """
    made = blake2b(digest_size=12)
    for part in _name_of(function):
        made.update(part.encode() + b"\x1f")
    _add_code(function, made.update, set())
    return made.digest()


def _name_of(function: Any) -> list[str]:
    """Return module and name; of a script, which is `__main__` as every other one, its file."""
    code = getattr(function, "__code__", None)
    module = getattr(function, "__module__", None) or ""
    name = getattr(function, "__qualname__", type(function).__qualname__)
    return [code.co_filename if module == "__main__" and code is not None else module, name]


def _inside(function: Any) -> Any:
    """Return the function that is cached; any other one as it is."""
    return function._function if isinstance(function, CachedFunction) else function


def _add_code(function: Any, update: Callable[[bytes], object], seen: set[int]) -> None:
    """Feed the code of a function and of those that it calls into a hash."""
    function = _inside(function)
    code = getattr(function, "__code__", None)
    if id(function) in seen:
        return
    seen.add(id(function))
    if code is None:
        if isinstance(function, functools.partial):
            _add_code(function.func, update, seen)
            _add_value((function.args, function.keywords), update)
        return
    update(code_digest(code))
    own = names_set_in(code)
    for name, value in closure_of(function):
        if isinstance(_inside(value), types.FunctionType):
            _add_code(value, update, seen)
        elif isinstance(value, ENCLOSED) and name not in own:
            update(name.encode())
            _add_value(value, update)
    around = function.__globals__
    for name in names_in(code):
        called = _inside(around.get(name))
        if isinstance(called, types.FunctionType) and called.__globals__ is around:
            update(name.encode())
            _add_code(called, update, seen)


def _add_value(value: Any, update: Callable[[bytes], object]) -> None:
    try:
        update(argument_key(value, {}))
    except TypeError:  # what cannot be told from another one, as a connection, is not part of the key
        update(b"?")


class _Digests:
    """The digests of one argument and of what is in it."""

    def __init__(self, hash_funcs: HashFuncs) -> None:
        self._hash_funcs = hash_funcs
        self._open: dict[int, int] = {}  # what is being looked at: it may contain itself
        self._functions: dict[int, bytes] = {}

    def of(self, value: Any) -> bytes:
        """Return bytes for a value; TypeError if nothing stands for it."""
        if not self._hash_funcs and type(value) in _SIMPLE:
            return f"{type(value).__name__} {value!r}".encode()
        for kind, how in self._hash_funcs.items():
            name = f"{type(value).__module__}.{type(value).__qualname__}"
            if kind == name or (isinstance(kind, type) and isinstance(value, kind)):
                return _Digests({}).of(how(value))
        if id(value) in self._open:
            return self._joined("again", [str(self._open[id(value)]).encode()])
        self._open[id(value)] = len(self._open)
        try:
            return self._of(value)
        except RecursionError:
            raise TypeError("nested too deeply") from None
        finally:
            del self._open[id(value)]

    def _joined(self, what: str, parts: Iterable[bytes]) -> bytes:
        made = blake2b(what.encode("utf-8", "surrogatepass"), digest_size=16)
        for part in parts:
            made.update(len(part).to_bytes(8, "big") + part)
        return made.digest()

    def _all(self, what: str, values: Iterable[Any]) -> bytes:
        return self._joined(what, [self.of(value) for value in values])

    def _of(self, value: Any) -> bytes:
        kind = type(value)
        name = f"{kind.__module__}.{kind.__qualname__}"
        if kind in (list, tuple):
            return self._all(name, value)
        if kind is dict:
            return self._all(name, [part for item in value.items() for part in item])
        if kind in (set, frozenset):
            return self._joined(name, sorted(self.of(item) for item in value))
        if isinstance(value, types.ModuleType):
            return self._joined("module", [value.__name__.encode()])
        if isinstance(value, type):
            return self._joined("class", [f"{value.__module__}.{value.__qualname__}".encode()])
        if isinstance(value, types.FunctionType):
            return self._function(value)
        if isinstance(value, types.MethodType):
            return self._all("method", [value.__self__, value.__func__])
        if isinstance(value, types.BuiltinFunctionType):
            return self._all("builtin", [value.__self__, value.__qualname__])
        if isinstance(value, functools.partial):
            return self._all("partial", [value.func, value.args, value.keywords])
        if isinstance(value, (io.BytesIO, io.StringIO)):
            return self._all(name, [value.getvalue(), value.tell()])
        if isinstance(value, CachedFunction):
            return self._joined("cached", [function_key(value._function)])
        return self._data(value, name)

    def _function(self, function: types.FunctionType) -> bytes:
        """
        Return what stands for a function: name, code, defaults, what it has from around it.

        Of one that no import finds, as a script's are and every lambda, also the global names that it reads: in a
        script a slider's value is one of them.
        """
        if id(function) in self._functions:
            return self._functions[id(function)]
        code, path = function.__code__, codec.path_of(function)
        parts: list[Any] = [*_name_of(function), function.__defaults__, function.__kwdefaults__, *closure_of(function)]
        if path is None:
            around = function.__globals__
            parts += [(name, around[name]) for name in names_in(code) if name in around]
        made = self._functions[id(function)] = self._joined("function", [code_digest(code), self._all("has", parts)])
        return made

    def _data(self, value: Any, name: str) -> bytes:
        if isinstance(value, Model):  # what is in the row, not its key
            held = value.__dict__
            fields = [field.attname for field in value._meta.concrete_fields if field.attname in held]
            return self._all(name, [value._meta.label, value._state.db, *((field, held[field]) for field in fields)])
        if isinstance(value, QuerySet):
            return self._all(name, [value.model._meta.label, list(value.values_list())])
        try:
            # What has other objects in it is taken apart here, for these may be rows, or functions.
            if not isinstance(value, COMPOSED) and not is_dataclass(value):
                return self._joined(name, [codec.dumps(value).encode()])
        except codec.Unstorable:
            pass
        try:
            if name.partition(".")[0] in PICKLED:
                return self._joined(name, [pickle.dumps(value, protocol=5)])
            # As pickle would take it apart, but without asking whether its class can be found again.
            parts = value.__reduce_ex__(4)
        except Exception as error:  # each type refuses in its own way
            raise TypeError(str(error)) from None
        if isinstance(parts, str):
            return self._joined(name, [parts.encode()])
        function, args, *rest = parts
        listed = [list(part) if hasattr(part, "__next__") else part for part in rest]
        return self._all(name, [function, args, *listed])
