"""``echo``: run the code of a block and show it."""

from __future__ import annotations

import ast
import linecache
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import dedent
from typing import Literal

from formrerun.elements.layout.container import empty
from formrerun.elements.messages.alert import warning
from formrerun.elements.typography.code import code
from formrerun.exceptions import StreamlitValueError

__all__ = ["echo"]


@contextmanager
def echo(code_location: Literal["above", "below"] = "above") -> Iterator[None]:
    """
    Run the code of a ``with`` block and show it above or below of what it draws.

    >>> with fr.echo():
    ...     fr.write("This line is drawn, and shown as code.")

    Parameters
    ----------
    code_location
        "above" or "below".

    Raises
    ------
    StreamlitValueError
        If it is neither.
    """
    if code_location not in ("above", "below"):
        raise StreamlitValueError("code_location", ["'above'", "'below'"])
    frame = sys._getframe(2)  # the author's: this generator is entered by contextlib
    shown = _block(frame.f_code.co_filename, frame.f_lineno)
    slot = empty() if code_location == "above" else None
    try:
        if slot is not None:
            with slot:
                _show(shown)
        yield
    finally:
        if slot is None:
            _show(shown)


def _show(shown: str | None) -> None:
    if shown is None:
        warning("Unable to display code: its source cannot be read.")
    else:
        code(shown, "python")


def _block(filename: str, line: int) -> str | None:
    """Return the source of the ``with`` block whose head stands at a line; None if there is no source."""
    lines = linecache.getlines(filename)
    linecache.checkcache(filename)
    try:
        tree = ast.parse("".join(lines))
    except SyntaxError:  # the file has changed since it was loaded
        return None
    blocks = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.With, ast.AsyncWith)) and node.lineno <= line <= node.body[0].lineno
    ]
    if not blocks:
        return None
    body = max(blocks, key=lambda node: node.lineno).body
    first = min([body[0].lineno, *(item.lineno for item in getattr(body[0], "decorator_list", ()))])
    while lines[first - 2].lstrip().startswith("#"):  # comments belong to what follows them
        first -= 1
    if body[0].lineno == line:  # with fr.echo(): all in one line
        return lines[line - 1].encode()[body[0].col_offset :].decode().strip()
    return dedent("".join(lines[first - 1 : body[-1].end_lineno])).rstrip()
