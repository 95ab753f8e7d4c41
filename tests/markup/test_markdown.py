"""Markdown as Streamlit has it."""

from __future__ import annotations

import pytest

from formrerun.markup.markdown import inline_html, markdown_html
from tests.visitor import parse


@pytest.mark.parametrize("text", ["Edit config.py or readme.md", "see data.io", "a//b.com", "main.rs, x.org"])
@pytest.mark.parametrize("read", [markdown_html, inline_html])
def test_a_file_name_is_no_address(read, text):
    assert not parse(read(text)).all("a")


@pytest.mark.parametrize("read", [markdown_html, inline_html])
def test_addresses_are_links(read):
    links = parse(read("http://x.org, www.y.org/a?b=c. (https://z.dev/config.py) a@b.co www.nic.dev")).all("a")
    assert [(link["href"], link.text) for link in links] == [
        ("http://x.org", "http://x.org"),
        ("http://www.y.org/a?b=c", "www.y.org/a?b=c"),
        ("https://z.dev/config.py", "https://z.dev/config.py"),
        ("mailto:a@b.co", "a@b.co"),
        ("http://www.nic.dev", "www.nic.dev"),
    ]


def test_a_pattern_is_no_footnote_and_a_footnote_is_one():
    assert parse(markdown_html("matches ^[0-9]+$ only")).text == "matches ^[0-9]+$ only"
    assert parse(markdown_html("so[^1]\n\n[^1]: they say")).all("section")


def test_tasks_are_items_with_a_box():
    html = parse(markdown_html("- [ ] one\n- [x] **two**\n- three\n\n1. [X] four\n\n[ ] five"))
    assert [item.get("class") for item in html.all("li")] == ["task-list-item"] * 2 + [""] + ["task-list-item"]
    assert ["checked" in box for box in html.all("input")] == [False, True, True]
    assert "[ ] five" in html.text
    assert parse(markdown_html("- [x] two", unsafe=True)).one("li").text == "☑ two"


LINK = f"https://example.org/{'a' * 6_000}"


@pytest.mark.parametrize(
    ("text", "tag", "count"),
    [
        (f"Before ![logo](data:image/png;base64,{'QUJD' * 2_000}) after", "img", 1),
        (f"<img src='data:image/png;base64,{'QUJD' * 2_000}' width=32 alt='a b'>", "img", 1),
        (f"[a link]({LINK}) and [another]({LINK})", "a", 2),
        (f"**{'bold ' * 2_000}end**", "strong", 1),
        (f"`{'code ' * 2_000}`", "code", 1),
        (f":red[{'red ' * 2_000}]", "span", 1),
        (f"[{'words ' * 2_000}](https://example.org)", "a", 1),
        (f"{'word ' * 999}[a long link text](https://example.org) more", "a", 1),
        (f"| a |\n|---|\n| {'word ' * 2_000}**b** `c d` |", "strong", 1),
        (" ".join(f"[link {n}](https://example.org/{n})" for n in range(1_000)), "a", 1_000),
    ],
)
def test_no_mark_is_cut_however_long_the_text(text, tag, count):
    assert len(parse(markdown_html(text, unsafe=True)).all(tag)) == count
    if not text.startswith("<img"):
        assert len(parse(markdown_html(text)).all(tag)) == count


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a <-> b -> c <- d -- e >= f <= g ~= h", "a ↔ b → c ← d — e ≥ f ≤ g ≈ h"),
        ("->", "→"),
        ("a->b, 10--20, x>=y", "a->b, 10--20, x>=y"),
    ],
)
def test_signs_that_stand_alone_are_drawn(text, shown):
    assert parse(f"<div>{markdown_html(text)}</div>").text == shown


def test_signs_in_links_and_code_stay():
    page = parse(f"<div>{markdown_html('[a -> b](https://example.org/) `c -> d`')}</div>")
    assert (page.one("a").text, page.one("code").text) == ("a -> b", "c -> d")


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        ("~gone~ here", ["gone"]),
        ("~~gone~~ here", ["gone"]),
        ("a ~**b**~ c", ["b"]),
        ("about ~100 and ~200", []),
        ("~ a ~", []),
        ("~a~~", []),
        ("~", []),
    ],
)
def test_one_tilde_or_two_cross_out(text, struck):
    assert [each.text for each in parse(f"<div>{markdown_html(text)}</div>").all("s")] == struck


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("### Big **title** ##", "Big title"),
        ("| a | b |\n|---|---|\n| 1 | *2* |", "a b 1 2"),
        ("Sales\n\n---|---\n", "Sales ---|---"),
        ("# of rooms", "# of rooms"),
        ("1. Name", "1. Name"),
        ("a | b -- c", "a | b -- c"),
    ],
)
def test_a_label_has_no_blocks(label, shown):
    html = parse(inline_html(label))
    assert " ".join(html.text.split()) == shown.replace(" -- ", " — ")
    assert not [node.tag for node in html.walk() if node.tag in ("table", "h2", "h3", "ol", "hr")]


@pytest.mark.parametrize("read", [markdown_html, inline_html])
def test_the_logo_of_another_project_is_left_out(read):
    assert parse(read("Made with :streamlit: and `:streamlit:`")).text == "Made with and :streamlit:"
