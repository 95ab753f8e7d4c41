"""Sizes of a page, as classes of one stylesheet."""

from __future__ import annotations

from dataclasses import dataclass, field

from formrerun.engine.tree import Element


@dataclass(slots=True)
class Sizes:
    """
    The author's own sizes: they come from a stylesheet by URL, for style attributes are forbidden (decision 30).

    Attributes
    ----------
    found
        What the stylesheet must define, such as "w437".
    """

    found: set[str] = field(default_factory=set)

    def classes(self, element: Element) -> str:
        """Return the classes that give an element its sizes, each after a blank, and note what they need."""
        width, height = element.width, element.height
        made = ""
        if type(width) is int:
            self.found.add(f"w{width}")
            made = f" fr-w-{width}"
        elif width == "content":
            made = " fr-w-content"
        if type(height) is int:
            self.found.add(f"h{height}")
            made += f" fr-h-{height}"
        elif height == "stretch":
            made += " fr-h-stretch"
        for size in element.sizes():
            self.found.add(size)
            made += f" fr-{size[0]}-{size[1:]}"
        return made


__all__ = ["Sizes"]
