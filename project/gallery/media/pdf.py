"""A PDF in the browser's own viewer."""

import formrerun as fr


def document() -> None:
    """Below it is a link, for phones mostly show none in a page."""
    fr.pdf(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj", height=200
    )
