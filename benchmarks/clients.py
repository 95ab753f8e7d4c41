"""
Ten visitors who submit as fast as they are answered: ``python -m benchmarks.clients ADDRESSES PAGE SECONDS SESSION…``.

Prints how many submissions a second were answered. PAGE is "hand", or the path of a page of formrerun's. Of several
addresses, between commas, each request goes to the next, as a proxy sends it that knows no sticky sessions.
"""

from __future__ import annotations

import re
import sys
import time
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import cycle
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from benchmarks.in_process import ByHand, Formrerun

CLIENTS = 10
FIELDS = 6
#: Seconds until it counts.
WARM = 2.0


class Response:
    """An answer, read as a response of Django's test client."""

    def __init__(self, status_code: int, headers: Any, content: bytes) -> None:
        self.status_code, self.headers, self.content = status_code, headers, content

    def __getitem__(self, name: str) -> str:
        """Return a header."""
        return str(self.headers[name])


class Visitor:
    """A connection to each process, with cookies and the CSRF token, called as Django's test client."""

    def __init__(self, addresses: list[str], session: str) -> None:
        self.connections = cycle([HTTPConnection(urlsplit(address).netloc) for address in addresses])
        self.cookies = {"sessionid": session}
        self.token = ""

    def get(self, url: str) -> Response:
        """Open a page."""
        response = self._ask("GET", url, None, {})
        said = re.search(r'(?:data-fr-csrf="|X-CSRFToken": ")(\w+)', response.content.decode())
        self.token = said[1] if said else ""
        return response

    def post(self, url: str, body: str, content_type: str, headers: dict[str, str] | None = None) -> Response:
        """Submit."""
        more = {"Content-Type": content_type, "X-CSRFToken": self.token, **(headers or {})}
        return self._ask("POST", url, body.encode(), more)

    def _ask(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Response:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = next(self.connections)
        connection.request(method, url, body, {"Accept": "text/html", "Cookie": cookies, **headers})
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Response(answer.status, answer.headers, answer.read())


def main() -> None:
    """Submit and count."""
    addresses, page, seconds, *sessions = sys.argv[1:]
    answered = [0] * CLIENTS
    goes_on = True

    def submit(place: int) -> None:
        # Each begins at another one, or all of them would ask the same process at the same time.
        split = addresses.split(",")
        first = place % len(split)
        visitor: Any = Visitor([*split[first:], *split[:first]], sessions[place % len(sessions)])
        made = ByHand(visitor, FIELDS, False) if page == "hand" else Formrerun(visitor, FIELDS, False, page)
        while goes_on:
            response = made.request(answered[place])()
            assert response.status_code == 200, response.content[:300]
            made.answered(response)
            answered[place] += 1

    threads = [Thread(target=submit, args=(place,)) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    time.sleep(WARM)
    before, begun = sum(answered), time.monotonic()
    time.sleep(float(seconds))
    rate = (sum(answered) - before) / (time.monotonic() - begun)
    goes_on = False
    for thread in threads:
        thread.join()
    if not all(answered):
        raise SystemExit("Not every visitor was answered.")
    print(rate)


if __name__ == "__main__":
    main()
