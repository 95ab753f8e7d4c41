"""Template tags and filters: thin over ``rendering``, ``answers`` and the text elements."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from formrerun.exceptions import FormrerunError
from formrerun.markup.icons import icon_svg, sign_svg
from formrerun.markup.markdown import inline_html, inline_text, markdown_html
from formrerun.rendering.templates import render, safe
from formrerun.utils.languages import is_right_to_left, shown_language

register = template.Library()


@register.filter
def fr_inline(label: Any) -> SafeString:
    """Return a label's Markdown as HTML: emphasis, code, links, icons, colours."""
    return mark_safe(inline_html(str(label)))


@register.filter
def fr_plain(label: Any) -> str:
    """Return a label's text without its Markdown, for attributes."""
    return inline_text(str(label))


@register.filter
def json_text(value: Any) -> str:
    """Return a value as JSON, to be escaped into an attribute."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


@register.filter
def aria_shortcut(shortcut: str) -> str:
    """Return a shortcut as ``aria-keyshortcuts`` writes it."""
    names = {"ctrl": "Control", "cmd": "Meta", "alt": "Alt", "shift": "Shift"}
    return "+".join(names.get(part, part.capitalize()) for part in shortcut.split("+"))


@register.filter
def shown_shortcut(shortcut: str) -> str:
    """Return a shortcut as people read it."""
    return "+".join(part.upper() if len(part) == 1 else part.capitalize() for part in shortcut.split("+"))


@register.filter
def fr_markdown(body: Any) -> SafeString:
    """Return a text's Markdown as HTML."""
    return mark_safe(markdown_html(str(body)))


@register.filter
def fr_icon(icon: Any, testid: str = "") -> SafeString | str:
    """
    Return an icon (an emoji, "spinner" or ``:material/name:``) as HTML; the text itself is escaped.

    It decorates the label beside it; where there may be none, ``fr_inline`` gives the same icon with its name.
    """
    text = str(icon or "")
    if text.startswith(":material/"):
        return mark_safe(icon_svg(text[len(":material/") : -1], testid=testid or "stIconMaterial", decorates=True))
    if text == "spinner":
        return mark_safe('<span class="fr-icon fr-spin" data-testid="stSpinnerIcon" aria-hidden="true"></span>')
    if not text:
        return ""
    testid = testid or "stIconEmoji"
    return mark_safe(
        f'<span class="fr-emoji" data-testid="{testid}" aria-hidden="true">{conditional_escape(text)}</span>'
    )


@register.filter
def fr_sign(name: str) -> SafeString:
    """Return a Material symbol for what has its name in an attribute: a sign of ours, and no text of the page."""
    return mark_safe(f'<span class="fr-icon" aria-hidden="true">{sign_svg(name)}</span>')


@register.filter
def fr_drawn(element: Any) -> SafeString:
    """Return the HTML of an element that another one draws as a part of itself."""
    return safe(render(element.kind, element.context()))


@register.simple_tag(takes_context=True)
def formrerun_page(context: Any, name: str, **kwargs: Any) -> SafeString:
    """
    Draw a page inside any template: ``{% formrerun_page "shop.pages.refunds" customer_id=3 %}``.

    The page's submissions go to its own URL below ``formrerun.urls``. One page a document.

    Raises
    ------
    FormrerunError
        If the template's context has no request, or there is a page in the document already.
    """
    from formrerun.web.embedding import embed

    request = context.get("request")
    if request is None:
        raise FormrerunError(
            f'{{% formrerun_page "{name}" %}} needs the request, which the context of this template does not have. '
            'Add "django.template.context_processors.request" to the context_processors of TEMPLATES, and give the '
            "request to what draws the template: `render(request, …)`, `template.render(context, request)`."
        )
    return mark_safe(embed(request, name, kwargs))


@register.simple_tag
def formrerun_language() -> SafeString:
    """Return the attributes ``lang`` and ``dir`` of what is in the language of the page's texts."""
    language = shown_language()
    return format_html('lang="{}"{}', language, mark_safe(' dir="rtl"') if is_right_to_left(language) else "")


@register.simple_tag
def formrerun_assets() -> SafeString:
    """Return the stylesheet and the scripts, for the ``<head>`` of a template that uses ``{% formrerun_page %}``."""
    return mark_safe(render_to_string("formrerun/_assets.html"))
