"""What scripts ask of Streamlit's runtime: here Django and the run that goes on answer."""

from __future__ import annotations

import inspect
import logging
import textwrap
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from formrerun.elements.general._absent_names import Nothing
from formrerun.elements.layout.roots import sidebar
from formrerun.elements.media.image import picture_address
from formrerun.elements.typography.code import code
from formrerun.elements.typography.markdown import markdown
from formrerun.engine.context import current_run, running
from formrerun.engine.control_flow import Rerun
from formrerun.engine.handles import DeltaGenerator, RootHandle
from formrerun.engine.run import Run
from formrerun.engine.tree import Target
from formrerun.scripts.config_file import option, options_of
from formrerun.scripts.execution import main_folder

#: What ``set_option`` was called with.
_set: dict[str, Any] = {}
#: Streamlit's own defaults of what scripts look at.
_options: dict[str, Any] = {
    "client.showErrorDetails": "full",
    "client.toolbarMode": "auto",
    "global.developmentMode": False,
    "runner.magicEnabled": True,
    "server.address": None,
    "server.baseUrlPath": "",
    "server.enableStaticServing": False,
    "server.headless": True,
    "server.maxUploadSize": 200,
    "server.port": 8501,
}


class RerunData:
    """Accepted for Streamlit's sake: the next run begins with what the page has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.args, self.kwargs = args, kwargs


class RerunException(Rerun):
    """``raise RerunException(RerunData())``: as ``st.rerun()``."""

    def __init__(self, rerun_data: Any = None) -> None:
        super().__init__()
        self.rerun_data = rerun_data


class Runtime(Nothing):
    """The runtime of all sessions: Django serves, so there is nothing in it but who asks."""

    def is_active_session(self, session_id: str) -> bool:
        """Return True for the session of the run that goes on."""
        run = running()
        return run is not None and run.session_id == session_id

    def get_client(self, session_id: str) -> Any:
        """Return what has the request of the run that goes on, or None for another session's."""
        run = running()
        if run is None or run.session_id != session_id:
            return None
        return SimpleNamespace(request=run.request)

    @staticmethod
    def exists() -> bool:
        """Return True while a page runs."""
        return running() is not None

    @staticmethod
    def instance() -> Runtime:
        """Return it; see :func:`get_instance`."""
        return get_instance()


_runtime = Runtime("streamlit.runtime")


def get_instance() -> Runtime:
    """
    Return the runtime.

    Raises
    ------
    RuntimeError
        If no page runs.
    """
    if running() is None:
        raise RuntimeError("Runtime hasn't been created! No page runs.")
    return _runtime


def request_headers() -> Mapping[str, str]:
    """Return the headers of the request of the run that goes on."""
    run = running()
    return {} if run is None or run.request is None else dict(run.request.headers)


def get_session_state() -> Any:
    """Return ``st.session_state``."""
    return import_module("formrerun.api.state").session_state


def get_logger(name: str) -> logging.Logger:
    """Return the logger of a name."""
    return logging.getLogger(name)


def get_option(key: str) -> Any:
    """
    Return one of Streamlit's options: what :func:`set_option` was called with, else what the environment
    (``STREAMLIT_CLIENT_TOOLBAR_MODE``) or ``.streamlit/config.toml`` says, else its default. None for one
    that has no meaning here.

    Parameters
    ----------
    key
        Its name, such as "client.showErrorDetails".
    """
    if key in _set:
        return _set[key]
    chosen = option(options_of(main_folder()), key)
    return _options.get(key) if chosen is None else chosen


class ConfigOptions(Mapping[str, Any]):
    """Streamlit's options as its module ``config`` hands them out: each an object with a ``key`` and a ``value``."""

    def __getitem__(self, key: str) -> Any:
        return SimpleNamespace(key=key, value=get_option(key))

    def __iter__(self) -> Iterator[str]:
        chosen = options_of(main_folder())
        named = (f"{section}.{name}" for section, values in chosen.items() for name in values)
        return iter(sorted({*_options, *named, *_set}))

    def __len__(self) -> int:
        return len(list(iter(self)))


def get_config_options() -> Mapping[str, Any]:
    """Return all options; one that is not there has the value None."""
    return ConfigOptions()


def get_options_for_section(section: str) -> dict[str, Any]:
    """Return the values of the options of a section, by their names in it."""
    prefix = f"{section}."
    return {key.removeprefix(prefix): get_option(key) for key in ConfigOptions() if key.startswith(prefix)}


def set_option(key: str, value: Any) -> None:
    """
    Set one of Streamlit's options: only :func:`get_option` sees it, for the site's settings stand in Django's.

    Parameters
    ----------
    key
        Its name.
    value
        What it shall be.
    """
    _set[key] = value


def gather_metrics(name: str, func: Any = None, **_: Any) -> Any:
    """Return the function as it is, or what does so as a decorator: nobody is told what is called."""
    return (lambda decorated: decorated) if func is None else func


def show_deprecation_warning(message: str, show_in_browser: bool = True, show_once: bool = False) -> None:
    """Write it to the log: it is for who wrote the script."""
    get_logger("formrerun").warning("%s", message)


class BodyHandle(RootHandle):
    """``st._main`` and ``st._event``: components draw there, and mean the place where the script is."""

    __slots__ = ()

    def _target_in(self, run: Run) -> Target:
        return run.drawing.draws_into()


body = BodyHandle("main")


def is_in_form(dg: DeltaGenerator) -> bool:
    """Return True if what is drawn there belongs to a form: components ask it before they draw a button."""
    run = current_run()
    with run.drawing.into(dg._target_in(run)):
        return bool(run.drawing.form_here())


def show_code(demo: Callable[..., Any]) -> None:
    """Draw the code of a function, as the pages of ``streamlit hello`` and scripts made from these do."""
    if sidebar.checkbox("Show code", True):
        lines, _ = inspect.getsourcelines(demo)
        markdown("## Code")
        code(textwrap.dedent("".join(lines[1:])))


def image_to_url(
    image: Any,
    layout_config: Any = None,
    clamp: bool = False,
    channels: str = "RGB",
    output_format: str = "auto",
    image_id: str = "",
) -> str:
    """Return the address of a picture, as ``st.image`` takes one: for components that show it."""
    return picture_address(image, clamp=clamp, channels=channels, output_format=output_format)
