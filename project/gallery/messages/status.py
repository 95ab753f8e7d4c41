"""The steps of something that takes a while."""

from __future__ import annotations

import formrerun as fr


def steps() -> None:
    """Steps, and how it ended."""
    with fr.status("Importing", expanded=True) as status:
        fr.write("Read 120 rows.")
        fr.write("Stored 118 of them.")
        status.update(label="Imported", state="complete")
