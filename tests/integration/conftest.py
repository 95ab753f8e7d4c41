"""What tests of parts of a page share."""

from __future__ import annotations

import pytest

from tests.visitor import Visitor


@pytest.fixture
def come(serve, settings, request):
    """Open a page in a browser with the script; from there on ``RAN`` of the test's module counts what runs."""
    settings.FORMRERUN = {"SHOW_ERROR_DETAILS": True}
    ran = request.module.RAN
    ran.clear()

    def open_(page, **options):
        visitor = Visitor(serve(page, **options), script=True)
        ran.clear()
        return visitor

    return open_
