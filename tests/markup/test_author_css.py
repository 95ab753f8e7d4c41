"""CSS of authors: what becomes of a stylesheet and of ``style=``."""

from __future__ import annotations

import re

import pytest

from formrerun.markup.author_css import APP, inline_style, stylesheet
from formrerun.markup.sanitizing import clean_author_html


@pytest.mark.parametrize(
    ("written", "served"),
    [
        (".card{color:red}", f"{APP} .card{{color:red;}}"),
        ("h1, .a > b {margin:0 auto !important}", f"{APP} h1,{APP} .a > b{{margin:0 auto!important;}}"),
        ("* {margin:0}", f"{APP} *{{margin:0;}}"),
        ("@media (max-width:9em){b{x:y}}", f"@media (max-width:9em){{{APP} b{{x:y;}}}}"),
        (".a{color:red;&:hover{color:blue}}", f"{APP} .a{{color:red;&:hover{{color:blue;}}}}"),
        ("@keyframes k{from{opacity:0}}", "@keyframes k{from{opacity:0}}"),
        (".a:not(.b):has(> .c) ~ b{x:y}", f"{APP} .a:not(.b):has(> .c) ~ b{{x:y;}}"),
        (".w-1\\/2{width:50%}", f"{APP} .w-1\\/2{{width:50%;}}"),
        ("a{color:red", f"{APP} a{{color:red;}}"),
    ],
)
def test_rules_hold_below_the_app(written, served):
    assert stylesheet(written) == served


@pytest.mark.parametrize(
    ("streamlit", "here"),
    [
        ("body", ""),
        ("html", ""),
        (":root", ""),
        (".stApp", ""),
        ("[data-testid='stApp']", ""),
        ("html body .stApp h2::before", " h2::before"),
        ("body.dark b", ".dark b"),
        (".main .block-container", " .stMain .stMainBlockContainer"),
        ("section.main > div", " .stMain > div"),
        (".stButton > button:first-child", " .stButton button:first-child"),
        (".stTextInput > div > div > input", " .stTextInput input"),
        ('section[data-testid="stSidebar"]', " [data-testid=stSidebar]"),
        ('div[data-testid="stMetric"] > div', " [data-testid=stMetric] > :is(div,span)"),
        ('div[data-testid="stMetricValue"] > div', " [data-testid=stMetricValue] > :is(div,span)"),
        (".stMetric label", " .stMetric :is(label,:where([data-testid=stMetricLabel]))"),
        ('[data-testid="stSidebar"] > div:first-child', " [data-testid=stSidebar]"),
        (".stSelectbox > div > div", " .stSelectbox > div"),
        ("div[data-testid='stTextInput'] > div > div", " [data-testid=stTextInput] > div"),
        (".stFileUploader section", " .stFileUploader :is(section,:where([data-testid=stFileUploaderDropzone]))"),
        (".stFileUploader button:hover", " .stFileUploader input:hover::file-selector-button"),
        (".stButtonGroup button:hover", " .stButtonGroup :is(button,label):hover"),
        (
            "section[data-testid='stSidebar'] > div p",
            " [data-testid=stSidebar] :is(p,:where(span[data-testid=stMarkdownContainer]))",
        ),
        (".st-key-mine button", " .st-key-mine button"),
        (".stButton > button[kind='primary']:hover", " .stButton button[data-testid=stBaseButton-primary]:hover"),
        ("button[kind^=secondary]", " button[data-testid^=stBaseButton-secondary]"),
        (".stRadio label p", " .stRadio label :is(p,:where(span[data-testid=stMarkdownContainer]))"),
        ("p.note", " p.note"),
    ],
)
def test_streamlit_s_names_are_ours(streamlit, here):
    assert stylesheet(f"{streamlit}{{x:y}}") == f"{APP}{here}{{x:y;}}"


@pytest.mark.parametrize("selector", ["body ~ p", ":root + div", "~ p", "> p", "p body", ""])
def test_nothing_beside_the_app_is_reached(selector):
    assert stylesheet(f"{selector}{{x:y}}") == ""
    assert stylesheet(":root{& ~ p{x:y}}") == ""


@pytest.mark.parametrize(
    ("value", "stays"),
    [
        ("url(/static/a.png)", True),
        ("url('data:image/png;base64,AAAA')", True),
        ("url(#g)", True),
        ("linear-gradient(red, blue)", True),
        ("url(https://evil.example/a)", False),
        ('url("https://evil.example/a")', False),
        ("url(//evil.example/a)", False),
        ("u\\72l(https://evil.example/a)", False),
        ("url(/\\\\evil.example/a)", False),
        ("url(data:text/html,a)", False),
        ("url(javascript:a)", False),
        ("image-set('https://evil.example/a' 1x)", False),
        ("expression(alert(1))", False),
        ("var(--x, url(https://evil.example/a))", False),
        ("{url(https://evil.example/a)}", False),
    ],
)
def test_addresses_are_those_of_a_strict_policy(value, stays):
    assert bool(stylesheet(f"p{{background:{value}}}")) is stays
    assert bool(inline_style(f"background:{value}")[0]) is stays


@pytest.mark.parametrize(
    "css",
    [
        "@import url(https://evil.example/a.css);",
        "@import '/a.css';",
        "@charset 'x';",
        "@font-face{font-family:x;src:url(https://evil.example/x)}",
        "@keyframes k{from{background:url(https://evil.example/x)}}",
        "p{behavior:url(/x.htc)}",
        "p{-moz-binding:url(/x.xml)}",
        "}} p{x:y}",
        "(" * 50_000,
        "p{a:" + "{" * 50_000,
        "p" * 300_000 + "{x:y}",
    ],
)
def test_what_does_not_become_a_rule(css):
    assert stylesheet(css) == ""


def test_a_style_is_a_class_that_wins():
    html, css = clean_author_html('<p style="color: #0a0; text-align:center" class="a" title="b>">x</p>')
    name = re.search(r"fr-i-\w+", html).group()
    assert html == f'<p class="a {name}" title="b&gt;">x</p>'
    assert css == f"{APP}{APP} .{name}{{color:#0a0;text-align:center;}}"


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ('<p align="center" id="mine">x</p>', '<p align="center" id="mine">x</p>'),
        ('<p id="fr-page">x</p>', "<p>x</p>"),
        ('<img src="data:image/png;base64,AA">', '<img src="data:image/png;base64,AA">'),
        ('<img src="data:text/html,AA">', "<img>"),
        ('<a href="data:image/png;base64,AA">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="da&#9;ta:text/html,a">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="&#1;data:text/html,a">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<svg><rect fill="u\\72l(http://a)"></rect></svg>', "<svg><rect></rect></svg>"),
        ('<svg viewBox="0 0 9 9"><path d="M0 0"></path></svg>', '<svg viewBox="0 0 9 9"><path d="M0 0"></path></svg>'),
        ('<svg><use href="#a"></use><use href="/b"></use></svg>', '<svg><use href="#a"></use><use></use></svg>'),
        ('<svg><rect fill="url(http://a)"></rect></svg>', "<svg><rect></rect></svg>"),
        ("<svg><script>a</script><set></set><animate></animate></svg>", "<svg></svg>"),
        ("<svg><style><img src=x onerror=a></style></svg>", '<svg></svg><img src="x">'),
        ("<style>p{}</style><b onclick=a>x</b>", "<b>x</b>"),
        ("<style><!--</style><img src=x onerror=a>", '<img src="x">'),
        ('<p title="<style>a</style>">x</p>', '<p title="&lt;style&gt;a&lt;/style&gt;">x</p>'),
    ],
)
def test_what_stays_of_html(written, html):
    assert clean_author_html(written)[0] == html
