"""Streamlit scripts: compiled, aliased, run without a project."""
