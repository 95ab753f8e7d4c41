"""``secrets``: where they come from, and what happens where there are none."""

from __future__ import annotations

import pytest

from formrerun.testing import AppTest


def run(folder, script):
    (folder / "app.py").write_text(f"import streamlit as st\n{script}")
    at = AppTest.from_file(folder / "app.py").run()
    assert not at.exception, at.exception[0].message
    return [element.value for element in at.text]


@pytest.fixture
def secrets(tmp_path):
    (tmp_path / ".streamlit").mkdir()
    file = tmp_path / ".streamlit" / "secrets.toml"
    file.write_text('key = "k"\n[db]\nhost = "h"\n[db.more]\nport = 1\n')
    return file


class TestNone:
    @pytest.mark.parametrize(
        "asked", ["st.secrets['key']", "st.secrets.get('key')", "'key' in st.secrets", "len(st.secrets)"]
    )
    def test_asking_is_a_file_that_is_not_found(self, tmp_path, asked):
        script = f"try:\n    {asked}\n    st.text('there')\nexcept FileNotFoundError:\n    st.text('none')"
        assert run(tmp_path, script) == ["none"]

    def test_attributes_are_missing_ones(self, tmp_path):
        assert run(tmp_path, "st.text((hasattr(st.secrets, 'db'), getattr(st.secrets, 'db', 7)))") == ["(False, 7)"]

    def test_one_can_ask_whether_there_are_any(self, tmp_path):
        assert run(tmp_path, "st.text(st.secrets.load_if_toml_exists())") == ["False"]

    def test_the_error_has_streamlit_s_name(self, tmp_path):
        script = """
from streamlit.errors import StreamlitSecretNotFoundError
try:
    st.secrets["a"]
except StreamlitSecretNotFoundError as error:
    st.text(error)
"""
        assert run(tmp_path, script)[0].startswith("No secrets found. Set FORMRERUN")

    def test_a_file_that_cannot_be_read_says_where(self, tmp_path, secrets):
        secrets.write_text("key = ")
        script = "try:\n    st.secrets['a']\nexcept FileNotFoundError as error:\n    st.text(error)"
        assert str(secrets) in run(tmp_path, script)[0]


class TestFile:
    def test_it_stands_beside_the_script(self, tmp_path, secrets):
        script = "st.text((st.secrets.key, st.secrets['db']['host'], st.secrets.db.more.port, 'x' in st.secrets))"
        assert run(tmp_path, script) == ["('k', 'h', 1, False)"]

    def test_it_is_there_in_callbacks(self, tmp_path, secrets):
        (tmp_path / "app.py").write_text(
            "import streamlit as st\nst.button('B', on_click=lambda: st.session_state.update(k=st.secrets.key))"
        )
        at = AppTest.from_file(tmp_path / "app.py").run()
        assert at.button[0].click().run().session_state.k == "k"

    def test_a_key_that_is_missing_is_a_missing_key(self, tmp_path, secrets):
        script = "try:\n    st.secrets['a']\nexcept KeyError as error:\n    st.text('a' in str(error))"
        assert run(tmp_path, script) == ["True"]


def test_an_option_names_the_files_and_the_last_one_counts(tmp_path, secrets):
    (tmp_path / "more.toml").write_text('key = "more"\n')
    named = [str(secrets), str(tmp_path / "more.toml"), str(tmp_path / "none.toml")]
    (tmp_path / ".streamlit" / "config.toml").write_text(f"[secrets]\nfiles = {named}\n")
    assert run(tmp_path, "st.text((st.secrets.key, st.secrets.db.host))") == ["('more', 'h')"]
