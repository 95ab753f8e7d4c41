"""Tree to HTML, and the difference to the page that a tab has."""
