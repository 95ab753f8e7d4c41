"""Text: headings, Markdown, captions, code, formulas, JSON, metrics, rules."""

from __future__ import annotations

import json as json_module
import re
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal
from urllib.parse import quote

from django.utils.functional import Promise

from formrerun.elements._parameters import check_height, check_width, clean_help, clean_icon, clean_label, clean_text
from formrerun.engine.context import current_run
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Container, Element, Height, Place, Slot, Width
from formrerun.exceptions import (
    StreamlitIncompatibleParametersError,
    StreamlitInvalidParameterTypeError,
    StreamlitValueError,
)
from formrerun.markup.markdown import COLORS
from formrerun.utils.number_format import written

__all__ = [
    "badge",
    "caption",
    "code",
    "divider",
    "header",
    "html",
    "json",
    "latex",
    "markdown",
    "metric",
    "space",
    "subheader",
    "text",
    "title",
]

DIVIDERS = ("red", "orange", "yellow", "blue", "green", "violet", "gray", "grey", "rainbow")
SPACES = ("stretch", "xxsmall", "xsmall", "small", "medium", "large", "xlarge", "xxlarge")


def put(element: Element) -> DeltaGenerator:
    """Draw an element and return the handle by which it can be replaced."""
    run = current_run()
    target = run.draws_into()
    run.add(element)
    if isinstance(target, Slot):
        return DeltaGenerator(target, run.roots)
    if isinstance(target, Container):
        return DeltaGenerator(Place(target, len(target.children) - 1), run.roots)
    return DeltaGenerator(target, run.roots)


@dataclass(eq=False, kw_only=True)
class Heading(Element):
    """A heading of level 1, 2 or 3."""

    kind: ClassVar[str] = "heading"

    body: str = ""
    level: int = 1
    anchor: str = ""
    linked: bool = True
    help: str | None = None
    icon: str = ""
    divider: str = ""
    align: str = "left"
    wrap: bool = True

    @property
    def type_name(self) -> str:  # type: ignore[override]
        return ("title", "header", "subheader")[self.level - 1]


@dataclass(eq=False, kw_only=True)
class Markdown(Element):
    """Markdown text."""

    kind: ClassVar[str] = "markdown"

    body: str = ""
    allow_html: bool = False
    help: str | None = None
    caption: bool = False
    align: str = "left"
    wrap: bool = True
    anchors: tuple[str, ...] = ()
    linked: bool = True

    @property
    def type_name(self) -> str:  # type: ignore[override]
        return "caption" if self.caption else "markdown"

    def context(self) -> dict[str, Any]:
        from django.utils.safestring import mark_safe

        from formrerun.markup.markdown import inline_html, markdown_html

        if self.wrap:
            html = markdown_html(self.body, unsafe=self.allow_html, anchors=self.anchors, linked=self.linked)
        else:
            html = inline_html(self.body)
        return {**super().context(), "rendered": mark_safe(html)}

    def claim_anchors(self) -> None:
        """Give its headings names for links to them, which no other heading of this run has."""
        from formrerun.markup.markdown import headings

        if self.wrap:
            self.anchors = tuple(map(_unique_anchor, headings(self.body, unsafe=self.allow_html)))


@dataclass(eq=False, kw_only=True)
class Text(Element):
    """Text as it is, in a fixed width."""

    kind: ClassVar[str] = "text"

    body: str = ""
    help: str | None = None
    align: str = "left"
    wrap: bool = True


@dataclass(eq=False, kw_only=True)
class Code(Element):
    """Code with colours and a button to copy it."""

    kind: ClassVar[str] = "code"

    body: str = ""
    language: str | None = "python"
    numbers: bool = False
    wrap: bool = False

    def context(self) -> dict[str, Any]:
        from django.utils.safestring import mark_safe

        from formrerun.markup.highlighting import highlight

        made = highlight(self.body, self.language, numbers=self.numbers, wrap=self.wrap)
        return {**super().context(), "rendered": mark_safe(made)}


@dataclass(eq=False, kw_only=True)
class Latex(Element):
    """A formula in a line of its own."""

    kind: ClassVar[str] = "latex"

    body: str = ""
    help: str | None = None

    @property
    def value(self) -> str:
        """The formula as Markdown."""
        return f"$$\n{self.body}\n$$"

    def context(self) -> dict[str, Any]:
        from django.utils.safestring import mark_safe

        from formrerun.markup.formulas import math_ml

        return {**super().context(), "rendered": mark_safe(math_ml(self.body, display=True))}


@dataclass(eq=False, kw_only=True)
class Divider(Element):
    """A rule."""

    kind: ClassVar[str] = "divider"
    value: ClassVar[str] = "---"


@dataclass(eq=False, kw_only=True)
class Space(Element):
    """Room."""

    kind: ClassVar[str] = "space"

    size: str = "small"

    @property
    def value(self) -> Any:
        """The size as the author gave it."""
        return self.height if self.size == "px" else self.size


@dataclass(eq=False, kw_only=True)
class Metric(Element):
    """A number with its name and its change."""

    kind: ClassVar[str] = "metric"

    label: str = ""
    value: str = ""
    delta: str = ""
    description: str = ""
    direction: str = ""
    color: str = "gray"
    help: str | None = None
    icon: str = ""
    label_visibility: str = "visible"
    border: bool = False
    format: str | None = None

    def context(self) -> dict[str, Any]:
        shown = {name: _formatted(getattr(self, name), self.format) for name in ("value", "delta")}
        return {**super().context(), **shown}


@dataclass(eq=False, kw_only=True)
class Json(Element):
    """A structure that can be opened and closed."""

    kind: ClassVar[str] = "json"

    body: str = ""
    expanded: bool | int = True

    def context(self) -> dict[str, Any]:
        from django.utils.safestring import mark_safe

        depth = 0 if self.expanded is False else 10**6 if self.expanded is True else int(self.expanded)
        try:
            held = json_module.loads(self.body)
        except ValueError:
            return {**super().context(), "tree": "", "text": self.body}
        return {**super().context(), "tree": mark_safe(_json_html(held, depth)), "text": ""}


@dataclass(eq=False, kw_only=True)
class Html(Element):
    """HTML of the author's, without what could do harm."""

    kind: ClassVar[str] = "html"

    body: str = ""

    def context(self) -> dict[str, Any]:
        from django.utils.safestring import mark_safe

        from formrerun.markup.sanitizing import clean_html

        return {**super().context(), "rendered": mark_safe(clean_html(self.body))}


def _anchor_of(text: str) -> str:
    """Return the name for links to a heading, made of its words; of the first, for nobody types more into a link."""
    words = re.sub(r":material/(\w+):", r"\1", text[:1_000])
    words = re.sub(r":[\w/-]+\[|\]\([^)]*\)|[\]*_`]", "", words)  # the target of a link is not read
    return quote(re.sub(r"[^\w]+", "-", words.lower()).strip("-"))


def _unique_anchor(text: str) -> str:
    """Return a heading's name, numbered if another heading of this run has it: ids are unique in a page."""
    return _numbered(_anchor_of(text))


def _numbered(anchor: str) -> str:
    if not anchor:
        return ""
    anchor = f"h-{anchor}" if anchor.startswith("fr-") else anchor  # ours begin with "fr-"
    repeats = current_run().repeats
    count = repeats[f"anchor:{anchor}"] = repeats.get(f"anchor:{anchor}", -1) + 1
    return f"{anchor}-{count}" if count else anchor


def _heading(
    level: int,
    body: Any,
    anchor: str | Literal[False] | None,
    help: Any,
    icon: Any,
    divider: Any,
    width: Width,
    text_alignment: Alignment,
    wrap: bool,
) -> DeltaGenerator:
    text = clean_text(body)
    check_width(width, allow_content=True)
    if not isinstance(anchor, (str, type(None))) and anchor is not False:
        raise StreamlitInvalidParameterTypeError("anchor", type(anchor).__name__, ["str", "None", "False"])
    if divider is True:
        divider = "auto"
    elif divider and divider not in DIVIDERS:
        raise StreamlitValueError("divider", ["True", *(f"'{name}'" for name in DIVIDERS)])
    name = _numbered(anchor) if anchor else _unique_anchor(text)
    return put(
        Heading(
            body=text, level=level, anchor=name, linked=bool(name) and anchor is not False, help=clean_help(help),
            icon=clean_icon(icon), divider=str(divider or "").replace("grey", "gray"), width=width,
            align=_alignment(text_alignment), wrap=_wrap(wrap),
        )
    )  # fmt: skip


Alignment = Literal["left", "center", "right", "justify"]


def _alignment(align: Any) -> str:
    if align not in ("left", "center", "right", "justify"):
        raise StreamlitValueError("text_alignment", ["'left'", "'center'", "'right'", "'justify'"])
    return str(align)


def _wrap(wrap: Any, *, unsafe: bool = False) -> bool:
    if not isinstance(wrap, bool):
        raise StreamlitValueError("wrap", ["True", "False"])
    if unsafe and not wrap:
        raise StreamlitIncompatibleParametersError(
            "wrap=False",
            "unsafe_allow_html=True",
            explanation="HTML cannot be cut at the end of a line. Leave out one of the two.",
        )
    return wrap


Anchor = str | Literal[False] | None


@command
def title(
    body: Any,
    anchor: Anchor = None,
    *,
    help: str | None = None,
    icon: str | None = None,
    width: Width = "stretch",
    text_alignment: Alignment = "left",
    wrap: bool = True,
) -> DeltaGenerator:
    """
    Draw the page's title.

    Parameters
    ----------
    body
        Markdown in one line.
    anchor
        The name for links to it, made from the text by default. With False it has its name, and shows no link.
    wrap
        Break what is too long into lines; False cuts it off.
    """
    return _heading(1, body, anchor, help, icon, None, width, text_alignment, wrap)


@command
def header(
    body: Any,
    anchor: Anchor = None,
    *,
    help: str | None = None,
    icon: str | None = None,
    divider: bool | str = False,
    width: Width = "stretch",
    text_alignment: Alignment = "left",
    wrap: bool = True,
) -> DeltaGenerator:
    """
    Draw a heading.

    Parameters
    ----------
    body, anchor, wrap
        As in :func:`title`.
    divider
        A rule below it: True, or a colour's name.
    """
    return _heading(2, body, anchor, help, icon, divider, width, text_alignment, wrap)


@command
def subheader(
    body: Any,
    anchor: Anchor = None,
    *,
    help: str | None = None,
    icon: str | None = None,
    divider: bool | str = False,
    width: Width = "stretch",
    text_alignment: Alignment = "left",
    wrap: bool = True,
) -> DeltaGenerator:
    """
    Draw a smaller heading.

    Parameters
    ----------
    body, anchor, divider, wrap
        As in :func:`header`.
    """
    return _heading(3, body, anchor, help, icon, divider, width, text_alignment, wrap)


@command
def markdown(
    body: Any,
    unsafe_allow_html: bool = False,
    *,
    help: str | None = None,
    width: Width | Literal["auto"] = "auto",
    text_alignment: Alignment = "left",
    anchors: bool = True,
    wrap: bool = True,
) -> DeltaGenerator:
    """
    Draw Markdown: tables, code, formulas in ``$``, ``:material/icons:``, ``:emoji:``, ``:red[colours]``.

    Parameters
    ----------
    body
        The text; its indentation is removed.
    unsafe_allow_html
        Keep HTML in the text. Scripts, styles, form controls and handlers are removed all the same.
    width
        By default all there is, and in a horizontal container what the text needs.
    anchors
        Show a link to each heading. Headings have names for links either way.
    wrap
        Break what is too long into lines; False makes one line of it, without headings and lists, and cuts it off.
    """
    return _markdown(body, unsafe_allow_html, help, width, text_alignment, wrap, anchors=anchors)


@command
def caption(
    body: Any,
    unsafe_allow_html: bool = False,
    *,
    help: str | None = None,
    width: Width = "stretch",
    text_alignment: Alignment = "left",
    wrap: bool = True,
) -> DeltaGenerator:
    """
    Draw small, quiet Markdown.

    Parameters
    ----------
    body, unsafe_allow_html, wrap
        As in :func:`markdown`.
    """
    return _markdown(body, unsafe_allow_html, help, width, text_alignment, wrap, caption=True)


def _markdown(
    body: Any,
    unsafe: bool,
    help: Any,
    width: Width | Literal["auto"],
    text_alignment: Alignment,
    wrap: bool,
    *,
    anchors: bool = True,
    caption: bool = False,
) -> DeltaGenerator:
    # A horizontal container gives its elements the room they need, everything else all there is.
    wide: Width = "stretch" if width == "auto" else width
    check_width(wide, allow_content=True)
    made = Markdown(
        body=clean_text(body), allow_html=bool(unsafe), help=clean_help(help), width=wide, caption=caption,
        align=_alignment(text_alignment), wrap=_wrap(wrap, unsafe=bool(unsafe)), linked=bool(anchors),
    )  # fmt: skip
    made.claim_anchors()
    return put(made)


@command
def text(
    body: Any,
    *,
    help: str | None = None,
    width: Width = "content",
    text_alignment: Alignment = "left",
    wrap: bool = True,
) -> DeltaGenerator:
    """
    Draw text as it is, without Markdown, its line breaks kept.

    Parameters
    ----------
    wrap
        Break what is too long into lines; False makes one line of it and cuts it off.
    """
    check_width(width, allow_content=True)
    return put(
        Text(
            body=clean_text(body),
            help=clean_help(help),
            width=width,
            align=_alignment(text_alignment),
            wrap=_wrap(wrap),
        )
    )


@command
def code(
    body: Any,
    language: str | None = "python",
    *,
    line_numbers: bool = False,
    wrap_lines: bool = False,
    height: Height | None = "content",
    width: Width = "stretch",
) -> DeltaGenerator:
    """
    Draw code with colours and a button to copy it.

    Parameters
    ----------
    language
        A name that Pygments knows; None for plain text.
    line_numbers
        Number the lines.
    wrap_lines
        Break long lines instead of scrolling.
    """
    if height is None:
        height = "content"
    check_height(height, allow_content=True)
    check_width(width, allow_content=True)
    body = re.sub(r"\n\Z", "", re.sub(r"\A\n", "", str(body)))
    return put(
        Code(
            body=body, language=language, numbers=bool(line_numbers), wrap=bool(wrap_lines), height=height, width=width
        )
    )


@command
def latex(body: Any, *, help: str | None = None, width: Width = "stretch") -> DeltaGenerator:
    """
    Draw a formula in a line of its own, as MathML.

    Parameters
    ----------
    body
        LaTeX, or a SymPy expression.
    """
    check_width(width, allow_content=True)
    if hasattr(body, "free_symbols") and not isinstance(body, str):
        import sympy

        body = sympy.latex(body)
    return put(Latex(body=clean_text(body), help=clean_help(help), width=width))


@command
def divider(*, width: Width = "stretch") -> DeltaGenerator:
    """Draw a rule."""
    check_width(width)
    return put(Divider(width=width))


@command
def space(size: str | int = "small") -> DeltaGenerator:
    """
    Leave room.

    Parameters
    ----------
    size
        "xxsmall" to "xxlarge", "stretch", or pixels.
    """
    if isinstance(size, int) and not isinstance(size, bool) and size > 0:
        return put(Space(size="px", height=size))
    if size not in SPACES:
        raise StreamlitValueError(
            "size", [*(f"'{name}'" for name in SPACES), "a positive integer"], detail=f"Got {size!r}."
        )
    return put(Space(size=str(size)))


@command
def badge(
    label: str, *, icon: str | None = None, color: str = "blue", width: Width = "content", help: str | None = None
) -> DeltaGenerator:
    """
    Draw a small coloured label.

    Parameters
    ----------
    color
        "red", "orange", "yellow", "green", "blue", "violet", "gray" or "primary".
    """
    if color not in COLORS or color == "rainbow":
        raise StreamlitValueError("color", [f"'{name}'" for name in COLORS if name not in ("grey", "rainbow")])
    check_width(width, allow_content=True)
    sign = f"{clean_icon(icon)} " if icon else ""
    return put(Markdown(body=f":{color}-badge[{sign}{label}]", help=clean_help(help), width=width))


@command
def html(body: Any, *, width: Width = "stretch") -> DeltaGenerator:
    """
    Draw HTML without what could do harm: no scripts, styles, forms or handlers.

    Parameters
    ----------
    body
        The HTML, or an object with ``_repr_html_``.
    """
    check_width(width, allow_content=True)
    if hasattr(body, "_repr_html_"):
        body = body._repr_html_()
    return put(Html(body=clean_text(body), width=width))


@command
def metric(
    label: str,
    value: Any,
    delta: Any = None,
    delta_color: str = "normal",
    *,
    help: str | None = None,
    icon: str | None = None,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    border: bool = False,
    width: Width = "stretch",
    height: Height = "content",
    delta_arrow: Literal["auto", "up", "down", "off"] = "auto",
    format: str | None = None,
    delta_description: str | None = None,
) -> DeltaGenerator:
    """
    Draw a number with its name and its change.

    Parameters
    ----------
    value
        A number or text; None is drawn as a dash.
    delta
        The change; green and up unless it begins with a minus, and neither if it is zero.
    delta_color
        "normal", "inverse" (less is better), "off" (grey), or a colour's name.
    border
        Draw a frame around it.
    icon
        An emoji or ``:material/name:`` in front of the label.
    delta_arrow
        "auto" (by the sign), "up", "down" or "off".
    format
        How value and change are written if they are numbers, as the ``format`` of a slider: "%,d", "percent", "dollar",
        "compact" …
    delta_description
        What stands behind the change, such as "since last month".
    """
    check_width(width, allow_content=True)
    check_height(height, allow_content=True)
    if not isinstance(label, str):
        raise StreamlitInvalidParameterTypeError("label", type(label).__name__, ["str"])
    label = clean_label(label, label_visibility)
    change = "" if delta is None or delta == "" else clean_text(_number(delta, "delta"))
    still = change == "0" if isinstance(delta, str) else not change or bool(delta == 0)
    down = change.startswith("-") and not still
    plain = {"normal": ("red" if down else "green"), "inverse": ("green" if down else "red"), "off": "gray"}
    colors = ("red", "orange", "yellow", "green", "blue", "violet", "gray", "grey", "primary")
    if delta_color not in plain and delta_color not in colors:
        raise StreamlitValueError("delta_color", [f"'{name}'" for name in (*plain, *colors)])
    if delta_arrow not in ("auto", "up", "down", "off"):
        raise StreamlitValueError("delta_arrow", ["'auto'", "'up'", "'down'", "'off'"])
    arrows = {"auto": "" if still else "down" if down else "up", "off": ""}
    return put(
        Metric(
            label=label,
            value="—" if value is None else _number(value, "value"),
            delta=change,
            description="" if delta_description is None else str(delta_description),
            direction=arrows.get(delta_arrow, delta_arrow),
            color="gray"
            if still and delta_color in plain
            else plain.get(delta_color, delta_color).replace("grey", "gray"),
            help=clean_help(help),
            icon=clean_icon(icon),
            label_visibility=label_visibility,
            border=bool(border),
            format=format,
            width=width,
            height=height,
        )
    )


def _number(value: Any, parameter: str) -> str:
    item = getattr(value, "item", None)
    if callable(item):  # a number of numpy's
        value = item()
    if not isinstance(value, (str, Promise, int, float, Decimal)):
        raise StreamlitInvalidParameterTypeError(
            parameter, type(value).__name__, ["int", "float", "Decimal", "NumPy number"],
            detail="Convert the value to a number type.",
        )  # fmt: skip
    return str(value)


def _formatted(text: str, format: str | None) -> str:
    """Return a number's text as ``format`` says; any other text as it is."""
    if not format:
        return text
    try:
        return written(float(text) if "%d" not in format else int(float(text)), format)
    except (ValueError, OverflowError):
        return text


@command
def json(body: Any, *, expanded: bool | int = True, width: Width = "stretch") -> DeltaGenerator:
    """
    Draw a structure that can be opened and closed.

    Parameters
    ----------
    body
        JSON text, or anything that can be written as JSON; what cannot is written as its ``repr``.
    expanded
        Open at first: all, none, or so many levels.
    """
    check_width(width)
    if not isinstance(body, str):
        body = json_module.dumps(_plain(body), default=_as_json, ensure_ascii=False)
    return put(Json(body=body, expanded=expanded, width=width))


def _plain(value: Any) -> Any:
    from formrerun.engine.state import State

    if isinstance(value, State) or (hasattr(value, "to_dict") and not isinstance(value, Mapping)):
        try:
            return value.to_dict()
        except (TypeError, ValueError):
            return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return value


def _as_json(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    if hasattr(value, "tolist"):
        return value.tolist()
    return repr(value)


def _json_html(value: Any, depth: int, name: str = "") -> str:
    """Return a structure as nested ``<details>``: it opens and closes without a script."""
    from html import escape

    label = f'<span class="fr-json-key">{escape(json_module.dumps(name, ensure_ascii=False))}</span>: ' if name else ""
    if isinstance(value, (dict, list)):
        opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
        if not value:
            return f'<div class="fr-json-row">{label}{opening}{closing}</div>'
        items = value.items() if isinstance(value, dict) else ((str(place), item) for place, item in enumerate(value))
        rows = "".join(
            _json_html(item, depth - 1, key) if isinstance(value, dict) else _json_html(item, depth - 1)
            for key, item in items
        )
        state = " open" if depth > 0 else ""
        count = f'<span class="fr-json-count">{len(value)}</span>'
        return (
            f'<details class="fr-json-node"{state}><summary>{label}{opening}{count}</summary>'
            f'<div class="fr-json-rows">{rows}</div>{closing}</details>'
        )
    css = {str: "string", bool: "bool", type(None): "null"}.get(type(value), "number")
    shown = escape(json_module.dumps(value, ensure_ascii=False))
    return f'<div class="fr-json-row">{label}<span class="fr-json-{css}">{shown}</span></div>'
