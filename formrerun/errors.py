"""The name under which Streamlit scripts import the errors: ``from streamlit.errors import …``."""

from __future__ import annotations

from formrerun.exceptions import *  # noqa: F403
from formrerun.exceptions import FormrerunError as Error  # noqa: F401
