"""Who a request is from, when two threads ask."""

from __future__ import annotations

from threading import Thread

from django.contrib.auth.models import AnonymousUser

import formrerun as fr
from formrerun.submissions.page_request import PageRequest


class Session(dict):
    """A session that is still being loaded when another thread asks for it too."""

    session_key = "test"

    def __init__(self, ask):
        self.other = Thread(target=ask)

    def get(self, key, default=None):
        found = super().get(key, default)
        if self.other.ident is None:
            self.other.start()
            self.other.join(0.5)  # it has answered by then, or waits for this one
        return found


def test_a_new_session_gets_one_secret_only(rf):
    """The stream begins while the run ends: the record belongs to the session of the cookie."""

    @fr.page
    def page():
        fr.text_input("Name")

    request = rf.get("/")
    visit = PageRequest(request=request, page=page.page, kwargs={}, home="/")
    owners = []
    request.user, request.session = AnonymousUser(), Session(lambda: owners.append(visit.owner(True)))
    owners.append(visit.owner(True))
    request.session.other.join()

    assert owners[0].key == owners[1].key == visit.owner(False).key != ""
