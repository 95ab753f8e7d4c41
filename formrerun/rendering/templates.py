"""Templates of elements, found and compiled once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.template import Context
from django.template.loader import get_template
from django.utils.autoreload import file_changed
from django.utils.safestring import SafeString, mark_safe

from formrerun.conf import settings
from formrerun.rendering.whitespace import compact
from formrerun.utils.bounded_cache import BoundedCache

if TYPE_CHECKING:
    from formrerun.rendering.pieces import Piece


#: The HTML of elements, and of containers around their children, by all that it depends on.
html_cache: BoundedCache[Piece] = BoundedCache(
    lambda: 1_000_000, lambda: settings.HTML_CACHE_BYTES, lambda piece: 2 * len(piece.head) + 200
)


def forget(**_: Any) -> None:
    """Forget all HTML and compiled templates, because a template has changed or a test begins without them."""
    html_cache.clear()
    _template.cache_clear()
    _partial.cache_clear()


file_changed.connect(lambda sender, **_: forget(), weak=False, dispatch_uid="formrerun.rendering")


@cache
def _template(kind: str) -> Any:
    return compact(get_template(f"formrerun/elements/{kind}.html"))


@cache
def _partial(name: str) -> Any:
    return compact(get_template(f"formrerun/{name}.html"))


def render(kind: str, context: dict[str, Any]) -> str:
    """Return the HTML of a kind of element, without what the line breaks of its template bring."""
    return _render(_template(kind), context)


def render_partial(name: str, context: dict[str, Any]) -> str:
    """Return the HTML of a template of ours that is no element's, as ``_form``, in the same way."""
    return _render(_partial(name), context)


def _render(found: Any, context: dict[str, Any]) -> str:
    plain = getattr(found, "template", None)
    # Straight to the compiled template: no context processors run, for an element does not depend on the request.
    html: str = plain.render(Context(context, use_l10n=False)) if plain is not None else found.render(context)
    try:
        html.encode()
    except UnicodeEncodeError:  # half of a pair of surrogates, from data or from a post: no response can hold it
        return html.encode("utf-8", "replace").decode()
    return html


def safe(html: str) -> SafeString:
    """Mark HTML that ``rendering`` made, so that a template takes it as it is."""
    return mark_safe(html)


__all__ = ["forget", "render", "render_partial", "safe"]
