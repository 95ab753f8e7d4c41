"""
Templates of several lines, HTML of one: what a line break in a template stands for is decided when it is compiled.

The rule is that of JSX, and ``docs/templates.md`` has it for authors. Of a run of whitespace that holds a line break

- nothing stays next to ``<``, ``>`` or ``{% %}``; one blank stays in a text, so too between a text and ``{{ }}``;
- within a tag it is one blank before what follows. Where that is a condition, the blank is a part of the condition, and
  where it is the end of the tag or of the quotes, there is none;
- everything stays within ``<pre>``, ``<textarea>``, ``<script>``, ``<style>`` and comments, and in block tags that may
  do anything with what they hold, as ``{% blocktranslate %}``, ``{% filter %}`` and those of other apps.

Whitespace on one line stays as it is. Templates that are included by a constant name are compiled into the one that
includes them, so that the rule knows whether they stand within a tag; no rendering looks for them then.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.backends.django import Template as BackendTemplate
from django.template.base import Node, NodeList, Template, TextNode, VariableNode
from django.template.defaulttags import (
    AutoEscapeControlNode,
    CommentNode,
    ForNode,
    IfChangedNode,
    IfNode,
    LoadNode,
    WithNode,
)
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode, construct_relative_path
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

#: A run of whitespace with a line break; a no-break space is none.
RUN = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*")
#: Where a tag or a comment begins; at the end of a text, the name is a variable's.
BEGIN = re.compile(r"<(?:!--|(?P<closing>/?)(?P<name>[A-Za-z][\w-]*)|(?=[/!])|$)")
#: The parts of what stands in a tag outside quotes.
IN_TAG = re.compile(rf"""(?P<run>{RUN.pattern})|(?P<blank>[ \t\r\f]+)|(?P<end>/?>)|(?P<quote>["'])|[^\s>"'/]+|.""")
#: The same within either kind of quotes.
IN_QUOTES = {
    quote: re.compile(rf"(?P<run>{RUN.pattern})|(?P<blank>[ \t\r\f]+)|(?P<end>{quote})|[^\s{quote}]+|.")
    for quote in ("'", '"')
}
#: What a text begins with if nothing is to be kept apart from it.
OUT_OF_FLOW = re.compile(r"[ \t\r\n\f>\"']|/>")
#: Elements of which the whitespace counts.
RAW = ("pre", "script", "style", "textarea")
TEXT, TAG, COMMENT = "text", "tag", "comment"
#: Nodes that keep nothing and name nothing outside themselves: included ones may stand in the template around them.
PLAIN = (TextNode, VariableNode, IfNode, ForNode, WithNode, TranslateNode, BlockTranslateNode, IncludeNode)
SILENT = (LoadNode, CommentNode)


def compact(found: Any) -> Any:
    """Return a template, compiled anew without what its line breaks bring; one of another engine as it is."""
    if not isinstance(found, BackendTemplate):
        return found
    made = _compiled(found.template, ())
    if not made.nodelist.get_nodes_by_type(ExtendsNode):  # its blocks may stand anywhere in the template it extends
        _walk(made.nodelist, _Position(), parted=True)
        _join(made.nodelist, inline=not made.engine.debug)  # the page that shows an error shows the included file
    return BackendTemplate(made, found.backend)


@dataclass(slots=True)
class _Position:
    """
    Where in the HTML something stands.

    Attributes
    ----------
    where
        In a text, a tag, a comment, the quotes of an attribute (that quote) or a raw element (its name).
    name
        The element whose tag has been opened.
    owed
        Whether a line break has been read in a tag, of which the blank has still to be written.
    fresh
        Whether quotes have been opened and nothing has been written into them.
    """

    where: str = TEXT
    name: str = ""
    owed: bool = False
    fresh: bool = False


class _Found:
    """An included template that is known already; ``{% include %}`` takes it as it takes a variable."""

    def __init__(self, template: Template) -> None:
        self.template = template

    def resolve(self, _context: Any) -> Template:
        return self.template


def _compiled(template: Template, around: tuple[str | None, ...]) -> Template:
    """Compile a template, and what it includes, once more: Django gives the same one to everybody."""
    made = Template(template.source, template.origin, template.name, template.engine)
    around = (*around, made.name)
    node: Any
    for node in made.nodelist.get_nodes_by_type(IncludeNode):
        if isinstance(node.template.var, str) and not node.template.filters:
            name = construct_relative_path(str(made.origin.template_name), node.template.var, allow_recursion=True)
            try:
                inner = None if name in around else _compiled(made.engine.get_template(name), around)
            except (TemplateDoesNotExist, TemplateSyntaxError):
                continue  # it is an error where it is rendered, and may be in a condition that never holds
            if inner is not None and not inner.nodelist.get_nodes_by_type(ExtendsNode):
                node.template = _Found(inner)
    return made


def _ways(node: Any) -> list[Any]:
    """Return the lists of nodes of which a node renders one; none if nobody knows what it does with them."""
    match node:
        case IfNode():
            lists = [nodes for _, nodes in node.conditions_nodelists]
            return lists if node.conditions_nodelists[-1][0] is None else [*lists, NodeList()]
        case ForNode():
            return [node.nodelist_loop, node.nodelist_empty]
        case IfChangedNode():
            return [node.nodelist_true, node.nodelist_false]
        case IncludeNode(template=_Found(template=template)):
            return [template.nodelist]
        case AutoEscapeControlNode() | BlockNode() | WithNode():
            return [node.nodelist]
    return []


def _parted(nodes: Any, after: bool) -> bool:
    """Return True if whatever is rendered of nodes begins with a blank or an end, which nothing runs together with."""
    parted = after
    for node in reversed(nodes):
        if isinstance(node, TextNode):
            parted = OUT_OF_FLOW.match(node.s) is not None if node.s else parted
        elif ways := _ways(node):
            parted = all(_parted(way, parted) for way in ways)
        elif not isinstance(node, SILENT):
            parted = False
    return parted


def _walk(nodes: NodeList, position: _Position, *, parted: bool) -> None:
    """
    Take the line breaks out of a list of nodes.

    Parameters
    ----------
    position
        Where they begin; afterwards where they end.
    parted
        Whether what follows them is parted from them, see :func:`_parted`.
    """
    made: list[Node] = []
    before: Node | None = None
    for index, node in enumerate(nodes):
        after = nodes[index + 1 :]
        if isinstance(node, TextNode):
            beside = isinstance(before, VariableNode), bool(after) and isinstance(after[0], VariableNode)
            node.s = _text(node.s, position, *beside)
        elif not isinstance(node, SILENT):
            ways = _ways(node)
            follows = _parted(after, parted)
            again = isinstance(node, ForNode) and not _parted(node.nodelist_loop, after=True)
            if position.owed and (not ways or not follows or again):
                made.append(TextNode(" "))
                position.owed = False
            if ways:
                ends = [copy(position) for _ in ways]
                for way, end in zip(ways, ends, strict=True):
                    _walk(way, end, parted=follows)
                if again and ends[0].owed:  # its second turn follows its first
                    ways[0].append(TextNode(" "))
                    ends[0].owed = False
                position.where, position.name = ends[0].where, ends[0].name
                position.owed, position.fresh = any(end.owed for end in ends), all(end.fresh for end in ends)
            else:
                position.fresh = False
        made.append(node)
        before = node
    nodes[:] = made


def _text(source: str, position: _Position, after_value: bool, before_value: bool) -> str:
    """Return a text of a template without its line breaks; ``position`` follows it."""
    made = ""
    at = 0
    while at < len(source):
        if position.where == TEXT:
            begin = BEGIN.search(source, at)
            end = begin.start() if begin else len(source)
            made += _words(source[at:end], at == 0 and after_value, begin is None and before_value)
            if begin:
                made += begin[0]
                end = begin.end()
                position.where = COMMENT if begin[0] == "<!--" else TAG
                position.name = (begin["name"] or "").lower() if not begin["closing"] else ""
            at = end
        elif position.where == TAG or position.where in IN_QUOTES:
            part = (IN_TAG if position.where == TAG else IN_QUOTES[position.where]).match(source, at)
            assert part is not None
            made += _in_tag(part, position)
            at = part.end()
        else:
            close = re.compile("-->" if position.where == COMMENT else rf"(?i)</{position.where}\b").search(source, at)
            end = close.end() if close else len(source)
            made += source[at:end]
            if close:
                position.where, position.name = TEXT if position.where == COMMENT else TAG, ""
            at = end
    return made


def _words(text: str, after_value: bool, before_value: bool) -> str:
    """Return what stands between tags, with a blank for each line break that parts words or values."""

    def blank(run: re.Match[str]) -> str:
        inside = (after_value or run.start() > 0) and (before_value or run.end() < len(text))
        return " " if inside else ""

    return RUN.sub(blank, text)


def _in_tag(part: re.Match[str], position: _Position) -> str:
    """Return what is written for one part of a tag."""
    known = part.groupdict()
    if known["run"]:
        position.owed = not position.fresh
        return ""
    owed, position.owed, position.fresh = position.owed, False, False
    if known["end"]:
        if position.where == TAG:
            position.where = position.name if position.name in RAW else TEXT
        else:
            position.where = TAG
        return part[0]
    text = part[0]
    if known.get("quote"):
        text = position.where = known["quote"]
        position.fresh = True
    return f" {text}" if owed and not known["blank"] else text


def _join(nodes: NodeList, *, inline: bool) -> None:
    """Leave out what renders nothing, put included nodes in their places, and make one text of those side by side."""
    made: list[Node] = []
    for node in nodes:
        if isinstance(node, SILENT):
            continue
        for way in _ways(node):
            _join(way, inline=inline)
        for one in _included(node) if inline and isinstance(node, IncludeNode) else [node]:
            if isinstance(one, TextNode):
                if made and isinstance(made[-1], TextNode):
                    made[-1] = TextNode(made[-1].s + one.s)
                elif one.s:
                    made.append(one)
            else:
                made.append(one)
    nodes[:] = made


def _included(node: IncludeNode) -> list[Node]:
    """Return what stands in the place of an included template: its nodes, if that makes no difference to them."""
    if not isinstance(node.template, _Found) or node.isolated_context:
        return [node]
    inner = node.template.template.nodelist
    if any(type(one) not in PLAIN or getattr(one, "asvar", None) for one in inner.get_nodes_by_type(Node)):
        return [node]
    if not node.extra_context:
        return inner
    around = WithNode(None, None, inner, extra_context=node.extra_context)
    around.token, around.origin = node.token, node.origin
    return [around]
