"""
What Graphviz drew, as a part of the page: its links lead somewhere, its texts are found and copied.

The text may be a visitor's, so it is cleaned as an author's HTML is, and more: no id of it can be taken for another
element's, in this graph, in the next one or of the page, and no class for one of the page's own.
"""

from __future__ import annotations

import re

from formrerun.markup.sanitizing import clean_html

#: The most bytes of a graph in the page; a larger one is an image, which the page only names.
LONGEST = 100_000
_KINDS = {"graph", "cluster", "node", "edge"}
_GRADIENTS = {"linearGradient", "radialGradient"}
_STOP = re.compile(r'style="stop-color:([^;"]*);stop-opacity:([^;"]*);?"')
_TAG = re.compile(r'<([a-zA-Z]+)((?: [\w:-]+="[^"]*")+)>')
_ATTRIBUTE = re.compile(r' ([\w:-]+)="([^"]*)"')
_BETWEEN = re.compile(r">\s+<")


def inline_svg(svg: bytes, name: str) -> str:
    """
    Return the SVG as safe HTML; "" if it is too long to stand in a page.

    Parameters
    ----------
    name
        What the ids of its gradients begin with.
    """
    if len(svg) > LONGEST:
        return ""
    text = svg[svg.index(b"<svg") :].decode("utf-8", "replace")
    # What a graph without a name is called would be its hint.
    text = text.replace("<title>%3</title>", "<title></title>", 1)
    # Colours of gradients stand in styles, which the page's policy forbids.
    cleaned = clean_html(_STOP.sub(r'stop-color="\1" stop-opacity="\2"', text))

    def own(tag: re.Match[str]) -> str:
        attributes = dict(_ATTRIBUTE.findall(tag[2]))
        if "id" in attributes and tag[1] in _GRADIENTS:
            attributes["id"] = name + attributes["id"]
        else:
            attributes.pop("id", None)
        if kind := attributes.pop("class", "").split():
            attributes["class"] = " ".join(word for word in kind if word in _KINDS)
        for painted in ("fill", "stroke"):
            if attributes.get(painted, "").startswith("url(#"):
                attributes[painted] = attributes[painted].replace("#", f"#{name}", 1)
        written = "".join(f' {key}="{value}"' for key, value in attributes.items())
        return f"<{tag[1]}{written}>"

    return _BETWEEN.sub("><", _TAG.sub(own, cleaned)).strip()
