"""
How many submissions more two processes answer than one: ``python -m benchmarks.scale``.

Ten visitors, their database and two servers are more than two cores have, so each server's process gets the same share
of a core (``shares``): what is left for the rest stays the same, and two processes answer twice as many if nothing but
their own work holds them up. ``DATABASE_URL`` names the database.
"""

from __future__ import annotations

import argparse
import statistics
import sys

from benchmarks.__main__ import HAND, ROWS, rate
from benchmarks.servers import served


def main() -> None:
    """Measure one process and two in turn, and print a table of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passes", type=int, default=3, help="how often all is measured: medians are shown")
    parser.add_argument("--seconds", type=float, default=8, help="how long ten clients submit")
    parser.add_argument("--share", type=float, default=0.25, help="of a core, for each process")
    options = parser.parse_args()
    print(f"| submissions/s, {options.share:g} of a core a process | one process | two | ratio |\n|---|---|---|---|")
    for row in ROWS:
        if row.kind == "script":
            continue  # one process holds the state
        found: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(options.passes):
            for processes, rates in found.items():
                print(f"{row.name}, {processes} ...", file=sys.stderr)
                with served(row.server, processes, options.share) as at:
                    rates.append(rate(row, at, options.seconds))
        one, two = (statistics.median(rates) for rates in found.values())
        print(f"| {row.name}{', Daphne' if row.name == HAND else ''} | {one:.1f} | {two:.1f} | {two / one:.2f} |")


if __name__ == "__main__":
    main()
