"""Text with Markdown: emphasis, links, lists, tables, colours, icons, formulas."""

from __future__ import annotations

import formrerun as fr


def signs() -> None:
    """Emphasis, colours, icons, badges."""
    fr.markdown("**Paid**, *sent* and :green[delivered] :material/check_circle: :blue-badge[new] $\\sqrt{x}$")


def lists() -> None:
    """Lists and tables."""
    fr.markdown("- one\n- two\n\n| what | how many |\n|---|--:|\n| lamps | 2 |")
