"""Text: headings, Markdown, plain text, code, formulas, HTML."""
