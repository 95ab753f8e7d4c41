"""How Streamlit's AppTest calls elements and their parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from formrerun.engine.tree import Element as Node

#: Kind → Streamlit's attribute → how to get it from the node.
NAMES: dict[str, dict[str, Callable[[Any], Any]]] = {
    "number_input": {
        "min": lambda n: n.min_value,
        "max": lambda n: n.max_value,
        "format": lambda n: n.field.format,
        "default": lambda n: n.field.default,
    },
    "metric": {"format": lambda n: n.format or ""},
    "selectbox": {"default": lambda n: n.field.index},
    "radio": {"default": lambda n: n.field.index},
    # Dates and times stand as microseconds, as in Streamlit's messages.
    "slider": {
        "min": lambda n: float(n.field.low),
        "max": lambda n: float(n.field.high),
        "step": lambda n: float(n.field.step),
    },
    "select_slider": {
        "options": lambda n: list(n.field.options.labels if getattr(n, "remote", False) else n.options),
        "min": lambda n: 0.0,
        "max": lambda n: float(len(n.options) - 1),
        "step": lambda n: 1.0,
    },
    "date_input": {
        "min": lambda n: date.fromisoformat(n.low),
        "max": lambda n: date.fromisoformat(n.high),
        "is_range": lambda n: n.range,
    },
    "date_time_input": {"min": lambda n: n.low, "max": lambda n: n.high},
    "file_uploader": {
        "type": lambda n: list(n.type),
        "allowed_type": lambda n: list(n.type),
        "accept_multiple_files": lambda n: n.multiple_files,
    },
    "text_input": {"max_chars": lambda n: n.max_chars or 0},
    "text_area": {"max_chars": lambda n: n.max_chars or 0},
    "chat_input": {"max_chars": lambda n: n.max_chars or 0},
    "pagination": {"num_pages": lambda n: n.count, "default": lambda n: n.field.default},
    "multiselect": {"max_selections": lambda n: n.most or 0, "default": lambda n: list(n.field.indexes)},
    "dataframe": {"editing_mode": lambda n: getattr(n, "num_rows", "read_only")},
    **{
        name: {
            "tag": lambda n: f"h{n.level}",
            "hide_anchor": lambda n: n.given_anchor is False,
            "anchor": lambda n: n.given_anchor or "",
        }
        for name in ("title", "header", "subheader")
    },
    "markdown": {"is_caption": lambda n: n.caption},
    "caption": {"is_caption": lambda n: n.caption},
    "exception": {
        "is_markdown": lambda n: n.message_is_markdown,
        "stack_trace": lambda n: list(n.stack),
    },
    "code": {
        "language": lambda n: n.language or "plaintext",
        "show_line_numbers": lambda n: n.numbers,
        "wrap_lines": lambda n: n.wrap,
    },
    "grid_container": {"column_count": lambda n: n.columns},
    "column": {"weight": lambda n: n.share},
    "form": {
        "form_id": lambda n: n.form_key,
        "clear_on_submit": lambda n: n.clear_on_submit,
        "enter_to_submit": lambda n: n.enter_to_submit,
    },
}
#: Attributes of any element that has them.
COMMON: dict[str, Callable[[Any], Any]] = {
    "form_id": lambda n: n.form,
    "help": lambda n: n.help or "",
    "placeholder": lambda n: n.placeholder or "",
    "options": lambda n: list(n.field.options.labels if getattr(n, "remote", False) else n.options),
    "ignore_rerun": lambda n: n.ignore,
}
#: Kinds whose Streamlit type has another name.
TYPES = {
    "datetime_input": "date_time_input",
    "columns": "flex_container",
    "container": "flex_container",
    "data_editor": "dataframe",
    "fragment": "flex_container",
    "grid": "grid_container",
    "help": "help_info",
    **dict.fromkeys(("pills", "segmented_control"), "button_group"),
    "tabs": "tab_container",
}
#: Streamlit's names of elements that are drawn by a kind of another name.
KIND_OF = {
    "form_submit_button": "button",
    "toggle": "checkbox",
    "select_slider": "slider",
    **dict.fromkeys(("title", "header", "subheader"), "heading"),
    **dict.fromkeys(("success", "info", "warning", "error"), "alert"),
    **dict.fromkeys(("balloons", "snow"), "celebration"),
    "caption": "markdown",
}
#: What Streamlit has and this package has not: of these a page shows none.
ABSENT_WIDGETS = frozenset(
    {
        "button_group", "pagination",
    }
)  # fmt: skip
ABSENT_ELEMENTS: frozenset[str] = frozenset()
#: Kinds that stand over the page, wherever they were called.
OVER = ("toast", "dialog")
#: Names that ``get()`` takes for types; the last one is what Streamlit called charts before.
ALIASES = {
    "datetime_input": "date_time_input",
    "tabs": "tab",
    "columns": "column",
    "help": "help_info",
    "arrow_vega_lite_chart": "vega_lite_chart",
}


def type_of(node: Node) -> str:
    """Return Streamlit's name of an element's type."""
    if node.kind == "button":
        return "button"
    name = node.type_name or node.kind
    return TYPES.get(name, name)


class Proto:
    """An element's parameters, by the names Streamlit's messages have."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        node = self._node
        how = NAMES.get(type_of(node), {}).get(name) or COMMON.get(name)
        if how is not None:
            return how(node)
        return getattr(node, name)

    def __repr__(self) -> str:
        return f"<{type_of(self._node)}>"
