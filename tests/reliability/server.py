"""
Several Daphne processes of a site (or, with SERVER=uvicorn, of uvicorn), each started again when it dies.

``python -m tests.reliability.server COUNT SITE``: the module SITE has the ``application``, and ``prepare()`` for what
comes before the first request. It is imported once and the processes are forked from here, so that a restart takes
milliseconds and a test can afford hundreds. The first line written is the list of their ports; every line read is the
number of a process and of the signal it shall get. Ends when there is nothing more to read.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import select
import signal
import socket
import sys
from importlib import import_module
from typing import NoReturn

# What daphne.server imports, but for the event loop, which it makes at once and which must not be shared.
import autobahn.websocket.protocol  # noqa: F401
import django
import twisted.internet.asyncioreactor
import twisted.web.http  # noqa: F401
from django.core.management import call_command
from django.db import connections


def bound(port: int) -> socket.socket:
    """Return a socket at a port; 0 takes a free one."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind(("127.0.0.1", port))
    return made


def serve(site: str, port: int) -> NoReturn:
    """Be one of the processes."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        faulthandler.register(signal.SIGUSR1)
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        listener = bound(port)
        listener.listen(128)
        if os.environ.get("SERVER") == "uvicorn":
            import uvicorn

            uvicorn.run(f"{site}:application", fd=listener.fileno(), log_level="warning", lifespan="off")
        else:
            from daphne.cli import CommandLineInterface

            CommandLineInterface().run(["-v", "0", "--fd", str(listener.fileno()), f"{site}:application"])
        listener.close()  # nobody shall wait here while a run comes to its end
        sys.exit(0)  # as a process does that was not forked: threads that still run come to their end
    except SystemExit:
        raise
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)


def main(count: int, site: str) -> None:
    """Keep so many processes running."""
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    import_module(site).prepare()
    connections.close_all()
    gc.collect()
    gc.freeze()
    # The ports stay ours while a process is dead: bound, but nobody listens.
    held = [bound(0) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakes)

    def start(number: int) -> int:
        if pid := os.fork():
            return pid
        serve(site, ports[number])

    running = {start(number): number for number in range(count)}
    print(json.dumps(ports), flush=True)
    commands = os.fdopen(0, "rb", buffering=0)
    while True:
        ready, _, _ = select.select([0, woken], [], [])
        if 0 in ready:
            line = commands.readline()
            if not line:
                break
            number, which = map(int, line.split())
            os.kill(next(pid for pid, place in running.items() if place == number), which)
        if woken in ready:
            os.read(woken, 64)
            for pid in list(running):
                ended, how = os.waitpid(pid, os.WNOHANG)
                if ended:
                    number = running.pop(pid)
                    end = "was killed" if os.WIFSIGNALED(how) else f"ended with {os.waitstatus_to_exitcode(how)}"
                    print(f"Process {number} ({pid}) {end}.", file=sys.stderr, flush=True)
                    running[start(number)] = number
    signal.set_wakeup_fd(-1)
    for pid in running:
        os.kill(pid, signal.SIGKILL)
    for pid in running:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
