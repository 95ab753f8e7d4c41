"""Charts: drawn by the browser from data that it fetches, with a table of these, or as images by the server."""
