"""
CSS of authors, for elements of the page alone.

What an author writes in ``<style>`` and ``style=`` becomes a stylesheet of our own origin, so that a page needs no
inline styles. Its selectors are scoped to the app, Streamlit's names are mapped onto ours, and of addresses only those
stay that a strict policy allows: of the site itself, and data of images and fonts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import tinycss2
from tinycss2 import ast

#: What all rules stand below: the app, or a picture of it while it is drawn. It counts as two ids, so that they win
#: over rules of ours.
APP = ":is(#fr-app,.fr-frame):is(#fr-app,*)"
#: The most CSS of one element, in characters; what is longer is left out.
LONGEST = 200_000
#: How deep rules may stand in each other.
_DEEPEST = 8
#: Conditions and names that hold rules.
_GROUPS = {"media", "supports", "container", "layer", "scope", "starting-style"}
#: At-rules that are taken as they are, but for addresses.
_KEPT = {"font-face", "keyframes", "-webkit-keyframes", "property", "counter-style"}
#: Properties by which old browsers run scripts.
_RUNS = {"behavior", "-moz-binding"}
_ADDRESS = re.compile(
    r"/(?!/)[^\\]*|#[^\\]*|data:(?:image|font)/[^\\]*|data:application/(?:x-)?font[^\\]*", re.IGNORECASE
)
#: What a selector says of one element, part by part: a tag, ``.class`` and ``#id``, ``[attribute]``, ``:pseudo``.
_PART = re.compile(r"(?:\\.|[^.#\[:\\]|^)(?:\\.|[^.#\[:\\])*|[.#](?:\\.|[^.#\[:\\])*|\[[^\]]*\]|:(?:\\.|[^.#\[:\\])*")
#: What Streamlit's pages have and ours call otherwise.
_OURS = {
    "html": "", "body": "", ":root": "", "#root": "", ".stApp": "", ".streamlit-container": "",
    "[data-testid=stApp]": "", ".appview-container": ".stAppViewContainer", ".main": ".stMain",
    ".block-container": ".stMainBlockContainer", ".reportview-container": ".stAppViewContainer",
    ".sidebar": ".stSidebar", ".sidebar-content": ".stSidebarContent", ".element-container": ".stElementContainer",
    ".streamlit-expanderHeader": ".stExpander summary", ".streamlit-expanderContent": ".stExpander details > div",
}  # fmt: skip
#: Labels are paragraphs there, in a container; here the container is all there is.
_PARAGRAPH = ":is(p,:where(span[data-testid=stMarkdownContainer]))"
#: Widgets with one box between them and their field, where Streamlit has two.
_FIELDS = re.compile("st(TextInput|TextArea|NumberInput|Selectbox|MultiSelect|DateInput|TimeInput)(?![A-Za-z])")
#: ``button[kind="primary"]``.
_KIND = re.compile(r"\[kind\s*(\^?=)\s*[\"']?(\w+)[\"']?\]")


def stylesheet(css: str) -> str:
    """Return the rules of a stylesheet, scoped to the app."""
    try:
        return (
            _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))
            if len(css) <= LONGEST
            else ""
        )
    except RecursionError:  # thousands of brackets in each other
        return ""


def inline_style(css: str) -> tuple[str, str]:
    """Return a class for the declarations of a ``style=`` attribute, and its rule; "" twice if none is left."""
    try:
        body = _body(css, _DEEPEST) if len(css) <= LONGEST else ""
    except RecursionError:
        body = ""
    if not body:
        return "", ""
    name = f"fr-i-{sha256(body.encode('utf-8', 'replace')).hexdigest()[:12]}"
    # It wins over every selector of the author's that has no more than one id.
    return name, f"{APP}{APP} .{name}{{{body}}}"


def _rules(nodes: Iterable[Any], depth: int = 0) -> str:
    made = []
    for node in nodes:
        if node.type == "qualified-rule":
            selectors, body = _selectors(node.prelude), _body(node.content, depth)
            if selectors and body:
                made.append(f"{selectors}{{{body}}}")
        elif node.type == "at-rule":
            made.append(_at_rule(node, depth))
    return "\n".join(filter(None, made))


def _at_rule(node: Any, depth: int, *, inside: bool = False) -> str:
    name = node.lower_at_keyword
    prelude = tinycss2.serialize(node.prelude).strip()
    if node.content is None or depth >= _DEEPEST or not _harmless(node.prelude):
        return ""
    if name in _GROUPS and inside:
        body = _body(node.content, depth + 1)
    elif name in _GROUPS:
        body = _rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True), depth + 1)
    elif name in _KEPT and _harmless(node.content):
        body = tinycss2.serialize(node.content).strip()
    else:
        return ""
    return f"@{name} {prelude}{{{body}}}" if body else ""


def _body(content: Any, depth: int) -> str:
    """Return the declarations of a rule, and the rules in it, which are relative to it."""
    made = []
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            if node.lower_name not in _RUNS and _harmless(node.value):
                important = "!important" if node.important else ""
                made.append(f"{node.name}:{tinycss2.serialize(node.value).strip()}{important};")
        elif node.type == "qualified-rule" and depth < _DEEPEST:
            inner = _body(node.content, depth + 1)
            if inner and _harmless(node.prelude) and not _leaves(_compounds(node.prelude)):
                made.append(f"{tinycss2.serialize(node.prelude).strip()}{{{inner}}}")
        elif node.type == "at-rule":
            made.append(_at_rule(node, depth, inside=True))
    return "".join(made)


def _harmless(nodes: Iterable[Any]) -> bool:
    """Return True if a value is well formed, runs nothing and has only addresses that may stand."""
    for node in nodes:
        if node.type == "error":
            return False
        if node.type == "url" and not _ADDRESS.fullmatch(node.value):
            return False
        if isinstance(node, ast.FunctionBlock):
            name = node.lower_name
            if name == "expression" or not _harmless(node.arguments):
                return False
            texts = [inner.value for inner in node.arguments if inner.type == "string"]
            if name in ("url", "src", "image", "image-set", "-webkit-image-set") and not all(
                _ADDRESS.fullmatch(text) or (name.endswith("set") and text.startswith("image/")) for text in texts
            ):
                return False
        elif hasattr(node, "content") and node.content is not None and not _harmless(node.content):
            return False
    return True


# ------------------------------------------------------------------------------------------------------- selectors


def _selectors(prelude: list[Any]) -> str:
    """Return selectors below the app; "" if none is left."""
    if not _harmless(prelude):
        return ""
    made: list[str] = []
    part: list[Any] = []
    for node in [*prelude, None]:
        if node is None or (node.type == "literal" and node.value == ","):
            made.append(_scoped(_compounds(part)))
            part = []
        else:
            part.append(node)
    return ",".join(filter(None, made))


def _compounds(nodes: Iterable[Any]) -> list[tuple[str, str]]:
    """Return a selector as pairs: the combinator before it, and what holds for one element."""
    made: list[tuple[str, str]] = []
    combinator, compound = "", ""
    for node in nodes:
        sign = node.value if node.type == "literal" and node.value in (">", "+", "~") else ""
        if node.type == "comment":
            continue
        if node.type == "whitespace" or sign:
            if compound:
                made.append((combinator, compound))
                combinator, compound = " ", ""
            combinator = sign or combinator
        else:
            compound += tinycss2.serialize([node])
    if compound:
        made.append((combinator, compound))
    return made


def _leaves(compounds: list[tuple[str, str]]) -> bool:
    """Return True if a selector in a rule looks beside the app: ``:root { & ~ p {…} }``."""
    return any(sign in "+~" and sign for sign, _ in compounds[:2])


def _scoped(compounds: list[tuple[str, str]]) -> str:
    if not compounds or compounds[0][0] in (">", "+", "~"):
        return ""
    mapped = [(sign, *_mapped(compound)) for sign, compound in compounds]
    while len(mapped) > 1 and mapped[0][2] and mapped[1][2]:  # html body .stApp
        mapped.pop(0)
    if any(is_app for _, _, is_app in mapped[1:]):  # nothing in the app holds the app
        return ""
    mapped = _nested(mapped)
    first = mapped.pop(0)
    if first[2] and mapped and mapped[0][0] in ("+", "~"):
        return ""
    made = [_joined(first, mapped)]
    if mapped and mapped[-1][1].startswith(_PARAGRAPH):
        *around, (sign, inner, _) = [first, *mapped[:-1]]
        if inner == "[data-testid=stMarkdownContainer]":
            before = [*around, (sign, f"span{inner}", False)]
            made.append(_joined(before[0], before[1:]))
    return ",".join(made)


def _nested(mapped: list[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
    """Return a selector with what stands in some of Streamlit's elements called as it is here."""
    made = mapped[:1]
    for sign, compound, is_app in mapped[1:]:
        around = made[-1][1]
        if sign == ">" and re.search(r"\bstSidebar\b", around) and re.fullmatch("div(:first-child)?", compound):
            continue  # what has the sidebar's colour and width
        if sign == ">" and compound == "div" and "stMetric" in around:
            compound = ":is(div,span)"
        elif compound == "label" and re.search(r"\bstMetric\b", around):
            compound = ":is(label,:where([data-testid=stMetricLabel]))"
        elif sign == ">" and compound == around == "div" and len(made) > 1 and _FIELDS.search(made[-2][1]):
            continue  # one box around a field
        elif compound == "section" and "stFileUploader" in around:
            compound = ":is(section,:where([data-testid=stFileUploaderDropzone]))"
        elif "stFileUploader" in around and (pressed := re.fullmatch(r"button((?::[\w-]+)*)", compound)):
            compound = f"input{pressed[1]}::file-selector-button"
        elif compound.startswith("button") and re.search("stButtonGroup|stFeedback", around):
            compound = compound.replace("button", ":is(button,label)", 1)
        made.append((sign, compound, is_app))
    return made


def _joined(first: tuple[str, str, bool], mapped: list[tuple[str, str, bool]]) -> str:
    start = f"{APP}{first[1]}" if first[2] else f"{APP} {first[1]}"
    streamlit = "st" in start and re.search(r"\.st[A-Z]|data-testid", start) is not None
    box = bool(mapped) and re.match(r"(?:div|span|:is\(div)(?![\w.#-])", mapped[-1][1]) is not None
    for place, (sign, compound, _) in enumerate(mapped):
        # How Streamlit nests its boxes is not how ours are: what an author counts on is the first and the last.
        if streamlit and sign == ">" and not box:
            if compound in ("div", "span") and place < len(mapped) - 1:
                continue
            sign = " "
        start += f" {sign} {compound}" if sign.strip() else f" {compound}"
        streamlit = streamlit or re.search(r"\.st[A-Z]|data-testid", compound) is not None
    return start


def _mapped(compound: str) -> tuple[str, bool]:
    """Return what an element is called here, and whether it is the app itself."""
    compound = re.sub(r"\[data-testid\s*=\s*[\"']?([\w-]+)[\"']?\]", r"[data-testid=\1]", compound)
    compound = _KIND.sub(r"[data-testid\1stBaseButton-\2]", compound)
    parts = _PART.findall(compound)
    if "".join(parts) != compound or "(" in compound:
        head = re.match(r"(?:html|body|:root|\.stApp)(?![\w-])", compound)
        return (compound[head.end() :], True) if head else (compound, False)
    is_app = any(_OURS.get(part) == "" for part in parts)
    made = "".join(_OURS.get(part, part) for part in parts)
    if re.fullmatch(r"p(::?[\w-]+)*", made):
        made = made.replace("p", _PARAGRAPH, 1)
    if re.match(r"(?:section|div)\.stMain\b", made):
        made = made[made.index(".") :]
    return re.sub(r"^(?:section|div|header|aside)(?=\[data-testid=st)", "", made) if not is_app else made, is_app


__all__ = ["inline_style", "stylesheet"]
