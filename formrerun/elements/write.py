"""``write``: show anything."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Callable, ItemsView, Iterable, KeysView, Mapping, ValuesView
from io import StringIO
from types import ModuleType
from typing import Any

from formrerun.core.state import State
from formrerun.core.tree import DeltaGenerator, command
from formrerun.elements.alert import exception
from formrerun.elements.dataframe import dataframe, is_table_like
from formrerun.elements.text import code, json, latex, markdown, text

__all__ = ["write"]


@command
def write(*args: Any, unsafe_allow_html: bool = False) -> None:
    """
    Show anything, each kind in its way.

    Texts as Markdown (neighbours in one line), tables as tables, mappings and lists as a structure, exceptions with
    their traceback, SymPy expressions as formulas, everything else as it prints.

    Parameters
    ----------
    unsafe_allow_html
        As in :func:`markdown`.
    """
    words: list[str] = []

    def flush() -> None:
        if words:
            markdown(" ".join(words), unsafe_allow_html=unsafe_allow_html)
            words.clear()

    for arg in args:
        if isinstance(arg, str):
            words.append(arg)
            continue
        show = _shower(arg, unsafe_allow_html)
        if show is None:
            words.append(_as_code(str(arg)))
        else:
            flush()
            show()
    flush()


def _as_code(shown: str) -> str:
    """Return a text as Markdown code, fenced by more backticks than it has in a row."""
    longest = max((len(ticks) for ticks in re.findall("`+", shown)), default=0)
    if "\n" in shown:
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{shown}\n{fence}"
    fence = "`" * (longest + 1)
    return f"{fence}{shown}{fence}"


def _shower(arg: Any, unsafe: bool) -> Callable[[], Any] | None:
    """Return what shows a value in its own way, or None if it is shown as it prints."""
    if isinstance(arg, BaseException):
        return lambda: exception(arg)
    if arg is None or (isinstance(arg, (int, float, complex, tuple)) and not hasattr(arg, "_asdict")):
        return None
    if is_table_like(arg):
        return lambda: dataframe(arg)
    if hasattr(arg, "free_symbols"):
        return lambda: latex(arg)
    if isinstance(arg, State) or _is_proxy(arg):
        return lambda: json(arg.to_dict())
    if hasattr(arg, "_asdict"):
        return lambda: json(arg._asdict())
    if isinstance(arg, (Mapping, list, map, enumerate, ItemsView, KeysView, ValuesView)):
        return lambda: json(arg if isinstance(arg, (Mapping, list)) else list(arg))
    if isinstance(arg, StringIO):
        return lambda: markdown(arg.getvalue())
    if inspect.isgenerator(arg) or inspect.isgeneratorfunction(arg):
        return lambda: _stream(arg() if callable(arg) else arg)
    if (
        isinstance(arg, (type, ModuleType, DeltaGenerator))
        or inspect.isroutine(arg)
        or dataclasses.is_dataclass(arg)
        or re.fullmatch(r"<[\w.<> ]+ at 0x[0-9a-fA-F]+>", str(arg))
    ):
        return lambda: _help(arg)
    if unsafe and hasattr(arg, "_repr_html_"):
        return lambda: markdown(arg._repr_html_(), unsafe_allow_html=True)
    return None


def _is_proxy(arg: Any) -> bool:
    return hasattr(arg, "to_dict") and type(arg).__module__.startswith("formrerun.")


def _stream(chunks: Iterable[Any]) -> None:
    made = "".join(chunk for chunk in chunks if isinstance(chunk, str))
    if made:
        markdown(made)


def _help(arg: Any) -> None:
    """Show what a function, class, module or object is: its signature and its documentation."""
    name = getattr(arg, "__qualname__", None) or getattr(arg, "__name__", None) or type(arg).__qualname__
    try:
        signature = str(inspect.signature(arg)) if callable(arg) else ""
    except (TypeError, ValueError):
        signature = "(…)"
    code(f"{name}{signature}" if callable(arg) or inspect.ismodule(arg) else repr(arg))
    doc = inspect.getdoc(arg) if callable(arg) or inspect.ismodule(arg) else None
    if doc:
        text(doc)
