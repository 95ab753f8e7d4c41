from __future__ import annotations

from django.test import RequestFactory

from formrerun.utils.headers import header


def test_a_header_is_found_as_in_request_headers(rf: RequestFactory) -> None:
    request = rf.get("/", headers={"FR-Tab": "ab", "Sec-Purpose": "prefetch"})
    for name in ("FR-Tab", "Sec-Purpose", "sec-purpose"):
        assert header(request, name) == request.headers[name]
    assert header(request, "FR-Kind") == ""
