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


def test_links_are_not_written_in_the_primary_colour(script):
    links = f"{APP} .fr-md a{{color:"
    for options in ('[theme]\nprimaryColor="#16d8a0"\n', '[theme.light]\nprimaryColor="#16d8a0"\n'):
        assert f"{links}var(--fr-blue)}}" in script(options)[1]
    _, css = script('[theme]\nprimaryColor="#16d8a0"\nlinkColor="#102030"\n')
    assert css.rindex(links) == css.index(f"{links}#102030}}")
    assert links not in script("")[1]


def test_without_options_headings_are_streamlit_s(script):
    _, css = script("")
    assert "h1{font-size:2.75rem;font-weight:700" in css
    assert "h2{font-size:2.25rem;font-weight:600" in css
    assert "--fr-" not in css


def test_headings_of_the_sidebar_are_smaller_and_have_sizes_of_their_own(script):
    _, css = script('[theme]\nheadingFontSizes=["4rem"]\n[theme.sidebar]\nheadingFontSizes=["1rem"]\n')
    assert ".stSidebar :is(.stHeading,.stMarkdown) h1{font-size:1rem;" in css
    assert ".stSidebar :is(.stHeading,.stMarkdown) h2{font-size:1.25rem;" in css


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


FACES = """
[theme]
font = "'Own Text':https://fonts.example/css2, serif"
[[theme.fontFaces]]
family = "Own Text"
url = "app/static/own text.woff2"
weight = "200 900"
style = "italic"
unicodeRange = "U+0000-00FF, U+20AC"
[[theme.fontFaces]]
family = "Theirs"
url = "https://fonts.example/theirs.woff2"
"""


def test_fonts_of_the_site_s_own_are_loaded_and_those_of_others_are_named_in_the_log(script, caplog):
    _, css = script(FACES)
    assert (
        "@font-face{font-family:'Own Text';src:url(\"/app/static/own%20text.woff2\");font-display:swap;"
        "font-weight:200 900;font-style:italic;unicode-range:U+0000-00FF, U+20AC}"
    ) in css
    assert "--fr-font:'Own Text', ui-serif" in css
    assert "fonts.example" not in css
    assert "https://fonts.example/theirs.woff2" in caplog.text


@pytest.mark.parametrize(
    "face",
    [
        {"family": "A"},
        {"url": "a.woff2"},
        {"family": "A", "url": "//evil.example/a"},
        {"family": "A", "url": "javascript:evil"},
        {"family": "A';}evil{", "url": "a.woff2"},
        "evil",
    ],
)
def test_a_font_that_will_not_do_is_left_out(face):
    assert theme_css({"theme": {"fontFaces": [face]}}) == theme_css({})


def test_what_is_in_an_address_or_beside_it_ends_no_rule():
    face = {"family": "A", "url": 'a.woff2");}body{display:none', "weight": "1;}x{", "style": "}", "unicodeRange": "}"}
    css = theme_css({"theme": {"fontFaces": [face]}}).splitlines()[0]
    assert css == """@font-face{font-family:'A';src:url("/a.woff2%22%29;%7Dbody%7Bdisplay:none");font-display:swap}"""


def test_charts_have_the_colours_of_the_theme():
    css = theme_css(
        {"theme": {"chartCategoricalColors": ["red", "no;", "#00f"], "chartSequentialColors": ["red"] * 9,
                   "dark": {"chartDivergingColors": ["navy"] * 10}}}
    )  # fmt: skip
    assert "--fr-chart-1:red;--fr-chart-2:#00f;--fr-chart-3:initial;" in css
    assert "sequential" not in css  # of these there must be ten
    dark = css[css.index("@media (prefers-color-scheme:dark)") :]
    assert "--fr-chart-diverging-10:navy;--fr-chart-diverging-11:initial;" in dark


def test_a_colour_of_the_palette_has_a_text_and_a_background_of_its_own():
    css = theme_css({"theme": {"redColor": "#e00", "greenTextColor": "#050", "greenBackgroundColor": "#cfc"}})
    assert ".fr-color-red,.fr-background-red,.fr-badge-red" in css
    assert "{background:light-dark(color-mix(in srgb, #e00 10%, transparent)" in css
    assert ".fr-alert-success){color:#050}" in css
    assert ".fr-alert-success){background:#cfc}" in css


def test_sizes_borders_and_paddings_of_themes():
    css = theme_css(
        {"theme": {
            "metricValueFontSize": "3rem", "metricValueFontWeight": 700, "baseFontWeight": 300, "codeFontSize": "18px",
            "codeFontWeight": 700, "headingFontSizes": "2rem", "headingFontWeights": 300, "paddingTop": "1rem",
            "paddingBottom": 16, "borderColor": "#ccc", "dataframeBorderColor": "red", "showSidebarBorder": False,
            "dataframeHeaderBackgroundColor": "#ffd", "dataframeHeaderTextColor": "navy", "showWidgetBorder": False,
            "sidebar": {"headingFontWeights": [500], "paddingTop": "0"},
        }}
    )  # fmt: skip
    for rule in (
        ".fr-metric-value{font-size:3rem}", ".fr-metric-value{font-weight:700}", "{font-weight:300}",
        ".fr-md strong{font-weight:500}", ":is(.fr-code,.fr-json){font-size:18px}", "h6{font-size:2rem;font-weight:300",
        ".stMainBlockContainer{padding-top:1rem}", ".stSidebarUserContent{padding-top:0px}", "--fr-edge:#ccc;",
        ".fr-md table){--fr-line:red}", ".fr-sidebar{border-color:transparent}",
        ".tabulator-header *){background:#ffd}",
        ".tabulator-header){color:navy}", ".fr-field{background:var(--fr-surface)}",
        ".stSidebar :is(.stHeading,.stMarkdown) h1{font-size:1.5rem;font-weight:500}",
    ):  # fmt: skip
        assert rule in css
    assert "padding-bottom:16" not in css  # Streamlit takes texts only
    assert ".fr-json,:not(pre) > code){font-weight" not in css  # 600 is the most


def test_a_theme_may_be_based_on_a_file(script, tmp_path, caplog):
    (tmp_path / "warm.toml").write_text(
        '[theme]\nbase="dark"\nprimaryColor="red"\ntextColor="#eee"\n[theme.sidebar]\ntextColor="#ddd"\n'
    )
    _, css = script('[theme]\nbase="warm.toml"\nprimaryColor="teal"\n[theme.sidebar]\nbackgroundColor="#123"\n')
    for rule in ("--fr-accent:teal;", "--fr-fg:#eee;", "color-scheme:dark", "--fr-fg:#ddd;", "--fr-bg:#123;"):
        assert rule in css
    script('[theme]\nbase="https://themes.example/warm.toml"\n')
    assert "https://themes.example/warm.toml is not read" in caplog.text


def test_what_is_chosen_can_be_read_on_a_tint_of_any_primary_colour(script):
    _, css = script('[theme]\nbase="dark"\nprimaryColor="#615fff"\n')
    assert "--fr-accent:#615fff;" in css
    assert "--fr-accent-text:color-mix(in srgb, #615fff 60%, var(--fr-fg));" in css


@pytest.mark.parametrize(("chosen", "shown"), [("true", True), ('"none"', False), ('"full"', True), ("false", False)])
def test_errors_are_shown_as_the_file_says(script, chosen, shown):
    page, _ = script(f"[client]\nshowErrorDetails = {chosen}\n", "raise ValueError('the secret')\n")
    assert ("the secret" in page.text) is shown


def test_a_broken_file_is_logged_and_left_alone(tmp_path, caplog):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text("[theme\n")
    assert options_of(tmp_path) == {}
    assert "config.toml is not read" in caplog.text


def test_variables_of_the_environment_come_before_files(tmp_path, monkeypatch):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text('[server]\nport = 8501\n[theme]\nprimaryColor="red"\n')
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "9000")
    monkeypatch.setenv("STREAMLIT_SERVER_ENABLE_STATIC_SERVING", "true")
    monkeypatch.setenv("STREAMLIT_THEME_BASE", "dark")
    assert options_of(tmp_path) == {
        "server": {"port": 9000, "enableStaticServing": True},
        "theme": {"primaryColor": "red", "base": "dark"},
    }
