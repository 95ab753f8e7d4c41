"""``.streamlit/config.toml``: what a script's page looks like, and what else it says."""

from __future__ import annotations

import pytest

import formrerun as fr
from formrerun.markup.author_css import APP
from formrerun.scripts.config_file import options_of
from formrerun.scripts.themes import theme_css
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def script(tmp_path, serve, client):
    """Write a script and its options, and return the HTML of its page and its stylesheet."""

    def write(options: str, source: str = "import streamlit as st\nst.title('Hello')\n"):
        (tmp_path / ".streamlit").mkdir(exist_ok=True)
        (tmp_path / ".streamlit" / "config.toml").write_text(options)
        (tmp_path / "app.py").write_text(source)
        page = Visitor(serve(fr.script_page(tmp_path / "app.py"), plain=True), client=client).page
        links = [link["href"] for link in page.one(id="fr-app").all("link") if "/style/" in link["href"]]
        return page, client.get(links[0]).text

    return write


def test_a_theme_is_a_stylesheet_over_our_tokens(script):
    _, css = script(
        '[theme]\nbase="dark"\nprimaryColor="#e91e63"\nbackgroundColor="#102030"\nsecondaryBackgroundColor="#203040"\n'
        'textColor="#eee"\nfont="serif"\nbaseRadius="full"\n[theme.sidebar]\nbackgroundColor="#312"\n'
    )
    for rule in (
        "--fr-accent:#e91e63;", "--fr-accent-fg:#fff;", "--fr-bg:#102030;", "--fr-surface:#203040;", "--fr-fg:#eee;",
        "--fr-font:ui-serif", "--fr-radius:1.25rem;", "color-scheme:dark", f"{APP} .stSidebar{{background:#312",
    ):  # fmt: skip
        assert rule in css


def test_without_options_headings_are_streamlit_s(script):
    _, css = script("")
    assert "h1{font-size:2.75rem;font-weight:700" in css
    assert "h2{font-size:2.25rem;font-weight:600" in css
    assert "--fr-" not in css


def test_headings_of_the_sidebar_are_smaller_and_have_sizes_of_their_own(script):
    _, css = script('[theme]\nheadingFontSizes=["4rem"]\n[theme.sidebar]\nheadingFontSizes=["1rem"]\n')
    assert ".stSidebar :is(.stHeading,.stMarkdown) h1{font-size:1rem}" in css
    assert ".stSidebar :is(.stHeading,.stMarkdown) h2{font-size:1.25rem}" in css


def test_a_page_function_has_no_theme(serve, client, tmp_path, monkeypatch):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text('[theme]\nprimaryColor="red"\n')
    monkeypatch.chdir(tmp_path)
    page = Visitor(serve(lambda: fr.title("Hello")), client=client).page
    assert not [link for link in page.all("link") if "/style/" in link.get("href")]


@pytest.mark.parametrize(
    "value", ["red;}body{display:none", "url(https://evil.example/a)", "</style>", "expression(1)", "#12", 5, None, []]
)
def test_only_colours_lengths_and_names_come_into_a_stylesheet(value):
    names = ("primaryColor", "backgroundColor", "linkColor", "font", "headingFont", "baseFontSize", "buttonRadius")
    css = theme_css({"theme": dict.fromkeys(names, value) | {"headingFontSizes": [value]}})
    assert "evil" not in css
    assert "display" not in css
    assert "</" not in css
    assert "expression" not in css


def test_more_options_of_themes():
    css = theme_css(
        {
            "theme": {
                "headingFontSizes": ["3rem", 20], "headingFontWeights": [500], "baseFontSize": 14,
                "linkColor": "rgb(1, 2, 3)", "buttonRadius": "8px", "headingFont": "Inter:https://a.example, serif",
                "light": {"primaryColor": "navy"},
            }
        }
    )  # fmt: skip
    assert "h1{font-size:3rem;font-weight:500" in css
    assert "h2{font-size:20px;font-weight:600" in css
    assert "--fr-size:14px;" in css
    assert ".fr-button{border-radius:8px}" in css
    assert ".fr-md a{color:rgb(1, 2, 3)}" in css
    assert "font-family:'Inter', ui-serif" in css
    assert f"@media (prefers-color-scheme:light){{{APP}{{--fr-accent:navy" in css


@pytest.mark.parametrize(("chosen", "shown"), [("true", True), ('"none"', False), ('"full"', True), ("false", False)])
def test_errors_are_shown_as_the_file_says(script, chosen, shown):
    page, _ = script(f"[client]\nshowErrorDetails = {chosen}\n", "raise ValueError('the secret')\n")
    assert ("the secret" in page.text) is shown


def test_a_broken_file_is_logged_and_left_alone(tmp_path, caplog):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text("[theme\n")
    assert options_of(tmp_path) == {}
    assert "config.toml is not read" in caplog.text
