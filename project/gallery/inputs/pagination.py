"""Which page of several."""

import formrerun as fr


def pages() -> None:
    """The number of the page is the value."""
    page = fr.pagination(20, default=3, key="page")
    fr.write(f"Page {page}")


def arrows() -> None:
    """Without numbers, only the arrows are seen."""
    fr.pagination(5, max_visible_pages=0)
