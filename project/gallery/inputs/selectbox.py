"""One of many options."""

from __future__ import annotations

import formrerun as fr


def chosen() -> None:
    """One of a few; none at first."""
    fr.selectbox("Country", ["Germany", "France", "Spain"], index=None, placeholder="Choose a country")


def searched() -> None:
    """Long lists have a search field; new options may be typed."""
    fr.selectbox("City", [f"City {number}" for number in range(1, 101)], accept_new_options=True)


def many() -> None:
    """Of a long list, or a QuerySet of many rows, the server searches what is not on the first page."""
    fr.selectbox("Article", [f"Article {number:05}" for number in range(1, 20_001)], filter_mode="contains")
