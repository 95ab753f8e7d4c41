"""A document with scripts in a frame; it reaches nothing of the page."""

from formrerun.components.v1 import html


def document() -> None:
    """As high as it is told."""
    html("<h2>Hello</h2><script>document.body.append(new Date().getFullYear())</script>", height=120)
