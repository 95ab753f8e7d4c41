"""Keys, and which widget is which."""

from __future__ import annotations

import pytest

from formrerun.engine.keys import css_key, identity, to_key
from formrerun.exceptions import StreamlitAPIException, StreamlitValueError
from formrerun.utils.digests import digest


@pytest.mark.parametrize(("key", "text"), [(None, None), ("a", "a"), (5, "5"), (0, "0"), ("None", "None"), (" ", " ")])
def test_a_key_is_a_text(key, text):
    assert to_key(key) == text


def test_keys_that_are_none():
    with pytest.raises(StreamlitValueError, match="Supported values: a non-empty string"):
        to_key("")
    with pytest.raises(StreamlitAPIException, match="reserved"):
        to_key("$$ID-1")


@pytest.mark.parametrize(
    ("key", "css"),
    [
        ("my key", "st-key-my-key"),
        ("a.b#c", "st-key-a-b-c"),
        ("ü_1-2", "st-key-ü_1-2"),
        ('"><x', "st-key----x"),
    ],
)
def test_the_class_of_a_key(key, css):
    assert css_key(key) == css


def test_parts_do_not_run_into_each_other():
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("\ud800") == digest("\ud800")


def made(key=None, *, kind="text_input", page="p", form="", root="main", resets=(), **params):
    return identity(kind, key, page, form, root, {"label": "L", "max_chars": None, **params}, resets)


@pytest.mark.parametrize(
    "change", [{"kind": "text_area"}, {"page": "q"}, {"form": "f"}, {"root": "sidebar"}, {"label": "M"}, {"key": "k"}]
)
def test_without_a_key_everything_counts(change):
    assert made(**change) != made()


@pytest.mark.parametrize("change", [{"form": "f"}, {"root": "sidebar"}, {"label": "M"}, {"max_chars": 5}])
def test_with_a_key_it_goes_where_the_key_goes(change):
    assert made("k", **change) == made("k")


@pytest.mark.parametrize("change", [{"kind": "text_area"}, {"page": "q"}, {"key": "l"}, {"max_chars": 5}])
def test_what_makes_another_widget_of_it_all_the_same(change):
    assert made(**{"key": "k", "resets": ("max_chars",), **change}) != made("k", resets=("max_chars",))


def test_an_id_stands_in_html_and_css_as_it_is():
    assert made('"><&').replace("fr-", "").isalnum()
