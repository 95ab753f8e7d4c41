"""
The examples of Streamlit's guide "Using forms", as they stand there; served as pages by ``fr.script_page``.

The scripts are under the Apache License 2.0; ``NOTICE`` says where they come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Example:
    """One script with what the index says of it."""

    name: str
    title: str
    icon: str
    text: str

    @property
    def path(self) -> Path:
        """The script."""
        return Path(__file__).parent / f"{self.name}.py"

    @property
    def lines(self) -> int:
        """How long the script is, in lines."""
        return len(self.path.read_text(encoding="utf-8").splitlines())


EXAMPLES = [
    Example("map_points", "Points on a map", ":material/map:", "A form sets colours and sizes; the map changes when it is submitted."),
    Example("widget_values", "Widget values", ":material/tune:", "What a form's widgets return before and after it is submitted."),
    Example("form_container", "Forms are containers", ":material/view_agenda:", "A form that is written to before and after other elements."),
    Example("process_after", "Process after the form", ":material/calculate:", "Add two numbers when the button was pressed."),
    Example("process_callback", "Process in a callback", ":material/function:", "The same, in a callback that runs before the page."),
    Example("process_rerun", "Process and rerun", ":material/replay:", "The same once more, with a second run of the page."),
]
