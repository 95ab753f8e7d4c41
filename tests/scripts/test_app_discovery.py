"""A file that makes an ``App`` is told from a script without running it."""

from __future__ import annotations

import pytest

from formrerun.scripts.app_discovery import app_name


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import streamlit as st\napp = st.App('main.py')", "app"),
        ("import formrerun\nother = formrerun.App('main.py')", "other"),
        ("from streamlit.starlette import App\none = App('a.py')\nstreamlit_app: App = App('b.py')", "streamlit_app"),
        ("import streamlit as st\nst.text('App')", ""),
        ("from another import App\napp = App()", ""),
        ("import streamlit as st\ndef f():\n    app = st.App('main.py')", ""),
        ("broken(", ""),
    ],
)  # fmt: skip
def test_which_variable_is_the_app(tmp_path, source, name):
    (tmp_path / "file.py").write_text(source)
    assert app_name(tmp_path / "file.py") == name
