"""Templates of elements, found and compiled once."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.autoreload import file_changed
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from formrerun.conf import settings
from formrerun.rendering.pieces import Piece
from formrerun.rendering.printed import names_beside
from formrerun.rendering.whitespace import compact
from formrerun.utils.bounded_cache import BoundedCache

#: What stands for a text that is printed, in characters that Unicode leaves to private use.
MARK = "\ue0f0\ue0f1\ue0f0"

#: The HTML of elements, and of containers around their children, by all that it depends on.
html_cache: BoundedCache[Piece] = BoundedCache(
    lambda: 1_000_000, lambda: settings.HTML_CACHE_BYTES, lambda piece: 2 * len(piece.head) + 200
)


def forget(**_: Any) -> None:
    """Forget all HTML and compiled templates, because a template has changed or a test begins without them."""
    html_cache.clear()
    _template.cache_clear()
    _partial.cache_clear()
    _names.cache_clear()


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


@cache
def _names(kind: str, printed: str, given: tuple[str, ...]) -> tuple[str, ...] | None:
    names = names_beside(f"formrerun/elements/{kind}.html", printed, get_template)
    return tuple(name for name in given if name in names) if names is not None else None


def render_printed(kind: str, context: dict[str, Any], printed: str, locale_key: Hashable) -> str:
    """
    Return what :func:`render` does, without rendering if only a text that is printed has changed since.

    Parameters
    ----------
    printed
        The variable that has the text: "body", or "shown.0" for the first item of a list.
    locale_key
        What beside the context the HTML depends on.
    """
    name, _, item = printed.partition(".")
    text = (context[name] or ("",))[0] if item else context[name]
    names = _names(kind, printed, tuple(context)) if text and isinstance(text, str) else None
    if names is None:
        return render(kind, context)
    values = [context[each] for each in names]
    key = (MARK, locale_key, kind, *values, *map(type, values))  # 1 and True are equal, and print otherwise
    try:
        shell = html_cache.get(key)
    except TypeError:  # one of them cannot be hashed
        return render(kind, context)
    if shell is None:
        mark = mark_safe(MARK)
        shell = Piece("", "", render(kind, {**context, name: [mark] if item else mark}))
        html_cache.put(key, shell)
    return _storable(shell.head.replace(MARK, conditional_escape(text)))


def render_partial(name: str, context: dict[str, Any]) -> str:
    """Return the HTML of a template of ours that is no element's, as ``_form``, in the same way."""
    return _render(_partial(name), context)


def _render(found: Any, context: dict[str, Any]) -> str:
    plain = getattr(found, "template", None)
    # Straight to the compiled template: no context processors run, for an element does not depend on the request.
    html: str = plain.render(Context(context, use_l10n=False)) if plain is not None else found.render(context)
    return _storable(html)


def _storable(html: str) -> str:
    try:
        html.encode()
    except UnicodeEncodeError:  # half of a pair of surrogates, from data or from a post: no response can hold it
        return html.encode("utf-8", "replace").decode()
    return html


def safe(html: str) -> SafeString:
    """Mark HTML that ``rendering`` made, so that a template takes it as it is."""
    return mark_safe(html)


__all__ = ["forget", "render", "render_partial", "render_printed", "safe"]
