"""The addresses of a script and of its pages."""

from __future__ import annotations

import pytest
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern

from formrerun.scripts.page_urls import page_urls


def script_in(folder):
    return URLResolver(RegexPattern(r"^/"), page_urls(lambda request, fr_page="": None, folder))


@pytest.mark.parametrize("name", ["data", "st.query_params", "Über_uns", "v1.30", "robots", "favicon"])
def test_a_page_has_an_address_whatever_its_name(name, tmp_path):
    script = script_in(tmp_path)
    assert script.resolve(f"/{name}").kwargs == script.resolve(f"/{name}/").kwargs == {"fr_page": name}


@pytest.mark.parametrize("path", ["/favicon.ico", "/robots.txt", "/apple-touch-icon-precomposed.png", "/a/b"])
def test_what_every_site_is_asked_for_runs_no_script(path, tmp_path):
    with pytest.raises(Resolver404):
        script_in(tmp_path).resolve(path)


@pytest.mark.parametrize("wanted", [True, False])
def test_its_static_files_are_served_if_it_says_so(tmp_path, rf, wanted):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "cat.svg").write_text("<svg/>")
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text(f"[server]\nenableStaticServing = {str(wanted).lower()}\n")
    script = script_in(tmp_path)
    if not wanted:
        with pytest.raises(Resolver404):
            script.resolve("/app/static/cat.svg")
        return
    view, args, kwargs = script.resolve("/app/static/cat.svg")
    response = view(rf.get("/"), *args, **kwargs)
    assert b"".join(response) == b"<svg/>"
    response.file_to_stream.close()


def test_it_says_that_it_is_well_where_streamlit_does(tmp_path, rf):
    view, args, kwargs = script_in(tmp_path).resolve("/_stcore/health")
    assert view(rf.get("/_stcore/health"), *args, **kwargs).content == b"ok"
