"""
Another process: ``python -m tests.store.worker <json>`` adds 1 to a tab's counter again and again.

The JSON has settings, tab, owner, scope and times.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def count_up(store: Any, tab: str, owner: Any, times: int, scope: str = "tab") -> None:
    """Add 1 to ``session_state["count"]``, in a run of its own each time."""
    from formrerun.exceptions import Conflict, TabBusy, WriteLocked

    done = 0
    while done < times:
        try:
            with store.claim(tab, lambda create: owner, "p", scope) as claim:
                state = claim.record.state
                if claim.record.shared is not None:
                    claim.record.shared.adopt(state)
                claim.transaction.begin()
                state.user["count"] = state.user.get("count", 0) + 1
                claim.encode(lambda key, value, error: None)
                claim.save()
            done += 1
        except (Conflict, WriteLocked, TabBusy):
            continue  # as a browser does: the same submission again


def main() -> None:
    """Count up as the arguments say."""
    told = json.loads(sys.argv[1])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.conf import settings

    for name, value in told["settings"].items():
        setattr(settings, name, value)
    django.setup()
    from formrerun import store

    print("ready", flush=True)
    sys.stdin.readline()
    count_up(store.default(), told["tab"], store.Owner(told["owner"]), told["times"], told["scope"])


if __name__ == "__main__":
    main()
