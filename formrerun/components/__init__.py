"""Streamlit's `components`: documents and components of the author's, in sandboxed frames."""
