"""``manage.py runpage script.py``: serve a Streamlit script on this machine."""

from __future__ import annotations

import runpy
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command, get_commands, load_command_class
from django.test.utils import override_settings

from formrerun.api.scripts import script_page
from formrerun.scripts import standalone, standalone_urls
from formrerun.scripts.aliases import StreamlitAlias
from formrerun.scripts.app_discovery import app_name
from formrerun.scripts.config_file import option, options_of
from formrerun.scripts.page_urls import page_urls

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Command(BaseCommand):
    """
    Serve one script at ``/``, ``import streamlit as st`` or ``import formrerun as st``.

    The project's apps and models are there, its middleware, sessions and URLs are not: the state is kept in this
    process, so that any Python object may live in it, and no database is needed. The script, and what it imports from
    its own folder, is read again when it changes. A file that makes an ``App`` is run once, and that is served.
    """

    help = "Serve a Streamlit script at http://127.0.0.1:8501/."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("script", help="The script, as `python` takes it.")
        parser.add_argument("--port", type=int, help="Port to listen on (default: server.port, else 8501).")
        parser.add_argument(
            "--addr",
            help="Address to listen on (default: server.address, else 127.0.0.1: only this machine reaches it).",
        )
        parser.add_argument("script_args", nargs="*", help="What the script finds in sys.argv; write `--` before it.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until interrupted."""
        script = Path(options["script"]).resolve()
        if not script.is_file():
            raise CommandError(f"There is no file {script}. Give the path of a Python script.")
        sys.argv = [str(script), *options["script_args"]]
        StreamlitAlias.install()
        chosen = options_of(script.parent)
        address = options["addr"] or str(option(chosen, "server.address") or "127.0.0.1")
        port = options["port"] or int(option(chosen, "server.port") or 8501)
        with override_settings(**standalone.for_runpage(LOOPBACK if address in LOOPBACK else ("*",))):
            if name := app_name(script):
                made = runpy.run_path(str(script), run_name=script.stem)[name]
                made.run(config={"server.address": address, "server.port": port})
                return
            standalone_urls.urlpatterns += page_urls(script_page(script, watch=True), script.parent)
            server = load_command_class(get_commands()["runserver"], "runserver")
            # No database is needed, and the project's apps miss the middleware that is left out here.
            server.check_migrations = server.check = lambda *_, **__: None  # type: ignore[method-assign]
            place = f"{address}:{port}"
            self.stdout.write(f"Serving {script}\nOpen http://{place}/ in a browser; Ctrl+C ends it.")
            call_command(server, place, use_reloader=False, skip_checks=True, insecure_serving=True)
