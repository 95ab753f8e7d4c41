"""``runpage``, which serves a plain Streamlit script, and ``clearsessions``, which also clears tabs."""
