"""What the suites know of a kind of widget: a row of the table in ``tests/kinds.py``, or in ``kinds.py`` of its app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from inspect import signature
from typing import Any

from formrerun.engine.handles import commands
from tests.visitor import Visitor


@dataclass(frozen=True)
class Edits:
    """
    How one is edited in a browser; all values are those that the browser shows.

    Of a field with several controls that is a list, of a box whether it is checked.

    Attributes
    ----------
    default, draft, later
        What it shows at first, what is typed into it, and what is typed after that.
    push, news
        What the server sets over an edit; over an untouched field (the same unless given).
    empty, nothing
        What "nothing" looks like, and what the server sets for it; ``empty`` is None for a kind that cannot be empty.
    params
        The parameters after the label, if not those of the row.
    python
        Turns what is shown into what the page function gets, as JSON.
    """

    default: Any
    draft: Any
    later: Any
    push: Any
    news: Any = None
    empty: Any = None
    nothing: Any = None
    params: dict[str, Any] | None = None
    python: Callable[[Any], Any] = lambda shown: shown

    def __post_init__(self) -> None:
        if self.news is None:
            object.__setattr__(self, "news", self.push)


@dataclass(frozen=True)
class Kind:
    """
    One kind of widget with one set of parameters.

    Attributes
    ----------
    name
        The command.
    test_id
        Its ``data-testid``, which is also its first class.
    initial, value
        What it returns untouched, and after a person has sent ``sent``.
    sent
        What a browser posts for ``value``; or a function of the visitor and the field's name that makes it, where it
        belongs to one tab, as the token of a file does.
    corrected
        Posts that a person can put right: refused with a message beside the field (422).
    ignored
        Posts that the page never offered: the field is shown again as it was.
    params
        The parameters after the label.
    required
        Whether it takes ``required=True``.
    edits
        How one is edited in a browser; one row of each command has it.
    make, read
        Of a component: what draws it, given a label and what else, if not the command with its label; and what of its
        value the table compares.
    id
        What tells this row from the first one of its command.
    """

    name: str
    test_id: str
    initial: Any
    sent: list[str] | Callable[[Visitor, str], list[str]]
    value: Any
    corrected: tuple[list[str], ...] = ()
    ignored: tuple[list[str], ...] = ()
    params: dict[str, Any] = field(default_factory=dict)
    required: bool = False
    edits: Edits | None = None
    make: Callable[..., Any] | None = None
    read: Callable[[Any], Any] = lambda value: value
    id: str = ""

    def __str__(self) -> str:
        return self.id or self.name

    def draw(self, label: str = "Field", **more: Any) -> Any:
        """Draw it and return its value."""
        return self.read((self.make or self.command)(label, **{**self.params, **more}))

    @property
    def command(self) -> Callable[..., Any]:
        """The function that authors call."""
        return commands[self.name]

    def takes(self, parameter: str) -> bool:
        """Return True if its command has such a parameter."""
        return parameter in signature(self.command).parameters

    def posts(self, visitor: Visitor, name: str) -> list[str]:
        """Return what a browser posts for ``value`` in this tab, for the field of this name."""
        return self.sent(visitor, name) if callable(self.sent) else self.sent

    def fill(self, visitor: Visitor, label: str = "Field", key: str = "k") -> None:
        """Fill it in by hand, as a person does; a component by the name under which it posts."""
        if self.make is not None or callable(self.sent):
            name = visitor.name_at(key)
            visitor.put[name] = self.posts(visitor, name)
            return
        is_box = [control.get("type") for control in visitor.controls(label)] == ["checkbox"]
        visitor.fill(label, *([bool(self.sent)] if is_box else self.sent))

    def from_json(self, data: Any) -> Any:
        """Return the value that :func:`plain` made JSON of."""
        return _like(self.value, data)


def _like(example: Any, data: Any) -> Any:
    if isinstance(example, (list, tuple)) and data is not None:
        return type(example)(_like(example[0], item) for item in data)
    return type(example).fromisoformat(data) if isinstance(example, (date, time)) and data else data


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, time)) else value
