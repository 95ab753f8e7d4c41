"""The examples of Streamlit's guide "Using forms", as they stand there; served as pages by ``fr.script_page``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Example:
    """One script with what the index says of it."""

    name: str
    title: str
    text: str

    @property
    def path(self) -> Path:
        """The script."""
        return Path(__file__).parent / f"{self.name}.py"


EXAMPLES = [
    Example("map_points", "Points on a map", "A form sets colours and sizes; the map changes when it is submitted."),
    Example("widget_values", "Widget values", "What a form's widgets return before and after it is submitted."),
    Example("form_container", "Forms are containers", "A form that is written to before and after other elements."),
    Example("process_after", "Process after the form", "Add two numbers when the button was pressed."),
    Example("process_callback", "Process in a callback", "The same, in a callback that runs before the page."),
    Example("process_rerun", "Process and rerun", "The same once more, with a second run of the page."),
]
