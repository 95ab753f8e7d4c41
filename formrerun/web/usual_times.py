"""How long the runs of a page have taken of late, and so how soon one of them is shown while it goes on."""

from __future__ import annotations

from formrerun.protocol.posted import PostData
from formrerun.utils.bounded_cache import BoundedCache

#: Seconds after its callbacks after which any run is shown while it goes on. A page that is opened waits longer: there
#: every frame is the whole page.
PATIENCE = {"POST": 0.06, "GET": 0.25}
#: Seconds after which one is shown of which nothing is known, and one that is expected to take long.
UNKNOWN = {"POST": 0.015, "GET": 0.25}
LONG, AT_ONCE = {"POST": 0.1, "GET": 0.4}, {"POST": 0.0, "GET": 0.02}

#: The most that one run counts for: after some quick ones it is forgotten.
MOST = 1.0

#: What was done at which page, to the seconds that its runs have taken: the last one counts as much as all before.
_usual: BoundedCache[float] = BoundedCache(lambda: 4000)


def doing(page: str, posted: PostData | None) -> tuple[str, ...]:
    """Return what is done at a page: it is opened, this button is pressed, these fields are sent."""
    if posted is None:
        return (page,)
    fields = [] if posted.trigger else sorted(posted.fields)[:3]
    return (page, posted.kind, posted.fragment, posted.trigger or "", *fields)


def note(what: tuple[str, ...], seconds: float) -> None:
    """Note how long a run has taken."""
    usual, seconds = _usual.get(what), min(seconds, MOST)
    _usual.put(what, seconds if usual is None else (usual + seconds) / 2)


def patience(what: tuple[str, ...], method: str) -> float:
    """
    Return after how many seconds a run is shown while it goes on.

    A quick one is answered once, for a stream costs both sides something; of one that takes long the first thing that
    it shows shall be seen at once.
    """
    usual = _usual.get(what)
    if usual is None:
        return UNKNOWN[method]
    if usual >= LONG[method]:
        return AT_ONCE[method]
    return min(PATIENCE[method], max(UNKNOWN[method], 2 * usual))


__all__ = ["doing", "note", "patience"]
