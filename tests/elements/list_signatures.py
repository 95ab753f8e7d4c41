"""
Writes Streamlit's signatures, which ours are held to: ``python tests/elements/list_signatures.py > …signatures.json``.

Run it by a Python that has Streamlit; this package needs none.
"""

from __future__ import annotations

import enum
import inspect
import json
from datetime import timedelta


def written(default):
    """Return a default as the list has it: what JSON can say, the rest by name."""
    if isinstance(default, timedelta):
        return f"timedelta({default.seconds})"
    if isinstance(default, enum.Enum):
        return f"{type(default).__name__}.{default.name}"
    if isinstance(default, type) or callable(default):
        return default.__name__
    if default is None or isinstance(default, (bool, int, float, str)):
        return default
    if isinstance(default, (tuple, list)):
        return [written(item) for item in default]
    return type(default).__name__


def parameters(function):
    """Return ``[name, kind]`` or ``[name, kind, default]`` for each parameter, without ``self``."""
    found = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == "self":
            continue
        row = [parameter.name, parameter.kind.name]
        found.append(row if parameter.default is parameter.empty else [*row, written(parameter.default)])
    return found


def entry(value):
    """Return the parameters of what can be called; None of what is only a name."""
    if inspect.ismodule(value) or not callable(value):
        return None
    try:
        return parameters(value)
    except (TypeError, ValueError):
        return None


def main():
    import streamlit as st
    from streamlit import column_config
    from streamlit.components import v1, v2
    from streamlit.delta_generator import DeltaGenerator

    def own(space, names):
        return {name: entry(getattr(space, name)) for name in names}

    top = [name for name in sorted(dir(st)) if not name.startswith("_") and not inspect.ismodule(getattr(st, name))]
    methods = [name for name in sorted(dir(DeltaGenerator)) if not name.startswith("_") and name != "dg"]
    spaces = {
        "streamlit": own(st, top),
        "streamlit.column_config": own(column_config, sorted(column_config.__all__)),
        "streamlit.components.v1": own(v1, ["declare_component", "html", "iframe"]),
        "streamlit.components.v2": own(v2, ["component"]),
        "DeltaGenerator": own(DeltaGenerator, methods),
    }
    print("{")
    print(f'"version": {json.dumps(st.__version__)}', end="")
    for space, names in spaces.items():
        lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(rows)}" for name, rows in names.items())
        print(f",\n{json.dumps(space)}: {{\n{lines}\n}}", end="")
    print("\n}")


if __name__ == "__main__":
    main()
