"""A button that saves a file."""

from __future__ import annotations

import formrerun as fr


def a_text() -> None:
    """A text as a file."""
    fr.download_button("Save the list", "Ada\nHugo\n", file_name="people.txt", icon=":material/download:")


def without_a_run() -> None:
    """Without another run of the page."""
    fr.download_button("Save the table", b"name,age\nAda,36\n", "people.csv", "text/csv", on_click="ignore")


def made_when_pressed() -> None:
    """What makes the file is called when somebody presses, and its parts are sent as they are made."""
    lines = fr.number_input("Lines", value=1000, min_value=1, step=1)
    fr.download_button("Make a report", lambda: (f"{number}\n" for number in range(lines)), "report.txt", "text/plain")
