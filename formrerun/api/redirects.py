"""``redirect``: on to any address of the site, as ``switch_page`` goes on to its pages."""

from __future__ import annotations

from typing import Any, NoReturn
from urllib.parse import urljoin

from formrerun.engine.context import current_run
from formrerun.engine.control_flow import SwitchPage
from formrerun.exceptions import RedirectNotAllowed

__all__ = ["redirect"]


def redirect(to: Any, *args: Any, allowed_hosts: Any = (), **kwargs: Any) -> NoReturn:
    """
    End the run and let the browser go on at another address. What was written is kept.

    An address that leaves the site is refused, so that one which came from outside (``?next=``) leads nobody astray.

    Parameters
    ----------
    to
        A name of a URL pattern, a model with ``get_absolute_url``, or an address: what Django's ``redirect`` takes.
    args, kwargs
        The arguments of the URL pattern.
    allowed_hosts
        Other sites that it may lead to, as ``["pay.example.com"]``.

    Raises
    ------
    RedirectNotAllowed
        If the address is none of the site's, nor of the allowed hosts'.
    NoReverseMatch
        If there is no URL pattern of the name.
    FormrerunError
        Inside the author's own ``transaction.atomic()``.

    Examples
    --------
    >>> def save():
    ...     order = Order.objects.create(amount=fr.session_state.amount)
    ...     messages.success(fr.request, "Saved.")
    ...     fr.redirect("admin:shop_order_change", order.pk)
    """
    from django.shortcuts import resolve_url
    from django.utils.http import url_has_allowed_host_and_scheme

    run = current_run()
    run.check_not_parallel("fr.redirect")
    request, url = run.request, resolve_url(to, *args, **kwargs)
    hosts = {allowed_hosts} if isinstance(allowed_hosts, str) else set(allowed_hosts)
    if request is not None:
        url = urljoin(request.path, url)
        hosts.add(request.get_host())
    if not url_has_allowed_host_and_scheme(url, hosts):
        raise RedirectNotAllowed(url)
    run.interruption.check_may_leave()
    raise SwitchPage(url)
