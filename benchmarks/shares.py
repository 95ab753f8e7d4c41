"""A share of a core for a process, by the kernel's control groups: two processes can then be measured on two cores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

#: Microseconds that a share is dealt out in: short, so that a held process waits no longer than a submission takes.
PERIOD = 10_000
GROUPS = Path("/sys/fs/cgroup")


@contextmanager
def shares(pids: Sequence[int], share: float) -> Iterator[None]:
    """
    Hold each process to a share of a core.

    Parameters
    ----------
    pids
        The processes. They have ended when the context is left, or their groups stay behind.
    share
        Of one core: 0.25 is a quarter.

    Raises
    ------
    SystemExit
        This user may not make control groups here.
    """
    one = not (GROUPS / "cgroup.controllers").exists()  # the first version has a hierarchy a controller
    root = GROUPS / "cpu" if one else GROUPS
    made = [root / f"formrerun-{pid}" for pid in pids]
    try:
        if not one:
            (root / "cgroup.subtree_control").write_text("+cpu")
        for pid, group in zip(pids, made, strict=True):
            group.mkdir()
            quota = int(share * PERIOD)
            if one:
                (group / "cpu.cfs_period_us").write_text(str(PERIOD))
                (group / "cpu.cfs_quota_us").write_text(str(quota))
            else:
                (group / "cpu.max").write_text(f"{quota} {PERIOD}")
            (group / "cgroup.procs").write_text(str(pid))
    except OSError as error:
        raise SystemExit(f"Shares of a core need control groups that this user may make (root): {error}") from error
    yield
    for group in made:
        group.rmdir()
