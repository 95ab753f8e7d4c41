"""Sizes and colours of a page, as classes of one stylesheet."""

from __future__ import annotations

from dataclasses import dataclass, field

from formrerun.engine.tree import Container, Element


@dataclass(slots=True)
class Sizes:
    """The author's own sizes: they come from a stylesheet by URL, for style attributes are forbidden (decision 30)."""

    found: set[str] = field(default_factory=set)

    def classes(self, element: Element) -> str:
        """Return the classes that give an element its width and height."""
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
        if isinstance(element, Container):
            for name, number in getattr(element, "tokens", ()):
                self.found.add(f"{name}{number}")
                made += f" fr-{name}-{number}"
            weight, gap = getattr(element, "weight", None), getattr(element, "gap", None)
            if weight is not None:
                self.found.add(f"g{weight}")
                made += f" fr-g-{weight}"
            if type(gap) is int:
                self.found.add(f"p{gap}")
                made += f" fr-p-{gap}"
        return made
