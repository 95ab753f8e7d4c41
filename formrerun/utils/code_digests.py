"""What tells the code of one function from another's, the same in every process of one Python."""

from __future__ import annotations

import dis
from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import blake2b
from types import CodeType
from typing import Any


@lru_cache(maxsize=5_000)
def code_digest(code: CodeType) -> bytes:
    """Return bytes that stand for what a code does: not for where it stands, nor for its comments."""
    made = blake2b(digest_size=12)
    made.update(code.co_code)
    made.update(repr((code.co_names, code.co_varnames, code.co_freevars, code.co_flags)).encode())
    for constant in code.co_consts:
        made.update(_constant(constant))
    return made.digest()


def _constant(constant: Any) -> bytes:
    if isinstance(constant, CodeType):
        return code_digest(constant)
    if isinstance(constant, frozenset):  # in another order in each process
        return repr(sorted(map(repr, constant))).encode()
    return repr(constant).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=5_000)
def names_in(code: CodeType) -> tuple[str, ...]:
    """Return the names that a code, and what is defined in it, reads beside its own variables; sorted."""
    found = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found.update(names_in(constant))
    return tuple(sorted(found))


@lru_cache(maxsize=5_000)
def names_set_in(code: CodeType) -> frozenset[str]:
    """Return the names of the functions around it that a code sets itself, as a counter is by ``nonlocal``."""
    return frozenset(step.argval for step in dis.get_instructions(code) if step.opname == "STORE_DEREF")


def closure_of(function: Callable[..., Any]) -> Iterator[tuple[str, Any]]:
    """Yield names and values that a function has from the functions around it; those without a value yet not."""
    code = getattr(function, "__code__", None)
    cells = getattr(function, "__closure__", None) or ()
    for name, cell in zip(code.co_freevars if code is not None else (), cells, strict=False):
        try:
            yield name, cell.cell_contents
        except ValueError:
            continue
