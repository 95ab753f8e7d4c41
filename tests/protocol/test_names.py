"""``docs/protocol.md`` lists what is on the wire, as ``names.py`` has it: nothing is missing, nothing there is gone."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from formrerun.engine.forms import FormNode
from formrerun.engine.fragments import FragmentNode
from formrerun.engine.run import Run
from formrerun.engine.widgets import Widget
from formrerun.protocol.names import (
    FORM_PREFIX,
    FRAGMENT_PREFIX,
    PAGE_FORM,
    PROTOCOL,
    RESERVED_PARAMETERS,
    WIDGET_PREFIX,
    FormField,
    Header,
)
from formrerun.urls import urlpatterns

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
ATTRIBUTE = r"data-fr-[a-z]+(?:-[a-z]+)*"
#: Selectors that are put together: of these attributes no script has the name.
PUT_TOGETHER = {"data-fr-warn"}
#: How a script sets an attribute, or takes it away.
SETS = rf"""(?:set|toggle|remove)Attribute\(\s*['"]({ATTRIBUTE})['"]|dataset\.(fr[A-Z]\w*)\s*=(?!=)"""


def without_comments(text):
    """Return a script without its comments, which only talk of attributes."""
    return re.sub(r"""(?<![:'"`\\])//[^\n]*|/\*.*?\*/""", "", text, flags=re.DOTALL)


def sources(*suffixes):
    """Return the package's own files: path to text."""
    found = [path for path in (ROOT / "formrerun").rglob("*.*") if path.suffix in suffixes]
    own = [path for path in found if not {"vendor", "migrations"} & set(path.parts)]
    texts = {path: path.read_text(encoding="utf-8") for path in own}
    return {path: without_comments(text) if path.suffix == ".js" else text for path, text in texts.items()}


def attribute(name):
    """Return the attribute of a name in ``dataset``: frDraftAge is data-fr-draft-age."""
    return "data-" + re.sub(r"[A-Z]", lambda capital: f"-{capital[0].lower()}", name)


def written_by(path, text):
    """Return the attributes that a file writes: what stands in HTML, and what a script sets or takes away."""
    if path.suffix in {".html", ".py"}:
        return set(re.findall(ATTRIBUTE, text))
    return {name or attribute(property_) for name, property_ in re.findall(SETS, text)}


def read_by(path, text):
    """Return the attributes that a script or a style sheet looks at."""
    if path.suffix in {".html", ".py"}:
        return set()
    text = re.sub(rf"{SETS}|delete [\w.]+", "", text)
    names = re.findall(r"dataset\??\.(fr[A-Z]\w*)", text)
    names += re.findall(r"""['"](fr[A-Z]\w*)['"]""", text)
    names += re.findall(r"\bfr[A-Z]\w*", " ".join(re.findall(r"\{([^{}]*)\} = [\w.]*dataset\b", text)))
    return {*re.findall(ATTRIBUTE, text), *map(attribute, names)}


def rows(name):
    """Return the rows of the tables that list such names: the names, and what each other cell says."""
    for first, *others in (line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| `")):
        names = [named for named in re.findall(r"`([^`]+)`", first) if re.fullmatch(name, named)]
        if names:
            yield names, others


def listed(name):
    """Return the names of this form that the page lists."""
    return {each for names, _others in rows(name) for each in names}


def section(title):
    """Return a section of the page."""
    return re.split(r"^## ", PAGE.split(f"\n## {title}\n")[1], flags=re.MULTILINE)[0]


SOURCES = sources(".py", ".html", ".js", ".css")
WRITTEN = {path: written_by(path, text) for path, text in SOURCES.items()}
READ = {path: read_by(path, text) for path, text in SOURCES.items()}


def in_all(found):
    """Return what any of the files has."""
    return set().union(*found.values())


def test_scripts_are_understood():
    script, text = Path("some.js"), """
      if (el.dataset.frLevel === 'running') el.dataset.frHears = 'socket';  // not data-fr-level
      tip.setAttribute('data-fr-closed', ''); delete copy.dataset.frDone;
      const { frSrc, frTiles = '' } = this.dataset; file('frMapLand'); el.frReady = 'frSockets' in el.dataset;
      form.querySelector('[data-fr-step]');
    """  # fmt: skip
    assert written_by(script, without_comments(text)) == {"data-fr-hears", "data-fr-closed"}
    assert read_by(script, without_comments(text)) == {
        "data-fr-level", "data-fr-src", "data-fr-tiles", "data-fr-map-land", "data-fr-sockets", "data-fr-step",
    }  # fmt: skip


def test_every_attribute_is_listed():
    used = in_all(WRITTEN) | in_all(READ)
    assert len(used) > 90
    assert listed(ATTRIBUTE) == used


def test_what_is_written_is_read_and_what_is_read_is_written():
    read = in_all(READ) | PUT_TOGETHER
    assert read == in_all(WRITTEN) & read
    readers = defaultdict(set)
    for names, cells in rows(ATTRIBUTE):
        for name in names:
            readers[name].add(cells[-1])
    # Tests and styles of sites look at the others; the page says so.
    assert in_all(WRITTEN) - read == {name for name, said in readers.items() if said == {"—"}}


def test_the_files_that_are_named_write_and_read():
    for names, (*_meaning, writers, readers) in rows(ATTRIBUTE):
        for said, found in ((writers, WRITTEN), (readers, READ)):
            for file in re.findall(r"`([\w.]+\.(?:html|js|css))`", said):
                here = set().union(*(has for path, has in found.items() if path.name == file))
                assert here.union(PUT_TOGETHER).intersection(names), (names, file)


def constants(names):
    """Return the texts that a class of names.py holds: the constant's name to its value."""
    return {name: value for name, value in vars(names).items() if name.isupper() and name != "PREFIX"}


def users_of(names):
    """Return which files use the constants of a class of names.py: the constant's name to the files' names."""
    users = defaultdict(set)
    for path, text in sources(".py").items():
        for name in re.findall(rf"\b{names.__name__}\.([A-Z]+)\b", text):
            users[name].add(path.name)
    return users


def test_every_header_is_listed_and_has_two_ends():
    headers = constants(Header)
    assert listed(r"FR-\w+") == set(headers.values())
    assert set(users_of(Header)) == set(headers)
    scripts = "".join(sources(".js").values())
    assert set(re.findall(r"\bFR-[A-Z][A-Za-z]+", scripts)) == set(headers.values())


def test_no_header_is_written_out_beside_the_names():
    written = {path.relative_to(ROOT).as_posix() for path, text in sources(".py").items() if "FR-" in text}
    assert written == {"formrerun/protocol/names.py"}


def test_the_files_that_are_named_use_the_headers():
    users, names = users_of(Header), {value: name for name, value in constants(Header).items()}
    for [header], (_meaning, writers, readers) in rows(r"FR-\w+"):
        [ours] = [said for said in (writers, readers) if ".py" in said]
        assert set(re.findall(r"`(\w+\.py)`", ours)) == users[names[header]], header


def test_every_field_of_a_plain_form_is_listed_written_and_read():
    fields = constants(FormField)
    assert all(value == f"{FormField.PREFIX}{name.lower()}" for name, value in fields.items())
    texts = [text for path, text in sources(".py", ".html").items() if path.name != "names.py"]
    written = {name for text in texts for name in re.findall(r"\b_fr_[a-z]+", text)}
    written |= {fields[name] for name, files in users_of(FormField).items() if files - {"posted.py"}}
    read = {fields[name] for name, files in users_of(FormField).items() if "posted.py" in files}
    assert listed(r"_fr_\w+") == set(fields.values()) == written == read


def test_every_query_parameter_is_listed():
    first = section("A page").split("| query parameter |")[1].split("\n\n")[0]
    assert set(re.findall(r"^\| `([\w-]+)` \|", first, re.MULTILINE)) == RESERVED_PARAMETERS


def test_what_ids_begin_with_is_listed_and_is_what_they_begin_with():
    ids = set(re.findall(r"`(fr-[a-z-]*)<hash>`", section("Ids and names")))
    assert {WIDGET_PREFIX, FRAGMENT_PREFIX, FORM_PREFIX} <= ids
    assert f"`{PAGE_FORM}`" in section("Ids and names")
    run, form = Run.bare(), FormNode(form_key="a")
    run.open_form(form)
    assert form.dom_id.startswith(FORM_PREFIX)
    assert Widget.form_id == PAGE_FORM
    assert FragmentNode(id="a").wrapper_id == f"{FRAGMENT_PREFIX}a"


def test_the_protocols_number_is_named_where_the_page_says():
    assert section("Versions").lstrip().startswith("`PROTOCOL` (`names.py`)")
    assert isinstance(PROTOCOL, int)


def test_every_key_of_a_submission_is_listed_written_and_read():
    keys = set(re.findall(r"^\| `([a-z]\w*)` \|", section("A submission"), re.MULTILINE))
    scripts = "".join(sources(".js").values())
    objects = re.findall(r"JSON\.stringify\(\{\s*(v:.*?)\s*,?\s*\}\);", scripts, re.DOTALL)
    sent = [{re.match(r"\s*(\w+)", pair)[1] for pair in made.split(",")} for made in objects]
    assert set().union(*sent) == max(sent, key=len) == keys
    [reader] = [text.split("def from_json")[1] for text in sources(".py").values() if "def from_json" in text]
    reader = reader.split("\n    @")[0]
    several = "".join(re.findall(r"for name in \(([^)]*)\)", reader))
    assert {*re.findall(r'data\.get\("(\w+)"', reader), *re.findall(r'"(\w+)"', several)} == keys


def test_every_key_of_a_frame_is_listed():
    keys = set(re.findall(r"^\| `(\w+)` \|", section("A frame of a stream"), re.MULTILINE))
    sent = re.findall(r"\bmessage\(\{([^}]*)\}", "".join(sources(".py").values()))
    assert {key for head in sent for key in re.findall(r'"(\w+)":', head)} == keys
    scripts = "".join(sources(".js").values())
    assert [key for key in keys if not re.search(rf"\bhead\.{key}\b|\{{ {key} \}} = ", scripts, re.IGNORECASE)] == []


@pytest.mark.parametrize("pattern", urlpatterns, ids=str)
def test_every_address_is_listed(pattern):
    beginning = re.match(r"[\w.]+/?", str(pattern.pattern))[0]
    assert re.search(rf"^\| `{re.escape(beginning)}", section("Other addresses"), re.MULTILINE)
