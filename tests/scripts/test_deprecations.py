"""What Streamlit says of parameters that it takes no longer: scripts are told the same."""

from __future__ import annotations

import pytest

import formrerun as fr
from formrerun.elements import _deprecations
from formrerun.testing import AppTest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first_time():
    """Let the log say all of it again: it says each once."""
    _deprecations._log.cache_clear()


def warnings(source: str) -> list[str]:
    """Return what a script's page warns of."""
    at = AppTest.from_string(f"import streamlit as st\n{source}", default_timeout=60).run()
    return [one.value for one in at.warning]


PICTURE = "st.image('https://pictures.example/a.png', {})"
FIGURE = "from matplotlib.figure import Figure\nst.pyplot(Figure(), dpi=50)"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (PICTURE.format("use_column_width=True"), "`use_column_width` was removed and has no effect."),
        (FIGURE, "Passing Matplotlib `savefig` keyword arguments to `st.pyplot`"),
        ("st.html('setup.cfg')", "Passing a local file path as a string to `st.html` is no longer supported."),
        ("st.iframe('setup.cfg')", "Passing a local file path as a string to `st.iframe` is no longer supported."),
    ],
)
def test_the_page_and_the_log_say_what_to_write_instead(source, said, settings, caplog, monkeypatch, tmp_path):
    (tmp_path / "setup.cfg").write_text("[a]")
    monkeypatch.chdir(tmp_path)
    settings.FORMRERUN = {**settings.FORMRERUN, "SHOW_ERROR_DETAILS": True}
    (shown,) = warnings(source)
    assert said in shown
    assert said in caplog.text
    settings.FORMRERUN = {**settings.FORMRERUN, "SHOW_ERROR_DETAILS": False}
    assert warnings(source) == []


def test_the_older_name_of_a_width_is_named_in_the_log_once(caplog):
    source = f"st.dataframe({{'a': [1]}}, use_container_width=True)\n{PICTURE.format('use_container_width=False')}"
    assert warnings(source) == warnings(source) == []
    assert caplog.text.count("Please replace `use_container_width` with `width`.") == 1


def test_page_functions_are_told_nothing(caplog):
    @fr.page
    def page(request):
        fr.image("https://pictures.example/a.png", use_container_width=True, use_column_width=True)

    at = AppTest.from_page(page).run()
    assert not at.warning
    assert "use_c" not in caplog.text
