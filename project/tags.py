"""Template tags of the demo site."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings

register = template.Library()


@dataclass(frozen=True)
class Source:
    """
    A page's file.

    Attributes
    ----------
    path
        Its path in the project.
    markdown
        Its text as Markdown, for ``fr_markdown`` to colour.
    """

    path: str
    markdown: str


@register.simple_tag
def page_source(page: Any) -> Source:
    """Return the file a page is written in: its script, or its function's module."""
    path = Path(getattr(page.function, "file", "") or inspect.getfile(page.function))
    return Source(
        str(path.relative_to(settings.BASE_DIR)), f"~~~~python\n{path.read_text(encoding='utf-8').rstrip()}\n~~~~"
    )
