"""
A page that a test rearranges between two runs.

It draws every kind of field the package has, in one form. What it draws, and where, stands in a :class:`Scenario` that
the test changes over ``tm/<token>/control/``; what every run saw is said there. The browser tests put the rules of
unsubmitted edits to it: kind by kind, whatever else the page does.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

import formrerun as fr
from formrerun.models import Tab
from tests.meeting import meeting


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

OPTIONS = {
    "radio": ["r1", "r2", "r3"],
    "select": ["s0", "s1", "s2", "s3"],
    "search": [f"o{number:02}" for number in range(20)],  # so many that the field is one to search in
    "multi": ["m0", "m1", "m2", "m3"],
    "steps": [f"p{number}" for number in range(10)],
}
DEFAULTS: dict[str, Any] = {"radio": "r1", "select": "s1", "search": "o01", "multi": "m1", "steps": "p1"}

FIELDS: dict[str, Callable[..., Any]] = {
    "text": lambda label, options, **common: fr.text_input(label, "alpha", **common),
    "untouched": lambda label, options, **common: fr.text_input(label, "as it was", **common),
    "area": lambda label, options, **common: fr.text_area(label, "ta one", **common),
    "number": lambda label, options, **common: fr.number_input(label, value=5, **common),
    "checkbox": lambda label, options, **common: fr.checkbox(label, **common),
    "toggle": lambda label, options, **common: fr.toggle(label, True, **common),
    "radio": lambda label, options, **common: fr.radio(label, options, **common),
    "select": lambda label, options, **common: fr.selectbox(label, options, options.index("s1"), **common),
    "search": lambda label, options, **common: fr.selectbox(label, options, options.index("o01"), **common),
    "multi": lambda label, options, **common: fr.multiselect(label, options, ["m1"], **common),
    "slider": lambda label, options, **common: fr.slider(label, 0, 100, 10, **common),
    "pair": lambda label, options, **common: fr.slider(label, 0, 100, (20, 60), **common),
    "steps": lambda label, options, **common: fr.select_slider(label, options, "p1", **common),
    "date": lambda label, options, **common: fr.date_input(label, date(2026, 1, 2), **common),
    "dates": lambda label, options, **common: fr.date_input(label, (date(2026, 1, 2), date(2026, 1, 9)), **common),
    "time": lambda label, options, **common: fr.time_input(label, time(8, 30), **common),
    "moment": lambda label, options, **common: fr.datetime_input(label, datetime(2026, 1, 2, 8, 30), **common),
    "color": lambda label, options, **common: fr.color_picker(label, "#112233", **common),
}

#: How the test's JSON becomes the Python value of a field.
PYTHON: dict[str, Callable[[Any], Any]] = {
    "pair": tuple,
    "date": lambda text: text and date.fromisoformat(text),
    "dates": lambda texts: tuple(date.fromisoformat(text) for text in texts),
    "time": lambda text: text and time.fromisoformat(text),
    "moment": lambda text: text and datetime.fromisoformat(text),
}


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, time)) else value


def draw(kind: str, now: Scenario) -> Any:
    """Draw one field and return its value."""
    label = f"{kind} {now.label}" if now.label else ""
    return FIELDS[kind](
        label, now.options.get(kind, OPTIONS.get(kind)), key=kind + now.generation, disabled=kind in now.disabled,
        label_visibility="visible" if label else "collapsed",
    )  # fmt: skip


def note(token: str) -> None:
    """The callback of the submit button: it finds the new values."""
    now = scenario(token)
    names = {kind: kind + now.generation for kind in now.kinds}
    found = {kind: plain(fr.session_state[key]) for kind, key in names.items() if key in fr.session_state}
    meeting(token).add("calls", found)


@fr.page(title="Matrix")
def matrix(token):
    """Every kind of field, in an arrangement that the test chooses."""
    test, now = meeting(token), scenario(token)
    runs = test.add("runs", now.generation)
    if now.put:
        test.add("wishes", {"put": {}})
    for kind, value in now.put.items():
        fr.session_state[kind + now.generation] = PYTHON.get(kind, lambda same: same)(value)
    for number in range(now.above):
        fr.markdown(f"A block above: {number}")
    values = {}
    with fr.form("f", clear_on_submit=now.clear, enter_to_submit=now.enter):
        place = fr.container()
        if now.wrap:
            place = fr.container(border=True).columns([2, 1])[0].container()
        with place:
            for kind in now.kinds:
                if kind not in now.outside:
                    values[kind] = draw(kind, now)
        go = fr.form_submit_button("Go", on_click=note, args=(token,))
    with fr.container():
        for kind in now.outside:
            values[kind] = draw(kind, now)
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
