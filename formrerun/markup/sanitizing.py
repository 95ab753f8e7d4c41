"""HTML of authors, without what could run."""

from __future__ import annotations

from collections.abc import Collection

import nh3

from formrerun.markup.formulas import MATH_ATTRIBUTES, MATH_TAGS

#: Tags and attributes that survive in HTML an author allowed. No style, id, form control or event handler does: the
#: policy of the page forbids the first, and the others would reach into the page's own forms.
TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
ATTRIBUTES = {
    "*": {"class", "title", "lang", "dir", "role", "aria-label"},
    "a": {"href", "target", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "col": {"span"},
    "details": {"open"},
    "time": {"datetime"},
    "ol": {"start"},
}


def clean_html(html: str, *, ids: Collection[str] = ()) -> str:
    """
    Return the harmless part of HTML, in a block that htmx leaves alone.

    Parameters
    ----------
    ids
        The only ids that may stand in it.
    """
    attributes = {**ATTRIBUTES, **MATH_ATTRIBUTES}
    attributes["*"] = ATTRIBUTES["*"] | {"data-testid", "translate", "aria-hidden", "viewBox", "viewbox", "d"}
    attributes["*"] |= {"id", "aria-labelledby"}

    def kept(tag: str, name: str, value: str) -> str | None:
        return None if name in ("id", "aria-labelledby") and value not in ids else value

    tags = TAGS | MATH_TAGS | {"svg", "desc", "path"}
    return nh3.clean(html, tags=tags, attributes=attributes, attribute_filter=kept, link_rel="noopener noreferrer")
