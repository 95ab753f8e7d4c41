"""
axe-core 4.14.1, which judges documents by the rules of WCAG and by good practice: for tests, and never shipped.

``axe.min.js`` is the file of that name in the npm package ``axe-core``, unchanged; it is under the MPL 2.0
(``axe.LICENSE``), what it holds of others under their licences (``LICENSE-3RD-PARTY.txt``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

SCRIPT = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
#: Each finding as one line. "outside" are parts of the document that are not ours.
RUN = """async outside => {
  const { violations } = await axe.run({ include: document, exclude: outside }, { resultTypes: ['violations'] });
  return violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary.replaceAll('\\n', ' ')}`));
}"""


def violations(page: Any, *outside: str) -> list[str]:
    """Return what axe-core finds wrong with a document, but for what stands in the elements ``outside``."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(SCRIPT)
    return page.evaluate(RUN, list(outside))
