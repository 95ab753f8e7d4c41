"""The compared page as a Streamlit script, which ``runpage`` serves too: ``?fields=6&table=1``, ``?progress=1``."""

from __future__ import annotations

import time

import streamlit as st

from benchmarks.data import CITIES, kind, rows


def form(fields: int, table: bool) -> None:
    """Draw the form, what it holds, and the table."""
    with st.form("form"):
        for place in range(fields):
            name, of = f"f{place}", kind(place)
            if of == "text":
                st.text_input(f"Text {place}", key=name)
            elif of == "number":
                st.number_input(f"Number {place}", 0, 1000, key=name)
            elif of == "check":
                st.checkbox(f"Check {place}", key=name)
            else:
                st.selectbox(f"City {place}", CITIES, key=name)
        st.form_submit_button("Save")
    st.markdown(f"First: {st.session_state.f0}")
    if table:
        st.table(rows())


def progress() -> None:
    """Move a bar; each text tells when it was said."""
    if st.button("Start"):
        bar = st.progress(0.0)
        for done in range(1, 6):
            bar.progress(done / 5, f"{done} @{time.time() * 1000:.0f}")
            time.sleep(0.1)
        st.text("all done")


if "progress" in st.query_params:
    progress()
else:
    form(int(st.query_params.get("fields", "6")), "table" in st.query_params)
