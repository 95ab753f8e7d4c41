"""
``AppTest``: drive a page without a browser, by Streamlit's own names.

>>> at = AppTest.from_function(page).run()
>>> at.text_input("name").set_value("Ada")
>>> at.button[0].click().run()
>>> assert at.markdown[0].value == "Hello Ada"
"""

from __future__ import annotations

from formrerun.testing.app_test import AppTest, AppTestError, NotAllowed

__all__ = ["AppTest", "AppTestError", "NotAllowed"]
