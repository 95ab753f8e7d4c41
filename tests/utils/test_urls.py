"""Our addresses, and what has room in one."""

from __future__ import annotations

import logging

from django.conf.urls.i18n import i18n_patterns
from django.urls import clear_url_caches, include, path, set_script_prefix, set_urlconf
from django.utils import translation

from formrerun.utils import urls
from formrerun.utils.urls import LONGEST_PARAMETER, LONGEST_QUERY, has_room, own_address, short_query, with_query


def test_a_long_parameter_has_no_room():
    assert has_room({}, "a", "x" * (LONGEST_PARAMETER - 3))
    assert not has_room({}, "a", "x" * LONGEST_PARAMETER)
    assert not has_room({}, "a", "ж" * (LONGEST_PARAMETER // 5))  # six characters each, in an address


def test_all_together_have_as_much():
    half = "x" * (LONGEST_QUERY // 2)
    assert not has_room({"a": half}, "b", half)
    assert has_room({"a": half, "b": half}, "b", "short")  # it counts as what it becomes
    assert short_query({"a": half, "b": half, "c": "1"}) == {"a": half, "c": "1"}
    assert short_query({"a": half, "b": half, "c": "1"}, first=["b"]) == {"b": half, "c": "1"}


def test_a_query_may_be_pairs_or_nothing():
    assert short_query([("a", 1), ("b", ["2", "3"])]) == {"a": 1, "b": ["2", "3"]}
    assert with_query("/p/?q=1", short_query(None)) == "/p/?q=1"


def test_what_is_left_out_is_said_once_while_a_site_is_developed(settings, caplog, monkeypatch):
    monkeypatch.setattr(urls, "_said", set())
    with caplog.at_level(logging.WARNING, "formrerun"):
        short_query({"notes": "x" * 5000})
        assert caplog.messages == []
        settings.DEBUG = True
        for _ in range(2):
            short_query({"notes": "x" * 5000})
    [message] = caplog.messages
    assert "'notes' is too long for an address" in message


class TestOwnAddress:
    """An address is looked up once, and anew where what it depends on is another."""

    def test_it_follows_language_prefix_and_urlconf(self):
        class Both:
            urlpatterns = i18n_patterns(path("kit/", include("formrerun.urls")))

        class Plain:
            urlpatterns = [path("fr/", include("formrerun.urls"))]

        def asked(urlconf, language="en", prefix="/"):
            set_urlconf(urlconf)
            set_script_prefix(prefix)
            with translation.override(language):
                return own_address("sizes")

        try:
            for _again in range(2):
                assert asked(Both) == "/en/kit/sizes.css"
                assert asked(Both, "de") == "/de/kit/sizes.css"
                assert asked(Plain) == asked(Plain, "de") == "/fr/sizes.css"
                assert asked(Plain, prefix="/app/") == "/app/fr/sizes.css"
            Plain.urlpatterns = [path("moved/", include("formrerun.urls"))]
            clear_url_caches()
            assert asked(Plain) == "/moved/sizes.css"
        finally:
            set_urlconf(None)
            set_script_prefix("/")
            clear_url_caches()
