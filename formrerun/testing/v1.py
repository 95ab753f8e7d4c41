"""The name under which Streamlit's tests import it: ``from streamlit.testing.v1 import AppTest``."""

from __future__ import annotations

from formrerun.testing.app_test import AppTest, AppTestError, NotAllowed

__all__ = ["AppTest", "AppTestError", "NotAllowed"]
