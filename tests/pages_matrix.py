"""
A page that a test rearranges between two runs.

It draws every kind of field in ``tests/kinds.py``, in one form. What it draws, and where, stands in a
:class:`Scenario` that the test changes over ``tm/<token>/control/``; what every run saw is said there. The browser
tests put the rules of unsubmitted edits to it: kind by kind, whatever else the page does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

import formrerun as fr
from formrerun.models import Tab
from tests.kind import plain
from tests.kinds import KINDS
from tests.meeting import meeting

#: A field beside those of the table, which nobody touches.
UNTOUCHED = "untouched"


@dataclass
class Scenario:
    """
    What the page draws.

    Attributes
    ----------
    kinds, outside
        The fields of the form, in order, and which of them stand outside of it.
    label
        The word after a field's name in its label; "" leaves no label at all.
    generation
        Part of every key: another one is another identity.
    put
        Values for ``session_state``, set once, before the fields are drawn.
    disabled, options
        The disabled fields; the options of a field that has some.
    above, wrap, tall
        Blocks above everything; the form's fields in containers of containers; room to scroll.
    clear, enter, second, parts
        The form's ``clear_on_submit`` and ``enter_to_submit``; a second form; what opens, closes and scrolls.
    """

    kinds: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    label: str = "field"
    generation: str = ""
    put: dict[str, Any] = field(default_factory=dict)
    disabled: list[str] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)
    above: int = 0
    wrap: bool = False
    tall: bool = False
    clear: bool = False
    enter: bool = True
    second: bool = False
    parts: str = ""


def scenario(token: str) -> Scenario:
    """Return the scenario of a test, as its wishes have made it."""
    return Scenario(**{name: value for wish in meeting(token).all("wishes") for name, value in wish.items()})


# --------------------------------------------------------------------------------------------------------- the fields

BY_NAME = {str(kind): kind for kind in KINDS if kind.edits}


def draw(name: str, now: Scenario) -> Any:
    """Draw one field and return its value."""
    label = f"{name} {now.label}" if now.label else ""
    common = {
        "key": name + now.generation, "disabled": name in now.disabled,
        "label_visibility": "visible" if label else "collapsed",
    }  # fmt: skip
    if name == UNTOUCHED:
        return fr.text_input(label, "as it was", **common)
    kind = BY_NAME[name]
    params = dict(kind.params if kind.edits.params is None else kind.edits.params)
    options = now.options.get(name)
    if options and "index" in params:  # the same option, wherever it stands now
        params["index"] = options.index(params["options"][params["index"]])
    if options:
        params["options"] = options
    return kind.command(label, **params, **common)


def note(token: str) -> None:
    """The callback of the submit button: it finds the new values."""
    now = scenario(token)
    keys = {name: name + now.generation for name in now.kinds}
    found = {name: plain(fr.session_state[key]) for name, key in keys.items() if key in fr.session_state}
    meeting(token).add("calls", found)


@fr.page(title="Matrix")
def matrix(token):
    """Every kind of field, in an arrangement that the test chooses."""
    test, now = meeting(token), scenario(token)
    runs = test.add("runs", now.generation)
    if now.put:
        test.add("wishes", {"put": {}})
    for name, value in now.put.items():
        kind = BY_NAME.get(name)
        fr.session_state[name + now.generation] = kind.from_json(value) if kind else value
    for number in range(now.above):
        fr.markdown(f"A block above: {number}")
    values = {}
    with fr.form("f", clear_on_submit=now.clear, enter_to_submit=now.enter):
        place = fr.container()
        if now.wrap:
            place = fr.container(border=True).columns([2, 1])[0].container()
        with place:
            for name in now.kinds:
                if name not in now.outside:
                    values[name] = draw(name, now)
        go = fr.form_submit_button("Go", on_click=note, args=(token,))
    with fr.container():
        for name in now.outside:
            values[name] = draw(name, now)
    again = False
    if now.second:
        with fr.form("g"):
            values["second"] = fr.text_input("Second", key="second")
            again = fr.form_submit_button("Go too")
    if now.parts:
        opening(now.parts)
    other = fr.button("Other", key="other")
    test.wait()
    if now.tall:
        for number in range(60):
            fr.text(f"Room to scroll: {number}")
    test.add("log", {"go": go, "again": again, "other": other, "values": {k: plain(v) for k, v in values.items()}})
    fr.text(f"run {runs}")


def opening(parts: str) -> None:
    """What opens, closes and scrolls; "open" and "closed" are the server's word, "free" leaves it to the browser."""
    with fr.expander("Details", expanded=parts == "open"):
        fr.text("inside the expander")
    one, two = fr.tabs(["One", "Two"])
    one.text("the first tab")
    two.text("the second tab")
    with fr.container(height=120, key="scroll"):
        for number in range(20):
            fr.text(f"A line to scroll: {number}")


# -------------------------------------------------------------------------------------------------------- the control


@csrf_exempt
def control(request: HttpRequest, token: str) -> JsonResponse:
    """
    Change a scenario, hold its runs ("hold") or delete a tab's record ("forget"), and say what its page saw.

    "runs" is how often it ran, "log" for every run which button was True and what the fields were, "calls" what the
    callback of the submit button found in ``session_state``.
    """
    test = meeting(token)
    if request.method == "POST":
        wish = json.loads(request.body)
        if "hold" in wish:
            test.hold(wish.pop("hold"))
        if "forget" in wish:
            Tab.objects.filter(pk=wish.pop("forget")).delete()
        test.add("wishes", wish)
    return JsonResponse({"runs": len(test.all("runs")), "log": test.all("log"), "calls": test.all("calls")})


urlpatterns = [
    path("<str:token>/control/", control),
    path("<str:token>/matrix/", matrix, name="matrix"),
]
