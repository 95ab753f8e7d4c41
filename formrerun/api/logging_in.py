"""``login``: Django's way in, by Streamlit's name."""

from __future__ import annotations

from typing import NoReturn

from formrerun.engine.context import current_run
from formrerun.engine.control_flow import SwitchPage
from formrerun.exceptions import StreamlitAPIException
from formrerun.utils.urls import path_of

__all__ = ["login"]


def login(provider: str | None = None) -> NoReturn:
    """
    Go to the site's login page, ``settings.LOGIN_URL``, and come back here afterwards; ``fr.user`` says who it was.

    Parameters
    ----------
    provider
        Handed to that page as ``?provider=``, for sites that offer several.

    Raises
    ------
    StreamlitAPIException
        If the site has no login page.
    """
    from django.conf import settings as project
    from django.shortcuts import resolve_url
    from django.urls import Resolver404, resolve

    run = current_run()
    url = resolve_url(project.LOGIN_URL)
    try:
        if url.startswith("/"):
            resolve(url)
    except Resolver404:
        raise StreamlitAPIException(
            f"`st.login` goes to the site's login page, and there is none at LOGIN_URL, {url}. Set LOGIN_URL, or add "
            '`path("accounts/", include("django.contrib.auth.urls"))` to the URLs.'
        ) from None
    asked = {"next": path_of(run.request) if run.request is not None else "/"}
    run.interruption.check_may_leave()
    raise SwitchPage(url, {**asked, "provider": provider} if provider else asked)
