"""``logout``: Django's way out, by Streamlit's name."""

from __future__ import annotations

from typing import NoReturn

from formrerun.engine.context import current_run
from formrerun.engine.control_flow import SwitchPage
from formrerun.exceptions import StreamlitAPIException
from formrerun.utils.urls import own_address
from formrerun.web.leaving import leave_token

__all__ = ["logout"]


def logout() -> NoReturn:
    """
    Log the visitor out, and go to ``settings.LOGOUT_REDIRECT_URL`` or, without one, to this page again.

    Call it in answer to a press, as in ``if fr.button("Log out"): fr.logout()``: opening a page logs nobody out, so
    that no link of another site can.

    Raises
    ------
    StreamlitAPIException
        If the page was only opened, or nobody logs people in on this site.
    """
    from django.apps import apps

    run = current_run()
    if not apps.is_installed("django.contrib.auth"):
        raise StreamlitAPIException(
            "`st.logout` logs out of django.contrib.auth, which is not installed. Add it to INSTALLED_APPS."
        )
    if run.request is None or run.request.method != "POST":
        raise StreamlitAPIException(
            "`st.logout` needs a press: opening a page logs nobody out, for a link of another site could open it. "
            'Write `if st.button("Log out"): st.logout()`.'
        )
    run.interruption.check_may_leave()
    raise SwitchPage(own_address("logout"), {"of": leave_token(run.request)})
