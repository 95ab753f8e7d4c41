"""The documentation says what is there: its examples run, its lists are complete, its links lead somewhere."""

from __future__ import annotations

import ast
import inspect
import io
import re
import runpy
import tokenize
from collections import defaultdict
from importlib import import_module
from importlib.util import find_spec
from inspect import getdoc, isclass, signature
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from django.contrib.auth.models import User
from django.template import engines

import formrerun
from formrerun import pages
from formrerun.conf import DEFAULTS
from formrerun.testing import AppTest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
EXAMPLES = [
    pytest.param(match[1], id=f"{path.name}:{text.count(chr(10), 0, match.start(1)) + 1}")
    for path in PAGES
    for text in [path.read_text(encoding="utf-8")]
    for match in re.finditer(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    if not match[1].startswith("# mysite/")  # see test_readme.py
]

TEMPLATES = [
    pytest.param(match[1], id=f"{path.name}:{number}")
    for path in PAGES
    for number, match in enumerate(re.finditer(r"^```django\n(.*?)^```", path.read_text(encoding="utf-8"), re.S | re.M))
]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def first_cells(text):
    """Return the code in the first cell of every row of a page's tables."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


@pytest.mark.django_db
@pytest.mark.parametrize("source", EXAMPLES)
def test_examples_run(source, request, monkeypatch, open_page):
    """Each button of a page can be pressed, scripts draw, test functions pass, and everything else is executed."""
    monkeypatch.chdir(ROOT)
    if "st." in source and "def " not in source:
        assert not AppTest.from_string(source).run().exception
        return
    module, reader = ModuleType("documented"), User.objects.create_superuser("reader")
    exec(compile(source, request.node.callspec.id, "exec"), vars(module))
    for value in list(vars(module).values()):
        if getattr(value, "__module__", "") != "documented":
            continue
        if hasattr(value, "page"):
            at = AppTest.from_page(value, default_timeout=30).as_user(reader).run()
            for button in [*at.button, *at.form_submit_button]:
                assert not button.click().run().exception
        elif value.__name__.startswith("test_"):
            value(open_page) if "open_page" in inspect.signature(value).parameters else value()


@pytest.mark.parametrize("source", TEMPLATES)
def test_examples_of_templates_can_be_read(source):
    """What they load is there, and the pages that they name are."""
    engines["django"].from_string(source)
    for name in re.findall(r'formrerun_page "([\w.]+)"', source):
        assert pages.get(name)


def test_every_setting_is_described_with_its_default():
    rows = re.findall(r"^\| `([A-Z_]+)` \| `(.+?)` \|", read("docs/settings.md"), re.MULTILINE)
    assert {name: eval(default) for name, default in rows} == DEFAULTS
    assert len(rows) == len(DEFAULTS)


def test_every_check_is_described():
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "formrerun").rglob("*.py"))
    known = set(re.findall(r"formrerun(?:\.live)?\.[EIW]\d{3}", sources))
    assert sorted(first_cells(read("docs/checks.md"))) == sorted(known)


def test_every_public_name_is_listed():
    from formrerun.api import __all__ as names

    listed = {re.split(r"\W", name[3:])[0] for name in first_cells(read("docs/api.md")) if name.startswith("fr.")}
    assert listed == set(names), "run `python docs/api.py`"


def test_every_element_has_a_page_that_says_what_its_docstring_says():
    pages = runpy.run_path(str(ROOT / "docs" / "api.py"))["references"]()
    written = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "reference").glob("*.md")}
    assert written == pages, "run `python docs/api.py`"


def test_every_parameter_is_described_by_its_command_or_for_all_of_them():
    from formrerun.api import __all__ as names

    shared = {name for name in first_cells(read("docs/api.md")) if not name.startswith("fr.")}
    assert "label_visibility" in shared
    for name in names:
        command = getattr(formrerun, name)
        if callable(command) and not isclass(command):
            described = re.findall(r"^(?:\*{0,2}\w+(?:, )?)+$", getdoc(command) or "", re.MULTILINE)
            undescribed = set(signature(command).parameters) - shared - {*re.findall(r"\w+", " ".join(described))}
            assert not undescribed, name


def test_every_test_that_shows_a_fault_exists():
    shown = re.findall(r"`([\w/]+/test_\w+\.py)(?:::(\w+))?`", read("docs/reliability.md"))
    assert len(shown) > 15
    for path, name in shown:
        assert f"def {name}" in read(f"tests/{path}"), (path, name)


def test_every_variable_of_the_environment_is_described():
    used = set(re.findall(r"\benv[\w.]*\(\s*\"([A-Z_]+)\"", read("project/settings.py")))
    assert {"SECRET_KEY", "DATABASE_URL"} <= used
    assert set(first_cells(read("docs/deployment.md"))) == used


def test_every_token_of_the_styles_is_described():
    defined = set(re.findall(r"^    (--fr-[\w-]+):", read("formrerun/static/formrerun/formrerun.css"), re.MULTILINE))
    described = set(re.findall(r"--fr-[\w-]+", read("docs/templates.md")))
    assert described == defined - {"--fr-primary"}  # the name that colour texts use for the accent


def referred_to(text):
    """Return what "(decision 14)", "(semantics 3.4, 6)" or "(decisions 1, 5 to 10)" refer to, as (page, number)."""
    for kind, numbers in re.findall(r"\((decision|semantic|promise)s? ((?:\d[\d.]*(?:, | and | to )?)+)\)", text):
        for first, last in re.findall(r"(\d[\d.]*)(?: to (\d+))?", numbers):
            for number in range(int(first), int(last) + 1) if last else [first]:
                yield f"{kind}s.md", str(number)


def test_references_are_found_in_a_text():
    assert list(referred_to("(decision 14), (semantics 3.4, 6)")) == [
        ("decisions.md", "14"), ("semantics.md", "3.4"), ("semantics.md", "6"),
    ]  # fmt: skip
    assert [number for _page, number in referred_to("(decisions 1, 5 to 7)")] == ["1", "5", "6", "7"]


def test_references_lead_to_a_numbered_heading():
    sources = [path for folder in ("formrerun", "tests") for path in (ROOT / folder).rglob("*.*")]
    sources = [*PAGES, *(path for path in sources if path.suffix in {".py", ".js", ".css", ".html"})]
    texts = {path: path.read_text(encoding="utf-8") for path in sources if "vendor" not in path.parts}
    found = {(reference, path) for path, text in texts.items() for reference in referred_to(text)}
    assert len(found) > 60
    pages = {page: read(f"docs/{page}") for page in ("decisions.md", "semantics.md", "promises.md")}
    numbered = {(page, n) for page, text in pages.items() for n in re.findall(r"^##+ (\d+(?:\.\d+)?)\.? ", text, re.M)}
    assert not sorted((*reference, path.name) for reference, path in found if reference not in numbered)


@pytest.mark.parametrize("name", ["decisions.md", "promises.md", "semantics.md"])
def test_numbers_have_no_holes(name):
    numbers = re.findall(r"^##+ (\d+)(?:\.(\d+))?\.? ", read(f"docs/{name}"), re.MULTILINE)
    for before, after in pairwise([("0", ""), *numbers]):
        (part, place), (next_part, next_place) = ([int(number or 0) for number in each] for each in (before, after))
        assert [next_part, next_place] in ([part, place + 1], [part + 1, 0]), after


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", path.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        assert found.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", found.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")) for heading in headings}, target


# ------------------------------------------------------------------------------------- files and names that are named

#: Files that the documentation names and that are a project's own; some of them in examples.
OF_A_PROJECT = {"script.py", "asgi.py", "conftest.py", "scripts/sales.py", "scripts/shop.py", "orders.py"}
#: Ids of checks, which look like names.
CHECK = r"formrerun(?:\.live)?\.[EIW]\d{3}"


def said(path):
    """Return what a page says, or the docstrings and comments of a source."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return text
    nodes = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    texts = [ast.get_docstring(node) or "" for node in ast.walk(ast.parse(text)) if isinstance(node, nodes)]
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return "\n".join([*texts, *(token.string for token in tokens if token.type == tokenize.COMMENT)])


def names_a_file(name):
    """Return True if there is such a file: from the root, in the package or the tests, or of this name anywhere."""
    if "/" in name:
        return name in OF_A_PROJECT or any((ROOT / folder / name).exists() for folder in ("", "formrerun", "tests"))
    return name in OF_A_PROJECT | FILES


def names_something(dotted):
    """Return True if there is such a module, or such a name in a module or class."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        if find_spec_of(".".join(parts[:length])):
            found = import_module(".".join(parts[:length]))
            return all((found := getattr(found, part, None)) is not None for part in parts[length:])
    return False


def find_spec_of(module):
    try:
        return find_spec(module)
    except ModuleNotFoundError:
        return None


FILES = {
    path.name
    for folder in ("formrerun", "tests", "project", "docs", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
}
FILES.add("manage.py")
#: What was changed is told with the names of its time.
SAYING = [path for path in PAGES if path.name != "CHANGELOG.md"] + sorted((ROOT / "formrerun").rglob("*.py"))


@pytest.mark.parametrize("path", SAYING, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_and_name_that_is_named_exists(path):
    text = said(path)
    files = set(re.findall(r"(?<![\w/.<>{}*-])[A-Za-z0-9][\w/-]*\.py\b", text))
    files = {name for name in files if not name.startswith("mysite/")}  # of a project that is made up
    assert sorted(name for name in files if not names_a_file(name)) == []
    dotted = set(re.findall(r"(?<![\w./])formrerun(?:\.[A-Za-z_]\w*)+", re.sub(CHECK, "", text)))
    dotted = {name for name in dotted if not name.endswith((".py", ".js", ".css", ".html"))}
    assert sorted(name for name in dotted if not names_something(name)) == []


def test_every_function_that_the_architecture_names_with_its_file_exists():
    """`views.serve` is the function of a file of that name."""
    modules = defaultdict(list)
    for file in (ROOT / "formrerun").rglob("*.py"):
        modules[file.stem].append(".".join(file.relative_to(ROOT).with_suffix("").parts))
    found = re.findall(r"`([a-z_]+)\.([A-Za-z_]+)[`(]", read("docs/architecture.md"))
    del modules["formrerun"]  # the tags; a name that begins so is a whole one
    named = [(stem, name) for stem, name in found if stem in modules and name not in {"py", "js", "css", "html"}]
    assert len(named) > 5
    for stem, name in named:
        assert any(names_something(f"{module}.{name}") for module in modules[stem]), f"{stem}.{name}"


def test_the_layers_are_those_that_are_held():
    project, architecture = read("pyproject.toml"), read("docs/architecture.md")
    layers = re.findall(r'^  "(.+)",$', project.split("layers = [")[1].split("\n]")[0], re.MULTILINE)
    assert len(layers) > 10
    assert "```text\n{}\n```".format("\n".join(layers).replace("formrerun.", "")) in architecture


def test_the_engines_order_is_complete_and_holds():
    block = re.search(r"In `engine/`.*?```text\n(.*?)\n```", read("docs/architecture.md"), re.DOTALL)[1]
    lines = [set(line.split(", ")) for line in block.splitlines()]
    files = {path.stem: path for path in (ROOT / "formrerun" / "engine").glob("*.py") if path.stem != "__init__"}
    assert set().union(*lines) == set(files)
    for number, line in enumerate(lines):
        for name in line:
            text = files[name].read_text(encoding="utf-8")
            imported = {*re.findall(r"from formrerun\.engine\.(\w+) import", text)}
            imported |= {
                each for found in re.findall(r"from formrerun\.engine import (.+)", text) for each in found.split(", ")
            }
            assert imported <= set().union(*lines[:number]), name


def test_the_rule_sees_what_is_gone():
    assert names_a_file("web/views.py")
    assert names_a_file("views.py")
    assert not names_a_file("core/views.py")
    assert not names_a_file("carrier.py")
    assert names_something("formrerun.engine.run.Run.open_form")
    assert not names_something("formrerun.core.run")
    assert not names_something("formrerun.engine.run.Run.gone")
