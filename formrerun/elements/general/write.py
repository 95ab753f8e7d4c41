"""``write``: show anything; ``write_stream``: show it while it comes."""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
import re
from collections.abc import AsyncIterator, Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from io import StringIO
from types import ModuleType
from typing import Any

from django.utils.functional import Promise

from formrerun import codec
from formrerun.elements._parameters import clean_text
from formrerun.elements.data.dataframe import dataframe, is_table_like
from formrerun.elements.data.json import is_proxy, json
from formrerun.elements.general import placeholder
from formrerun.elements.general.help import help as show_help
from formrerun.elements.messages.exception import exception
from formrerun.elements.typography.latex import latex
from formrerun.elements.typography.markdown import Markdown, markdown
from formrerun.engine.drawing import draw, redrawn
from formrerun.engine.handles import DeltaGenerator, command, commands
from formrerun.exceptions import StreamlitAPIException, StreamlitInvalidParameterTypeError

__all__ = ["write", "write_stream"]


#: Figures of libraries that are not imported here, by module and class, and the command that draws them.
FIGURES = {
    r"altair\.vegalite\.v\d+\.api\.\w*Chart": "altair_chart",
    r"graphviz\.(dot|graphs|sources)\.\w+": "graphviz_chart",
    r"matplotlib\.figure\.Figure": "pyplot",
    r"plotly\.graph_objs\._figure\.Figure|plotly\.basedatatypes\.BaseFigure": "plotly_chart",
    r"pydeck\.bindings\.deck\.Deck": "pydeck_chart",
    r"PIL\.Image\.Image": "image",
}


class Streamed(list[Any]):
    """The parts of a stream that gave more than text; ``write`` shows them as ``write_stream`` has."""


codec.register(Streamed, "streamed", list, Streamed)


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
        if isinstance(arg, (str, Promise)):
            words.append(str(arg))
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
    if isinstance(arg, Streamed):
        return lambda: [write(part, unsafe_allow_html=unsafe) for part in arg]
    if isinstance(arg, (type, ModuleType, DeltaGenerator)):  # a handle has an answer to any name it is asked for
        return lambda: show_help(arg)
    if arg is None or (isinstance(arg, (int, float, complex, tuple)) and not hasattr(arg, "_asdict")):
        return None
    if is_table_like(arg):
        return lambda: dataframe(arg)
    drawn_by = figure_command(arg)
    if drawn_by is not None:
        return lambda: drawn_by(arg)
    if hasattr(arg, "free_symbols"):
        return lambda: latex(arg)
    if is_proxy(arg):
        return lambda: json(arg.to_dict())
    if hasattr(arg, "_asdict"):
        return lambda: json(arg._asdict())
    if isinstance(arg, (Mapping, list, map, enumerate, ItemsView, KeysView, ValuesView)):
        return lambda: json(arg if isinstance(arg, (Mapping, list)) else list(arg))
    if isinstance(arg, StringIO):
        return lambda: markdown(arg.getvalue())
    if inspect.isgenerator(arg) or inspect.isgeneratorfunction(arg):
        return lambda: write_stream(arg)
    if (
        inspect.isroutine(arg)
        or dataclasses.is_dataclass(arg)
        or re.fullmatch(r"<[\w.<> ]+ at 0x[0-9a-fA-F]+>", str(arg))
    ):
        return lambda: show_help(arg)
    if unsafe and hasattr(arg, "_repr_html_"):
        return lambda: markdown(arg._repr_html_(), unsafe_allow_html=True)
    return None


def figure_command(arg: Any) -> Callable[[Any], Any] | None:
    """Return the command that draws a figure of a library; None for everything else."""
    for cls in type(arg).__mro__[:-1]:
        name = f"{cls.__module__}.{cls.__qualname__}"
        for pattern, command_name in FIGURES.items():
            if re.fullmatch(pattern, name):
                return commands.get(command_name) or placeholder.absent(command_name)
    return None


@command
def write_stream(stream: Any, *, cursor: str | None = None) -> list[Any] | str:
    """
    Show what a stream gives while it comes: texts grow like typed ones, everything else is shown as ``write`` does.

    Parameters
    ----------
    stream
        A generator, an async generator, their functions, or any iterable; the chunks of the OpenAI and LangChain
        clients are taken as their texts.
    cursor
        What stands behind the text while it grows, such as "▌".

    Returns
    -------
    str or list
        The text; a list of texts and other things where the stream had both.

    Raises
    ------
    StreamlitAPIException
        If it cannot be iterated.

    Examples
    --------
    >>> answer = fr.write_stream(client.chat.completions.create(model=…, messages=…, stream=True))
    """
    if isinstance(stream, str) or is_table_like(stream):
        raise StreamlitInvalidParameterTypeError(
            "stream",
            type(stream).__name__,
            ["generator", "stream-like object"],
            detail="Please use `st.write` instead for this data type.",
        )
    written = Streamed()
    growing: Markdown | None = None
    so_far = ""

    def end_of_text() -> None:
        nonlocal growing, so_far
        if growing is not None:
            growing.body = clean_text(so_far)
            growing.claim_anchors()
            written.append(so_far)
            redrawn(growing)
        growing, so_far = None, ""

    for chunk in map(_as_shown, _chunks(stream)):
        if isinstance(chunk, (str, Promise)):
            chunk = str(chunk)
            if not chunk:
                continue
            so_far += chunk
            if growing is None:
                growing = Markdown(body=chunk)
                draw(growing)
            else:
                growing.body = so_far + (cursor or "")
                redrawn(growing)
        else:
            end_of_text()
            if callable(chunk):
                chunk()
            else:
                write(chunk)
                written.append(chunk)
    end_of_text()
    if not written:
        return ""
    return written[0] if len(written) == 1 and isinstance(written[0], str) else written


def _chunks(stream: Any) -> Iterator[Any]:
    if inspect.isgeneratorfunction(stream) or inspect.isasyncgenfunction(stream):
        stream = stream()
    if hasattr(stream, "__aiter__"):
        return _awaited(stream.__aiter__())
    try:
        return iter(stream)
    except TypeError as error:
        raise StreamlitAPIException(
            f"The provided input (type: {type(stream)}) cannot be iterated. Please make sure that it is a generator, "
            "generator function or iterable."
        ) from error


def _awaited(stream: AsyncIterator[Any]) -> Iterator[Any]:
    """Yield what an async iterator gives, all in one event loop: a connection can be used in its own only."""
    loop = asyncio.new_event_loop()

    async def advance() -> Any:
        return await stream.__anext__()

    try:
        while True:
            try:
                yield loop.run_until_complete(advance())
            except StopAsyncIteration:
                return
    finally:
        close = getattr(stream, "aclose", None)
        if close is not None:
            loop.run_until_complete(close())
        loop.close()


#: Events of the OpenAI client that carry text.
TEXT_EVENTS = frozenset({"response.output_text.delta", "response.refusal.delta"})


def _as_shown(chunk: Any) -> Any:
    """Return the text of what a client of a language model sends piece by piece; everything else as it is."""
    choices = getattr(chunk, "choices", None)
    if isinstance(choices, (list, tuple)):
        return (getattr(choices[0].delta, "content", "") or "") if choices else ""
    kind = type(chunk)
    if kind.__module__.startswith("openai.types.responses"):
        return (chunk.delta or "") if chunk.type in TEXT_EVENTS else ""
    if kind.__name__ == "AIMessageChunk":
        return chunk.content or ""
    return chunk
