"""What to say about a name that a package does not have."""

from __future__ import annotations

import difflib
from collections.abc import Collection

#: Names that Streamlit has had, and what it says to use.
REMOVED: dict[str, tuple[str, ...]] = {
    "beta_color_picker": ("color_picker",),
    "beta_columns": ("columns",),
    "beta_container": ("container",),
    "beta_expander": ("expander",),
    "beta_secrets": ("secrets",),
    "beta_set_page_config": ("set_page_config",),
    "cache": ("cache_data", "cache_resource"),
    "experimental_audio_input": ("audio_input",),
    "experimental_connection": ("connection",),
    "experimental_data_editor": ("data_editor",),
    "experimental_dialog": ("dialog",),
    "experimental_fragment": ("fragment",),
    "experimental_get_query_params": ("query_params",),
    "experimental_memo": ("cache_data",),
    "experimental_rerun": ("rerun",),
    "experimental_set_query_params": ("query_params",),
    "experimental_show": ("write",),
    "experimental_singleton": ("cache_resource",),
    "experimental_user": ("user",),
}


def missing_message(module: str, called: str, name: str, known: Collection[str]) -> str:
    """
    Return the text of an ``AttributeError``, with what to use instead, as Streamlit has it.

    Parameters
    ----------
    module, called
        The module, and what authors call it: "st".
    known
        The names it has.
    """
    said = f"module '{module}' has no attribute '{name}'"
    if name in REMOVED:
        return f"{said}. {called}.{name} has been removed. Use {_listed(called, REMOVED[name])} instead."
    if name == "bokeh_chart":
        return f"{said}. {called}.bokeh_chart has been removed. Use the streamlit-bokeh component instead."
    if name == "input":
        inputs = sorted(one for one in known if one.endswith("_input"))
        return f"{said}. Use a specific input command such as {_listed(called, inputs)}."
    close = [one for one in difflib.get_close_matches(name, known, 3, 0.8) if abs(len(one) - len(name)) <= 1]
    return f"{said}. Did you mean {_listed(called, close)}?" if close else said


def _listed(called: str, names: Collection[str]) -> str:
    *most, last = [f"{called}.{name}" for name in names]
    return f"{', '.join(most)}{',' if len(most) > 1 else ''} or {last}" if most else last
