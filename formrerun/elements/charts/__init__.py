"""Charts: drawn by the browser from data it fetches, or as images by the server."""
