"""What the docstring of a command says, as Markdown: the gallery shows it, ``docs/reference/`` has it as files."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from functools import partial
from importlib import import_module
from textwrap import wrap
from types import ModuleType
from typing import Any

from docstring_parser import DocstringStyle, parse

import formrerun as fr

#: Parameters of many commands, which their docstrings leave out unless they mean something else there.
SHARED = {
    "label": "What stands beside or above the widget, and its name for screen readers; Markdown in one line.",
    "label_visibility": '`"visible"`; `"hidden"` keeps its place empty; `"collapsed"` not. Screen readers have it.',
    "key": (
        "A text or number, unique on the page: the widget's name in `session_state`, and "
        "[who it is](widget-behaviour.md#which-widget-is-which). None: its parameters say who it is."
    ),
    "help": "Markdown that a question mark or the element itself shows when it is pointed at or focused.",
    "disabled": "True shows the widget and takes nothing from it: what is posted for it is ignored.",
    "required": (
        "True refuses what is empty, with a message beside the widget: when its form is submitted, outside of forms "
        "when it is emptied. A box that is not checked is empty. The label says so."
    ),
    "validators": (
        "[What a value must be](validation.md): one callable or several, Django's validators or your own, called with "
        "the value, if there is one, before any callback; a `ValidationError` refuses the submission, its message "
        "beside the widget."
    ),
    "on_change": (
        'A [callback](widget-behaviour.md#callbacks), called before the page runs; `"rerun"` (default): the page just '
        'runs; `"ignore"`: not even that, and the value goes along with the next submission. None in a form.'
    ),
    "args": "What the callback is called with: a list or tuple.",
    "kwargs": "What the callback is called with by name: a dict.",
    "bind": (
        '`"query-params"`: the value stands in the address under the `key`, and an address with it opens the page that '
        "way. None: it does not."
    ),
    "persist_state": (
        'How long the value of the `key` outlives the widget: `"page"` while it is not drawn, `"session"` on other '
        "pages too. None: it is forgotten."
    ),
    "placeholder": "What the empty field shows.",
    "width": '`"stretch"` as wide as there is room, `"content"` as wide as it needs, or pixels.',
    "height": '`"content"` as high as it needs, `"stretch"` as high as there is room, or pixels; then it scrolls.',
    "use_container_width": 'The older name of `width`: True for `"stretch"`, False for `"content"`.',
    "icon": 'An emoji, `":material/name:"`, or `"spinner"` where something is going on.',
    "body": "What is drawn: a text, or what `str()` makes one of.",
    "text_alignment": '`"left"`, `"center"`, `"right"` or `"justify"`.',
}


def command(name: str) -> Callable[..., Any]:
    """Return the command of a name such as "slider" or "components.v1.html"."""
    module, _dot, called = name.rpartition(".")
    return getattr(import_module(f"formrerun.{module}") if module else fr, called)  # type: ignore[no-any-return]


def reference(name: str, address: Callable[[str], str]) -> str:
    """
    Return a command's signature, parameters, result and errors as Markdown, without a heading.

    Parameters
    ----------
    address
        Where another command has its page, by its name; "" for none.
    """
    called = command(name)
    if not callable(called):
        text = inspect.getdoc(called if inspect.ismodule(called) else type(called)) or ""
        parts = [f"- `fr.{name}.{one}`" for one in dir(called) if one[0].isupper() and one.endswith("Column")]
        return "\n\n".join(filter(None, [as_markdown(text, address), "\n".join(parts)]))
    signature = inspect.signature(called)
    says = parse(inspect.getdoc(called) or "", style=DocstringStyle.NUMPYDOC)
    text = partial(as_markdown, address=address)
    about = {key: one.description or "" for one in says.params for key in one.arg_name.split(", ")}
    rows = [
        f"- **`{one}`** {type_of(parameter)} {on_one_line(text(about.get(one) or SHARED.get(one, '')))}".rstrip()
        for one, parameter in signature.parameters.items()
    ]
    parts = [
        text(says.description or ""),
        f"```python\n{call(name, signature)}\n```",
        "\n".join(rows),
        f"**Returns** {uncapitalised(text(says.returns.description or ''))}" if says.returns else "",
        *(f"**Raises** `{one.type_name}` {uncapitalised(text(one.description or ''))}" for one in says.raises),
    ]
    return "\n\n".join(part for part in parts if part)


def call(name: str, signature: inspect.Signature) -> str:
    """Return how one calls a command, a few parameters a line, with their defaults."""
    parameters = [one.replace(annotation=one.empty) for one in signature.parameters.values()]
    bare = signature.replace(parameters=parameters, return_annotation=signature.empty)
    text = re.sub(r"<(?:class|module) '(\w+)'[^>]*>", r"\1", str(bare))
    return "\n".join(wrap(f"fr.{name}{text}", 96, subsequent_indent="    ", break_long_words=False))


def type_of(parameter: inspect.Parameter) -> str:
    """Return a parameter's type, and its default where it has one."""
    made = "" if parameter.annotation is parameter.empty else f"`{parameter.annotation}`"
    if parameter.default is parameter.empty:
        return f"{made}:" if made else ""
    default = parameter.default
    return f"{made} = `{default.__name__ if isinstance(default, type | ModuleType) else repr(default)}`:"


def as_markdown(text: str, address: Callable[[str], str]) -> str:
    """Return a docstring's text with code and references as Markdown has them."""

    def linked(found: re.Match[str]) -> str:
        where = address(found[1].rpartition(".")[2])
        return f"[`{found[1]}`]({where})" if where else f"`{found[1]}`"

    return re.sub(r":(?:func|class|meth|mod):`~?([^`]+)`", linked, text).replace("``", "`")


def on_one_line(text: str) -> str:
    """Return a text as an item of a list."""
    return " ".join(text.split())


def uncapitalised(text: str) -> str:
    """Return a text that goes on in a sentence."""
    return text[:1].lower() + text[1:]
