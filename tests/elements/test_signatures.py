"""Every public name of Streamlit is here, with each of its parameters: the same order, kind and default."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest

import formrerun as fr
from formrerun.engine.handles import commands
from tests.elements.list_signatures import parameters

LIST = json.loads((Path(__file__).parent / "streamlit_signatures.json").read_text())
OURS = {
    "streamlit": "formrerun",
    "streamlit.column_config": "formrerun.elements.data.column_config",
    "streamlit.components.v1": "formrerun.components.v1",
    "streamlit.components.v2": "formrerun.components.v2",
}
#: What is still to come, by name, wherever it stands; the list may only become shorter.
OWED: frozenset[str] = frozenset()

ALL = [(space, name) for space, names in LIST.items() if space != "version" for name in names]


def different(space, name):
    """Return what is not as in Streamlit, or ''; what we take beyond it stands behind its own, by keyword."""
    expected = LIST[space][name]
    try:
        found = commands[name] if space == "DeltaGenerator" else getattr(import_module(OURS[space]), name)
    except (AttributeError, KeyError, ImportError, fr.FormrerunError) as error:
        return f"not there: {error}"
    ours = [] if expected is None else parameters(found)
    own = {row[0] for row in expected or ()}
    beyond = [row for row in ours if row[0] not in own]
    theirs = [row for row in ours if row[0] in own]
    if theirs == (expected or []) and all(row[1] == "KEYWORD_ONLY" for row in beyond):
        return ""
    return f"should take {[row for row in expected if row not in ours]}, in the order {[row[0] for row in expected]}"


@pytest.mark.parametrize(("space", "name"), ALL, ids=[".".join(each) for each in ALL])
def test_the_signature_is_streamlit_s(show, space, name):
    said = []
    show(lambda: said.append(different(space, name)))
    if name not in OWED:
        assert said == [""]


def test_nothing_is_owed_that_is_there(show):
    found = []
    show(lambda: found.extend(each for each in ALL if each[1] in OWED and different(*each)))
    assert OWED - {name for _space, name in found} == set(), "take these off OWED"
