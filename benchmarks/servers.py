"""The servers that are measured, each a process of its own at a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from benchmarks.shares import shares

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = "benchmarks/streamlit_page.py"
STREAMLIT = ROOT / ".venv-streamlit" / "bin" / "python"
TICKS = os.sysconf("SC_CLK_TCK")
#: Seconds until a server counts as one that does not start.
PATIENCE = 60
#: How each is started; "{fd}" is the number of the socket that it serves, "{port}" that of a port.
COMMANDS: dict[str, Sequence[str]] = {
    "daphne": (sys.executable, "-m", "daphne", "-v", "0", "--fd", "{fd}", "benchmarks.server:application"),
    "uvicorn": (
        sys.executable, "-m", "uvicorn", "--fd", "{fd}", "--log-level", "critical", "benchmarks.server:application",
    ),
    "runpage": (sys.executable, "manage.py", "runpage", SCRIPT, "--port", "{port}"),
    "streamlit": (
        str(STREAMLIT), "-m", "streamlit", "run", SCRIPT, "--server.port", "{port}", "--server.headless", "true",
        "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none",
    ),
}  # fmt: skip


@dataclass
class Served:
    """
    What is served.

    Attributes
    ----------
    addresses, pids, sessions
        Where; by which processes; and the keys of sessions that are logged in.
    """

    addresses: list[str]
    pids: list[int]
    sessions: list[str]

    @property
    def address(self) -> str:
        """The address of the first process."""
        return self.addresses[0]

    def cpu(self) -> float:
        """Return the CPU time the processes have used so far, in seconds."""
        used = 0
        for pid in self.pids:
            parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used += int(parts[11]) + int(parts[12])
        return used / TICKS


@contextmanager
def served(server: str = "daphne", processes: int = 1, share: float | None = None) -> Iterator[Served]:
    """
    Start a server on a fresh database, and end it. ``DATABASE_URL`` names a database that is no SQLite.

    Once it answers, each of its processes is held to a share of a core, if one is given.
    """
    with ExitStack() as held, ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        environment = {
            **os.environ, "BENCH_SQLITE": f"{folder}/db.sqlite3", "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        prepare = [sys.executable, "-m", "benchmarks.prepare"]
        keys = subprocess.run(prepare, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        addresses: list[str] = []
        started: list[subprocess.Popen[bytes]] = []
        for _ in range(processes):
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=64))
            port, given = listener.getsockname()[1], [listener.fileno()]
            command = [part.format(fd=listener.fileno(), port=port) for part in COMMANDS[server]]
            if "{fd}" not in COMMANDS[server]:
                listener.close()  # it binds the port itself
                given = []
            addresses.append(f"http://127.0.0.1:{port}")
            started.append(
                subprocess.Popen(
                    command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                    pass_fds=given,
                )
            )  # fmt: skip
        try:
            made = Served(addresses, [process.pid for process in started], keys.split())
            for address, process in zip(addresses, started, strict=True):
                _wait(address, process)
            if share is not None:
                held.enter_context(shares(made.pids, share))
            yield made
        finally:
            for process in started:
                process.send_signal(signal.SIGTERM)
            for process in started:
                process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return once the server answers."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urlopen(f"{address}/formrerun/token/", timeout=PATIENCE).close()
            return
        except OSError as error:
            if hasattr(error, "code"):  # it answers, whatever it says
                return
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{' '.join(map(str, process.args))} does not answer: {error}") from error
            time.sleep(0.1)
