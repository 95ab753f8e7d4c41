"""The addresses of a script and of its pages."""

from __future__ import annotations

import pytest
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern

from formrerun.scripts.page_urls import page_urls

SCRIPT = URLResolver(RegexPattern(r"^/"), page_urls(lambda request, fr_page="": None))


@pytest.mark.parametrize("name", ["data", "st.query_params", "Über_uns", "v1.30", "robots", "favicon"])
def test_a_page_has_an_address_whatever_its_name(name):
    assert SCRIPT.resolve(f"/{name}").kwargs == SCRIPT.resolve(f"/{name}/").kwargs == {"fr_page": name}


@pytest.mark.parametrize("path", ["/favicon.ico", "/robots.txt", "/apple-touch-icon-precomposed.png", "/a/b"])
def test_what_every_site_is_asked_for_runs_no_script(path):
    with pytest.raises(Resolver404):
        SCRIPT.resolve(path)
