"""
The pytest plugin: a fixture that opens pages, and an option for where they keep their state.

It is there by itself where formrerun is installed. Nothing of Django is imported before a test asks for a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from formrerun.testing import AppTest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--formrerun-store``."""
    parser.getgroup("formrerun").addoption(
        "--formrerun-store",
        choices=("process", "project"),
        default=None,
        help="where AppTest keeps the state of pages: in memory (the default), or where the project keeps it",
    )


@pytest.fixture(autouse=True)
def _formrerun_store(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let tests that say nothing keep their state where the command line says."""
    chosen = request.config.getoption("--formrerun-store")
    if chosen is None:
        yield
        return
    from formrerun.testing import AppTest

    before, AppTest.default_store = AppTest.default_store, chosen
    yield
    AppTest.default_store = before


@pytest.fixture
def open_page(request: pytest.FixtureRequest) -> Callable[..., AppTest]:
    """
    Open a page in ``AppTest`` and run it once.

    The fixture is a function. It takes what ``@fr.page`` made, with decorators around it or not, or the path of a
    Streamlit script, relative to the test's file; and the parameters of ``AppTest.from_page`` or ``from_file``.

    Examples
    --------
    >>> def test_the_bill_is_split(open_page):
    ...     at = open_page(split)
    ...     at.number_input("total").set_value(90.0)
    ...     at.button("split").click()
    ...     at.double_submit().assert_runs(1)
    ...     assert at.success[0].value == "€30.00 each"
    """

    def open_(page: Any, **options: Any) -> AppTest:
        from formrerun.testing import AppTest

        if callable(page):
            return AppTest.from_page(page, **options).run()
        return AppTest.from_file(request.path.parent / page, **options).run()

    return open_
