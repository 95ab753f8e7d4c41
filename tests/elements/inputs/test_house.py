"""What holds for the files of the inputs."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from statistics import median

from formrerun.elements import inputs

#: Half of the files with a command have at most as many lines: signature and documentation take about sixty of them.
LINES = 125


def test_the_file_of_an_input_is_read_at_a_glance():
    files = sorted(Path(inputs.__file__).parent.glob("[!_]*.py"))
    assert all(import_module(f"{inputs.__name__}.{path.stem}").__all__ for path in files)
    assert len(files) > 10
    assert median(len(path.read_text().splitlines()) for path in files) <= LINES
