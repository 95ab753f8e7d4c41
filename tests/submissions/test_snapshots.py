"""What a record keeps of its page: large parts stand in blobs of their own, hashed once."""

from __future__ import annotations

import hashlib

from formrerun.submissions import snapshots
from formrerun.testing import AppTest


def page():
    import formrerun as fr

    fr.markdown("A long text. " * 1000)
    fr.markdown(f"Presses: {fr.session_state.get('presses', 0)}")
    if fr.button("Press"):
        fr.session_state.presses = fr.session_state.get("presses", 0) + 1


def test_a_large_part_that_stays_is_encoded_and_hashed_once(monkeypatch):
    hashed = []
    monkeypatch.setattr(snapshots, "sha256", lambda data: hashed.append(len(data)) or hashlib.sha256(data))
    at = AppTest.from_function(page).run()
    for _ in range(3):
        at.button[0].click().run()
    assert at.markdown[1].value == "Presses: 2"
    assert len(hashed) == 1
    assert hashed[0] > 13_000
