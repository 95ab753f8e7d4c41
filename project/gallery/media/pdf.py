"""A PDF in the browser's own viewer."""

import formrerun as fr


def document() -> None:
    """Below it is a link, for phones mostly show none in a page."""
    fr.pdf(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        height=200,
    )
