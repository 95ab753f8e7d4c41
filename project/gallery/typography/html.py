"""HTML of your own, cleaned; with scripts in a frame of its own."""

from __future__ import annotations

import formrerun as fr


def cleaned() -> None:
    """What is not harmless is left out."""
    fr.html("<p>A <strong>strong</strong> word and <a href='https://example.org'>a link</a>.</p>")


def with_a_script() -> None:
    """Scripts run in a sandbox."""
    fr.html("<p id='out'></p><script>out.textContent = 6 * 7</script>", unsafe_allow_javascript=True)
