"""LaTeX as MathML."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import Any
from unicodedata import category

import nh3

from formrerun.utils.texts import sanitized_text

#: The longest formula: the converters go as deep as it does, and one that is too deep ends the process.
_FORMULA = 2_000
#: How often a formula may open a bracket for the first converter: where none closes it, it reads all that follows
#: twice, and so on with each. The second one does not.
_OPENED = 10
_BRACKETS = "".join(sign for sign in map(chr, range(0x2000, 0x3000)) if category(sign) == "Ps")
_OPENING = re.compile(
    rf"[(\[{_BRACKETS}]|\\\{{|\\[lu][a-z]*(?:angle|brac|ceil|corner|floor|group|moustache|paren|vert)", re.IGNORECASE
)


#: The same for formulas: what the converters write of MathML.
MATH_TAGS = frozenset(
    [
        "math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts",
        "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr",
        "munder", "munderover", "none", "semantics",
    ]
)  # fmt: skip
_COMMON = {"displaystyle", "mathbackground", "mathcolor", "mathvariant", "scriptlevel"}
_LENGTHS = _COMMON | {"depth", "height", "lspace", "rspace", "voffset", "width"}
MATH_ATTRIBUTES = {
    **dict.fromkeys(MATH_TAGS, _COMMON),
    "math": {"display"},
    "menclose": _COMMON | {"notation"},
    "mfrac": _COMMON | {"linethickness"},
    "mo": _LENGTHS | {"accent", "fence", "form", "maxsize", "minsize", "movablelimits", "stretchy"},
    "mover": _COMMON | {"accent"},
    "mpadded": _LENGTHS,
    "mspace": _LENGTHS | {"linebreak"},
    "mtable": _COMMON | {"columnlines", "rowlines"},
    "mtd": _COMMON | {"columnalign"},
    "munder": _COMMON | {"accentunder"},
    "munderover": _COMMON | {"accent", "accentunder"},
}


def math_ml(tex: str, *, display: bool) -> str:
    """Return a formula as MathML; what cannot be read is shown as it was written."""
    html = ""
    if len(tex) <= _FORMULA:
        html = _math_core(tex, display=display) or _latex2mathml(tex, display=display)
    if not html:
        return unread_formula(tex)
    # The converters write a few styles; the page's policy forbids them, and attributes and classes say the same.
    html = re.sub(r'style="color:\s*([#\w]+);?"', r'mathcolor="\1"', html)
    html = re.sub(r'style="[^"]*text-align:\s*(left|right)[^"]*"', r'class="fr-math-\1"', html)
    # Both know commands for links, classes and HTML, and one writes what it is given into attributes: a formula may be
    # anybody's text, so that only what is harmless stays.
    sides = {"mtd": {"class": {"fr-math-left", "fr-math-right"}}}
    return nh3.clean(sanitized_text(html), tags=MATH_TAGS, attributes=MATH_ATTRIBUTES, tag_attribute_values=sides)


def unread_formula(tex: str) -> str:
    """Return a formula as it was written."""
    return f'<code class="fr-math-error">{escape(tex)}</code>'


def _math_core(tex: str, *, display: bool) -> str:
    if len(_OPENING.findall(tex)) > _OPENED:
        return ""
    try:
        return str(_converter().convert_with_local_state(tex, displaystyle=display))
    except Exception:
        return ""


def _latex2mathml(tex: str, *, display: bool) -> str:
    from latex2mathml.converter import convert

    try:
        return str(convert(tex, display="block" if display else "inline"))
    except Exception:
        return ""


@cache
def _converter() -> Any:
    from math_core import LatexToMathML

    return LatexToMathML()
