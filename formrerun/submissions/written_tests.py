"""A submission as a test: the ``AppTest`` that sends the same again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formrerun.engine.run import Run
    from formrerun.pages import Page

#: Types whose ``repr`` is the value again, with what has to be imported for it.
_LITERALS = (bool, int, float, str, bytes, type(None), dt.date, dt.time, dt.timedelta, Decimal)


@dataclass
class Step:
    """One thing that a test does: what widget, and its value; or that it is pressed."""

    kind: str
    key: str | None
    id: str
    value: Any
    pressed: bool = False


def written_test(
    page: Page, kwargs: Mapping[str, Any], state: Mapping[str, Any], steps: Iterable[Step], run: Run
) -> str:
    """
    Return the text of a test.

    Parameters
    ----------
    page, kwargs
        The page, and the arguments of its address.
    state
        What ``session_state`` had before.
    steps
        What is done, in order.
    run
        The run that it caused: its widgets say where one without a key stands.
    """
    steps = list(steps)
    widgets = run.drawing.widgets
    keys = {widget.key for widget in widgets.values()} | {step.key for step in steps}
    function, lines = page.function, list[str]()
    module, name = getattr(function, "__module__", ""), getattr(function, "__name__", "page")
    script = getattr(function, "file", "")
    if script:
        lines += ["from formrerun.testing import AppTest", "", "", "def test_script():"]
        lines.append(f"    at = AppTest.from_file({str(script)!r}).run()")
    else:
        arguments = "".join(f", {key}={_literal(value)}" for key, value in kwargs.items())
        lines += ["from formrerun.testing import AppTest", f"from {module} import {name}", "", ""]
        lines.append(f"def test_{re.sub(r'[^a-z0-9_]', '_', name.lower())}(db):")
        lines.append(f"    at = AppTest.from_page({name}{arguments}).run()")
    for key, value in state.items():
        if key not in keys and not key.startswith("$$") and _is_literal(value):
            lines.append(f"    at.session_state[{key!r}] = {_literal(value)}")
    for step in steps:
        does = "click()" if step.pressed else f"set_value({_literal(step.value)})"
        lines.append(f"    at.{_place(step, widgets)}.{does}")
    lines.append(f"    at.run().assert_runs({run.calls})")
    lines.append("    assert not at.exception" if run.error is None else "    assert at.exception")
    text = "\n".join(lines)
    needed = {"import datetime": "datetime.", "from decimal import Decimal": "Decimal("}
    head = [line for line, used in needed.items() if used in text]
    return "\n".join([*head, *([""] if head else []), text, ""])


def _place(step: Step, widgets: Mapping[str, Any]) -> str:
    if step.key is not None and not step.key.startswith("FormSubmitter:"):
        return f"get_by_key({step.key!r})"
    alike = [id_ for id_, widget in widgets.items() if widget.kind == step.kind]
    return f"{step.kind}[{alike.index(step.id) if step.id in alike else 0}]"


def _is_literal(value: Any) -> bool:
    if isinstance(value, (list, tuple, set)):
        return all(map(_is_literal, value))
    if isinstance(value, dict):
        return all(_is_literal(key) and _is_literal(item) for key, item in value.items())
    return type(value) in _LITERALS or (type(value) is dt.datetime and value.tzinfo is None)


def _literal(value: Any) -> str:
    if _is_literal(value):
        return repr(value)
    if hasattr(value, "_meta") and hasattr(value, "pk"):
        return f"{type(value).__name__}.objects.get(pk={value.pk!r})"
    return f"...  # {type(value).__qualname__}"


__all__ = ["Step", "written_test"]
