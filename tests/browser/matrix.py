"""The kinds of field, and a driver for the page that draws them: see ``tests/pages_matrix.py``."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

from tests.browser import settled


@dataclass(frozen=True)
class Kind:
    """
    One kind of field, its values as the browser shows them.

    Attributes
    ----------
    default, draft, later
        What it shows at first, what is typed into it, and what is typed after that.
    push, news
        What the server sets over an edit; over an untouched field (the same unless given).
    empty
        What the server's "nothing" looks like; None for a kind that cannot be empty.
    python
        Turns what is shown into what the page function gets, as JSON.
    """

    name: str
    default: Any
    draft: Any
    later: Any
    push: Any
    news: Any = None
    empty: Any = None
    nothing: Any = None
    python: Callable[[Any], Any] = lambda shown: shown

    def __post_init__(self) -> None:
        if self.news is None:
            object.__setattr__(self, "news", self.push)

    def __str__(self) -> str:
        return self.name


KINDS = [
    Kind("text", "alpha", "draft!", "later", "pushed", empty="", nothing=""),
    Kind("area", "ta one", "ta\ndraft", "ta later", "ta pushed", empty="", nothing=""),
    Kind("number", "5", "42", "43", "9", empty="", python=lambda shown: shown and int(shown)),
    Kind("checkbox", False, True, False, False, True, empty=False, nothing=False),
    Kind("toggle", True, False, True, True, False, empty=False, nothing=False),
    Kind("radio", "r1", "r3", "r2", "r2"),
    Kind("select", "s1", "s3", "s2", "s2"),
    Kind("search", "o01", "o03", "o04", "o02"),
    Kind("multi", ["m1"], ["m1", "m3"], ["m1", "m3", "m2"], ["m2"], empty=[], nothing=[]),
    Kind("slider", "10", "77", "12", "33", python=int),
    Kind("pair", ["20", "60"], ["30", "80"], ["31", "81"], ["1", "99"], python=lambda shown: [int(n) for n in shown]),
    Kind("steps", "1", "7", "8", "3", python=lambda shown: f"p{shown}"),
    Kind("date", "2026-01-02", "2026-05-06", "2028-08-08", "2027-07-07", empty=""),
    Kind(
        "dates", ["2026-01-02", "2026-01-09"], ["2026-02-03", "2026-02-10"], ["2026-02-04", "2026-02-11"],
        ["2027-07-07", "2027-07-08"], empty=["", ""], nothing=[],
    ),
    Kind("time", "08:30", "09:45", "11:00", "10:15", empty="", python=lambda shown: f"{shown}:00"),
    Kind(
        "moment", "2026-01-02T08:30", "2026-05-06T09:45", "2028-08-08T11:00", "2027-07-07T10:15", empty="",
        python=lambda shown: f"{shown}:00",
    ),
    Kind("color", "#112233", "#ff0000", "#0000ff", "#00ff00"),
]  # fmt: skip
ALL = [kind.name for kind in KINDS]
#: The key that the form's button has of its own.
GO = "FormSubmitter-f-Go"
BY_NAME = {kind.name: kind for kind in KINDS}

#: What a field shows: of one with several parts a list, of a box whether it is checked. A component must show what the
#: select inside it sends.
SHOWN = """box => {
  const fields = [...box.querySelectorAll('input, select, textarea')].filter(el => el.name.startsWith('fr-'));
  const one = fields[0];
  if (one.closest('fr-select')) {
    const shown = [...box.querySelectorAll('.item .fr-select-text')].map(el => el.textContent);
    const sent = [...one.selectedOptions].map(option => option.value);
    return shown.join() !== sent.join() ? { shown, sent } : one.multiple ? shown : shown[0] ?? '';
  }
  if (one.type === 'checkbox') return one.checked;
  if (one.type === 'radio') return fields.find(el => el.checked)?.value ?? null;
  return fields.length > 1 ? fields.map(el => el.value) : one.value;
}"""
ALL_SHOWN = f"selectors => selectors.map(selector => ({SHOWN})(document.querySelector(selector)))"
#: Makes the document that of a browser without ``moveBefore()``, where a field that moves loses its focus.
WITHOUT_MOVE = "for (const type of [Element, DocumentFragment, Document]) delete type.prototype.moveBefore"


class Matrix:
    """
    The page of one test.

    Parameters
    ----------
    page
        The browser's tab.
    live
        The server's address.
    names
        The fields of its form.
    moves
        False for a browser without ``moveBefore()``.
    scenario
        What else it begins with; see :class:`tests.pages_matrix.Scenario`.
    """

    def __init__(self, page: Any, live: str, names: Sequence[str], moves: bool = True, **scenario: Any) -> None:
        self.page, self.names, self.generation = page, list(names), ""
        token = uuid4().hex[:12]
        self.address, self.url = f"{live}/tm/{token}/control/", f"/tm/{token}/matrix/"
        self.control(kinds=self.names, **scenario)
        page.goto(self.url)
        if not moves:
            page.evaluate(WITHOUT_MOVE)

    # --------------------------------------------------------------------------------------------- the server's side

    def control(self, **changes: Any) -> dict[str, Any]:
        """Change the scenario; what runs next sees it."""
        self.generation = changes.get("generation", self.generation)
        body = json.dumps(changes).encode() if changes else None
        with urlopen(Request(self.address, body)) as answer:
            return json.load(answer)

    def put(self, shown: dict[str, Any]) -> None:
        """Let the next run set fields through session_state, to what they shall show."""
        self.control(put=self.python(shown))

    def forget(self) -> None:
        """Delete the tab's record, as its expiry would."""
        self.control(forget=self.page.locator("#fr-app").get_attribute("data-fr-tab"))

    @property
    def runs(self) -> int:
        """How often the page has run."""
        return self.control()["runs"]

    @property
    def got(self) -> dict[str, Any]:
        """What the fields were in the last run."""
        return self.control()["log"][-1]["values"]

    # -------------------------------------------------------------------------------------------- the browser's side

    def box(self, name: str) -> Any:
        """Return what is around a field."""
        return self.page.locator(f".st-key-{name}{self.generation}")

    def control_of(self, name: str) -> Any:
        """Return the field itself; the first one of several parts."""
        if name in ("search", "multi"):
            return self.box(name).get_by_role("combobox")
        return self.box(name).locator("input, textarea, select").first

    def shown(self, name: str) -> Any:
        """Return what a field shows."""
        return self.box(name).evaluate(SHOWN)

    def all_shown(self) -> dict[str, Any]:
        """Return what the fields show."""
        selectors = [f".st-key-{name}{self.generation}" for name in self.names]
        return dict(zip(self.names, self.page.evaluate(ALL_SHOWN, selectors), strict=True))

    def all(self, value: str) -> dict[str, Any]:
        """Return one value of every field, as "draft"."""
        return {name: getattr(BY_NAME[name], value) for name in self.names}

    def python(self, shown: dict[str, Any]) -> dict[str, Any]:
        """Return what the page function gets of fields that show this."""
        return {name: BY_NAME[name].python(value) for name, value in shown.items()}

    def edit(self, name: str, value: Any) -> None:
        """Do what a person does to a field."""
        box = self.box(name)
        if name in ("checkbox", "toggle"):
            box.locator("input").set_checked(value)
        elif name == "radio":
            box.locator(f"input[value={value}]").check()
        elif name == "select":
            box.locator("select").select_option(value)
        elif name == "search":
            self._choose(box, value)
        elif name == "multi":
            for option in self.shown(name):
                if option not in value:
                    box.get_by_role("button", name=f"Remove {option}").click()
            for option in value:
                if option not in self.shown(name):
                    self._choose(box, option)
            self.page.keyboard.press("Escape")
        elif isinstance(value, list):
            for place, part in enumerate(value):
                box.locator("input").nth(place).fill(part)
        else:
            self.control_of(name).fill(value)

    def _choose(self, box: Any, option: str) -> None:
        """Search for an option and take it."""
        box.get_by_role("combobox").click()
        self.page.keyboard.type(option)
        box.locator(".option.active", has_text=option).wait_for()
        self.page.keyboard.press("Enter")

    def edit_all(self, value: str = "draft") -> dict[str, Any]:
        """Edit every field; return what they show now."""
        values = self.all(value)
        for name, wanted in values.items():
            self.edit(name, wanted)
        return values

    def press(self, key: str) -> None:
        """Click a button without moving the focus to it, as a shortcut or another tab's news would."""
        self.page.evaluate("key => document.querySelector(`.st-key-${CSS.escape(key)} button`).click()", key)

    def rerun(self) -> None:
        """Press the button outside of the form; exactly one run must come of it."""
        self.once("other")

    def submit(self) -> None:
        """Press the form's button; exactly one run must come of it."""
        self.once(GO)

    def once(self, key: str) -> None:
        """Press a button; exactly one run must come of it."""
        before = self.runs
        self.press(key)
        settled(self.page)
        assert self.runs == before + 1
