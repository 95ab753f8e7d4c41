"""
Streamlit's modules, as scripts import from them: what is in them stands elsewhere in this package.

What has no place here is a class without contents if it is called like one, so that annotations and ``isinstance``
work, and else a function that says so when it is called.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

from formrerun.elements.general import placeholder
from formrerun.exceptions import FormrerunError
from formrerun.utils.missing_names import missing_message

#: The version of Streamlit whose names these are.
VERSION = "1.67.0"
#: Modules of ours that are whole modules of Streamlit.
WHOLE = {
    "streamlit.dataframe_util": "formrerun.scripts.dataframe_formats",
    "streamlit.column_config": "formrerun.elements.data.column_config",
    "streamlit.testing": "formrerun.testing",
    "streamlit.testing.v1": "formrerun.testing.v1",
    "streamlit.testing.v1.app_test": "formrerun.testing.app_test",
    "streamlit.testing.v1.element_tree": "formrerun.testing.tree",
}
#: What scripts import from, beside ``streamlit`` itself.
KNOWN = frozenset({
    "auth_util", "cli_util", "column_config", "commands", "components", "config", "connections", "cursor",
    "dataframe_util", "delta_generator", "deprecation_util", "elements", "emojis", "env_util", "errors", "external",
    "file_util", "hello", "logger", "material_icon_names", "navigation", "proto", "runtime", "source_util",
    "starlette", "string_util", "time_util", "type_util", "typing", "url_util", "user_info", "util", "vendor",
    "version", "watcher", "web", "commands.echo", "commands.execution_control", "commands.logo",
    "commands.navigation", "commands.page_config", "components.lib", "components.v1", "components.v1.components",
    "components.v1.custom_component", "components.v2", "components.v2.bidi_component",
    "components.v2.bidi_component.state", "components.v2.types", "connections.base_connection",
    "connections.snowflake_connection", "connections.sql_connection", "connections.util", "elements.arrow",
    "elements.dialog_decorator", "elements.doc_string", "elements.form", "elements.image", "elements.layouts",
    "elements.lib", "elements.lib.column_config_utils", "elements.lib.column_types",
    "elements.lib.form_utils", "elements.lib.image_utils",
    "elements.lib.layout_utils", "elements.lib.mutable_status_container", "elements.lib.policies",
    "elements.lib.utils", "elements.markdown", "elements.media", "elements.plotly_chart", "elements.progress",
    "elements.spinner", "elements.toast", "elements.widgets", "elements.widgets.audio_input",
    "elements.widgets.button", "elements.widgets.camera_input", "elements.widgets.data_editor",
    "elements.widgets.file_uploader", "elements.write", "hello.streamlit_app", "hello.utils", "navigation.page",
    "proto.openmetrics_data_model_pb2", "runtime.app_session", "runtime.caching", "runtime.caching.cache_data_api",
    "runtime.caching.cache_errors", "runtime.caching.cache_resource_api", "runtime.caching.hashing",
    "runtime.connection_factory", "runtime.context", "runtime.forward_msg_queue", "runtime.fragment",
    "runtime.media_file_manager", "runtime.media_file_storage", "runtime.memory_media_file_storage",
    "runtime.memory_uploaded_file_manager", "runtime.metrics_util", "runtime.runtime", "runtime.runtime_util",
    "runtime.scriptrunner", "runtime.scriptrunner.magic", "runtime.scriptrunner.script_cache",
    "runtime.scriptrunner.script_runner", "runtime.scriptrunner_utils", "runtime.scriptrunner_utils.exceptions",
    "runtime.scriptrunner_utils.script_requests", "runtime.scriptrunner_utils.script_run_context",
    "runtime.secrets", "runtime.session_manager", "runtime.state", "runtime.state.common",
    "runtime.state.query_params", "runtime.state.query_params_proxy", "runtime.state.safe_session_state",
    "runtime.state.session_state", "runtime.state.session_state_proxy", "runtime.state.widgets",
    "runtime.uploaded_file_manager", "vendor.pympler", "vendor.pympler.asizeof", "watcher.event_based_path_watcher",
    "watcher.local_sources_watcher", "watcher.path_watcher", "web.bootstrap", "web.cli", "web.server",
    "web.server.server", "web.server.websocket_headers",
})  # fmt: skip
#: Name to module and name here; by the name alone, for Streamlit hands most of them out in several places.
HOMES = {
    "ButtonColumnResult": "formrerun.elements.data.column_config.buttons",
    "ChatInputValue": "formrerun.elements.chat.chat_input",
    "ColumnConfig": "formrerun.elements.data.column_config.settings",
    "BaseConnection": "formrerun.api.database_connections",
    "ExperimentalBaseConnection": "formrerun.api.database_connections:BaseConnection",
    "SQLConnection": "formrerun.api.database_connections",
    "DeltaGenerator": "formrerun.engine.handles",
    "MediaFileStorageError": "formrerun.exceptions",
    "QueryParamsProxy": "formrerun.api.query:QueryParams",
    "RerunData": "formrerun.scripts.runtime_stand_ins",
    "RerunException": "formrerun.scripts.runtime_stand_ins",
    "Runtime": "formrerun.scripts.runtime_stand_ins",
    "STREAMLIT_VERSION_STRING": "formrerun.scripts.streamlit_modules:VERSION",
    "ScriptControlException": "formrerun.engine.control_flow:Control",
    "ScriptRunContext": "formrerun.engine.run:Run",
    "SessionStateProxy": "formrerun.api.state:SessionState",
    "StopException": "formrerun.engine.control_flow:Stop",
    "StreamlitPage": "formrerun.api.app_pages:AppPage",
    "UploadedFile": "formrerun.uploads.uploaded_file",
    "_bottom": "formrerun.elements.layout.roots:bottom",
    "_event": "formrerun.scripts.runtime_stand_ins:body",
    "_main": "formrerun.scripts.runtime_stand_ins:body",
    "_get_websocket_headers": "formrerun.scripts.runtime_stand_ins:request_headers",
    "App": "formrerun.api.asgi_app",
    "add_script_run_ctx": "formrerun.api.run_context",
    "dialog_decorator": "formrerun.api:dialog",
    "exists": "formrerun.runtime",
    "gather_metrics": "formrerun.scripts.runtime_stand_ins",
    "get_config_options": "formrerun.scripts.runtime_stand_ins",
    "get_instance": "formrerun.scripts.runtime_stand_ins",
    "get_logger": "formrerun.scripts.runtime_stand_ins",
    "get_option": "formrerun.scripts.runtime_stand_ins",
    "get_options_for_section": "formrerun.scripts.runtime_stand_ins",
    "get_script_run_ctx": "formrerun.api.run_context",
    "get_session_state": "formrerun.scripts.runtime_stand_ins",
    "image_to_url": "formrerun.scripts.runtime_stand_ins",
    "is_in_form": "formrerun.scripts.runtime_stand_ins",
    "page_icon_and_name": "formrerun.api.app_pages",
    "secrets_singleton": "formrerun.api.secret_settings:secrets",
    "set_option": "formrerun.scripts.runtime_stand_ins",
    "set_user_option": "formrerun.scripts.runtime_stand_ins:set_option",
    "show_code": "formrerun.scripts.runtime_stand_ins",
    "show_deprecation_warning": "formrerun.scripts.runtime_stand_ins",
}

#: Those of them that are in ``streamlit`` itself, beside its commands.
OF_THE_ROOT = ("get_option", "set_option", "_main", "_bottom", "_event")


def is_known(name: str) -> bool:
    """Return True for the name of one of the modules."""
    return name == "streamlit" or name in WHOLE or name.removeprefix("streamlit.") in KNOWN


def module(name: str) -> ModuleType:
    """Return a module by Streamlit's name of it, the same one every time."""
    if name in WHOLE:
        return import_module(WHOLE[name])
    if name not in _made:
        _made.setdefault(name, _Module(name))
    return _made[name]


class _Module(ModuleType):
    """One of Streamlit's modules; its names are looked up when they are asked for."""

    def __init__(self, called: str) -> None:
        """``called`` is Streamlit's name of it."""
        super().__init__(
            f"formrerun.{called}", f"Streamlit's module of this name, as far as formrerun has it: {called}"
        )
        self._called = called
        self.__path__: list[str] = []
        self.__file__ = __file__
        if called == "streamlit":
            self.__version__ = VERSION

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        found = _found(self._called, name)
        setattr(self, name, found)  # so that this is asked once
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        # The import system files `streamlit.navigation` in `streamlit`, where it would hide the command of that name.
        if not (isinstance(value, ModuleType) and self._called == "streamlit" and _is_command(name)):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        if self._called != "streamlit":
            return sorted(super().__dir__())
        commands = filter(_is_command, import_module("formrerun.api").__all__)
        more = ("components", "errors", "get_option", "set_option")
        return sorted({*super().__dir__(), *commands, *placeholder.names, *more})

    @property
    def __all__(self) -> list[str]:
        if self._called != "streamlit":
            raise AttributeError("__all__")
        return [name for name in dir(self) if not name.startswith("_")]


_made: dict[str, _Module] = {}


def _is_command(name: str) -> bool:
    api = import_module("formrerun.api")
    return name in api.__all__ and not isinstance(getattr(api, name), ModuleType)


def _found(module_name: str, name: str) -> Any:
    """Return what a module has under a name; AttributeError if Streamlit has nothing of the kind."""
    inner = f"{module_name}.{name}"
    is_root = module_name == "streamlit"
    if module_name == "streamlit.elements.lib.column_types" and name.endswith("Column"):
        return getattr(import_module(WHOLE["streamlit.column_config"]), name)
    if module_name.startswith("streamlit.components"):
        is_second = module_name.startswith("streamlit.components.v2")
        version = import_module("formrerun.components.v2" if is_second else "formrerun.components.v1")
        if module_name != "streamlit.components" and name in version.__all__:
            return getattr(version, name)
    elif _is_command(name):
        return getattr(import_module("formrerun.api"), name)
    elif name in placeholder.names:
        return placeholder.absent(name)
    if is_known(inner):
        return import_module(f"formrerun.{inner}")
    if name in HOMES and (not is_root or name in OF_THE_ROOT):
        home, _, called = HOMES[name].partition(":")
        return getattr(import_module(home), called or name)
    if is_root:
        raise AttributeError(missing_message("streamlit", "st", name, dir(module(module_name))))
    if module_name == "streamlit.errors":
        return _error(name)
    if name.lstrip("_")[:1].isupper():
        return type(name, (), {"__module__": module_name, "__doc__": "Nothing of formrerun's is one."})
    return placeholder.absent(inner)


def _error(name: str) -> Any:
    """Return an error of the package by its name in ``streamlit.errors``; one that nothing raises if there is none."""
    if name == "Error":
        return FormrerunError
    found = getattr(import_module("formrerun.exceptions"), name, None)
    if found is not None:
        return found
    if not name[:1].isupper():
        raise AttributeError(f"module 'streamlit.errors' has no attribute {name!r}")
    return type(name, (FormrerunError,), {"__module__": "streamlit.errors", "__doc__": "Nothing raises it here."})
