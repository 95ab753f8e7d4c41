"""
Pages that stand beside their tests.

A test module defines a page with ``@fr.page`` and a parameter ``token``; ``visit(page)`` opens it under
``tb/<its dotted name>/<token>/``. What the page hands to :func:`note` the test reads from the server, and
:func:`pause` lets a run wait until the test lets it go on.
"""

from __future__ import annotations

import json
from collections import defaultdict
from threading import Event
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from formrerun import pages
from formrerun.models import Tab

#: Seconds a paused run waits for its test.
PATIENCE = 20

NOTES: dict[str, list[dict[str, Any]]] = defaultdict(list)
GATES: dict[str, Event] = {}


def note(token: str, **values: Any) -> None:
    """Remember what a run saw; the test reads it."""
    NOTES[token].append(values)


def pause(token: str) -> None:
    """Wait here while the test holds its page."""
    if token in GATES:
        GATES[token].wait(PATIENCE)


def show(request: HttpRequest, name: str, token: str) -> HttpResponseBase:
    """Answer as the page of that name."""
    return pages.get(name).view(request, token=token)


@csrf_exempt
def control(request: HttpRequest, token: str) -> JsonResponse:
    """Say what the runs noted; hold runs, let them go, or delete a tab's record."""
    wish = json.loads(request.body) if request.method == "POST" else {}
    if "hold" in wish:
        gate = GATES.setdefault(token, Event())
        (gate.clear if wish["hold"] else gate.set)()
    if "forget" in wish:
        Tab.objects.filter(pk=wish["forget"]).delete()
    return JsonResponse(NOTES[token], safe=False)


urlpatterns = [
    path("control/<str:token>/", control),
    path("<str:name>/<str:token>/", show),
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
    """

    def __init__(self, page: Any, live: str, view: Any) -> None:
        self.page, self.token = page, uuid4().hex[:12]
        self.address = f"{live}/tb/control/{self.token}/"
        self.url = f"/tb/{view.page.name}/{self.token}/"
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


__all__ = ["Visit", "note", "pause"]
