"""
Write ``docs/api.md``, everything ``import formrerun`` gives, and a page for each element below ``docs/reference/``.

All of it comes from the docstrings, and the examples from the gallery of the demo site. Run ``python docs/api.py``.
"""

from __future__ import annotations

import inspect
import os
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = Path(__file__).with_name("api.md")
REFERENCE = Path(__file__).with_name("reference")

HEAD = """\
# API

`import formrerun as fr` gives these names; `import formrerun as st` reads like Streamlit. Names, parameters, defaults
and return values are Streamlit's where it has them. This page is written by `docs/api.py` from the docstrings, which
say the rest: `help(fr.text_input)`. What many parameters mean stands here once.
"""

ABSENT = """\
## Not there

Every public name of Streamlit 1.67 is there. What a newer one has draws a placeholder in a script (`script_page`,
`runpage`, `AppTest`), which goes on, once it is listed here; a page function gets an error that says what to use. What
else is in Streamlit's inner modules is a class without contents or does nothing. Of what is there, `selectbox` and
`multiselect` send all of their options.
"""

GONE = "Streamlit itself has removed these, and so they say here what to use, too: "

#: Heading to modules and packages below ``formrerun``, in the order of the page; the names of those in one text stand
#: together, by the alphabet. What is named more than once counts where it comes first.
GROUPS = {
    "Pages": ["api.pages", "api.scripts", "api.app_pages api.menus", "elements.links"],
    "Forms and widgets": [
        "elements.forms.form", "elements.inputs.button", "elements.inputs.text_area elements.inputs.text_input",
        "elements.inputs.number_input", "elements.inputs.checkbox", "elements.inputs.radio",
        "elements.inputs.multiselect elements.inputs.selectbox", "elements.inputs.slider",
        "elements.inputs.select_slider",
        "elements.inputs.date_input elements.inputs.datetime_input elements.inputs.time_input",
        "elements.inputs.color_picker",
    ],
    "Containers": [
        (
            "elements.layout.columns elements.layout.container elements.layout.expander elements.layout.roots "
            "elements.layout.tabs"
        ),
        "elements.layout.grid", "elements.layout.popover", "engine.handles",
    ],
    "Text and data": [
        "elements.general.write", "elements.typography elements.data.json elements.data.metric",
        "elements.data.dataframe elements.data.table", "elements.data.map",
        "elements.messages.alert elements.messages.exception", "elements.general",
    ],
    "While a run goes on": [
        "elements.messages.progress", "elements.messages.spinner", "elements.messages.status",
        "elements.messages.skeleton", "elements.messages.toast", "elements.messages.balloons",
        "elements.chat.chat_message", "elements.chat.chat_input", "elements.forms",
    ],
    "State and flow": [
        "api.control_flow api.page_config api.query api.run_context api.state", "api.secret_settings api.visitor",
        "api.caching",
    ],
}  # fmt: skip


def sentence(thing: Any) -> str:
    """Return the first sentence of a docstring."""
    first = (inspect.getdoc(thing) or "").strip().split("\n\n")[0].replace("\n", " ").replace("``", "`")
    return re.sub(r":(func|class|meth):", "", first).replace("|", "\\|")


def parameters(thing: Any) -> str:
    """Return the names of a function's parameters, keyword-only ones after a star."""
    if not callable(thing) or inspect.isclass(thing) or not hasattr(thing, "__name__"):
        return ""
    made = []
    for parameter in inspect.signature(thing).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in made and not any(n.startswith("*") for n in made):
            made.append("*")
        star = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        made.append(star + parameter.name)
    return f"({', '.join(made)})"


def home(thing: Any) -> str:
    """Return the module below ``formrerun`` that a public name comes from."""
    if inspect.ismodule(thing):
        return ""
    module = getattr(thing, "__module__", None) or type(thing).__module__
    return str(module).removeprefix("formrerun.")


def text() -> str:
    """Return the page."""
    import formrerun as fr
    from formrerun.api import __all__ as names
    from project.gallery.reference import SHARED

    left = {name: getattr(fr, name) for name in names}

    def stands_in(modules: str | None, place: str) -> bool:
        return modules is None or any(f"{place}.".startswith(f"{module}.") for module in modules.split())

    rows = [f"| `{name}` | {meaning} |" for name, meaning in SHARED.items()]
    parts = [HEAD, "## What many take\n\n| parameter | what it means |\n|---|---|\n" + "\n".join(rows) + "\n"]
    for heading, modules in [*GROUPS.items(), ("Others", None)]:
        rows = []
        for module in modules or [None]:
            for name in [name for name, thing in left.items() if stands_in(module, home(thing))]:
                thing = left.pop(name)
                rows.append(f"| `fr.{name}{parameters(thing)}` | {sentence(thing)} |")
        if rows:
            parts.append(f"## {heading}\n\n| name | what it does |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join([*parts, absent()])


def absent() -> str:
    """Return what Streamlit has and this package has not, and what to use instead."""
    from formrerun.elements.general.placeholder import names
    from formrerun.utils.missing_names import REMOVED

    rows = [f"| `{name}` | {instead} |" for name, instead in names.items()]
    removed = [f"`{name}` ({', '.join(f'`{one}`' for one in instead)})" for name, instead in REMOVED.items()]
    table = ["| name | what to use until then |", "|---|---|", *rows, ""] if rows else []
    return "\n".join([ABSENT, *table, f"{GONE}{', '.join(removed)}.\n"])


def references() -> dict[str, str]:
    """Return the page of each element by the name of its file."""
    from project.gallery.examples import examples
    from project.gallery.reference import reference

    def address(name: str) -> str:
        return f"{name}.md" if name in examples() else ""

    pages = {}
    for name, example in examples().items():
        shown = [f"## {one.caption.rstrip('.')}\n\n```python\n{one.code}\n```\n" for one in example.variants]
        says = re.sub(r"\]\((?=[\w-]+\.md#)", "](../", reference(name, address))
        pages[f"{name}.md"] = "\n".join([f"# `fr.{name}`\n\n{says}\n", *shown])
    return pages


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    import django

    django.setup()
    PAGE.write_text(text(), encoding="utf-8")
    REFERENCE.mkdir(exist_ok=True)
    for file, page in references().items():
        (REFERENCE / file).write_text(page, encoding="utf-8")
