"""Source code with colours."""

from __future__ import annotations


def highlight(code: str, language: str | None, *, numbers: bool = False, wrap: bool = False) -> str:
    """Return code as HTML with Pygments' classes; plain for a language it does not know."""
    # Each from where it stands: while another thread imports the packages around them, these do not have them.
    from pygments import highlight as pygments_highlight
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.lexers.special import TextLexer
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False) if language else TextLexer(stripnl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False)
    inner = pygments_highlight(code.rstrip("\n"), lexer, HtmlFormatter(nowrap=True)).rstrip("\n")
    if numbers:
        inner = "\n".join(f'<span class="fr-line">{line}</span>' for line in inner.split("\n"))
    css = "fr-code" + (" fr-numbered" if numbers else "") + (" fr-wrap" if wrap else "")
    return f'<pre class="{css}" tabindex="0"><code translate="no">{inner}</code></pre>'
