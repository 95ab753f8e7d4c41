"""
Pages that stand beside their tests.

A test module defines a page with ``@fr.page`` and a parameter ``token``; ``visit(page)`` opens it under
``tb/<its dotted name>/<token>/``, and ``visit(page, streams=True)`` under ``tb/live/…``, where a run that takes its time
shows itself. What the page hands to :func:`note` the test reads from the server, and
:func:`pause` lets a run wait until the test lets it go on.
"""

from __future__ import annotations

import json
from threading import Thread
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from formrerun import pages
from formrerun.engine.context import current_run
from formrerun.models import Tab
from formrerun.web.dispatch import PageView
from tests.meeting import meeting


def note(token: str, **values: Any) -> None:
    """Remember what a run saw; the test reads it."""
    meeting(token).add("notes", values)


def pause(token: str) -> None:
    """Wait here while the test holds its page."""
    meeting(token).wait()


def yield_while_held(token: str) -> None:
    """Wait here while the test holds its page, as work would that draws: Stop, or a newer submission, ends it."""
    held = Thread(target=pause, args=(token,))
    held.start()
    while held.is_alive():
        current_run().check_interrupts()
        held.join(0.02)


def show(request: HttpRequest, name: str, token: str, fr_page: str = "") -> HttpResponseBase:
    """Answer as the page of that name, or as one of its pages."""
    return pages.get(name).view(request, token=token, fr_page=fr_page)


class Live(PageView):
    """The same where an event loop runs, as any page of a site is served there."""

    def __init__(self) -> None:
        """It is no page's own."""

    def page_of(self, kwargs: Any) -> Any:
        """Return the page of that name."""
        return pages.get(kwargs["name"])

    def __call__(self, request: HttpRequest, name: str, token: str) -> Any:
        return pages.get(name).view(request, token=token)


@csrf_exempt
def control(request: HttpRequest, token: str) -> JsonResponse:
    """Say what the runs noted; hold runs, let them go, or delete a tab's record."""
    wish = json.loads(request.body) if request.method == "POST" else {}
    if "hold" in wish:
        meeting(token).hold(wish["hold"])
    if "forget" in wish:
        Tab.objects.filter(pk=wish["forget"]).delete()
    return JsonResponse(meeting(token).all("notes"), safe=False)


urlpatterns = [
    path("control/<str:token>/", control),
    path("live/<str:name>/<str:token>/", Live()),
    path("<str:name>/<str:token>/", show),
    path("<str:name>/<str:token>/<str:fr_page>/", show),
]


class Visit:
    """
    What a test knows of a page it has opened.

    Parameters
    ----------
    page
        The browser's tab.
    live
        The server's address.
    view
        The page, as ``@fr.page`` returned it.
    streams
        Let runs that take their time show themselves.
    """

    def __init__(self, page: Any, live: str, view: Any, *, streams: bool = False) -> None:
        self.page, self.token = page, uuid4().hex[:12]
        self.address = f"{live}/tb/control/{self.token}/"
        self.url = f"/tb/{'live/' if streams else ''}{view.page.name}/{self.token}/"
        page.goto(self.url)

    def control(self, **wish: Any) -> list[dict[str, Any]]:
        """Tell the server a wish; return what the runs noted."""
        with urlopen(Request(self.address, json.dumps(wish).encode() if wish else None)) as answer:
            return json.load(answer)

    @property
    def seen(self) -> list[dict[str, Any]]:
        """What every run noted, the first one included."""
        return self.control()

    @property
    def last(self) -> dict[str, Any]:
        """What the last run noted."""
        return self.seen[-1]

    def hold(self) -> None:
        """Let runs wait where the page says ``pause``."""
        self.control(hold=True)

    def free(self) -> None:
        """Let them go on."""
        self.control(hold=False)

    def forget(self) -> None:
        """Delete the tab's record, as its expiry would."""
        self.control(forget=self.page.locator("#fr-app").get_attribute("data-fr-tab"))


__all__ = ["Visit", "note", "pause", "yield_while_held"]
