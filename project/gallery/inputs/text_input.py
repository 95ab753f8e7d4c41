"""A line of text."""

from __future__ import annotations

import formrerun as fr


def a_search() -> None:
    """With an icon and a placeholder."""
    fr.text_input("Search", placeholder="Order or customer", icon=":material/search:")


def a_password() -> None:
    """A password, required."""
    fr.text_input("Password", type="password", required=True, autocomplete="current-password")
