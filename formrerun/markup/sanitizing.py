"""HTML of authors, without what could run."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape

import nh3

from formrerun.markup.author_css import inline_style, stylesheet
from formrerun.markup.formulas import MATH_ATTRIBUTES, MATH_TAGS
from formrerun.utils.texts import sanitized_text


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Tags and attributes that survive in HTML an author allowed. No form control or event handler does: they would reach
#: into the page's own forms. Styles become a stylesheet.
TAGS = _names(
    """
    a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn
    div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol p
    picture pre q rp rt ruby s samp section small source span strike strong sub summary sup table tbody td tfoot th
    thead time tr tt u ul var wbr
    """
)
#: Of SVG there is what is drawn; nothing that is animated, loaded or holds HTML.
SVG_TAGS = _names(
    """
    svg circle clipPath defs desc ellipse feBlend feColorMatrix feComposite feDropShadow feFlood feGaussianBlur feMerge
    feMergeNode feOffset filter g line linearGradient marker mask path pattern polygon polyline radialGradient rect stop
    symbol text textPath title tspan use
    """
)
_SVG_ATTRIBUTES = _names(
    """
    clip-path clip-rule clipPathUnits color cx cy d dominant-baseline dx dy fill fill-opacity fill-rule filter
    flood-color flood-opacity font-family font-size font-style font-weight fr fx fy gradientTransform gradientUnits
    height in in2 k1 k2 k3 k4 letter-spacing marker-end marker-mid marker-start markerHeight markerUnits markerWidth
    mask maskContentUnits maskUnits mode offset opacity operator orient paint-order pathLength patternContentUnits
    patternTransform patternUnits points preserveAspectRatio r refX refY result rotate rx ry spreadMethod startOffset
    stdDeviation stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration textLength transform type values
    vector-effect viewBox viewbox visibility width x x1 x2 xmlns y y1 y2
    """
)
_CELLS = {"align", "bgcolor", "colspan", "height", "nowrap", "rowspan", "valign", "width"}
ATTRIBUTES = {
    "*": {"class", "title", "lang", "dir", "role", "aria-label", "align", "id"},
    "a": {"href", "target", "hreflang", "name"},
    "font": {"color", "face", "size"},
    "hr": {"color", "noshade", "size", "width"},
    "img": {"src", "alt", "width", "height", "border", "hspace", "vspace", "loading", "srcset", "sizes"},
    "source": {"srcset", "sizes", "media", "type"},
    "table": {"bgcolor", "border", "cellpadding", "cellspacing", "height", "width"},
    "td": _CELLS,
    "th": _CELLS | {"scope"},
    "tr": {"bgcolor", "height", "valign"},
    "col": {"span", "width"},
    "details": {"open"},
    "time": {"datetime"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"type", "value"},
    "use": {"href"},
    "textPath": {"href"},
}
#: Attributes that the HTML of our own has, as it stands in an author's Markdown.
_OWN = {"aria-hidden", "aria-labelledby", "data-testid", "tabindex", "translate"}
#: Images that stand in an address; that of a picture in SVG runs no scripts.
_IMAGE = re.compile(r"data:image/[\w.+-]+[;,]", re.IGNORECASE)
_SCHEMES = {*nh3.ALLOWED_URL_SCHEMES, "data"}
#: Blanks and control characters, over which browsers read in an address.
_UNREAD = re.compile(r"[\x00-\x20\x7f]+")
#: What nh3 writes: a start tag with its attributes, and a stylesheet.
_TAG = re.compile(r'<([a-zA-Z][\w-]*)((?: [\w:-]+="[^"]*")+)>')
_ATTRIBUTE = re.compile(r' ([\w:-]+)="([^"]*)"')
_SHEET = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def clean_html(html: str, *, ids: Collection[str] = ()) -> str:
    """
    Return the harmless part of HTML without its styles, in a block that htmx leaves alone.

    Parameters
    ----------
    ids
        The ids that may stand in it though they look like ours.
    """
    return _cleaned(html, ids, TAGS | MATH_TAGS | SVG_TAGS)


def clean_author_html(html: str, *, ids: Collection[str] = ()) -> tuple[str, str]:
    """
    Return the harmless part of HTML, and its styles as a stylesheet for elements of the app.

    Parameters
    ----------
    ids
        As in :func:`clean_html`.
    """
    if "style" not in html.lower():
        return clean_html(html, ids=ids), ""
    sheets: list[str] = []
    inline: dict[str, str] = {}

    def keep_sheet(found: re.Match[str]) -> str:
        sheets.append(stylesheet(found.group(1)))
        return ""

    def to_class(found: re.Match[str]) -> str:
        attributes = dict(_ATTRIBUTE.findall(found.group(2)))
        if "style" in attributes:
            name, rule = inline_style(unescape(attributes.pop("style")))
            if name:
                inline[name] = rule
                attributes["class"] = f"{attributes.get('class', '')} {name}".lstrip()
        written = "".join(f' {name}="{value}"' for name, value in attributes.items())
        return f"<{found.group(1)}{written}>"

    # The first pass makes HTML of one form, of which styles are taken out; what is safe is decided by the last one.
    written = _cleaned(html, ids, TAGS | MATH_TAGS | SVG_TAGS | {"style"}, styles=True)
    written = _TAG.sub(to_class, _SHEET.sub(keep_sheet, written))
    return clean_html(written, ids=ids), "\n".join(filter(None, [*sheets, *inline.values()]))


def _cleaned(html: str, ids: Collection[str], tags: Collection[str], *, styles: bool = False) -> str:
    def kept(tag: str, name: str, value: str) -> str | None:
        plain = _UNREAD.sub("", value).lower()
        if name in ("id", "aria-labelledby", "name") and value not in ids and plain.startswith("fr-"):
            return None
        if name in ("href", "src") and plain.startswith("data:"):
            return value if tag == "img" and name == "src" and _IMAGE.match(plain) else None
        if tag in ("use", "textPath") and name == "href":
            return value if value.startswith("#") else None
        # Such an attribute is one of CSS, in which "u\\72l(" is an address too.
        if name in _SVG_ATTRIBUTES and re.search(r"url\(|\\", plain) and not re.fullmatch(r"url\(#[\w-]+\)", plain):
            return None
        if name == "srcset" and "data:" in plain:
            return None
        return value

    attributes = {**ATTRIBUTES, **{tag: MATH_ATTRIBUTES[tag] | ATTRIBUTES.get(tag, set()) for tag in MATH_ATTRIBUTES}}
    attributes["*"] = ATTRIBUTES["*"] | _OWN | ({"style"} if styles else set())
    for tag in SVG_TAGS:
        attributes[tag] = {*attributes.get(tag, ()), *_SVG_ATTRIBUTES}
    return nh3.clean(
        sanitized_text(html),
        tags={*tags},
        clean_content_tags={"script"} if styles else {"script", "style"},
        attributes=attributes,
        attribute_filter=kept,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )


__all__ = ["ATTRIBUTES", "TAGS", "clean_author_html", "clean_html"]
